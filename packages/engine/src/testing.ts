/**
 * The door for tests, ours and our users': a private Redis server for one test file, and an engine
 * whose clock and jobs a test moves by hand.
 *
 * A mock of Redis would only repeat what we believe about it. A real server starts in some fifty
 * milliseconds, so every test file can own one and none can disturb another.
 */
export { startTestRedis } from './testing/test-redis.ts'
export type { TestRedis } from './testing/test-redis.ts'
export type { RedisServerOptions } from './testing/redis-server.ts'
export { TestEngine, createTestEngine } from './testing/test-engine.ts'
export type {
  AdvanceOptions,
  DrainOptions,
  ExpectedArguments,
  TestEngineOptions,
} from './testing/test-engine.ts'
export type { EnqueuedOptions } from './testing/expectation.ts'
export type { PerformedJob, PerformedOutcome } from './testing/performer.ts'
export type { Partially } from './testing/partial-match.ts'
export type { StoredJob } from './testing/stored-jobs.ts'
export { TestClock } from './testing/test-clock.ts'
export type { Duration } from './testing/test-clock.ts'
