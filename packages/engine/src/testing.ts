/**
 * The door for tests, ours and our users': a private Redis server for one test file.
 *
 * A mock of Redis would only repeat what we believe about it. A real server starts in some fifty
 * milliseconds, so every test file can own one and none can disturb another.
 */
import { connectRedis } from './redis/ioredis-client.ts'
import type { RedisClient } from './redis/contract.ts'
import { startRedisServer } from './testing/redis-server.ts'
import type { RedisServerOptions } from './testing/redis-server.ts'

/** A private Redis server, running. */
export interface TestRedis {
  /** `redis://127.0.0.1:<port>/0` */
  readonly url: string
  /** A connection to it, closed by `stop()`. */
  readonly redis: RedisClient
  /** Deletes everything, for the next test. */
  flush(): Promise<void>
  /** Ends the server and removes its files. Safe to call twice. */
  stop(): Promise<void>
}

/**
 * Starts a private Redis (or Valkey) server on a free loopback port, without persistence unless
 * `appendOnly` is set. It ends with `stop()`, and by itself when this process dies in any way.
 *
 * @example
 * const server = await startTestRedis()
 * const client = new Client({ redis: server.redis })
 * await server.stop()
 */
export async function startTestRedis(options: RedisServerOptions = {}): Promise<TestRedis> {
  const server = await startRedisServer(options)
  const redis = connectRedis(server.url)
  return {
    url: server.url,
    redis,
    flush: async () => {
      await redis.call('FLUSHALL')
    },
    stop: async () => {
      redis.disconnect()
      await server.stop()
    },
  }
}
