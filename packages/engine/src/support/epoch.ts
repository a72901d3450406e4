/**
 * Points in time as the wire writes them. Sidekiq mixes seconds and milliseconds, so the two have
 * types of their own and cannot be confused by accident.
 */

declare const unit: unique symbol

/** Seconds since 1970, with a fraction: scores of sorted sets, `at`, `beat`. */
export type EpochSeconds = number & { readonly [unit]: 'seconds' }

/** Whole milliseconds since 1970: `created_at`, `enqueued_at`, `failed_at`, `retried_at`. */
export type EpochMs = number & { readonly [unit]: 'milliseconds' }

/** Where the engine reads the time from; a test may hand in its own. */
export interface Clock {
  nowMs(): EpochMs
}

export const systemClock: Clock = { nowMs: () => epochMs(Date.now()) }

/** Marks a number as whole milliseconds since 1970. */
export function epochMs(value: number): EpochMs {
  return Math.trunc(value) as EpochMs
}

/** Marks a number as seconds since 1970. */
export function epochSeconds(value: number): EpochSeconds {
  return value as EpochSeconds
}

export function secondsOf(value: EpochMs): EpochSeconds {
  return epochSeconds(value / 1000)
}

/** 1e11 as seconds is the year 5138, as milliseconds it is 1973: nothing real lies between. */
export const SECONDS_BELOW = 1e11

/**
 * Reads a time from a payload. Sidekiq 8 writes integer milliseconds, 3–7 float seconds, and older
 * or foreign writers strings. Returns null for everything that is not a time.
 */
export function readTime(value: unknown): Date | null {
  if (typeof value === 'bigint') return readTime(Number(value))
  if (typeof value === 'string') {
    return value.trim() === ''
      ? null
      : readTime(Number.isNaN(Number(value)) ? Date.parse(value) : Number(value))
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return null
  const date = new Date(value < SECONDS_BELOW ? value * 1000 : value)
  return Number.isNaN(date.getTime()) ? null : date
}
