/**
 * Tells runs that their time is over (`timeoutSeconds`). One timer a process, and none while no job
 * has a time limit: a job costs one entry in a map.
 *
 * Runs with the same limit end in the order in which they began, so each limit has a map of its own
 * whose first entry is the next to end.
 */
import type { AbortKind } from '../job/context.ts'

/** A run that can be told. */
export interface TimedRun {
  abort(kind: AbortKind): void
}

/** A timer takes no longer delay than this many milliseconds (some 24 days). */
const MAX_DELAY_MS = 2 ** 31 - 1

/** The time limits of the running jobs. */
export class Deadlines {
  /** Limit in milliseconds → runs and when they end, the next first. */
  readonly #byLimit = new Map<number, Map<TimedRun, number>>()
  #timer: NodeJS.Timeout | undefined
  #dueAtMs = Infinity

  /** The run must end within so many seconds from now. */
  add(run: TimedRun, seconds: number): void {
    const limitMs = seconds * 1000
    const runs = this.#byLimit.get(limitMs) ?? new Map<TimedRun, number>()
    this.#byLimit.set(limitMs, runs)
    const endsAtMs = performance.now() + limitMs
    runs.set(run, endsAtMs)
    if (endsAtMs < this.#dueAtMs) this.#arm(endsAtMs)
  }

  /** The run has ended. The timer stays: taking it back would cost more than finding nothing due. */
  delete(run: TimedRun, seconds: number): void {
    this.#byLimit.get(seconds * 1000)?.delete(run)
  }

  #expire(): void {
    const nowMs = performance.now()
    let nextMs = Infinity
    for (const runs of this.#byLimit.values()) {
      for (const [run, endsAtMs] of runs) {
        if (endsAtMs > nowMs) {
          nextMs = Math.min(nextMs, endsAtMs)
          break
        }
        runs.delete(run)
        run.abort('timeout')
      }
    }
    this.#dueAtMs = Infinity
    if (nextMs < Infinity) this.#arm(nextMs)
  }

  #arm(dueAtMs: number): void {
    clearTimeout(this.#timer)
    this.#dueAtMs = dueAtMs
    const delayMs = Math.ceil(dueAtMs - performance.now())
    this.#timer = setTimeout(() => this.#expire(), Math.min(Math.max(1, delayMs), MAX_DELAY_MS))
    // A process that has nothing else to do may end.
    this.#timer.unref()
  }
}
