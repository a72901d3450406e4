/**
 * The engine for tests: a private Redis, a clock that the test moves, and jobs that run when the
 * test says so, through the same fetch, middleware and settling as in production. No sleeps.
 */
import { MisuseError } from '../errors.ts'
import type { Client } from '../client/client.ts'
import type { LauncherOptions } from '../config/settings.ts'
import type {
  ArgumentsOf,
  ArgumentsSchema,
  JobDeclaration,
  JobDefinition,
} from '../job/definition.ts'
import type { PeriodicJob } from '../job/periodic-job.ts'
import type { RedisClient } from '../redis/contract.ts'
import { asTexts } from '../redis/script.ts'
import { Stepper } from '../server/stepper.ts'
import { silentLogger } from '../support/logger.ts'
import { enqueuedError, mismatchOf } from './expectation.ts'
import type { EnqueuedOptions, Expectation } from './expectation.ts'
import { InlineClient } from './inline-client.ts'
import type { Partially } from './partial-match.ts'
import { Performer } from './performer.ts'
import type { PerformedJob } from './performer.ts'
import { readQueues, readSet, typedJob } from './stored-jobs.ts'
import type { StoredJob } from './stored-jobs.ts'
import { TestClock, durationMs } from './test-clock.ts'
import type { Duration } from './test-clock.ts'
import { startTestRedis } from './test-redis.ts'
import type { TestRedis } from './test-redis.ts'

/** What to test. Everything that a Launcher takes may be given too, for example `middleware`. */
export interface TestEngineOptions extends Partial<Omit<LauncherOptions, 'redis' | 'clock'>> {
  readonly jobs: readonly JobDefinition[]
  /** They tick while `advance` moves the clock. */
  readonly periodic?: readonly PeriodicJob[]
  /** A server that the tests of a file share; it is emptied. Default: one of its own. */
  readonly redis?: TestRedis
  /** Default: one that stands at the real time. */
  readonly clock?: TestClock
  /** Pushes of `engine.client` are performed before they return. Default: false. */
  readonly inline?: boolean
}

/** How to drain. */
export interface DrainOptions {
  /**
   * "throw" (default): the first error of a handler ends the draining and is thrown, after its job
   * was settled. "collect": errors are only told in the result.
   */
  readonly errors?: 'throw' | 'collect'
  /** More jobs than this are taken for jobs that push each other forever. Default: 10,000. */
  readonly limit?: number
}

/** How to advance. */
export interface AdvanceOptions extends DrainOptions {
  /** Run what is in the queues, before and after each step of the clock. Default: false. */
  readonly drain?: boolean
}

/** What a job's arguments should be: what matters of them, or a function that judges. */
export type ExpectedArguments<Schema extends ArgumentsSchema> =
  | Partially<ArgumentsOf<Schema>>
  | ((args: ArgumentsOf<Schema>) => boolean)

/** A cron line of every second ticks so often in a day; more is a test that never ends. */
const MAX_STEPS = 100_000

const MAX_DRAINED = 10_000

/**
 * Starts an engine for one test or for the tests of a file.
 *
 * @example
 * await using engine = await createTestEngine({ jobs: [greet] })
 * await signUp(engine.client, 'Ada')
 * await engine.assertEnqueued(greet, { name: 'Ada' })
 * await engine.drain()
 */
export async function createTestEngine(options: TestEngineOptions): Promise<TestEngine> {
  const { redis, ...rest } = options
  const server = redis ?? (await startTestRedis())
  await redis?.flush()
  const engine = new TestEngine(server, redis === undefined, rest)
  try {
    await engine.start()
    return engine
  } catch (error) {
    await engine.stop()
    throw error
  }
}

/** See `createTestEngine`. */
export class TestEngine implements AsyncDisposable {
  /** Give it to the code under test. */
  readonly client: Client
  readonly redis: RedisClient
  readonly url: string
  readonly clock: TestClock
  readonly #server: TestRedis
  readonly #isServerOurs: boolean
  readonly #stepper: Stepper
  readonly #performer: Performer

