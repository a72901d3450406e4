/**
 * What a server process is told, and what is left to defaults. Read once, checked once; the parts
 * get plain, complete values.
 */
import { hostname } from 'node:os'
import { InvalidSettingsError } from '../errors.ts'
import type { JobPayload } from '../job/payload.ts'
import type { JobDefinition } from '../job/definition.ts'
import type { StrictArguments } from '../job/strict-arguments.ts'
import { checkPeriodicJobs } from '../job/periodic-job.ts'
import type { PeriodicJob } from '../job/periodic-job.ts'
import type { ClientMiddleware, ServerMiddleware } from '../middleware/chain.ts'
import type { RedisSettings } from '../redis/contract.ts'
import type { DeadSetLimits } from '../redis/scripts.ts'
import { systemClock } from '../support/epoch.ts'
import type { Clock } from '../support/epoch.ts'
import { createLogger } from '../support/logger.ts'
import type { LineLevel } from '../support/log-format.ts'
import type { Logger, LogLevel } from '../support/logger.ts'
import { parseQueues } from './queue-spec.ts'
import type { QueuePlan } from './queue-spec.ts'

/** Told when a job is given up: its retries are used up, it was discarded or killed. */
export type DeathHandler = (payload: JobPayload, error: Error) => Promise<void> | void

/** Where an error that was handled came from. */
export interface ErrorContext {
  /** What the engine was doing, as a sentence. */
  readonly doing: string
  readonly payload?: JobPayload
  readonly raw?: string
  readonly queue?: string
}

/** Told every error that a job raises or that the engine survives. */
export type ErrorHandler = (error: Error, context: ErrorContext) => Promise<void> | void

/** What a process can be listened to for. Errors in `startup` stop the start; others are reported. */
export interface LifecycleHandlers {
  /** Before the first fetch. */
  readonly startup?: () => Promise<void> | void
  readonly quiet?: () => Promise<void> | void
  readonly shutdown?: () => Promise<void> | void
  /** All jobs have ended or were given back. */
  readonly exit?: () => Promise<void> | void
  /** The first beat, or the first after an outage longer than a minute. */
  readonly heartbeat?: () => Promise<void> | void
  /** Every beat. */
  readonly beat?: () => Promise<void> | void
  /** Each time this process becomes the one that pushes periodic jobs. */
  readonly leader?: () => Promise<void> | void
}

/** Where the health endpoint listens, see docs/deployment.md. */
export interface HealthOptions {
  /** 0 takes any free port. */
  readonly port: number
  /** Default: 0.0.0.0, as a probe comes from outside the container. */
  readonly host?: string
}

/** Queues with a concurrency of their own. */
export interface CapsuleOptions {
  readonly name: string
  readonly queues: readonly string[]
  readonly concurrency: number
  /** In place of the launcher's middleware. Default: the same. */
  readonly middleware?: readonly ServerMiddleware[]
}

/** Limits by the name of the queue; `total` 0 = none runs, not given = no limit until one is set. */
export type QueueLimits = Readonly<Record<string, { readonly total?: number }>>

/** How to run jobs. */
export interface LauncherOptions {
  readonly redis: RedisSettings | string
  readonly jobs: readonly JobDefinition[]
  /** Jobs that are pushed by the clock, by whichever process leads. */
  readonly periodic?: readonly PeriodicJob[]
  /** How many jobs of a queue run at the same time, over all processes; see docs/limits.md. */
  readonly queueLimits?: QueueLimits
  /** Spec strings: "export" (strict order) or "export,8" (by weight). Default: "default". */
  readonly queues?: readonly string[]
  /** Jobs at the same time. Default: 5, embedded 2. */
  readonly concurrency?: number
  /** More capsules beside the default one. */
  readonly capsules?: readonly CapsuleOptions[]
  /** How long a stop waits for running jobs before it gives them back. Default: 25. */
  readonly timeoutSeconds?: number
  readonly middleware?: readonly ServerMiddleware[]
  readonly clientMiddleware?: readonly ClientMiddleware[]
  /** Of the launcher's own client. Default: "raise". */
  readonly strictArguments?: StrictArguments
  readonly logger?: Logger
  /** The level of the lines "start", "done" and "fail" of each job; false = none. Default: debug. */
  readonly jobLogging?: LogLevel | false
  /** An iterating job goes to the back of its queue after so many seconds. Default: no limit. */
  readonly maxIterationRuntimeSeconds?: number
  /** Shown with the process. */
  readonly tag?: string
  readonly labels?: readonly string[]
  /**
   * Obey TSTP, TERM, INT and TTIN. Default: true. false = embedded: this process is another program
   * that runs jobs beside its work, stops them itself, and takes no orders through Redis.
   */
  readonly signals?: boolean
  /** Answer over HTTP whether jobs are fetched. Default: false. */
  readonly health?: HealthOptions | false
  readonly deathHandlers?: readonly DeathHandler[]
  readonly errorHandlers?: readonly ErrorHandler[]
  readonly on?: LifecycleHandlers
  /** Retries where a job says `retry: true`. Default: 25. */
  readonly maxRetries?: number
  readonly deadMaxJobs?: number
  readonly deadTimeoutSeconds?: number
  /** Upper bound of the scheduled poller's pause. Default: 6 for each process. */
  readonly pollIntervalAverageSeconds?: number
  /** Default: 10,000. */
  readonly beatIntervalMs?: number
  /** After so long without a sign of life a process counts as dead. Default: 8,000. */
  readonly livenessTtlMs?: number
  /**
   * How long the leader keeps its term without renewing it: so late are periodic jobs at most when
   * it is killed. Default: 20,000, which readers of Sidekiq's `dear-leader` expect.
   */
  readonly leaderTtlMs?: number
  /** How often dead processes are looked for. Default: 5,000. */
  readonly reapIntervalMs?: number
  readonly clock?: Clock
  /** Numbers in [0, 1) for jitter and shuffles. */
  readonly random?: () => number
}

