/** The numbers of the dashboard: now, by day, and of the Redis server. */
import { RedisReplyError } from '../errors.ts'
import type { RedisClient } from '../redis/contract.ts'
import type { MaybeLater, ProcessRecord } from './process-set.ts'
import { readAllQueueFacts } from './queue-summaries.ts'
import { readMany } from '../redis/read-many.ts'
import { defineScript } from '../redis/script.ts'
import { readNames, toCount, toText } from './replies.ts'

/** The state of all queues and sets at one moment. */
export interface StatsRecord {
  /** Since the counters were last reset; failures included. */
  readonly processed: number
  readonly failed: number
  /** Jobs that run now. */
  readonly busy: number
  /** Jobs in all queues. */
  readonly enqueued: number
  readonly scheduled: number
  readonly retries: number
  readonly dead: number
  readonly processes: number
  /** How long the next job of the queue `default` has been waiting. */
  readonly defaultLatencySeconds: number
  readonly queues: readonly QueueSize[]
}

/** One queue among the stats. */
export interface QueueSize {
  readonly name: string
  readonly size: number
  readonly latencySeconds: number
  readonly isPaused: boolean
}

/** What was processed on one day (UTC). */
export interface DayStats {
  /** `YYYY-MM-DD` */
  readonly day: string
  readonly processed: number
  readonly failed: number
}

/** Sidekiq keeps its daily counters for five years. */
const MAX_HISTORY_DAYS = 5 * 365

const DAY_MS = 86_400_000

const readTotals = defineScript<undefined, number[]>({
  file: new URL('../redis/scripts/totals.lua', import.meta.url),
  keys: (_, keys) => [keys.statProcessed, keys.statFailed, keys.schedule, keys.retry, keys.dead],
  reply: (raw) => (Array.isArray(raw) ? raw.map(toCount) : []),
})

/** Numbers about one Redis. */
export const Stats = {
  fetch: fetchStats,
  history: fetchHistory,
  redisInfo: fetchRedisInfo,
  reset: resetCounters,
}

/** What the caller knows already. */
interface KnownBusy {
  /** Where the caller has read them, or does. Default: read. */
  readonly processes?: MaybeLater<readonly Pick<ProcessRecord, 'busy'>[]>
}

/** Reads everything in two round trips and a handful of commands, whatever the sizes. */
async function fetchStats(redis: RedisClient, known: KnownBusy = {}): Promise<StatsRecord> {
  const [busy, totals, facts] = await Promise.all([
    known.processes === undefined ? readBusy(redis) : busyOf(known.processes),
    redis.run(readTotals, undefined),
    readAllQueueFacts(redis),
  ])
  const [processed = 0, failed = 0, scheduled = 0, retries = 0, dead = 0] = totals
  const queues = facts.map(({ name, size, latencySeconds, isPaused }) => {
    return { name, size, latencySeconds, isPaused }
  })
  return {
    processed,
    failed,
    busy: sum(busy),
    enqueued: sum(queues.map((queue) => queue.size)),
    scheduled,
    retries,
    dead,
    processes: busy.length,
    defaultLatencySeconds: queues.find(({ name }) => name === 'default')?.latencySeconds ?? 0,
    queues,
  }
}

/** The last `days` days (at most five years), today first. */
async function fetchHistory(redis: RedisClient, days: number): Promise<DayStats[]> {
  const length = Math.min(MAX_HISTORY_DAYS, Math.max(1, Math.trunc(days)))
  const todayMs = Date.now()
  const names = Array.from({ length }, (_, ago) => {
    return new Date(todayMs - ago * DAY_MS).toISOString().slice(0, 10)
  })
  const [processed, failed] = await redis.pipeline([
    ['MGET', ...names.map((day) => redis.keys.statProcessedOn(day))],
    ['MGET', ...names.map((day) => redis.keys.statFailedOn(day))],
  ])
  return names.map((day, index) => ({
    day,
    processed: countAt(processed, index),
    failed: countAt(failed, index),
  }))
}

/** What the Redis server says about itself (`INFO`): field → text. Empty where INFO is forbidden. */
async function fetchRedisInfo(redis: RedisClient): Promise<Readonly<Record<string, string>>> {
  const text = await redis.call('INFO').catch((error: unknown) => {
    if (error instanceof RedisReplyError) return '' // Some hosters rename or block INFO.
    throw error
  })
  const lines = String(text)
    .split('\r\n')
    .filter((line) => /^\w+:/u.test(line))
  return Object.fromEntries(lines.map((line) => splitOnce(line, ':')))
}

/** Sets the counters of all time back to 0; those of the days stay. Default: both. */
async function resetCounters(
  redis: RedisClient,
  names: readonly ('processed' | 'failed')[] = ['processed', 'failed'],
): Promise<void> {
  const { statProcessed, statFailed } = redis.keys
  const keys = names.map((name) => (name === 'processed' ? statProcessed : statFailed))
  if (keys.length > 0) await redis.call('MSET', ...keys.flatMap((key) => [key, 0]))
}

async function busyOf(processes: NonNullable<KnownBusy['processes']>): Promise<readonly number[]> {
  return (await processes).map(({ busy }) => busy)
}

/** One number a process. */
async function readBusy(redis: RedisClient): Promise<readonly number[]> {
  const identities = await readNames(redis, redis.keys.processes)
  const processes = identities.map((identity) => redis.keys.process(identity))
  const replies = await readMany(redis, processes, ['HGET', 'busy'])
  return replies.map((reply) => toCount(toText(reply)))
}

function countAt(reply: unknown, index: number): number {
  return Array.isArray(reply) ? toCount(reply[index]) : 0
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return [text.slice(0, at), text.slice(at + 1)]
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
