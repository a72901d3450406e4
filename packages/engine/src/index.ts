/**
 * The door for everyone who enqueues: define jobs, push them, connect to Redis, read errors.
 *
 * Running jobs is `@howdah/engine/server`, looking at them `@howdah/engine/api`.
 */
export * from './errors.ts'
export { connectRedis } from './redis/ioredis-client.ts'
export type {
  Patience,
  RedisArgument,
  RedisClient,
  RedisCommand,
  RedisSettings,
  SentinelSettings,
} from './redis/contract.ts'
export type { Keys } from './redis/keys.ts'
export type { Jid, JobPayload } from './job/payload.ts'
export { parsePayload } from './job/payload.ts'
export { parseJson, stringifyJson } from './support/json.ts'
export { createLogger, silentLogger } from './support/logger.ts'
export type { LogLevel, LogMethod, Logger, LoggerOptions } from './support/logger.ts'
export { Client } from './client/client.ts'
export { cancelJob, readOutcome } from './client/cancel-job.ts'
export type { CancelOptions, CancelResult } from './client/cancel-job.ts'
export type { PushBufferOptions } from './client/push-buffer.ts'
export type { JobOutcome } from './job/outcome.ts'
export type {
  BulkArguments,
  BulkOptions,
  ClientOptions,
  Leftovers,
  PlainJob,
  PushOptions,
} from './client/options.ts'
export type { BulkTimes, PushTime, When } from './client/run-time.ts'
export { JobAbortedError } from './job/context.ts'
export type { AbortKind, JobContext, JobFailure, JobProgress } from './job/context.ts'
export { declareJob, defineJob, implementJob, referTo } from './job/definition.ts'
export type {
  ArgumentsOf,
  ArgumentsSchema,
  JobDeclaration,
  JobDefinition,
  JobHandler,
  LimitOptions,
  ParsedArgumentsOf,
  RetryDecision,
  UniqueOptions,
} from './job/definition.ts'
export type { JobOptions } from './job/options.ts'
export type { StrictArguments } from './job/strict-arguments.ts'
export type { ClientMiddleware, MiddlewareUnit, ServerMiddleware } from './middleware/chain.ts'
export { markDeploy } from './metrics/deploy-marks.ts'
export type { DeployMark, MarkDeployOptions } from './metrics/deploy-marks.ts'
export { definePeriodic, tickOf } from './job/periodic-job.ts'
export type {
  MissedPolicy,
  PeriodicInput,
  PeriodicJob,
  PeriodicSchedule,
} from './job/periodic-job.ts'
export { createCurrentContext, createLocaleContext } from './middleware/current-context.ts'
export type { CurrentContext, CurrentContextOptions } from './middleware/current-context.ts'
export { pages } from './job/iteration.ts'
export type {
  Cursor,
  CursorSource,
  Iterate,
  IterateOptions,
  IterationSource,
  ItemWithCursor,
  JobIteration,
  Page,
} from './job/iteration.ts'
