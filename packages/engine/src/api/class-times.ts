/** Medians and their like for many classes at once: run times from Sidekiq's histograms, waits from ours. */
import { histogramBucket, minuteBucket, tenMinutesBucket } from '../metrics/buckets.ts'
import { CELL_COUNT, percentileOf } from '../metrics/histogram.ts'
import type { RedisClient } from '../redis/contract.ts'
import { readMany } from '../redis/read-many.ts'
import { frameOf } from './metrics-period.ts'
import type { MetricsPeriod } from './metrics-period.ts'
import { toCount, toPairs } from './replies.ts'

/** Estimates in milliseconds; null without runs. */
export interface ClassTimes {
  readonly p50Ms: number | null
  readonly p95Ms: number | null
}

/** Hashes of a minute with a field for each class and cell. */
const HASHES_AT_ONCE = 120

/** How long the jobs of each class waited in their queue; only what our processes ran. */
export async function classWaits(
  redis: RedisClient,
  period: MetricsPeriod = {},
): Promise<Map<string, ClassTimes>> {
  const { steps, stepSeconds } = frameOf(period)
  const bucket = stepSeconds === 60 ? minuteBucket : tenMinutesBucket
  const keys = steps.map((start) => redis.keys.waitsOf(bucket(new Date(start))))
  return timesOf(await readCells(redis, keys))
}

/** The cells of all classes, added up: hashes with a field for each class and cell. */
async function readCells(
  redis: RedisClient,
  keys: readonly string[],
): Promise<Map<string, number[]>> {
  const replies = await readMany(redis, keys, ['HGETALL'], { most: HASHES_AT_ONCE })
  const classes = new Map<string, number[]>()
  for (const [field, count] of replies.flatMap(toPairs)) {
    const at = field.lastIndexOf('|')
    addTo(classes, field.slice(0, at), { cell: Number(field.slice(at + 1)), count: toCount(count) })
  }
  return classes
}

/**
 * Run times of these classes: in minutes of Sidekiq 8 and ours, in hours of ours only, because Sidekiq's
 * histograms live for 8 hours. Sidekiq 7's are left out.
 */
export async function classRunTimes(
  redis: RedisClient,
  jobClasses: readonly string[],
  period: MetricsPeriod = {},
): Promise<Map<string, ClassTimes>> {
  const { steps, stepSeconds } = frameOf(period)
  if (stepSeconds === 600) return timesOf(await longRunTimes(redis, jobClasses, steps))
  const buckets = steps.map((start) => histogramBucket(new Date(start)))
  return timesOf(await shortRunTimes(redis, jobClasses, buckets))
}

/** Texts of 52 bytes at most: reading so many takes Redis two milliseconds. */
const HISTOGRAMS_AT_ONCE = 4_000

/**
 * The cells of these classes, added up. A class has a histogram a minute, 12,000 in eight hours of a page:
 * Redis hands them over as they are and adds up nothing, because it does nothing else meanwhile.
 */
async function shortRunTimes(
  redis: RedisClient,
  jobClasses: readonly string[],
  buckets: readonly string[],
): Promise<Map<string, number[]>> {
  const keys = jobClasses.flatMap((name) =>
    buckets.map((bucket) => redis.keys.histogramOf(name, bucket)),
  )
  const pieces: Promise<unknown>[] = []
  for (let at = 0; at < keys.length; at += HISTOGRAMS_AT_ONCE) {
    pieces.push(redis.callBuffer('MGET', ...keys.slice(at, at + HISTOGRAMS_AT_ONCE)))
  }
  const classes = new Map<string, number[]>()
  for (const [index, histogram] of (await Promise.all(pieces)).flat().entries()) {
    if (!Buffer.isBuffer(histogram)) continue
    const jobClass = jobClasses[Math.floor(index / buckets.length)] ?? ''
    for (const [cell, count] of cellsOf(histogram)) addTo(classes, jobClass, { cell, count })
  }
  return classes
}

/** The cells with runs of a bit field of 16-bit counters; it ends with its last such cell. */
function cellsOf(histogram: Buffer): (readonly [cell: number, count: number])[] {
  const length = Math.min(CELL_COUNT, Math.floor(histogram.length / 2))
  const cells = Array.from(
    { length },
    (_, cell) => [cell, histogram.readUInt16BE(cell * 2)] as const,
  )
  return cells.filter(([, count]) => count > 0)
}

/**
 * The cells of these classes in steps of ten minutes, as our processes counted them. The hashes are read
 * whole: Redis goes through a small hash once for each field that it is asked for.
 */
async function longRunTimes(
  redis: RedisClient,
  jobClasses: readonly string[],
  steps: readonly string[],
): Promise<Map<string, number[]>> {
  if (jobClasses.length === 0) return new Map()
  const wanted = new Set(jobClasses)
  const classes = await readCells(redis, longKeys(redis, steps))
  return new Map([...classes].filter(([jobClass]) => wanted.has(jobClass)))
}

function longKeys({ keys }: RedisClient, steps: readonly string[]): string[] {
  return steps.map((start) => keys.runTimesOf(tenMinutesBucket(new Date(start))))
}

/** Runs by how long they took, of one class in a period of hours; null without any. */
export async function longHistogram(
  redis: RedisClient,
  jobClass: string,
  steps: readonly string[],
): Promise<readonly number[] | null> {
  const fields = Array.from({ length: CELL_COUNT }, (_, cell) => `${jobClass}|${cell}`)
  const command = ['HMGET', ...fields] as const
  const replies = await readMany(redis, longKeys(redis, steps), command, { most: HASHES_AT_ONCE })
  const classes = new Map<string, number[]>()
  for (const reply of replies) {
    for (const [cell, count] of (Array.isArray(reply) ? reply : []).entries()) {
      if (count !== null) addTo(classes, jobClass, { cell, count: toCount(count) })
    }
  }
  return classes.get(jobClass) ?? null
}

function addTo(
  classes: Map<string, number[]>,
  jobClass: string,
  { cell, count }: { readonly cell: number; readonly count: number },
): void {
  const cells = classes.get(jobClass) ?? Array.from({ length: CELL_COUNT }, () => 0)
  classes.set(jobClass, cells)
  if (cell in cells) cells[cell] = (cells[cell] ?? 0) + count
}

function timesOf(classes: ReadonlyMap<string, readonly number[]>): Map<string, ClassTimes> {
  return new Map(
    [...classes].map(([jobClass, cells]) => [
      jobClass,
      { p50Ms: percentileOf(cells, 0.5), p95Ms: percentileOf(cells, 0.95) },
    ]),
  )
}
