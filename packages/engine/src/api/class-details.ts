/** The slowest runs of a class, and its errors: what our processes wrote; Ruby's write neither. */
import { dayBucket, hourBucket } from '../metrics/buckets.ts'
import { SLOWEST_KEPT } from '../metrics/run-details.ts'
import type { RedisClient } from '../redis/contract.ts'
import { readMany } from '../redis/read-many.ts'
import { frameOf } from './metrics-period.ts'
import type { MetricsPeriod } from './metrics-period.ts'
import { toCount, toPairs } from './replies.ts'

/** One of the slowest runs. */
export interface SlowRun {
  readonly jid: string
  readonly elapsedMs: number
  readonly endedAt: Date
  readonly isFailed: boolean
}

/** How many runs ended with an error. */
export interface ErrorCount {
  readonly errorClass: string
  readonly count: number
}

const HOUR_MS = 3_600_000

/** At most 20, the slowest first. Of each hour (of each day, for periods in hours) 20 are known. */
export async function slowestRuns(
  redis: RedisClient,
  jobClass: string,
  period: MetricsPeriod = {},
): Promise<SlowRun[]> {
  const { startsAt, endsAt, stepSeconds } = frameOf(period)
  const bucket = stepSeconds === 60 ? hourBucket : dayBucket
  const buckets = new Set(hoursOf(startsAt, endsAt).map(bucket))
  const keys = [...buckets].map((name) => redis.keys.slowestOf(jobClass, name))
  const replies = await readMany(redis, keys, ['ZRANGE', 0, -1, 'WITHSCORES'])
  return replies
    .flatMap(toPairs)
    .map(([text, ms]) => parseSlow(text, Number(ms)))
    .filter(({ endedAt }) => endedAt >= startsAt && endedAt <= endsAt)
    .sort((one, other) => other.elapsedMs - one.elapsedMs)
    .slice(0, SLOWEST_KEPT)
}

/** By error class, the most first; whole hours, the one in which the period begins included. */
export async function classErrors(
  redis: RedisClient,
  jobClass: string,
  period: MetricsPeriod = {},
): Promise<ErrorCount[]> {
  const { startsAt, endsAt } = frameOf(period)
  const hours = hoursOf(startsAt, endsAt)
  const keys = hours.map((hour) => redis.keys.errorsOf(jobClass, hourBucket(hour)))
  const replies = await readMany(redis, keys, ['ZRANGE', 0, -1, 'WITHSCORES'])
  const counts = new Map<string, number>()
  for (const [errorClass, count] of replies.flatMap(toPairs)) {
    counts.set(errorClass, (counts.get(errorClass) ?? 0) + toCount(count))
  }
  return [...counts]
    .map(([errorClass, count]) => ({ errorClass, count }))
    .sort((one, other) => other.count - one.count)
}

/** A moment of each hour that the period touches. */
function hoursOf(startsAt: Date, endsAt: Date): Date[] {
  const first = Math.floor(startsAt.getTime() / HOUR_MS)
  const last = Math.floor(endsAt.getTime() / HOUR_MS)
  return Array.from({ length: last - first + 1 }, (_, index) => new Date((first + index) * HOUR_MS))
}

/** "<epoch ms> <done|failed> <jid>" */
function parseSlow(text: string, elapsedMs: number): SlowRun {
  const [, at, state, jid = ''] = /^(\d+) (\w+) (.*)$/su.exec(text) ?? []
  return { jid, elapsedMs, endedAt: new Date(Number(at)), isFailed: state === 'failed' }
}
