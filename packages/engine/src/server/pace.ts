/**
 * How fast a capsule ends jobs, and how long Redis takes to answer. From both follows how many
 * units to hold ready beyond the slots, so that no slot waits for the network.
 *
 * Short jobs behind a long wire need many, slow jobs none: held ready they would be kept from other
 * processes, and run again after a kill.
 */

/** The rate is measured over so long at least: a turn of the event loop alone says nothing. */
const SHORTEST_SPAN_MS = 4

/** Above it the past says nothing about now. */
const LONGEST_SPAN_MS = 50

/** Of the work that is held ready, beside what a round trip needs: fewer, bigger fetches. */
const RESERVE_MS = 1

/** Two batches are under way at full speed; more would only be lost at a kill. */
const MAX_AHEAD = 150

/** One capsule's pace. */
export class Pace {
  #endedCount = 0
  #sinceMs = performance.now()
  #endsPerMs = 0
  #roundTripMs = 0

  /** A job has ended. */
  noteEnd(): void {
    this.#endedCount += 1
  }

  /** Measured in a busy process it is too long now and then: the short ones count. */
  noteRoundTrip(ms: number): void {
    const isFirst = this.#roundTripMs === 0
    if (isFirst || ms < this.#roundTripMs) this.#roundTripMs = ms
    else this.#roundTripMs += (ms - this.#roundTripMs) / 32
  }

  /** What was measured is not so any more: jobs have become slow. */
  reset(): void {
    this.#endsPerMs = 0
    this.#endedCount = 0
    this.#sinceMs = performance.now()
  }

  /** How many units to hold ready now, on their way or here. */
  ahead(): number {
    this.#measure()
    const ahead = this.#endsPerMs * (2 * this.#roundTripMs + RESERVE_MS)
    return Math.min(MAX_AHEAD, Math.trunc(ahead))
  }

  #measure(): void {
    const nowMs = performance.now()
    const spanMs = nowMs - this.#sinceMs
    if (spanMs < SHORTEST_SPAN_MS) return
    const rate = this.#endedCount / spanMs
    const isStale = spanMs > LONGEST_SPAN_MS
    this.#endsPerMs = isStale ? rate : (this.#endsPerMs + rate) / 2
    this.#endedCount = 0
    this.#sinceMs = nowMs
  }
}
