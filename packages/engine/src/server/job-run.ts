/**
 * One run of one job: what the handler sees as its context. Everything that costs something (the
 * abort signal, the logger) is made when the handler first asks for it.
 */
import { MisuseError } from '../errors.ts'
import { JobAbortedError } from '../job/context.ts'
import type { AbortKind, JobContext, JobProgress } from '../job/context.ts'
import type { Iterate } from '../job/iteration.ts'
import type { Jid, JobPayload } from '../job/payload.ts'
import type { Logger } from '../support/logger.ts'
import { Iteration } from './iteration.ts'
import type { IterationServices, RunIteration } from './iteration.ts'
import { loggerOf } from './job-log.ts'

/** Where progress goes. */
export interface ProgressSink {
  report(jid: Jid, progress: JobProgress): void
  end(jid: Jid): void
}

/** What a run shares with all others. */
export interface RunServices {
  readonly logger: Logger
  readonly progress: ProgressSink
  readonly maxRetries: number
  readonly iterations: IterationServices
  /** Forgets the deaths of processes that had the job. */
  readonly acquit: (jid: Jid) => void
}

/** The context of one run. */
export class JobRun implements JobContext {
  readonly payload: JobPayload
  readonly queue: string
  /** The arguments do not fit the schema of the class. */
  isUnfit = false
  /** Whom to tell that the run is over. */
  atEnd: (() => void) | null = null
  /** When the handler was called, on the monotonic clock. */
  startedAtMs = 0
  readonly #services: RunServices
  #controller: AbortController | undefined
  #abortKind: AbortKind | undefined
  #logger: Logger | undefined
  #hasProgress = false
  #hasAdvanced = false
  #iteration: RunIteration | null = null

  constructor(payload: JobPayload, queue: string, services: RunServices) {
    this.payload = payload
    this.queue = queue
    this.#services = services
  }

  get jid(): Jid {
    return this.payload.jid
  }

  get attempt(): number {
    return attemptOf(this.payload)
  }

  get maxAttempts(): number {
    return maxAttemptsOf(this.payload, this.#services.maxRetries)
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      if (this.#abortKind !== undefined)
        this.#controller.abort(new JobAbortedError(this.#abortKind))
    }
    return this.#controller.signal
  }

  get logger(): Logger {
    this.#logger ??= loggerOf(this.payload, this.#services.logger)
    return this.#logger
  }

  /** A function of its own, because handlers take it out of the context by its name. */
  get progress(): (progress: JobProgress) => void {
    return (progress) => {
      this.#hasProgress = true
      this.#services.progress.report(this.jid, progress)
    }
  }

  /** Once is enough: the next death comes after this run. */
  get advanced(): () => void {
    return () => {
      if (this.#hasAdvanced) return
      this.#hasAdvanced = true
      this.#services.acquit(this.jid)
    }
  }

  get isStopping(): boolean {
    return this.#services.iterations.isStopping()
  }

  get iterate(): Iterate {
    return (source, options = {}) => {
      if (this.#iteration !== null) {
        throw new MisuseError(
          `The job ${this.payload.class} ${this.jid} iterates twice; it has one cursor. Use one ` +
            'source for both, or a job each.',
        )
      }
      const iteration = new Iteration(this, this.#services.iterations, { source, options })
      this.#iteration = iteration
      return iteration
    }
  }

  /** What the handler iterates over; null for most. */
  get iteration(): RunIteration | null {
    return this.#iteration
  }

  /** Why the signal fired; undefined while it has not. */
  get abortKind(): AbortKind | undefined {
    return this.#abortKind
  }

  /** Fires the signal; only the first reason counts. */
  abort(kind: AbortKind): void {
    if (this.#abortKind !== undefined) return
    this.#abortKind = kind
    this.#controller?.abort(new JobAbortedError(kind))
  }

  /** The run is over. */
  end(): void {
    if (this.#hasProgress) this.#services.progress.end(this.jid)
    this.atEnd?.()
  }
}

/** `retry_count` is absent before the first failure and 0 after it. */
function attemptOf(payload: JobPayload): number {
  return typeof payload.retry_count === 'number' ? payload.retry_count + 2 : 1
}

/** Runs in all; Infinity when only time limits them. */
function maxAttemptsOf(payload: JobPayload, maxRetries: number): number {
  const { retry } = payload
  if (retry === false || retry === null) return 1
  if (typeof payload.retry_for === 'number') return Infinity
  return (typeof retry === 'number' ? retry : maxRetries) + 1
}
