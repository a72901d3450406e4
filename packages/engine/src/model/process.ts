/**
 * A process of a model run: the engine's own ownership, fetcher, processor, settler, reaper and
 * poller, put together as `server/assemble.ts` does it, but with a sign of life that only runs out
 * when the run says so, and with handlers that end when the run says so.
 */
import { z } from 'zod'
import { resolveSettings } from '../config/settings.ts'
import type { ServerSettings } from '../config/settings.ts'
import { parseQueues } from '../config/queue-spec.ts'
import { defineJob } from '../job/definition.ts'
import type { JobContext } from '../job/context.ts'
import type { RedisClient } from '../redis/contract.ts'
import { Cancellations } from '../server/cancellations.ts'
import { Counters } from '../server/counters.ts'
import { Deadlines } from '../server/deadlines.ts'
import { Fetcher } from '../server/fetcher.ts'
import { Ownership } from '../server/ownership.ts'
import { Processor } from '../server/processor.ts'
import { Reaper } from '../server/reaper.ts'
import { Reporter } from '../server/reporter.ts'
import { ScheduledPoller } from '../server/scheduled-poller.ts'
import { Settler } from '../server/settler.ts'
import type { Fetched } from '../server/fetcher.ts'
import type { UnitOfWork } from '../server/unit-of-work.ts'
import type { Clock } from '../support/epoch.ts'
import { silentLogger } from '../support/logger.ts'
import { QUEUES } from './steps.ts'

/** The class of all jobs. */
export const JOB_CLASS = 'ModelJob'

/** A job that fails more often than this dies. */
export const MAX_RETRIES = 1

/** Four deaths of its process and a job is buried. */
export const MAX_RECOVERIES = 3

/** Far longer than a run: the sign of life ends only by the step "expire". */
const TTL_MS = 600_000

/** A handler that runs. */
export interface HeldRun {
  readonly jid: string
  readonly unit: UnitOfWork
  readonly process: ModelProcess
  /** Lets the handler return, or throw. */
  finish(isWell: boolean): void
  /** Resolves when the processor has done with it. */
  readonly ended: Promise<void>
  /** It was cancelled before it began: a gate has ended it. */
  readonly isRefused: boolean
}

interface Starting {
  readonly unit: UnitOfWork
  readonly onPerform: (finish: (isWell: boolean) => void) => void
}

/** What a process needs. */
export interface ModelProcessOptions {
  readonly redis: RedisClient
  readonly clock: Clock
  readonly identity: string
}

/** One process. */
export class ModelProcess {
  readonly identity: string
  readonly ownership: Ownership
  readonly settler: Settler
  readonly reaper: Reaper
  readonly poller: ScheduledPoller
  readonly counters: Counters
  readonly cancellations: Cancellations
  /** In the order in which they were started. */
  readonly runs = new Set<HeldRun>()
  isAsleep = false
  /** Its last renewal is so old that it must ask before it fetches. */
  isSuspicious = false
  readonly #fetcher: Fetcher
  readonly #processor: Processor
  readonly #verifications: Promise<void>[] = []
  readonly #starting = new Set<Starting>()

