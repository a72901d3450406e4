/** What a handler gets beside its arguments, and what failure hooks are told. Types only. */
import type { Logger } from '../support/logger.ts'
import type { Iterate } from './iteration.ts'
import type { Jid, JobPayload } from './payload.ts'

/** How far a job is. */
export interface JobProgress {
  /** What is being done, for people: "media". */
  readonly stage: string
  readonly done: number
  /** Null while the end is not known. */
  readonly total: number | null
}

/** Why a handler's signal fired; `signal.reason` is an Error with this `kind`. */
export type AbortKind =
  /** The process stops and has given the job back: another will start it again. */
  | 'shutdown'
  /** This process was taken for dead and its jobs were given to others. */
  | 'lost-ownership'
  /** Somebody cancelled the job: it is settled as done, whatever the handler does now. */
  | 'cancelled'
  /** It ran longer than its class allows (`timeoutSeconds`). */
  | 'timeout'

const REASONS: Readonly<Record<AbortKind, string>> = {
  shutdown: 'The process stops; the job was given back to its queue.',
  'lost-ownership': 'This process was taken for dead; the job was given to another.',
  cancelled: 'The job was cancelled.',
  timeout: 'The job ran longer than its class allows.',
}

/** The reason of an aborted `JobContext.signal`. */
export class JobAbortedError extends Error {
  readonly kind: AbortKind

  constructor(kind: AbortKind) {
    super(REASONS[kind])
    this.name = 'JobAbortedError'
    this.kind = kind
  }
}

/** One run of one job. */
export interface JobContext {
  readonly jid: Jid
  /** 1 for the first run, 2 for the first retry, … */
  readonly attempt: number
  /** How many runs there can be; Infinity when only time limits them (`retryForSeconds`). */
  readonly maxAttempts: number
  /** The queue the job was fetched from. */
  readonly queue: string
  readonly payload: JobPayload
  /** Fires with a JobAbortedError when the work should end at once. */
  readonly signal: AbortSignal
  /** Carries class, jid and tags, at the job's own level where it has one (`logLevel`). */
  readonly logger: Logger
  /** Tells the world how far the job is. Cheap: written at most twice a second. */
  readonly progress: (progress: JobProgress) => void
  /** The process takes no new jobs and will stop: end at the next point where you can go on later. */
  readonly isStopping: boolean
  /**
   * Tells that something of this run is safe, and that the next run goes on behind it. Processes that
   * died with the job before then count no longer against it: what gets further each time is not
   * what takes them down. `iterate` does it by itself. Cheap: written once a run.
   */
  readonly advanced: () => void
  /**
   * The items of a source, one by one, resumable: after a deploy, a crash or an error the next run
   * goes on where this one was. Once a job. See docs/iterable-jobs.md.
   */
  readonly iterate: Iterate
}

/** A failed run, with what was decided about it, before that is written. */
export interface JobFailure {
  readonly payload: JobPayload
  /** The arguments as they lie on the wire. */
  readonly args: unknown
  readonly error: Error
  /** The run that failed: 1 for the first. */
  readonly attempt: number
  readonly maxAttempts: number
  readonly outcome: 'retry' | 'dead' | 'discarded'
  /** When it will run again; null unless `outcome` is "retry". */
  readonly retryAt: Date | null
}
