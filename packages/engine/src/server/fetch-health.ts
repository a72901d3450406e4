/**
 * Whether Redis answers fetches: one line in the log when it goes, one when it is back, however long that
 * takes; and when it last did, for those who watch this process.
 */
import type { Logger } from '../support/logger.ts'
import type { Reporter } from './reporter.ts'

/** What it needs. */
export interface FetchHealthOptions {
  readonly reporter: Reporter
  readonly logger: Logger
  readonly nowMs: () => number
}

/** Of one capsule. */
export class FetchHealth {
  readonly #options: FetchHealthOptions
  #downSince: number | null = null
  #lastAnswerAtMs: number | null = null

  constructor(options: FetchHealthOptions) {
    this.#options = options
  }

  /** When Redis last answered, in epoch milliseconds; null before. */
  get lastAnswerAtMs(): number | null {
    return this.#lastAnswerAtMs
  }

  noteAnswer(): void {
    this.#lastAnswerAtMs = this.#options.nowMs()
    if (this.#downSince !== null) this.#noteRecovery(this.#downSince)
  }

  noteFailure(error: Error): void {
    if (this.#downSince !== null) return
    this.#downSince = performance.now()
    this.#options.reporter.report(error, { doing: 'Jobs cannot be fetched; trying again.' })
  }

  #noteRecovery(downSince: number): void {
    const seconds = Math.round((performance.now() - downSince) / 100) / 10
    this.#downSince = null
    this.#options.logger.info({ seconds }, 'Jobs can be fetched again.')
  }
}
