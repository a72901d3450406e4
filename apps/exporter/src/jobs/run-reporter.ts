/**
 * Keeps the ledger informed about a run: progress at most twice a second, a heartbeat where nothing
 * moves, and the other way round the news that the run must end, because it was cancelled or
 * another process has taken over.
 */
import type { Logger } from '@howdah/engine'
import type { Ledger } from '../ledger/ledger.ts'
import type { ExportProgress } from '../ledger/types.ts'
import type { BuildProgress } from './writing.ts'

const SAVE_INTERVAL_MS = 500
/** Stale after five minutes (verdict.ts): there is room for a database that is slow for a while. */
const HEARTBEAT_INTERVAL_MS = 10_000

/** The run was cancelled or replaced: end quietly, write nothing, leave nothing. */
export class RunOverError extends Error {
  constructor() {
    super('The export was cancelled, or another process builds it now.')
    this.name = 'RunOverError'
  }
}

export interface RunReporterOptions {
  readonly ledger: Ledger
  readonly exportId: string
  readonly run: number
  /** Aborts when the process stops. */
  readonly signal: AbortSignal
  /** Also told, for the page of running jobs. */
  readonly onProgress: (progress: ExportProgress) => void
  readonly logger: Logger
}

export class RunReporter implements BuildProgress {
  readonly signal: AbortSignal
  readonly #options: RunReporterOptions
  readonly #over = new AbortController()
  readonly #timer: NodeJS.Timeout
  #latest: ExportProgress | null = null
  #isUnsaved = false
  #isSaving = false
  #savedAtMs = 0
  readonly #stageMs: Record<string, number> = {}
  #stageSinceMs = performance.now()

  constructor(options: RunReporterOptions) {
    this.#options = options
    this.signal = AbortSignal.any([options.signal, this.#over.signal])
    this.#timer = setInterval(() => void this.#saveIfDue(), SAVE_INTERVAL_MS)
  }

  get stage(): string | null {
    return this.#latest?.stage ?? null
  }

  /** How long each stage has taken so far, in milliseconds, for whoever wonders what took long. */
  stageTimes(): Readonly<Record<string, number>> {
    this.#endStage()
    return { ...this.#stageMs }
  }

  report(stage: string, done: number, total: number | null): void {
    const isNewStage = this.#latest?.stage !== stage
    if (isNewStage) this.#endStage()
    this.#latest = { stage, done, total }
    this.#isUnsaved = true
    this.#options.onProgress(this.#latest)
    // The first sign of a run should not wait for the timer; later stages keep to its pace.
    if (isNewStage && this.#savedAtMs === 0) void this.#saveIfDue()
  }

  /**
   * Writes the newest progress at once.
   * @throws {@link RunOverError} when the run may not go on
   */
  async confirm(): Promise<void> {
    const isMine = await this.#save()
    if (!isMine) throw new RunOverError()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #endStage(): void {
    const now = performance.now()
    const stage = this.stage
    const elapsedMs = Math.round(now - this.#stageSinceMs)
    if (stage !== null) this.#stageMs[stage] = (this.#stageMs[stage] ?? 0) + elapsedMs
    this.#stageSinceMs = now
  }

  async #saveIfDue(): Promise<void> {
    const isDue = this.#isUnsaved || Date.now() - this.#savedAtMs >= HEARTBEAT_INTERVAL_MS
    if (this.#isSaving || !isDue) return
    this.#isSaving = true
    try {
      if (!(await this.#save())) this.#over.abort(new RunOverError())
    } catch (error) {
      // The work itself will fail if the database stays away; missing one save hurts nobody.
      this.#options.logger.warn({ err: error }, 'The progress of an export could not be saved.')
    } finally {
      this.#isSaving = false
    }
  }

  async #save(): Promise<boolean> {
    this.#isUnsaved = false
    this.#savedAtMs = Date.now()
    const { ledger, exportId, run } = this.#options
    return ledger.progress(exportId, run, this.#latest)
  }
}
