/**
 * What Redis says of itself.
 */

import type { RedisClient } from '@howdah/engine'
import { Stats } from '@howdah/engine/api'

/** The lines of `INFO` that the console shows, as Redis writes them. */
export interface RedisInfo {
  readonly redisVersion: string
  /** "redis" or "valkey". */
  readonly storeName: string
  readonly storeVersion: string
  readonly uptimeDays: string
  readonly clients: string
  readonly memory: string
  readonly peakMemory: string
  readonly isAppendOnly: boolean
  readonly evictionPolicy: string
}

/** Reads `INFO`; fields that this server does not have are empty. */
export async function readRedisInfo(redis: RedisClient): Promise<RedisInfo> {
  const info = await Stats.redisInfo(redis)
  const field = (name: string): string => info[name] ?? ''
  const storeName = field('server_name') || 'redis'
  return {
    redisVersion: field('redis_version'),
    storeName,
    storeVersion: field(`${storeName}_version`) || field('redis_version'),
    uptimeDays: field('uptime_in_days'),
    clients: field('connected_clients'),
    memory: field('used_memory_human'),
    peakMemory: field('used_memory_peak_human'),
    isAppendOnly: field('aof_enabled') === '1',
    evictionPolicy: field('maxmemory_policy'),
  }
}
