/**
 * What the buckets of the past held. They change no more, so who looks at a period again and again reads
 * each of them once, and afterwards only the newest.
 */
import type { Pause } from '../support/pause.ts'
import { BucketTallies } from './bucket-tallies.ts'

/** Where a call remembers what it read, and how long it keeps others waiting. */
export interface Remembering {
  /** What earlier calls read. Default: nothing, every bucket is read. */
  readonly memory?: MetricsMemory
  /** Awaited every few milliseconds of work. Default: nothing is. */
  readonly pause?: Pause
}

/**
 * The memory of one Redis, for calls of `Metrics`. It grows with the classes and minutes that were asked
 * for, to some megabytes, and begins anew when there are too many names. When Redis has lost what it
 * remembers, as after `FLUSHALL`, it forgets everything.
 */
export class MetricsMemory {
  #tallies = new BucketTallies()

  /** For one call: a call that is under way goes on with its own when the memory begins anew. */
  get tallies(): BucketTallies {
    if (this.#tallies.isFull) this.#tallies = new BucketTallies()
    return this.#tallies
  }
}
