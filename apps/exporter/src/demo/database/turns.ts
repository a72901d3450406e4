/**
 * Lets one client at a time speak to the one database session, in the order in which they asked.
 */

/** The right to speak; to be given back exactly once. */
export interface Turn {
  giveBack(): void
}

export class Turns {
  #isTaken = false
  readonly #waiting: (() => void)[] = []

  /** How many wait at this moment. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** Waits for a turn. */
  async take(): Promise<Turn> {
    if (this.#isTaken) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#isTaken = true
    let isOver = false
    return {
      giveBack: () => {
        if (isOver) return
        isOver = true
        this.#next()
      },
    }
  }

  #next(): void {
    const next = this.#waiting.shift()
    // Handed over without ever being free, so that nobody who asks just now jumps the queue.
    if (next === undefined) this.#isTaken = false
    else next()
  }
}
