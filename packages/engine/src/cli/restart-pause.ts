/** How long to wait before a dead child is started again: longer each time it dies young. */

/** A process that lives this long was well. */
const HEALTHY_AFTER_MS = 10_000
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 30_000

/** Counts early deaths. */
export class RestartPause {
  #failures = 0
  #overAtMs = 0

  /** The pause after a child that lived so long. */
  next(livedMs: number): number {
    if (livedMs >= HEALTHY_AFTER_MS) this.#failures = 0
    const pauseMs = this.#pauseMs()
    this.#failures += 1
    return pauseMs
  }

  /** A fresh process did not become ready: no other is tried for a while. */
  noteFailure(): void {
    this.#overAtMs = performance.now() + this.#pauseMs()
    this.#failures += 1
  }

  /** Whether a failed try is so recent that the next should wait. */
  isOn(): boolean {
    return performance.now() < this.#overAtMs
  }

  #pauseMs(): number {
    return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures)
  }
}
