/**
 * Writes jobs. Normalises what it is given, runs client middleware, checks the arguments and puts
 * the payload into a queue or into the scheduled set, exactly as Sidekiq's client does.
 */
import { InvalidJobError, toError } from '../errors.ts'
import { validateArguments, wireArguments } from '../job/arguments.ts'
import type { ArgumentsOf, ArgumentsSchema, JobDeclaration } from '../job/definition.ts'
import { stampExpiry } from '../job/expiry.ts'
import type { JobOptions } from '../job/options.ts'
import type { Jid, JobPayload } from '../job/payload.ts'
import { checkArguments } from '../job/strict-arguments.ts'
import { runChain } from '../middleware/chain.ts'
import type { ClientMiddleware } from '../middleware/chain.ts'
import type { RedisClient } from '../redis/contract.ts'
import { secondsOf, systemClock } from '../support/epoch.ts'
import type { Clock, EpochMs, EpochSeconds } from '../support/epoch.ts'
import { BATCH, batchesOf, batchSizeOf } from './batches.ts'
import { cancelJob } from './cancel-job.ts'
import type { CancelOptions, CancelResult } from './cancel-job.ts'
import { PushBuffer } from './push-buffer.ts'
import type {
  BulkArguments,
  BulkOptions,
  ClientOptions,
  Leftovers,
  PlainJob,
  PushOptions,
} from './options.ts'
import { fitting, isDeclaration, isUnique, payloadOf, uniqueOptionsOf } from './planned-job.ts'
import type { PlannedJob } from './planned-job.ts'
import { runTimeOf, spreadTimes, timesFor } from './run-time.ts'
import { readUniqueHolder, writeUniqueJobs } from './unique-push.ts'
import { uniqueDigest } from './unique.ts'
import { commandsFor, writeJobs } from './write-jobs.ts'

/** Puts jobs into Redis. One per program is enough. */
export class Client {
  readonly #options: ClientOptions
  readonly #redis: RedisClient
  readonly #middleware: readonly ClientMiddleware[]
  readonly #clock: Clock
  readonly #onScheduled: (at: EpochSeconds) => void
  #buffer: PushBuffer | null
  /** What `withheld` has not written yet; null where pushes go to Redis at once. */
  #held: PlannedJob[] | null = null

  constructor(options: ClientOptions) {
    this.#options = options
    this.#redis = options.redis
    this.#middleware = options.middleware ?? []
    this.#clock = options.clock ?? systemClock
    this.#onScheduled = options.onScheduled ?? (() => {})
    this.#buffer = options.buffer ? new PushBuffer(options.redis, options.buffer) : null
  }