  constructor({ redis, clock, identity }: ModelProcessOptions) {
    this.identity = identity
    const settings = this.#settings(clock)
    const reporter = new Reporter(silentLogger, [])
    const random = () => 0.5
    this.counters = new Counters(redis, clock)
    this.ownership = this.#createOwnership(redis, clock)
    this.settler = new Settler({
      redis,
      deadSet: settings.deadSet,
      clock,
      reporter,
      onSuspicion: () => void this.#verifications.push(this.ownership.verify()),
    })
    this.cancellations = new Cancellations({
      redis,
      settler: this.settler,
      clock,
      running: () => [...this.runs].map(({ unit }) => unit),
      onError: ignore,
    })
    this.#fetcher = new Fetcher({
      redis,
      ownership: this.ownership,
      plan: parseQueues(QUEUES),
      clock,
      random,
    })
    const logger = silentLogger
    // No job is put on trial here: each counts as the one that did it.
    const maxUntriedRecoveries = MAX_RECOVERIES
    this.reaper = new Reaper({ redis, identity, clock, logger, maxUntriedRecoveries })
    const polling = { redis, clock, random, averageSeconds: 5, onError: ignore }
    this.poller = new ScheduledPoller(polling)
    this.#processor = new Processor({
      middleware: [],
      settings,
      settler: this.settler,
      counters: this.counters,
      reporter,
      services: {
        logger,
        progress: { report: ignore, end: ignore },
        acquit: ignore,
        maxRetries: MAX_RETRIES,
        iterations: {
          redis,
          ...UNTIMED,
          onError: ignore,
        },
      },
      onRetry: ignore,
      onCancelled: (unit, run) => this.cancellations.end(unit, run),
      gates: [this.cancellations],
      recorder: null,
      deadlines: new Deadlines(),
      profiler: null,
      jobLog: null,
    })
  }

  async start(): Promise<void> {
    await this.ownership.current()
  }

  /** Takes units and starts them; a fetch whose answer was lost starts none. */
  async fetch(limit: number): Promise<HeldRun[]> {
    const fetched = await this.#fetch(limit).catch(() => null)
    const started: HeldRun[] = []
    for (const unit of fetched?.units ?? []) started.push(await this.#begin(unit))
    if (started.some(({ isRefused }) => isRefused)) await this.settle()
    return started
  }

  /** As a manager does: what has ended goes along. */
  async #fetch(limit: number): Promise<Fetched> {
    const incarnation = await this.ownership.current()
    return await this.settler.carry((finished) =>
      this.#fetcher.fetchAs(incarnation, limit, finished),
    )
  }

  /** Ends a run and waits until its outcome is written. */
  async end(run: HeldRun, isWell: boolean): Promise<void> {
    this.runs.delete(run)
    run.finish(isWell)
    await run.ended
    await this.settle()
  }

  /** Waits until all outcomes are written and every suspicion was looked into. */
  async settle(): Promise<void> {
    await this.settler.flush()
    await this.cancellations.flush()
    await Promise.all(this.#verifications.splice(0))
  }

  /** As a launcher stops whose time is up. */
  async stop(): Promise<void> {
    const runs = [...this.runs]
    await this.settler.giveBack(runs.map(({ unit }) => unit))
    for (const run of runs) {
      run.unit.run?.abort('shutdown')
      await this.end(run, false)
    }
    await this.ownership.sweep()
    await this.ownership.leave()
    await this.counters.flush()
  }

  async #begin(unit: UnitOfWork): Promise<HeldRun> {
    const { promise, resolve } = Promise.withResolvers<(isWell: boolean) => void>()
    const starting = { unit, onPerform: resolve }
    this.#starting.add(starting)
    const ended = this.#processor.process(unit)
    const finish = await Promise.race([promise, ended.then(() => null)])
    this.#starting.delete(starting)
    const jid = unit.run?.jid ?? ''
    const isRefused = finish === null
    const run = { jid, unit, process: this, finish: finish ?? ignore, ended, isRefused }
    if (!isRefused) this.runs.add(run)
    return run
  }

  #perform(context: JobContext): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const starting = [...this.#starting].find(({ unit }) => unit.run === context)
    starting?.onPerform((isWell) => (isWell ? resolve() : reject(new RangeError('As wanted.'))))
    return promise
  }

  #settings(clock: Clock): ServerSettings {
    const job = defineJob({
      class: JOB_CLASS,
      args: z.tuple([]),
      perform: (_args, context) => this.#perform(context),
    })
    const random = () => 0.5
    const settings = { clock, random, logger: silentLogger, maxRetries: MAX_RETRIES }
    return resolveSettings({ redis: 'redis://none', jobs: [job], queues: QUEUES, ...settings })
  }

  #createOwnership(redis: RedisClient, clock: Clock): Ownership {
    return new Ownership({
      redis,
      identity: this.identity,
      queues: QUEUES,
      ttlMs: TTL_MS,
      clock,
      logger: silentLogger,
      liveness: {
        renewedAgoMs: () => (this.isSuspicious ? Infinity : 0),
        noteRenewal: () => (this.isSuspicious = false),
      },
      onLost: (incarnation) => {
        for (const unit of incarnation.units) {
          unit.isForfeited = true
          unit.run?.abort('lost-ownership')
        }
        incarnation.units.clear()
      },
    })
  }
}

/** No job here iterates, and none is stopped. */
const UNTIMED = { isStopping: () => false, stopTimeoutMs: 0, maxRuntimeSeconds: null }

function ignore(): void {
  // Nothing in a run listens.
}
