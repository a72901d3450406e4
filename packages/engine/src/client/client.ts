/**
 * Writes jobs. Normalises what it is given, runs client middleware, checks the arguments and puts
 * the payload into a queue or into the scheduled set, exactly as Sidekiq's client does.
 */
import { InvalidJobError } from '../errors.ts'
import { validateArguments, wireArguments } from '../job/arguments.ts'
import type { ArgumentsOf, ArgumentsSchema, JobDeclaration } from '../job/definition.ts'
import { createJid } from '../job/jid.ts'
import { optionFields } from '../job/options.ts'
import type { JobOptions } from '../job/options.ts'
import type { Jid, JobPayload } from '../job/payload.ts'
import { checkArguments } from '../job/strict-arguments.ts'
import { runChain } from '../middleware/chain.ts'
import type { ClientMiddleware } from '../middleware/chain.ts'
import type { RedisClient } from '../redis/contract.ts'
import { systemClock } from '../support/epoch.ts'
import type { Clock, EpochSeconds } from '../support/epoch.ts'
import { runTimeOf, spreadTimes, timesFor } from './run-time.ts'
import type { BulkTimes, PushTime } from './run-time.ts'
import { writeJobs } from './write-jobs.ts'
import type { JobToWrite } from './write-jobs.ts'

/** What a client needs. */
export interface ClientOptions {
  readonly redis: RedisClient
  /** First is outermost. */
  readonly middleware?: readonly ClientMiddleware[]
  readonly clock?: Clock
  /** Told when a job was put into the scheduled set, with its time. */
  readonly onScheduled?: (at: EpochSeconds) => void
}

/** Options of one push; they win over those of the definition. */
export type PushOptions = JobOptions & PushTime & { readonly jid?: Jid }

/** Options of a bulk push. */
export type BulkOptions = JobOptions &
  BulkTimes & {
    /** Jobs a round trip. Default: 1,000; 100 when scheduling, which Redis sorts one by one. */
    readonly batchSize?: number
  }

/** A job whose definition is elsewhere, for example in Ruby. */
export interface PlainJob extends JobOptions {
  readonly class: string
  readonly args: readonly unknown[]
}

/** Puts jobs into Redis. Holds no state but its connection, so one per program is enough. */
export class Client {
  readonly #redis: RedisClient
  readonly #middleware: readonly ClientMiddleware[]
  readonly #clock: Clock
  readonly #onScheduled: (at: EpochSeconds) => void

  constructor(options: ClientOptions) {
    this.#redis = options.redis
    this.#middleware = options.middleware ?? []
    this.#clock = options.clock ?? systemClock
    this.#onScheduled = options.onScheduled ?? (() => {})
  }

  /**
   * Pushes one job: at once, in some seconds (`in`) or at a time (`at`); a time that is not in the
   * future means at once. Gives its jid, or null when middleware stopped it. Throws
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
    const payload = this.#payload(plan.definition, plan.args, plan)
    if (!(await this.#passes(payload))) return null
    await this.#write([{ payload, at }])
    return payload.jid
  }

  /**
   * Pushes many jobs of one class with few round trips. Gives a jid for each, or null where
   * middleware stopped it. All arguments are checked before the first job is written.
   */
  pushBulk<Schema extends ArgumentsSchema>(
    job: JobDeclaration<Schema>,
    argsList: readonly ArgumentsOf<Schema>[],
    options?: BulkOptions,
  ): Promise<(Jid | null)[]>
  pushBulk(
    job: Omit<PlainJob, 'args'>,
    argsList: readonly (readonly unknown[])[],
    options?: BulkOptions,
  ): Promise<(Jid | null)[]>
  async pushBulk(
    job: JobDeclaration | Omit<PlainJob, 'args'>,
    argsList: readonly object[],
    options: BulkOptions = {},
  ): Promise<(Jid | null)[]> {
    const lists = argsList.map(wireArguments)
    if (isDeclaration(job)) for (const args of lists) await validateArguments(job, args)
    const nowMs = this.#clock.nowMs()
    const times =
      spreadTimes(options, argsList.length, nowMs) ?? timesFor(options, argsList.length, nowMs)
    const jobs = lists.map((args, index) => ({
      payload: this.#payload(job, args, options),
      at: times[index] ?? null,
    }))
    const passed: typeof jobs = []
    for (const one of jobs) if (await this.#passes(one.payload)) passed.push(one)
    const size = options.batchSize ?? (times.some((at) => at !== null) ? 100 : 1_000)
    for (let from = 0; from < passed.length; from += size) {
      await this.#write(passed.slice(from, from + size))
    }
    const written = new Set(passed)
    return jobs.map((one) => (written.has(one) ? one.payload.jid : null))
  }

  async #write(jobs: readonly JobToWrite[]): Promise<void> {
    await writeJobs(this.#redis, jobs, this.#clock.nowMs())
    for (const { at } of jobs) if (at !== null) this.#onScheduled(at)
  }

  #payload(
    job: JobOptions & { readonly class: string },
    args: readonly unknown[],
    options: JobOptions & { readonly jid?: Jid },
  ): JobPayload {
    if (typeof job.class !== 'string' || job.class === '') {
      throw new InvalidJobError('A job needs the name of its class.')
    }
    if (!Array.isArray(args)) throw new InvalidJobError(`The args of ${job.class} are no array.`)
    return {
      retry: true,
      queue: 'default',
      ...optionFields(job),
      ...optionFields(options),
      class: job.class,
      args,
      jid: options.jid ?? createJid(),
      created_at: this.#clock.nowMs(),
    }
  }

  /** Middleware first, then the strict check: a layer may have put anything into the arguments. */
  async #passes(payload: JobPayload): Promise<boolean> {
    let isReached = this.#middleware.length === 0
    if (!isReached) await runChain(this.#middleware, payload, () => void (isReached = true))
    if (isReached) checkArguments(payload.class, payload.args)
    return isReached
  }
}

function isDeclaration(job: object): job is JobDeclaration {
  return 'args' in job && !Array.isArray(job.args)
}

/** The wire carries what was given, not what the schema makes of it; the schema only judges. */
async function fitting(job: JobDeclaration, args: object): Promise<readonly unknown[]> {
  const list = wireArguments(args)
  await validateArguments(job, list)
  return list
}
