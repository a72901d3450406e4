/** Tells the host of what an operation did while it goes on: what comes meanwhile is told together. */
import type { JobRecord } from './job-record.ts'
import type { OperationWork } from './operation-slice.ts'

/** A host that is slower than Redis holds the operation up; a process that dies has told of all but these. */
const MOST_UNTOLD = 2_000

/** One an operation that is worked off. */
export class Telling {
  readonly #options: OperationWork
  #untold: JobRecord[] = []
  #under: Promise<void> | null = null

  constructor(options: OperationWork) {
    this.#options = options
  }

  /** Is told at once, or when what is being told has been. */
  add(jobs: readonly JobRecord[]): void {
    if (jobs.length === 0) return
    this.#untold.push(...jobs)
    this.#under ??= this.#tellAll()
    this.#under.catch(() => {}) // `hasRoom` and `end` throw it.
  }

  /** Waits while too many are untold. Throws what the host threw. */
  async hasRoom(): Promise<void> {
    if (this.#untold.length >= MOST_UNTOLD) await this.#under
  }

  /** When all have been told. Throws what the host threw. */
  async end(): Promise<void> {
    await this.#under
  }

  async #tellAll(): Promise<void> {
    while (this.#untold.length > 0) {
      const jobs = this.#untold
      this.#untold = []
      await this.#options.onMoved?.(jobs)
    }
    this.#under = null
  }
}
