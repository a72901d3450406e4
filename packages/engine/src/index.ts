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
} from './redis/contract.ts'
export type { Keys } from './redis/keys.ts'
export type { Jid, JobPayload } from './job/payload.ts'
export { parsePayload } from './job/payload.ts'
export { parseJson, stringifyJson } from './support/json.ts'
export { createLogger, silentLogger } from './support/logger.ts'
export type { LogLevel, LogMethod, Logger, LoggerOptions } from './support/logger.ts'
