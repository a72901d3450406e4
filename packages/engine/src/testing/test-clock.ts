/** A clock that stands still until a test moves it. */
import { InvalidSettingsError } from '../errors.ts'
import { epochMs } from '../support/epoch.ts'
import type { Clock, EpochMs } from '../support/epoch.ts'

/** "90s", "1h", "1h30m", "2d", or milliseconds. */
export type Duration = string | number

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** The duration in milliseconds. Throws InvalidSettingsError for what is none. */
export function durationMs(duration: Duration): number {
  if (typeof duration === 'number') return checked(duration, duration)
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(duration)) return checked(Number.NaN, duration)
  const parts = duration.matchAll(/(?<count>[\d.]+)(?<unit>ms|s|m|h|d)/g)
  let sum = 0
  for (const { groups } of parts) {
    sum += Number(groups?.['count']) * (UNIT_MS[groups?.['unit'] ?? ''] ?? Number.NaN)
  }
  return checked(Math.round(sum), duration)
}

function checked(ms: number, given: Duration): number {
  if (Number.isFinite(ms) && ms >= 0) return ms
  throw new InvalidSettingsError(
    `"${given}" is no duration: write "90s", "1h30m", "2d", or milliseconds.`,
  )
}

/** A clock for tests. */
export class TestClock implements Clock {
  #now: EpochMs

  /** Default: the real time, rounded down to a second. */
  constructor(start: Date | number = Math.floor(Date.now() / 1000) * 1000) {
    this.#now = epochMs(typeof start === 'number' ? start : start.getTime())
  }

  nowMs(): EpochMs {
    return this.#now
  }

  now(): Date {
    return new Date(this.#now)
  }

  /** Moves the clock, and nothing else: `TestEngine.advance` also moves what becomes due. */
  set(time: Date | number): void {
    this.#now = epochMs(typeof time === 'number' ? time : time.getTime())
  }
}