  constructor(
    server: TestRedis,
    isServerOurs: boolean,
    { clock = new TestClock(), inline = false, ...options }: Omit<TestEngineOptions, 'redis'>,
  ) {
    this.clock = clock
    this.url = server.url
    this.redis = server.redis
    this.#server = server
    this.#isServerOurs = isServerOurs
    this.#performer = new Performer()
    this.#stepper = new Stepper(
      this.#performer.listenIn({
        signals: false,
        logger: silentLogger,
        ...options,
        redis: server.url,
        clock,
      }),
    )
    this.client = inline ? this.#inlineClient(options.clientMiddleware ?? []) : this.#stepper.client
  }

  /** `createTestEngine` has done it. */
  async start(): Promise<void> {
    await this.#stepper.start()
  }

  /**
   * Runs what waits in the queues, one job after the other, until nothing waits. Jobs that they
   * push run too; what is scheduled or to be retried later does not, see `advance`. Queues come by
   * name, paused ones not at all.
   */
  async drain(options: DrainOptions = {}): Promise<PerformedJob[]> {
    const { errors = 'throw', limit = MAX_DRAINED } = options
    const done: PerformedJob[] = []
    for (;;) {
      const job = await this.#performer.performNext(this.#stepper)
      if (job === null) return done
      done.push(job)
      if (errors === 'throw' && job.error !== null) throw job.error
      if (done.length === limit) throw endless(limit, job)
    }
  }

  /** Runs the next job; null when none waits. Throws its error, unless errors are collected. */
  async performOne(options: Pick<DrainOptions, 'errors'> = {}): Promise<PerformedJob | null> {
    const job = await this.#performer.performNext(this.#stepper)
    if (options.errors !== 'collect' && job !== null && job.error !== null) throw job.error
    return job
  }

  /**
   * Moves the clock. Scheduled jobs, retries and periodic jobs go to their queues at their own
   * moment on the way, and with `drain` run there. Gives what ran.
   */
  async advance(by: Duration, options: AdvanceOptions = {}): Promise<PerformedJob[]> {
    const end = this.clock.nowMs() + durationMs(by)
    const run = async () => (options.drain === true ? await this.drain(options) : [])
    const done = await run()
    for (let steps = 0; ; steps += 1) {
      const dueAt = await this.#stepper.nextDueAt()
      if (dueAt > end) break
      if (steps === MAX_STEPS) throw new MisuseError(`More than ${MAX_STEPS} moments in "${by}".`)
      this.clock.set(Math.max(dueAt, this.clock.nowMs()))
      await this.#stepper.moveDue()
      done.push(...(await run()))
    }
    this.clock.set(end)
    return done
  }

  /** What of this job waits in queues or is scheduled, with its arguments as they were pushed. */
  async enqueued<Schema extends ArgumentsSchema>(
    declaration: JobDeclaration<Schema>,
  ): Promise<StoredJob<ArgumentsOf<Schema>>[]> {
    const jobs = (await this.#waiting()).filter((job) => job.class === declaration.class)
    return await Promise.all(jobs.map((job) => typedJob(declaration, job)))
  }

  /** Forgets what waits in all queues and sets, and what the dead set holds. */
  async clear(): Promise<void> {
    const { keys } = this.redis
    const names = asTexts(await this.redis.call('SMEMBERS', keys.queues))
    const queues = names.map((name) => keys.queue(name))
    await this.redis.call('DEL', keys.schedule, keys.retry, keys.dead, keys.queues, ...queues)
  }

  /** What waits in all queues, the next of each first. */
  queued(): Promise<StoredJob[]> {
    return readQueues(this.redis)
  }

  /** What is scheduled, by time. */
  scheduled(): Promise<StoredJob[]> {
    return readSet(this.redis, this.redis.keys.schedule)
  }

  /** What waits for a retry, by time. */
  retries(): Promise<StoredJob[]> {
    return readSet(this.redis, this.redis.keys.retry)
  }

  /** What was given up, by time. */
  dead(): Promise<StoredJob[]> {
    return readSet(this.redis, this.redis.keys.dead)
  }

  /**
   * Asserts that such a job waits in a queue or is scheduled, and gives those that fit. Of objects
   * in `args` only the named keys are compared. Throws an AssertionError that shows what is there.
   */
  async assertEnqueued<Schema extends ArgumentsSchema>(
    job: JobDeclaration<Schema>,
    args?: ExpectedArguments<Schema>,
    options: EnqueuedOptions = {},
  ): Promise<StoredJob<ArgumentsOf<Schema>>[]> {
    const expected: Expectation = {
      ...options,
      class: job.class,
      args,
      nowMs: this.clock.nowMs(),
    }
    const waiting = await this.#waiting()
    const others = waiting.filter((one) => one.class !== job.class)
    const same = await Promise.all(
      waiting.filter((one) => one.class === job.class).map((one) => typedJob(job, one)),
    )
    const fitting = same.filter((one) => mismatchOf(one, expected) === null)
    const isRight =
      options.count === undefined ? fitting.length > 0 : fitting.length === options.count
    if (isRight) return fitting
    throw enqueuedError(expected, [...same, ...others], fitting.length)
  }

  /** Asserts that no such job waits in a queue or is scheduled. */
  async refuteEnqueued<Schema extends ArgumentsSchema>(
    job: JobDeclaration<Schema>,
    args?: ExpectedArguments<Schema>,
    options: Omit<EnqueuedOptions, 'count'> = {},
  ): Promise<void> {
    await this.assertEnqueued(job, args, { ...options, count: 0 })
  }

  /** Ends the engine, and its server unless that was given. Safe to call twice. */
  async stop(): Promise<void> {
    await this.#performer.stop(this.#stepper)
    if (this.#isServerOurs) await this.#server.stop()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  async #waiting(): Promise<StoredJob[]> {
    return [...(await this.queued()), ...(await this.scheduled())]
  }

  #inlineClient(middleware: NonNullable<LauncherOptions['clientMiddleware']>): Client {
    return new InlineClient({
      redis: this.redis,
      clock: this.clock,
      middleware,
      perform: async (jid) => {
        for (;;) {
          const job = await this.performOne()
          if (job === null || job.jid === jid) return
        }
      },
    })
  }
}

function endless(limit: number, last: PerformedJob): MisuseError {
  return new MisuseError(
    `${limit} jobs ran and more are waiting; the last was ${last.class} ${last.jid}. Does a job ` +
      'push itself? If so many are right, give drain() a higher limit.',
  )
}
