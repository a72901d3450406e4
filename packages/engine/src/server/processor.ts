/**
 * Runs one unit of work: parse → middleware → perform → settle. Outcomes are values; no error of a
 * job leaves this file.
 */
import {
  InvalidJobError,
  JobInterruptedError,
  JobTimeoutError,
  MalformedJsonError,
  UnknownJobClassError,
  toError,
} from '../errors.ts'
import type { JobDefinition } from '../job/definition.ts'
import { parsePayload } from '../job/payload.ts'
import type { JobPayload } from '../job/payload.ts'
import type { RunRecorder } from '../metrics/recorder.ts'
import { runChain } from '../middleware/chain.ts'
import type { MiddlewareUnit, ServerMiddleware } from '../middleware/chain.ts'
import { mayBeInexact } from '../support/exact-text.ts'
import { SECONDS_BELOW } from '../support/epoch.ts'
import { claimsOf } from './claims.ts'
import type { Counters } from './counters.ts'
import type { Deadlines } from './deadlines.ts'
import { errorClassOf } from './failure.ts'
import { Failures } from './failures.ts'
import type { FailuresOptions } from './failures.ts'
import type { Gate } from './gate.ts'
import { JobRun } from './job-run.ts'
import type { RunServices } from './job-run.ts'
import type { JobLog } from './job-log.ts'
import { perform } from './perform.ts'
import type { Profiler } from './profiler.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** What a processor needs. */
export interface ProcessorOptions extends FailuresOptions {
  /** Of the capsule. */
  readonly middleware: readonly ServerMiddleware[]
  readonly counters: Counters
  readonly services: RunServices
  /** A run has ended that was cancelled: settle it. */
  readonly onCancelled: (unit: UnitOfWork, run: JobRun) => void
  /** Asked in this order before a run. */
  readonly gates: readonly Gate[]
  readonly recorder: RunRecorder | null
  readonly deadlines: Deadlines
  readonly profiler: Profiler | null
  /** Null = no lines about ordinary runs. */
  readonly jobLog: JobLog | null
}

/** Runs units of work, one call a unit. */
export class Processor {
  readonly #options: ProcessorOptions
  readonly #failures: Failures

  constructor(options: ProcessorOptions) {
    this.#options = options
    this.#failures = new Failures(options)
  }

  /** Runs the unit to its end. Never throws. */
  async process(unit: UnitOfWork): Promise<void> {
    await this.begin(unit)
  }

  /** The same; gives no promise for a unit that has ended when this returns. */
  begin(unit: UnitOfWork): Promise<void> | undefined {
    if (mayBeInexact(unit.raw)) {
      return this.#options.settler.learnBytes(unit).then(() => this.#begin(unit))
    }
    return this.#begin(unit)
  }

