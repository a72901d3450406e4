/**
 * What becomes of a run that has failed: reported → decided → told to the class's own hooks → written
 * to the retry set, to the dead set or nowhere → mourned, where that was its end.
 */
import type { DeathHandler, ServerSettings } from '../config/settings.ts'
import { toError } from '../errors.ts'
import type { JobDefinition, RetryDecision } from '../job/definition.ts'
import { parsePayload } from '../job/payload.ts'
import type { JobPayload } from '../job/payload.ts'
import type { EpochSeconds } from '../support/epoch.ts'
import { spliceFields } from '../support/json-text.ts'
import { decideFailure } from './failure.ts'
import type { Decision } from './failure.ts'
import type { JobRun } from './job-run.ts'
import type { Reporter } from './reporter.ts'
import type { Settler } from './settler.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** What settling failures needs. */
export interface FailuresOptions {
  readonly settings: ServerSettings
  readonly settler: Settler
  readonly reporter: Reporter
  /** A retry was written for this time: the scheduled poller should be awake then. */
  readonly onRetry: (at: EpochSeconds) => void
}

/** Settles the failed runs of a capsule. */
export class Failures {
  readonly #options: FailuresOptions

  constructor(options: FailuresOptions) {
    this.#options = options
  }

  /** Where an iterating job stands is saved first. Never throws. */
  async settle(unit: UnitOfWork, run: JobRun, failure: Error): Promise<void> {
    await run.iteration?.saveForRetry()
    await this.#fail(unit, run, failure)
  }

  async #fail(unit: UnitOfWork, run: JobRun, error: Error): Promise<void> {
    const { reporter } = this.#options
    const { queue } = unit
    try {
      const payload = parsePayload(unit.raw)
      reporter.report(error, { doing: 'A job failed.', payload, queue })
      const decision = await this.#lastCall(unit, this.#decide(unit, run, payload, error), error)
      await this.#announce(run, payload, error, decision)
      if (!unit.isForfeited) await this.#settle(unit, error, decision)
    } catch (ours) {
      reporter.report(toError(ours), { doing: 'A failed job could not be settled.', raw: unit.raw })
    }
  }

  /** From a fresh look at what was fetched: what middleware changed is not written. */
  #decide(unit: UnitOfWork, run: JobRun, payload: JobPayload, error: Error): Decision {
    const { settings } = this.#options
    const definition = settings.jobs.get(payload.class)
    return decideFailure({
      payload,
      queue: unit.queue,
      error,
      nowMs: settings.clock.nowMs(),
      maxRetries: settings.maxRetries,
      classRetry: definition?.retry,
      isHopeless: run.isUnfit,
      retryIn: (count) => this.#askRetryIn(definition, count, error, payload),
      random: settings.random,
    })
  }

  #askRetryIn(
    definition: JobDefinition | undefined,
    count: number,
    error: Error,
    payload: JobPayload,
  ): RetryDecision {
    try {
      return definition?.retryIn?.(count, error, payload)
    } catch (ours) {
      const doing = 'An error in retryIn; the usual delay is used.'
      this.#options.reporter.report(toError(ours), { doing, payload })
      return undefined
    }
  }

  /** Asks the class, when there is no further attempt, whether the job shall be kept. */
  async #lastCall(unit: UnitOfWork, decision: Decision, error: Error): Promise<Decision> {
    const { settings, reporter } = this.#options
    if (!decision.isExhausted) return decision
    const job = parsePayload(spliceFields(unit.raw, decision.changes))
    const definition = settings.jobs.get(job.class)
    if (definition?.onExhausted === undefined) return decision
    let answer: unknown
    const ask = async () => void (answer = await definition.onExhausted?.(job, error))
    await reporter.guard('onExhausted', ask)
    return answer === 'discard' ? { ...decision, outcome: 'discarded' } : decision
  }

  /** Tells the class's own hook before anything is written. */
  async #announce(
    run: JobRun,
    payload: JobPayload,
    error: Error,
    { outcome, retryAt }: Decision,
  ): Promise<void> {
    const definition = this.#options.settings.jobs.get(payload.class)
    if (definition?.onFailure === undefined) return
    const failure = {
      payload,
      args: payload.args,
      error,
      attempt: run.attempt,
      maxAttempts: run.maxAttempts,
      outcome,
      retryAt: retryAt === null ? null : new Date(retryAt * 1000),
    }
    await this.#options.reporter.guard('onFailure', () => definition.onFailure?.(failure))
  }

  async #settle(
    unit: UnitOfWork,
    error: Error,
    { outcome, retryAt, changes }: Decision,
  ): Promise<void> {
    const { settler, settings, onRetry } = this.#options
    if (outcome === 'retry' && retryAt !== null) {
      await settler.retry(unit, spliceFields(unit.raw, changes), retryAt)
      onRetry(retryAt)
      return
    }
    if (outcome === 'dead') await settler.bury(unit, spliceFields(unit.raw, changes))
    else settler.discard(unit)
    const dead = parsePayload(spliceFields(unit.raw, changes))
    if (outcome === 'discarded') dead.discarded_at = settings.clock.nowMs()
    await this.#mourn(dead, error)
  }

  async #mourn(payload: JobPayload, error: Error): Promise<void> {
    const { settings, reporter } = this.#options
    const tell = (handler: DeathHandler) => () => handler(payload, error)
    for (const handler of settings.deathHandlers)
      await reporter.guard('a death handler', tell(handler))
  }
}
