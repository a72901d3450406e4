/**
 * What the buckets of the past held. They change no more, so who looks at a period again and again reads
 * each of them once, and afterwards only the newest.
 */

/** A hash or a histogram of one or ten minutes. */
export interface Bucket {
  readonly key: string
  /** When nobody writes to it any more, in epoch milliseconds. */
  readonly endsAtMs: number
}

/** Counts of classes: code and count by turns; a code is a class's number and one of its 32 slots. */
export type Tally = Float64Array

/** Nothing was counted. */
export const NO_TALLY: Tally = new Float64Array(0)

/** Where a call remembers what it read. */
export interface Remembering {
  /** What earlier calls read. Default: nothing, every bucket is read. */
  readonly memory?: MetricsMemory
}

interface Remembered {
  readonly tally: Tally
  readonly untilMs: number
}

/** A bucket is closed so long after its end: clocks of processes differ, and a flush takes its time. */
const CLOSED_AFTER_MS = 120_000

/** A month of minutes has names; a bucket must be forgotten before its name comes back. */
const FORGET_EVERY_MS = 600_000

/** Some 200 bytes each; a page of 25 classes over eight hours needs 13,000. */
const MOST_BUCKETS = 60_000

const SLOTS = 32

/**
 * The memory of one Redis, for calls of `Metrics`. It grows with the classes and minutes that were asked
 * for, to some megabytes. Numbers of a Redis that is emptied stay until their time is over.
 */
export class MetricsMemory {
  readonly #buckets = new Map<string, Remembered>()
  readonly #numbers = new Map<string, number>()
  readonly #names: string[] = []
  #forgotAtMs = 0

  /**
   * The tallies of the buckets, in their order: `read` is given those that are not remembered. What is
   * closed by now is remembered for `keepMs`, the length of the longest period that asks for it.
   */
  async recall<One extends Bucket>(
    buckets: readonly One[],
    { keepMs }: { readonly keepMs: number },
    read: (missing: readonly One[]) => Promise<readonly Tally[]>,
  ): Promise<readonly Tally[]> {
    const nowMs = Date.now()
    this.#forget(nowMs)
    const known = buckets.map(({ key }) => this.#buckets.get(key)?.tally)
    const missing = buckets.filter((_, index) => known[index] === undefined)
    const tallies = missing.length === 0 ? [] : await read(missing)
    const found = new Map<string, Tally>()
    for (const [index, { key, endsAtMs }] of missing.entries()) {
      const tally = tallies[index] ?? NO_TALLY
      found.set(key, tally)
      if (endsAtMs + CLOSED_AFTER_MS >= nowMs) continue
      this.#buckets.set(key, { tally, untilMs: endsAtMs + keepMs + FORGET_EVERY_MS })
    }
    return buckets.map(({ key }, index) => known[index] ?? found.get(key) ?? NO_TALLY)
  }

  /** The code of a class's slot, 0 to 31. */
  codeOf(jobClass: string, slot: number): number {
    let number = this.#numbers.get(jobClass)
    if (number === undefined) {
      number = this.#names.push(jobClass) - 1
      this.#numbers.set(jobClass, number)
    }
    return number * SLOTS + slot
  }

  /** Gives each count of a tally to `take`, by the name of the class and the slot. */
  each(tally: Tally, take: (jobClass: string, slot: number, count: number) => void): void {
    for (let at = 0; at + 1 < tally.length; at += 2) {
      const code = tally[at] ?? 0
      const jobClass = this.#names[Math.floor(code / SLOTS)] ?? ''
      take(jobClass, code % SLOTS, tally[at + 1] ?? 0)
    }
  }

  #forget(nowMs: number): void {
    const isFull = this.#buckets.size > MOST_BUCKETS
    if (nowMs - this.#forgotAtMs < FORGET_EVERY_MS && !isFull) return
    this.#forgotAtMs = nowMs
    for (const [key, { untilMs }] of this.#buckets) {
      if (untilMs < nowMs || this.#buckets.size > MOST_BUCKETS) this.#buckets.delete(key)
    }
  }
}
