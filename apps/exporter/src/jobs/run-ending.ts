/**
 * How a run ends that does not come to its archive: over, because the export is or another run has it;
 * cancelled; interrupted, to go on later; or failed, with a reason.
 */
import { JobAbortedError, type JobContext } from '@howdah/engine'
import { ArchiveError } from '../archive/errors.ts'
import type { ExportRecord, Run } from '../ledger/types.ts'
import type { Services } from '../services.ts'
import { explainFailure, type FailedRunOf, type FailureScene } from './errors.ts'
import { sceneOfRun } from './failure-scene.ts'
import { cleanLeftover } from './leftovers.ts'
import { RunOverError, type RunReporter } from './run-reporter.ts'

/** How a run ended when nothing was thrown. */
export type RunEnd =
  | { readonly kind: 'done'; readonly export: ExportRecord }
  | { readonly kind: 'over' }

interface RunEndingOptions {
  readonly services: Services
  readonly run: Run
  readonly context: JobContext
  /** Identity of this process. */
  readonly worker: string
  readonly reporter: RunReporter
}

export class RunEnding {
  readonly #options: RunEndingOptions
  /** What the run takes on the disk, once that is known. */
  neededBytes: number | null = null

  constructor(options: RunEndingOptions) {
    this.#options = options
  }

  /** @throws the reason of the job's signal when the process stops, else an `ExportFailure` */
  async endEarly(error: unknown): Promise<RunEnd> {
    const { signal, logger } = this.#options.context
    const { services } = this.#options
    if (isOver(error, signal)) {
      logger.info({ export_id: this.#export.id }, 'The export is over, or another run has it.')
      await cleanLeftover(services, this.#export.id)
      return { kind: 'over' }
    }
    if (signal.aborted) {
      await (isCancelled(signal) ? this.#noteCancellation() : this.#noteInterruption())
      throw signal.reason
    }
    throw explainFailure(error, await this.scene(), this.failedRun())
  }

  failedRun(): FailedRunOf {
    const { run, worker, reporter } = this.#options
    return { exportId: this.#export.id, run: run.number, stage: reporter.stage, worker }
  }

  scene(): Promise<FailureScene> {
    const { services, reporter } = this.#options
    const { neededBytes } = this
    return sceneOfRun(services, { export: this.#export, stage: reporter.stage, neededBytes })
  }

  get #export(): ExportRecord {
    return this.#options.run.export
  }

  /** Also told by the ledger, unless it was the job alone that somebody cancelled. */
  async #noteCancellation(): Promise<void> {
    const { services } = this.#options
    await services.ledger.cancel(this.#export.id, 'console', { detail: { code: 'job-cancelled' } })
    await cleanLeftover(services, this.#export.id)
  }

  async #noteInterruption(): Promise<void> {
    const { services, run, reporter, context } = this.#options
    try {
      await services.ledger.interrupted(this.#export.id, run.number, reporter.stage)
    } catch (error) {
      // The job goes back to its queue all the same, and the next run closes this one.
      context.logger.warn({ err: error }, 'An interruption could not be noted.')
    }
  }
}

function isCancelled({ reason }: AbortSignal): boolean {
  return reason instanceof JobAbortedError && reason.kind === 'cancelled'
}

/** Cancelled, or its unfinished file belongs to a newer run. */
function isOver(error: unknown, signal: AbortSignal): boolean {
  if (error instanceof RunOverError) return true
  return error instanceof ArchiveError && error.code === 'taken-over' && !signal.aborted
}
