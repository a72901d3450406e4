/**
 * How often one viewer may ask for something costly: a bucket that refills.
 */

/** Enough for the quickest hands, too little for a script. */
export const ACTIONS_PER_MINUTE = 120

/** So many at once and in a minute. */
export interface RateLimitOptions {
  readonly perMinute: number
}

interface Bucket {
  left: number
  atMs: number
}

/** Viewers remembered; a full bucket says no more than none. */
const MOST_VIEWERS = 1_000

/** Counts by name. */
export class RateLimit {
  readonly #perMinute: number
  readonly #buckets = new Map<string, Bucket>()

  constructor({ perMinute }: RateLimitOptions) {
    this.#perMinute = perMinute
  }

  /** Seconds until the next one is allowed; 0 when this one is, and counts. */
  take(name: string, nowMs = Date.now()): number {
    const bucket = this.#buckets.get(name) ?? { left: this.#perMinute, atMs: nowMs }
    // A clock that was set back takes nothing away.
    const elapsedMs = Math.max(0, nowMs - bucket.atMs)
    const left = Math.min(this.#perMinute, bucket.left + (elapsedMs / 60_000) * this.#perMinute)
    this.#buckets.delete(name)
    this.#buckets.set(name, { left: left >= 1 ? left - 1 : left, atMs: nowMs })
    this.#forget()
    return left >= 1 ? 0 : Math.ceil(((1 - left) * 60) / this.#perMinute)
  }

  /** The longest unseen leave first. */
  #forget(): void {
    for (const name of this.#buckets.keys()) {
      if (this.#buckets.size <= MOST_VIEWERS) return
      this.#buckets.delete(name)
    }
  }
}