  /**
   * Pushes one job: at once, in some seconds (`in`) or at a time (`at`); a time that is not in the
   * future means at once. Gives its jid, or null when middleware stopped it or, for a unique job,
   * when another holds its lock (see `uniqueHolder`). Throws
   * JobArgumentsError, InvalidJobError, RedisUnavailableError, RedisReplyError.
   */
  push<Schema extends ArgumentsSchema>(
    job: JobDeclaration<Schema>,
    args: ArgumentsOf<Schema>,
    options?: PushOptions,
  ): Promise<Jid | null>
  push(job: PlainJob & PushOptions): Promise<Jid | null>
  async push(
    job: JobDeclaration | (PlainJob & PushOptions),
    args?: object,
    options?: PushOptions,
  ): Promise<Jid | null> {
    const plan = isDeclaration(job)
      ? { ...options, args: await fitting(job, args ?? []), definition: job }
      : { ...job, definition: job }
    const at = runTimeOf(plan, this.#clock.nowMs())
    const payload = payloadOf(plan.definition, plan.args, plan, this.#clock.nowMs())
    stampExpiry(payload, at ?? secondsOf(this.#clock.nowMs()))
    if (!(await this.#passes(payload))) return null
    const unique = uniqueOptionsOf(plan.definition, plan)
    const [isWritten] = await this.#write([{ payload, at, unique }])
    return isWritten === true ? payload.jid : null
  }

  /**
   * What `push` would write at once: the payload after middleware and checks, or null when
   * middleware stopped it. Writes nothing; whoever calls this does.
   */
  async prepare(
    job: JobDeclaration | PlainJob,
    args: object,
    options: JobOptions = {},
  ): Promise<JobPayload | null> {
    const list = isDeclaration(job) ? await fitting(job, args) : wireArguments(args)
    const payload = payloadOf(job, list, options, this.#clock.nowMs())
    stampExpiry(payload, secondsOf(this.#clock.nowMs()))
    return (await this.#passes(payload)) ? payload : null
  }

  /**
   * Holds pushes back until a piece of work has ended well: a database transaction whose jobs must
   * neither run before its rows can be seen nor exist when it is rolled back. The client that the
   * work gets answers as this one does, but writes nothing; when the work returns, all is written in
   * its order, and when it throws, nothing is. Whether the lock of a unique job is free is only seen
   * then: the jid given for it may not be written.
   */
  async withheld<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
    const holding = new Client(this.#options)
    const held: PlannedJob[] = []
    holding.#held = held
    holding.#buffer = this.#buffer
    const result = await work(holding)
    // From now on the work is done: whoever still pushes through its client pushes at once.
    holding.#held = this.#held
    await this.#writeMixed(held)
    return result
  }

  /**
   * Pushes many jobs of one class with few round trips. Gives a jid for each, or null where
   * middleware or another holder of its lock stopped it. All arguments of a list are checked before
   * the first job is written; of anything else that can be iterated, those of one batch at a time.
   */
  pushBulk<Schema extends ArgumentsSchema>(
    job: JobDeclaration<Schema>,
    argsList: BulkArguments<ArgumentsOf<Schema>>,
    options?: BulkOptions,
  ): Promise<(Jid | null)[]>
  pushBulk(
    job: Omit<PlainJob, 'args'>,
    argsList: BulkArguments<readonly unknown[]>,
    options?: BulkOptions,
  ): Promise<(Jid | null)[]>
  async pushBulk(
    job: JobDeclaration | Omit<PlainJob, 'args'>,
    argsList: BulkArguments<object>,
    options: BulkOptions = {},
  ): Promise<(Jid | null)[]> {
    const size = batchSizeOf(options)
    if (Array.isArray(argsList)) return await this.#pushList(job, argsList, options)
    if (Array.isArray(options.at)) {
      throw new InvalidJobError('A time for each job needs a list of jobs: give an array.')
    }
    const jids: (Jid | null)[] = []
    for await (const some of batchesOf(argsList, size)) {
      jids.push(...(await this.#pushList(job, some, options)))
    }
    return jids
  }

  async #pushList(
    job: JobDeclaration | Omit<PlainJob, 'args'>,
    argsList: readonly object[],
    options: BulkOptions,
  ): Promise<(Jid | null)[]> {
    const lists = argsList.map(wireArguments)
    if (isDeclaration(job)) for (const args of lists) await validateArguments(job, args)
    const nowMs = this.#clock.nowMs()
    const times =
      spreadTimes(options, argsList.length, nowMs) ?? timesFor(options, argsList.length, nowMs)
    const unique = uniqueOptionsOf(job, options)
    const jobs = lists.map((args, index) => {
      const at = times[index] ?? null
      const payload = payloadOf(job, args, options, nowMs)
      stampExpiry(payload, at ?? secondsOf(nowMs))
      return { payload, at, unique }
    })
    const passed: typeof jobs = []
    for (const one of jobs) if (await this.#passes(one.payload)) passed.push(one)
    const size = batchSizeOf(options, times)
    const written = new Set<PlannedJob>()
    for (let from = 0; from < passed.length; from += size) {
      const some = passed.slice(from, from + size)
      const areWritten = await this.#write(some)
      for (const [index, one] of some.entries()) if (areWritten[index] === true) written.add(one)
    }
    return jobs.map((one) => (written.has(one) ? one.payload.jid : null))
  }

  /**
   * The jid of the job that keeps equal ones from being pushed; null when there is none. It may
   * have ended before the answer is read.
   */
  uniqueHolder<Schema extends ArgumentsSchema>(
    job: JobDeclaration<Schema>,
    args: ArgumentsOf<Schema>,
  ): Promise<Jid | null> {
    const digest = uniqueDigest(job.class, wireArguments(args), job.unique)
    return readUniqueHolder(this.#redis, digest)
  }

  /**
   * Cancels a job, wherever it waits or runs. 'removed': it waited. 'signalled': it runs, and its
   * handler's signal fires. 'not-found': neither. Throws RedisUnavailableError.
   */
  cancel(jid: Jid, options?: CancelOptions): Promise<CancelResult> {
    return cancelJob(this.#redis, jid, options)
  }

  /** Jobs that wait in the buffer for Redis to come back. */
  get buffered(): number {
    return this.#buffer?.size ?? 0
  }

  /** How long the oldest of them has been waiting; 0 when there is none. */
  get oldestBufferedMs(): number {
    return this.#buffer?.oldestAgeMs ?? 0
  }

  /** Tries for so long (default: 5,000) to write what is in the buffer; says what is left. */
  async drain({ timeoutMs = 5_000 } = {}): Promise<Leftovers> {
    return { left: (await this.#buffer?.drain(timeoutMs)) ?? 0 }
  }

  /** A last `drain`, then no more attempts. The connection stays open: it is its owner's. */
  async close(options?: { readonly timeoutMs?: number }): Promise<Leftovers> {
    const leftovers = await this.drain(options)
    this.#buffer?.stop()
    return leftovers
  }

  /** Gives for each job whether it was written: a unique one is not while another holds its lock. */
  async #write(jobs: readonly PlannedJob[]): Promise<boolean[]> {
    if (this.#held !== null) {
      this.#held.push(...jobs)
      return jobs.map(() => true)
    }
    const nowMs = this.#clock.nowMs()
    const unique = jobs.filter(isUnique)
    // All jobs of one call are unique or none of them is.
    const areWritten =
      unique.length > 0
        ? await writeUniqueJobs(this.#redis, unique, nowMs)
        : await this.#writePlain(jobs, nowMs).then(() => jobs.map(() => true))
    jobs.forEach(({ at }, index) => {
      if (at !== null && areWritten[index] === true) this.#onScheduled(at)
    })
    return areWritten
  }

  /** In their order; neighbours that are alike in being unique or not go together. */
  async #writeMixed(jobs: readonly PlannedJob[]): Promise<void> {
    for (let from = 0; from < jobs.length;) {
      const isAlike = (job: PlannedJob | undefined) =>
        job !== undefined && isUnique(job) === (jobs[from]?.unique !== null)
      let to = from + 1
      while (to - from < BATCH && isAlike(jobs[to])) to += 1
      await this.#write(jobs.slice(from, to))
      from = to
    }
  }

  #writePlain(jobs: readonly PlannedJob[], nowMs: EpochMs): Promise<void> {
    if (this.#buffer === null) return writeJobs(this.#redis, jobs, nowMs)
    return this.#buffer.write(commandsFor(this.#redis.keys, jobs, nowMs), jobs.length)
  }

  /** Middleware first, then the strict check: a layer may have put anything into the arguments. */
  async #passes(payload: JobPayload): Promise<boolean> {
    let isReached = this.#middleware.length === 0
    if (!isReached) await runChain(this.#middleware, payload, () => void (isReached = true))
    if (isReached) this.#judge(payload)
    return isReached
  }

  #judge({ class: jobClass, args }: JobPayload): void {
    const { strictArguments = 'raise' } = this.#options
    if (strictArguments === false) return
    try {
      checkArguments(jobClass, args)
    } catch (error) {
      if (strictArguments === 'raise') throw error
      process.emitWarning(toError(error).message, { code: 'HOWDAH_ARGUMENTS' })
    }
  }
}
