/** Runs one job after the other and finds out what became of each. */
import type { LauncherOptions } from '../config/settings.ts'
import { InvalidJobError } from '../errors.ts'
import type { Jid, JobPayload } from '../job/payload.ts'
import { parsePayload } from '../job/payload.ts'
import type { Stepper } from '../server/stepper.ts'
import type { UnitOfWork } from '../server/unit-of-work.ts'

/**
 * What became of a job: done; failed and to be retried; failed for good, and kept or not; or not
 * run, because it had expired, was cancelled or must wait for a limit.
 */
export type PerformedOutcome = 'done' | 'retry' | 'dead' | 'discarded' | 'not-run'

/** A job that was fetched and settled. */
export interface PerformedJob {
  readonly jid: Jid
  readonly class: string
  readonly args: readonly unknown[]
  readonly queue: string
  readonly outcome: PerformedOutcome
  /** What the handler threw; null when it threw nothing. */
  readonly error: Error | null
}

/** What is known of a run while it goes on. */
interface Watched {
  hasRun: boolean
  error: Error | null
  outcome: PerformedOutcome | null
}

/** Watches the runs of one stepper. */
export class Performer {
  readonly #watched = new Map<Jid, Watched>()
  #isStopped = false

  /** The same options, with our ears in them. */
  listenIn(options: LauncherOptions): LauncherOptions {
    return {
      ...options,
      // The innermost layer: whoever comes here is performed.
      middleware: [
        ...(options.middleware ?? []),
        async ({ payload }, next) => {
          this.#note(payload, { hasRun: true })
          await next()
        },
      ],
      errorHandlers: [
        ...(options.errorHandlers ?? []),
        (error, { payload }) => {
          if (payload !== undefined) this.#noteFailure(payload, error)
        },
      ],
      deathHandlers: [
        ...(options.deathHandlers ?? []),
        (payload, error) => {
          this.#noteFailure(payload, error)
          const outcome = payload.discarded_at === undefined ? 'dead' : 'discarded'
          this.#note(payload, { outcome })
        },
      ],
    }
  }

  /** Runs the next job and says what became of it; null when none waits. */
  async performNext(stepper: Stepper): Promise<PerformedJob | null> {
    let payload: JobPayload | null = null
    const unit = await stepper.runNext((fetched) => {
      payload = readPayload(fetched)
      if (payload !== null) this.#watched.set(payload.jid, freshlyWatched())
    })
    return unit && this.#describe(unit, payload)
  }

  async stop(stepper: Stepper): Promise<void> {
    if (this.#isStopped) return
    this.#isStopped = true
    await stepper.stop()
  }

  #describe({ queue, raw }: UnitOfWork, payload: JobPayload | null): PerformedJob {
    if (payload === null) {
      const error = new InvalidJobError(`This is no job: ${raw.slice(0, 200)}`)
      return { jid: '', class: '', args: [], queue, outcome: 'dead', error }
    }
    const { jid, class: jobClass, args } = payload
    const watched = this.#watched.get(jid) ?? freshlyWatched()
    this.#watched.delete(jid)
    const { hasRun, error } = watched
    const usual = error !== null ? 'retry' : hasRun ? 'done' : 'not-run'
    return { jid, class: jobClass, args, queue, outcome: watched.outcome ?? usual, error }
  }

  #noteFailure(payload: JobPayload, error: Error): void {
    // The first is the handler's; later ones are of hooks.
    if (this.#watched.get(payload.jid)?.error === null) this.#note(payload, { error })
  }

  #note({ jid }: JobPayload, news: Partial<Watched>): void {
    const watched = this.#watched.get(jid)
    if (watched !== undefined) Object.assign(watched, news)
  }
}

function freshlyWatched(): Watched {
  return { hasRun: false, error: null, outcome: null }
}

function readPayload({ raw }: UnitOfWork): JobPayload | null {
  try {
    return parsePayload(raw)
  } catch {
    return null // What is no job is buried by the processor.
  }
}
