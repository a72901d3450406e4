/** The counts of many buckets by class, small enough to keep thousands of them. */
import type { Pause } from '../support/pause.ts'

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

/** How buckets are recalled. */
export interface Recalling<One extends Bucket> {
  /** The length of the longest period that asks for such buckets: so long they are remembered. */
  readonly keepMs: number
  readonly pause: Pause
  /** Reads those that are not remembered, in their order. */
  readonly read: (missing: readonly One[]) => Promise<readonly Tally[]>
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

/** Some 100 bytes each; no server has so many classes, but a program may make names up. */
const MOST_NAMES = 10_000

/** Looked up between two pauses: some tenths of a millisecond. */
const AT_ONCE = 1_000

const SLOTS = 32

/** Tallies by the key of their bucket, and the names of the classes in them. */
export class BucketTallies {
  readonly #buckets = new Map<string, Remembered>()
  readonly #numbers = new Map<string, number>()
  readonly #names: string[] = []
  #forgotAtMs = 0

  /** There are more names than are worth keeping. */
  get isFull(): boolean {
    return this.#names.length >= MOST_NAMES
  }

  /**
   * The tallies of the buckets, in their order. What is closed by now is remembered. The latest of those
   * that held anything is read once more: when it is not in Redis any more, Redis was emptied, and all is
   * forgotten.
   */
  async recall<One extends Bucket>(
    buckets: readonly One[],
    recalling: Recalling<One>,
  ): Promise<readonly Tally[]> {
    const { keepMs, pause, read } = recalling
    const nowMs = Date.now()
    this.#forget(nowMs)
    const known = await this.#known(buckets, pause)
    const latest = latestWithCounts(buckets, known)
    const missing = buckets.filter((one, index) => known[index] === undefined || one === latest)
    const tallies = missing.length === 0 ? [] : await read(missing)
    const found = new Map<string, Tally>()
    for (const [index, { key, endsAtMs }] of missing.entries()) {
      const tally = tallies[index] ?? NO_TALLY
      found.set(key, tally)
      if (endsAtMs + CLOSED_AFTER_MS >= nowMs) continue
      this.#buckets.set(key, { tally, untilMs: endsAtMs + keepMs + FORGET_EVERY_MS })
    }
    if (latest !== null && found.get(latest.key)?.length === 0) {
      this.#buckets.clear()
      return this.recall(buckets, recalling)
    }
    return buckets.map(({ key }, index) => found.get(key) ?? known[index] ?? NO_TALLY)
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

  /** The class with this number. */
  nameOf(number: number): string {
    return this.#names[number] ?? ''
  }

  async #known(buckets: readonly Bucket[], pause: Pause): Promise<(Tally | undefined)[]> {
    const known: (Tally | undefined)[] = []
    for (const { key } of buckets) {
      if (known.push(this.#buckets.get(key)?.tally) % AT_ONCE === 0) await pause()
    }
    return known
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

/** Gives each count of a tally to `take`, by the number of the class and the slot. */
export function eachCount(
  tally: Tally,
  take: (number: number, slot: number, count: number) => void,
): void {
  for (let at = 0; at + 1 < tally.length; at += 2) {
    const code = tally[at] ?? 0
    take(Math.floor(code / SLOTS), code % SLOTS, tally[at + 1] ?? 0)
  }
}

/** The remembered bucket that must be the last to leave Redis. */
function latestWithCounts<One extends Bucket>(
  buckets: readonly One[],
  known: readonly (Tally | undefined)[],
): One | null {
  let latest: One | null = null
  for (const [index, bucket] of buckets.entries()) {
    if ((known[index]?.length ?? 0) === 0) continue
    if (latest === null || bucket.endsAtMs > latest.endsAtMs) latest = bucket
  }
  return latest
}
