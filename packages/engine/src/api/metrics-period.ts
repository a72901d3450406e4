/** A stretch of time as steps of one or ten minutes, and where Sidekiq 8 and 7 keep their numbers. */
import { InvalidSettingsError } from '../errors.ts'
import {
  legacyMinuteBucket,
  minuteBucket,
  minuteStamp,
  tenMinutesBucket,
} from '../metrics/buckets.ts'

/** Which time: the last minutes, in steps of one; or the last hours, in steps of ten minutes. */
export interface MetricsPeriod {
  /** 1 to 480. Default: 60, unless `hours` is given. */
  readonly minutes?: number
  /** 1 to 72; wins over `minutes`. */
  readonly hours?: number
  /** The end of the time. Default: now. */
  readonly until?: Date
}

const MAX_MINUTES = 480
const MAX_HOURS = 72
const MINUTE_MS = 60_000

/** Steps, and the hashes that hold their numbers: Sidekiq 8's and 7's. */
export interface Frame {
  readonly startsAt: Date
  readonly endsAt: Date
  readonly stepSeconds: 60 | 600
  readonly steps: readonly string[]
  readonly sources: readonly Source[]
}

/** One hash. */
export interface Source {
  readonly key: string
  /** When its time is over, in epoch milliseconds. */
  readonly endsAtMs: number
  /** The step that its numbers belong to. */
  readonly step: number
  /** Sidekiq 7 wrote it. */
  readonly isLegacy: boolean
}

/** How long a step stays part of some period: of the longest with such steps. */
export function keepMsOf({ stepSeconds }: Pick<Frame, 'stepSeconds'>): number {
  return (stepSeconds === 60 ? MAX_MINUTES : MAX_HOURS * 60) * MINUTE_MS
}

/** The steps of a period. Throws InvalidSettingsError for a period that is none. */
export function frameOf({ minutes, hours, until }: MetricsPeriod): Frame {
  const endsAt = until ?? new Date()
  const stepSeconds = hours === undefined ? 60 : 600
  const count =
    hours === undefined
      ? checkedPeriod(minutes ?? 60, MAX_MINUTES, 'minutes')
      : checkedPeriod(hours, MAX_HOURS, 'hours') * 6
  const stepMs = stepSeconds * 1000
  const lastMs = Math.floor(endsAt.getTime() / stepMs) * stepMs
  const starts = Array.from({ length: count }, (_, index) => {
    return new Date(lastMs - (count - 1 - index) * stepMs)
  })
  const [first = endsAt] = starts
  return {
    startsAt: first,
    endsAt,
    stepSeconds,
    steps: starts.map(minuteStamp),
    sources: starts.flatMap((start, step) =>
      bucketsOf(start, stepSeconds, endsAt).map((key, index) => {
        return { key, step, isLegacy: index > 0, endsAtMs: start.getTime() + stepMs }
      }),
    ),
  }
}

/** Sidekiq 8's first. Sidekiq 7 knows no ten minutes; its minutes, which live for 8 hours, are added up. */
function bucketsOf(start: Date, stepSeconds: 60 | 600, endsAt: Date): string[] {
  if (stepSeconds === 60) return [minuteBucket(start), legacyMinuteBucket(start)]
  const isGone = endsAt.getTime() - start.getTime() > (MAX_MINUTES + 10) * MINUTE_MS
  const minutes = Array.from({ length: isGone ? 0 : 10 }, (_, index) => {
    return legacyMinuteBucket(new Date(start.getTime() + index * MINUTE_MS))
  })
  return [tenMinutesBucket(start), ...minutes]
}

function checkedPeriod(value: number, most: number, unit: string): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value
  throw new InvalidSettingsError(`Metrics reach back 1 to ${most} ${unit}, not ${value}.`)
}
