/** Something that changes, and those who wait until it has: they look again what it is now. */
export class Change {
  #waiting: (() => void)[] = []

  /** Resolves at the next change. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
    })
  }

  /** It has changed. Costs nothing where nobody waits. */
  tell(): void {
    if (this.#waiting.length === 0) return
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }
}
