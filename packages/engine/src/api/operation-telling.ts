/** Tells the host of what an operation did while it goes on: many jobs together, for each telling is work for it. */
import type { JobRecord } from './job-record.ts'
import type { OperationWork } from './operation-slice.ts'

/** So few wait for more to come, or for the end. */
const LEAST_TOLD = 500

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

  /** Is told when there are enough, or when what is being told has been. */
  add(jobs: readonly JobRecord[]): void {
    this.#untold.push(...jobs)
    if (this.#untold.length >= LEAST_TOLD) this.#begin()
  }

  /** Waits while too many are untold. Throws what the host threw. */
  async hasRoom(): Promise<void> {
    if (this.#untold.length >= MOST_UNTOLD) await this.#under
  }

  /** When all have been told. Throws what the host threw. */
  async end(): Promise<void> {
    await this.#under
    if (this.#untold.length > 0) await this.#tell()
  }

  #begin(): void {
    this.#under ??= this.#tellMany()
    this.#under.catch(() => {}) // `hasRoom` and `end` throw it.
  }

  async #tellMany(): Promise<void> {
    while (this.#untold.length >= LEAST_TOLD) await this.#tell()
    this.#under = null
  }

  async #tell(): Promise<void> {
    const jobs = this.#untold
    this.#untold = []
    await this.#options.onMoved?.(jobs)
  }
}