  #begin(unit: UnitOfWork): Promise<void> | undefined {
    const { settings, services, gates } = this.#options
    let payload: JobPayload
    try {
      payload = parsePayload(unit.raw)
    } catch (error) {
      return this.#buryUnreadable(unit, toError(error))
    }
    const run = (unit.run = new JobRun(payload, unit.queue, services))
    if (payload['howdah_unique'] !== undefined) unit.claims = claimsOf(payload)
    const definition = settings.jobs.get(payload.class)
    for (const gate of gates) {
      // Once one has something to say, all are asked in their order.
      if (gate.concerns(run, definition)) return this.#passGates(unit, run, definition)
    }
    return this.#attempt(unit, run, definition)
  }

  async #passGates(
    unit: UnitOfWork,
    run: JobRun,
    definition: JobDefinition | undefined,
  ): Promise<void> {
    try {
      for (const gate of this.#options.gates) {
        if (gate.concerns(run, definition) && !(await gate.admit(unit, run, definition))) return
      }
    } catch (error) {
      return await this.#end(unit, run, definition, toError(error))
    }
    await this.#attempt(unit, run, definition)
  }

  /** No promise for a handler that gives none: most of the cost of a short job would be its own. */
  #attempt(
    unit: UnitOfWork,
    run: JobRun,
    definition: JobDefinition | undefined,
  ): Promise<void> | undefined {
    let performing: Promise<void> | void
    run.startedAtMs = performance.now()
    try {
      performing = this.#perform(run, definition)
    } catch (error) {
      return this.#end(unit, run, definition, toError(error))
    }
    if (performing === undefined) return this.#end(unit, run, definition, null)
    return this.#endAfter(performing, unit, run, definition)
  }

  async #endAfter(
    performing: Promise<void>,
    unit: UnitOfWork,
    run: JobRun,
    definition: JobDefinition | undefined,
  ): Promise<void> {
    let failure: Error | null = null
    try {
      await performing
    } catch (error) {
      failure = toError(error)
    }
    const ending = this.#end(unit, run, definition, failure)
    if (ending !== undefined) await ending
  }

  #end(
    unit: UnitOfWork,
    run: JobRun,
    definition: JobDefinition | undefined,
    thrown: Error | null,
  ): Promise<void> | undefined {
    let failure = thrown
    run.end()
    this.#options.counters.processed += 1
    if (definition?.timeoutSeconds !== undefined) {
      failure = this.#endTimed(run, definition.timeoutSeconds, failure)
    }
    // Even where the handler has swallowed the error: not all of its items are done.
    const isInterrupted =
      failure instanceof JobInterruptedError || run.iteration?.isInterrupted === true
    // As with Sidekiq, classes that are not known here are counted, but not measured.
    if (definition !== undefined) this.#record(run, isInterrupted ? null : failure)
    if (unit.isForfeited) return undefined
    return this.#settleEnded(unit, run, isInterrupted, failure)
  }

  #settleEnded(
    unit: UnitOfWork,
    run: JobRun,
    isInterrupted: boolean,
    failure: Error | null,
  ): Promise<void> | undefined {
    const { settings, settler, counters, onCancelled } = this.#options
    // Whatever the handler made of it.
    if (run.abortKind === 'cancelled') {
      onCancelled(unit, run)
      return undefined
    }
    if (isInterrupted) return settler.requeue(unit)
    counters.finished.set(unit.queue, settings.clock.nowMs())
    if (failure === null) {
      if (run.iteration?.isStored === true) return settler.acknowledgeIterated(unit, run.jid)
      settler.acknowledge(unit)
      return undefined
    }
    counters.failed += 1
    return this.#failures.settle(unit, run, failure)
  }

  #record(run: JobRun, failure: Error | null): void {
    const isFailed = failure !== null
    const elapsedMs = performance.now() - run.startedAtMs
    const { wrapped, class: jobClass, enqueued_at: enqueuedAt } = run.payload
    const waitedMs = waitOf(enqueuedAt, run.startedAtMs)
    this.#options.recorder?.record(wrapped ?? jobClass, elapsedMs, isFailed, {
      waitedMs,
      jid: run.jid,
      ...(isFailed && { errorClass: errorClassOf(failure) }),
    })
    const { jobLog } = this.#options
    if (jobLog?.concerns(run.payload)) jobLog.end(run.logger, elapsedMs, isFailed)
  }

  /** A handler that went on after its time is late whatever it made of it: the job has failed. */
  #endTimed(run: JobRun, timeoutSeconds: number, failure: Error | null): Error | null {
    this.#options.deadlines.delete(run, timeoutSeconds)
    if (run.abortKind !== 'timeout') return failure
    const cause = failure === null ? {} : { cause: failure }
    return new JobTimeoutError(run.payload.class, timeoutSeconds, cause)
  }

  /** Hands the job to middleware and handler, whose arguments are the schema's output. */
  #perform(run: JobRun, definition: JobDefinition | undefined): Promise<void> | void {
    if (definition === undefined) throw new UnknownJobClassError(run.payload.class)
    const { deadlines, jobLog, profiler } = this.#options
    if (definition.timeoutSeconds !== undefined) deadlines.add(run, definition.timeoutSeconds)
    if (jobLog?.concerns(run.payload)) jobLog.start(run.logger)
    if (profiler?.concerns(run.payload) === true) {
      return profiler.around(run.payload, () => this.#performPlainly(run, definition))
    }
    return this.#performPlainly(run, definition)
  }

  #performPlainly(run: JobRun, definition: JobDefinition): Promise<void> | void {
    const { middleware } = this.#options
    if (middleware.length === 0) return perform(definition, run.payload.args, run)
    const unit: MiddlewareUnit = { payload: run.payload, queue: run.queue, context: run }
    return runChain(middleware, unit, () => perform(definition, run.payload.args, run))
  }

  /** What is no JSON or no job goes to the dead set as it is, for a person to look at. */
  async #buryUnreadable(unit: UnitOfWork, error: Error): Promise<void> {
    const { reporter, settler, counters } = this.#options
    counters.processed += 1
    counters.failed += 1
    const isExpected = error instanceof MalformedJsonError || error instanceof InvalidJobError
    const doing = isExpected ? 'This is no job; it goes to the dead set.' : 'A job cannot be read.'
    reporter.report(error, { doing, raw: unit.raw, queue: unit.queue })
    await settler.bury(unit, unit.exact)
  }
}

/** The wall clock where the monotonic one began; asking for it costs as much as a map look-up. */
const TIME_ORIGIN_MS = performance.timeOrigin

/** Without `readTime`'s care for texts: an object for each job would be most of what this costs. */
function waitOf(enqueuedAt: number | undefined, startedAtMs: number): number | null {
  if (typeof enqueuedAt !== 'number') return null
  const cameAtMs = enqueuedAt < SECONDS_BELOW ? enqueuedAt * 1000 : enqueuedAt
  return TIME_ORIGIN_MS + startedAtMs - cameAtMs
}
