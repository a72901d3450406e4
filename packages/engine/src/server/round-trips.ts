/** How long Redis takes to answer a beat, and whether that has been too long for a while. */

/** Sidekiq's: from here on a round trip is slow, and so many in a row are worth a warning. */
const SLOW_US = 50_000
const SLOW_IN_A_ROW = 5

/** The round trips of one process. */
export class RoundTrips {
  /** The last one in microseconds; 0 before the first. */
  lastUs = 0
  #slowInARow = 0

  /** Notes one; true for every fifth slow one in a row: somebody should be told. */
  note(milliseconds: number): boolean {
    this.lastUs = Math.round(milliseconds * 1000)
    this.#slowInARow = this.lastUs > SLOW_US ? this.#slowInARow + 1 : 0
    return this.#slowInARow > 0 && this.#slowInARow % SLOW_IN_A_ROW === 0
  }
}
