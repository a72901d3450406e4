/** Medians and their like for many classes at once: run times from Sidekiq's histograms, waits from ours. */
import { histogramBucket, minuteBucket, tenMinutesBucket } from '../metrics/buckets.ts'
import { CELL_COUNT, CELL_LIMITS_MS, percentileOf } from '../metrics/histogram.ts'
import type { RedisClient, RedisCommand } from '../redis/contract.ts'
import { frameOf } from './metrics-period.ts'
import type { MetricsPeriod } from './metrics-period.ts'
import { toCount, toPairs } from './replies.ts'

/** Estimates in milliseconds; null without runs. */
export interface ClassTimes {
  readonly p50Ms: number | null
  readonly p95Ms: number | null
}

/** How long the jobs of each class waited in their queue; only what our processes ran. */
export async function classWaits(
  redis: RedisClient,
  period: MetricsPeriod = {},
): Promise<Map<string, ClassTimes>> {
  const { steps, stepSeconds } = frameOf(period)
  const bucket = stepSeconds === 60 ? minuteBucket : tenMinutesBucket
  const replies = await redis.pipeline(
    steps.map((start) => ['HGETALL', redis.keys.waitsOf(bucket(new Date(start)))] as const),
  )
  const classes = new Map<string, number[]>()
  for (const [field, count] of replies.flatMap(toPairs)) {
    const at = field.lastIndexOf('|')
    addTo(classes, field.slice(0, at), { cell: Number(field.slice(at + 1)), count: toCount(count) })
  }
  return timesOf(classes)
}

/** Run times of these classes, for periods in minutes. Of Sidekiq 8 and ours, not of Sidekiq 7. */
export async function classRunTimes(
  redis: RedisClient,
  jobClasses: readonly string[],
  period: { readonly minutes: number },
): Promise<Map<string, ClassTimes>> {
  const { steps } = frameOf(period)
  const cells = CELL_LIMITS_MS.flatMap((_, cell) => ['GET', 'u16', `#${cell}`])
  const keys = jobClasses.flatMap((jobClass) =>
    steps.map((start) => ({
      jobClass,
      key: redis.keys.histogramOf(jobClass, histogramBucket(new Date(start))),
    })),
  )
  const written = await redis.pipeline(keys.map(({ key }) => ['EXISTS', key] as const))
  const present = keys.filter((_, index) => toCount(written[index]) === 1)
  const replies = await redis.pipeline(
    present.map(({ key }): RedisCommand => ['BITFIELD_RO', key, ...cells]),
  )
  const classes = new Map<string, number[]>()
  for (const [index, { jobClass }] of present.entries()) {
    const reply = replies[index]
    const counts = Array.isArray(reply) ? reply : []
    for (const [cell, count] of counts.entries()) {
      addTo(classes, jobClass, { cell, count: toCount(count) })
    }
  }
  return timesOf(classes)
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