/** A capsule, checked. */
export interface CapsuleSettings {
  readonly name: string
  readonly plan: QueuePlan
  readonly concurrency: number
  readonly middleware: readonly ServerMiddleware[]
}

/** The options with every default filled in. */
export interface ServerSettings {
  readonly redis: RedisSettings
  readonly jobs: ReadonlyMap<string, JobDefinition>
  readonly periodic: readonly PeriodicJob[]
  readonly queueLimits: QueueLimits
  readonly capsules: readonly CapsuleSettings[]
  /** Every queue of every capsule, once. */
  readonly queues: readonly string[]
  readonly timeoutMs: number
  readonly clientMiddleware: readonly ClientMiddleware[]
  readonly strictArguments: StrictArguments
  readonly logger: Logger
  /** Null = no lines. */
  readonly jobLogging: LineLevel | null
  readonly maxIterationRuntimeSeconds: number | null
  readonly hostname: string
  readonly tag: string
  readonly labels: readonly string[]
  readonly hasSignals: boolean
  readonly health: HealthOptions | null
  readonly deathHandlers: readonly DeathHandler[]
  readonly errorHandlers: readonly ErrorHandler[]
  readonly on: LifecycleHandlers
  readonly maxRetries: number
  readonly deadSet: DeadSetLimits
  readonly pollIntervalAverageSeconds: number | null
  readonly beatIntervalMs: number
  readonly livenessTtlMs: number
  readonly leaderTtlMs: number
  readonly reapIntervalMs: number
  readonly clock: Clock
  readonly random: () => number
}

/** 180 days, Sidekiq's default. */
const DEAD_TIMEOUT_SECONDS = 15_552_000

/** Checks the options and fills in the defaults. Throws InvalidSettingsError. */
export function resolveSettings(options: LauncherOptions): ServerSettings {
  const capsules = resolveCapsules(options)
  checkPeriodicJobs(options.periodic ?? [])
  return {
    redis: typeof options.redis === 'string' ? { url: options.redis } : options.redis,
    jobs: byClass(options.jobs),
    periodic: options.periodic ?? [],
    queueLimits: options.queueLimits ?? {},
    capsules,
    queues: [...new Set(capsules.flatMap(({ plan }) => plan.names))],
    timeoutMs: (options.timeoutSeconds ?? 25) * 1000,
    clientMiddleware: options.clientMiddleware ?? [],
    strictArguments: options.strictArguments ?? 'raise',
    logger: options.logger ?? createLogger(),
    jobLogging: lineLevelOf(options.jobLogging ?? 'debug'),
    maxIterationRuntimeSeconds: options.maxIterationRuntimeSeconds ?? null,
    hostname: process.env['DYNO'] ?? hostname(),
    tag: options.tag ?? '',
    labels: options.labels ?? [],
    hasSignals: options.signals ?? true,
    health: options.health === false ? null : (options.health ?? null),
    deathHandlers: options.deathHandlers ?? [],
    errorHandlers: options.errorHandlers ?? [],
    on: options.on ?? {},
    maxRetries: options.maxRetries ?? 25,
    deadSet: {
      maxJobs: options.deadMaxJobs ?? 10_000,
      timeoutSeconds: options.deadTimeoutSeconds ?? DEAD_TIMEOUT_SECONDS,
    },
    pollIntervalAverageSeconds: options.pollIntervalAverageSeconds ?? null,
    beatIntervalMs: options.beatIntervalMs ?? 10_000,
    // Life is renewed three times in this span, so two renewals may fail. With the reaper's pause
    // it keeps recovery below 15 seconds.
    livenessTtlMs: options.livenessTtlMs ?? 8_000,
    leaderTtlMs: options.leaderTtlMs ?? 20_000,
    reapIntervalMs: options.reapIntervalMs ?? 5_000,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  }
}

function lineLevelOf(level: LogLevel | false): LineLevel | null {
  return level === false || level === 'silent' ? null : level
}

function resolveCapsules(options: LauncherOptions): CapsuleSettings[] {
  const first: CapsuleOptions = {
    name: 'default',
    queues: options.queues ?? ['default'],
    // A program with other work to do has less to spare; both are Sidekiq's.
    concurrency: options.concurrency ?? (options.signals === false ? 2 : 5),
  }
  return [first, ...(options.capsules ?? [])].map(({ name, queues, concurrency, ...own }) => {
    if (!Number.isInteger(concurrency) || concurrency < 1) {
      throw new InvalidSettingsError(
        `The concurrency of capsule "${name}" must be a whole number from 1, not ${concurrency}.`,
      )
    }
    const middleware = own.middleware ?? options.middleware ?? []
    return { name, plan: parseQueues(queues), concurrency, middleware }
  })
}

function byClass(jobs: readonly JobDefinition[]): Map<string, JobDefinition> {
  const found = new Map<string, JobDefinition>()
  for (const job of jobs) {
    if (found.has(job.class)) {
      throw new InvalidSettingsError(`Two jobs are defined with the class ${job.class}.`)
    }
    found.set(job.class, job)
  }
  return found
}
