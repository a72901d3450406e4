/**
 * The numbers for machines, under the addresses and names that Sidekiq gave them.
 */

import { withSecurityHeaders } from '../http/security-headers.ts'
import type { PageContext } from './context.ts'
import { readRedisInfo } from './redis-info.ts'

/** `GET /stats` */
export async function statsJson(context: PageContext): Promise<Response> {
  const [stats, info] = await Promise.all([context.stats(), readRedisInfo(context.redis)])
  return json({
    sidekiq: {
      processed: stats.processed,
      failed: stats.failed,
      busy: stats.busy,
      processes: stats.processes,
      enqueued: stats.enqueued,
      scheduled: stats.scheduled,
      retries: stats.retries,
      dead: stats.dead,
      default_latency: stats.defaultLatencySeconds,
    },
    redis: {
      redis_version: info.redisVersion,
      uptime_in_days: info.uptimeDays,
      connected_clients: info.clients,
      used_memory_human: info.memory,
      used_memory_peak_human: info.peakMemory,
      store_name: info.storeName,
      store_version: info.storeVersion,
    },
    server_utc_time: `${context.now.toISOString().slice(11, 19)} UTC`,
  })
}

/** `GET /stats/queues`: size by name, the longest first. */
export async function queueStatsJson(context: PageContext): Promise<Response> {
  const { queues } = await context.stats()
  const sorted = [...queues].sort((one, other) => other.size - one.size)
  return json(Object.fromEntries(sorted.map((queue) => [queue.name, queue.size])))
}

function json(value: unknown): Response {
  return withSecurityHeaders(Response.json(value))
}
