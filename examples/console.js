/** The console that all examples mount, on the Redis of `REDIS_URL`. */
import { connectRedis } from '@howdah/engine'
import { createConsole } from '@howdah/web'

/** Where the examples mount it. */
export const BASE_PATH = '/admin/sidekiq'

/** In your application `allow` asks your own sessions: null is a stranger, who gets a 404. */
export function createAdminConsole(redisUrl = process.env.REDIS_URL ?? 'redis://127.0.0.1:6379/0') {
  return createConsole({
    redis: connectRedis(redisUrl),
    basePath: BASE_PATH,
    title: 'Example',
    environment: 'development',
    allow: async (request) =>
      request.headers.get('cookie')?.includes('admin=yes') ? { name: 'admin', canAct: true } : null,
  })
}
