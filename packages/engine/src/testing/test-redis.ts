/** A private Redis server with a connection to it, for one test file. */
import type { RedisClient } from '../redis/contract.ts'
import { connectRedis } from '../redis/ioredis-client.ts'
import { startRedisServer } from './redis-server.ts'
import type { RedisServerOptions } from './redis-server.ts'

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
