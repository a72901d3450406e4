/** When a pushed job shall run: `in`, `at`, or spread over an interval. */
import { InvalidJobError } from '../errors.ts'
import { SECONDS_BELOW, epochSeconds } from '../support/epoch.ts'
import type { EpochMs, EpochSeconds } from '../support/epoch.ts'

/** A Date, or epoch seconds. */
export type When = Date | number

/** When one job runs; neither means at once. */
export interface PushTime {
  /** Seconds from now. */
  readonly in?: number
  readonly at?: When
}

/** When the jobs of a bulk run. */
export interface BulkTimes {
  /** Seconds from now. */
  readonly in?: number
  /** One time for all, or one for each. */
  readonly at?: When | readonly When[]
  /** Each at a random moment of the next so many seconds (at least 5). */
  readonly spreadSeconds?: number
}

/** Below this a wheel of jobs spread over "an interval" would only be a burst. */
const MIN_SPREAD_SECONDS = 5

/** The time in epoch seconds, or null for at once. Throws InvalidJobError for NaN and the like. */
export function runTimeOf(time: PushTime, nowMs: EpochMs): EpochSeconds | null {
  if (time.in !== undefined && time.at !== undefined) {
    throw new InvalidJobError('Give either "in" or "at", not both.')
  }
  if (time.in !== undefined) return future(nowMs / 1000 + time.in, nowMs)
  if (time.at === undefined) return null
  return future(time.at instanceof Date ? time.at.getTime() / 1000 : time.at, nowMs)
}

/** One time for each of `count` jobs. */
export function timesFor(times: BulkTimes, count: number, nowMs: EpochMs): (EpochSeconds | null)[] {
  const { at } = times
  if (at === undefined || typeof at === 'number' || at instanceof Date) {
    const one = runTimeOf(
      { ...(times.in !== undefined && { in: times.in }), ...(at !== undefined && { at }) },
      nowMs,
    )
    return Array.from({ length: count }, () => one)
  }
  if (at.length !== count) {
    throw new InvalidJobError(`There are ${count} jobs but ${at.length} times in "at".`)
  }
  return at.map((one) => runTimeOf({ at: one }, nowMs))
}

/** Random times over `spreadSeconds`, or null when that is not asked for. */
export function spreadTimes(
  times: BulkTimes,
  count: number,
  nowMs: EpochMs,
): EpochSeconds[] | null {
  if (times.spreadSeconds === undefined) return null
  if (times.at !== undefined || times.in !== undefined) {
    throw new InvalidJobError('"spreadSeconds" excludes "in" and "at".')
  }
  const width = Math.max(MIN_SPREAD_SECONDS, times.spreadSeconds)
  return Array.from({ length: count }, () => epochSeconds(nowMs / 1000 + Math.random() * width))
}

function future(seconds: number, nowMs: EpochMs): EpochSeconds | null {
  if (!Number.isFinite(seconds)) {
    throw new InvalidJobError(`A job cannot run at ${seconds}: give seconds or a valid Date.`)
  }
  if (seconds >= SECONDS_BELOW) {
    throw new InvalidJobError(
      `A job cannot run at ${seconds}: that is no time in seconds. Milliseconds? Give a Date.`,
    )
  }
  return seconds <= nowMs / 1000 ? null : epochSeconds(seconds)
}
