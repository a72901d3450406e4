/** How often, how long and how well each job class ran, minute by minute, from Sidekiq's metrics. */
import { histogramBucket, legacyHistogramBucket } from '../metrics/buckets.ts'
import { readDeployMarks } from '../metrics/deploy-marks.ts'
import type { DeployMark } from '../metrics/deploy-marks.ts'
import { CELL_COUNT, CELL_LABELS, CELL_LIMITS_MS, percentileOf } from '../metrics/histogram.ts'
import type { RedisClient } from '../redis/contract.ts'
import { readMany } from '../redis/read-many.ts'
import { NO_PAUSE } from '../support/pause.ts'
import type { Pause } from '../support/pause.ts'
import { countsByClass, describeClass, emptyCounts, KINDS } from './class-counts.ts'
import type { ClassMetrics } from './class-counts.ts'
import { classErrors, slowestRuns } from './class-details.ts'
import { classRunTimes, classWaits, longHistogram } from './class-times.ts'
import { readHashes } from './metrics-hashes.ts'
import { NO_TALLY } from './bucket-tallies.ts'
import type { BucketTallies, Tally } from './bucket-tallies.ts'
import { MetricsMemory } from './metrics-memory.ts'
import type { Remembering } from './metrics-memory.ts'
import { frameOf, keepMsOf } from './metrics-period.ts'
import type { Frame, MetricsPeriod, Source } from './metrics-period.ts'
import { toCount } from './replies.ts'

/** Which classes too. */
export interface TopOptions extends MetricsPeriod, Remembering {
  /** Only classes with this text in their name; capitals count nothing. */
  readonly class?: string
}

/** What a report is about. */
export interface MetricsFrame {
  /** The start of the first step. */
  readonly startsAt: Date
  /** The end of the period. */
  readonly endsAt: Date
  readonly stepSeconds: 60 | 600
  /** The starts of the steps, oldest first. */
  readonly steps: readonly string[]
  /** Deploys, oldest first. */
  readonly marks: readonly DeployMark[]
}

/** All classes. */
export interface MetricsReport extends MetricsFrame {
  /** The one that took most time first. */
  readonly classes: readonly ClassMetrics[]
}

/** Successful runs by how long they took. */
export interface RunTimeHistogram {
  /** `20ms` … `335s`, `Slow`: one a cell. */
  readonly labels: readonly string[]
  /** The upper limits of the cells in milliseconds; the last is Infinity. */
  readonly limitsMs: readonly number[]
  /** Runs a cell, in the whole period. */
  readonly counts: readonly number[]
  /** Runs a cell in each step that had any. */
  readonly steps: readonly { readonly startsAt: string; readonly counts: readonly number[] }[]
}

/** One class. */
export interface ClassReport extends MetricsFrame, ClassMetrics {
  /**
   * For periods in hours it holds the runs of our processes only, and no steps: Sidekiq's histograms live for 8
   * hours. Null where none of ours ran.
   */
  readonly histogram: RunTimeHistogram | null
  /** Estimates from the histogram, in milliseconds; null without one or without runs. */
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  readonly p99Ms: number | null
}

/** Hashes of a minute with three fields for each class. */
const HASHES_AT_ONCE = 120

/** Numbers about job classes. */
export const Metrics = {
  top: topClasses,
  forClass: oneClass,
  waits: classWaits,
  runTimes: classRunTimes,
  slowest: slowestRuns,
  errors: classErrors,
}

/** Every class that ran in the period. Throws InvalidSettingsError for a period that is none. */
async function topClasses(redis: RedisClient, options: TopOptions = {}): Promise<MetricsReport> {
  const frame = frameOf(options)
  const { memory = new MetricsMemory(), pause = NO_PAUSE } = options
  const { tallies } = memory
  const [found, marks] = await Promise.all([
    readTallies(redis, frame, { tallies, pause }),
    readDeployMarks(redis, frame.startsAt, frame.endsAt),
  ])
  const wanted = options.class?.toLowerCase() ?? ''
  const classes: ClassMetrics[] = []
  for (const [number, counts] of (await countsByClass(frame, found, pause)).entries()) {
    const name = tallies.nameOf(number)
    if (counts === undefined || !name.toLowerCase().includes(wanted)) continue
    classes.push(describeClass(name, counts, frame.steps))
    await pause()
  }
  return {
    ...publicFrame(frame, marks),
    classes: classes.sort((one, other) => other.totalMs - one.totalMs || other.runs - one.runs),
  }
}

/** One class, by its exact name; of an ActiveJob class, its own name and not the wrapper's. */
async function oneClass(
  redis: RedisClient,
  jobClass: string,
  period: MetricsPeriod = {},
): Promise<ClassReport> {
  const frame = frameOf(period)
  const fields = KINDS.map((kind) => `${jobClass}|${kind}`)
  const [replies, marks, histogram] = await Promise.all([
    readSources(redis, frame, ['HMGET', ...fields]),
    readDeployMarks(redis, frame.startsAt, frame.endsAt),
    frame.stepSeconds === 60
      ? readHistogram(redis, jobClass, frame)
      : readLongHistogram(redis, jobClass, frame),
  ])
  const counts = emptyCounts(frame.steps)
  for (const { step, reply } of replies) {
    for (const [slot, count] of (Array.isArray(reply) ? reply : []).entries()) {
      const at = step * KINDS.length + slot
      counts[at] = (counts[at] ?? 0) + toCount(count)
    }
  }
  const percentile = (share: number) =>
    histogram === null ? null : percentileOf(histogram.counts, share)
  return {
    ...publicFrame(frame, marks),
    ...describeClass(jobClass, counts, frame.steps),
    histogram,
    p50Ms: percentile(0.5),
    p95Ms: percentile(0.95),
    p99Ms: percentile(0.99),
  }
}

interface TallyReading {
  readonly tallies: BucketTallies
  readonly pause: Pause
}

/** The counts of all classes in the hashes of a period; Sidekiq 7's are read only where there are any. */
function readTallies(
  redis: RedisClient,
  frame: Frame,
  { tallies, pause }: TallyReading,
): Promise<readonly Tally[]> {
  const keyed = frame.sources.map((one) => ({ ...one, key: redis.keys.metricsOf(one.key) }))
  const codeOf = (field: string): number | null => {
    const [jobClass, kind] = splitField(field)
    const slot = KINDS.findIndex((one) => one === kind)
    return slot === -1 ? null : tallies.codeOf(jobClass, slot)
  }
  const read = async (missing: readonly Source[]): Promise<Tally[]> => {
    const keys = await existing(redis, missing)
    const found = await readHashes(redis, keys, { most: HASHES_AT_ONCE, codeOf, pause })
    const byKey = new Map(keys.map((key, index) => [key, found[index] ?? NO_TALLY]))
    return missing.map(({ key }) => byKey.get(key) ?? NO_TALLY)
  }
  return tallies.recall(keyed, { keepMs: keepMsOf(frame), pause, read })
}

/** The keys of these, without Sidekiq 7's where it wrote none. */
async function existing(redis: RedisClient, sources: readonly Source[]): Promise<string[]> {
  const legacy = sources.filter(({ isLegacy }) => isLegacy).map(({ key }) => key)
  const hasLegacy = legacy.length > 0 && toCount(await redis.call('EXISTS', ...legacy)) > 0
  return sources.filter(({ isLegacy }) => hasLegacy || !isLegacy).map(({ key }) => key)
}

/** What the hashes of a period hold; Sidekiq 7's are read only where there are any. */
async function readSources(
  redis: RedisClient,
  { sources }: Frame,
  command: Parameters<typeof readMany>[2],
): Promise<{ readonly step: number; readonly reply: unknown }[]> {
  const keyOf = ({ key }: Source): string => redis.keys.metricsOf(key)
  const legacy = sources.filter(({ isLegacy }) => isLegacy).map(keyOf)
  const hasLegacy = legacy.length > 0 && toCount(await redis.call('EXISTS', ...legacy)) > 0
  const read = hasLegacy ? sources : sources.filter(({ isLegacy }) => !isLegacy)
  const replies = await readMany(redis, read.map(keyOf), command, { most: HASHES_AT_ONCE })
  return read.map(({ step }, index) => ({ step, reply: replies[index] }))
}

function publicFrame(frame: Frame, marks: readonly DeployMark[]): MetricsFrame {
  const { startsAt, endsAt, stepSeconds, steps } = frame
  return { startsAt, endsAt, stepSeconds, steps, marks }
}

/** `Foo::BarJob|ms`: a class name may hold anything, the kind holds no stroke. */
function splitField(field: string): [jobClass: string, kind: string] {
  const at = field.lastIndexOf('|')
  return [field.slice(0, at), field.slice(at + 1)]
}

async function readHistogram(
  redis: RedisClient,
  jobClass: string,
  { steps }: Frame,
): Promise<RunTimeHistogram> {
  const { keys } = redis
  const cells = CELL_LIMITS_MS.flatMap((_, cell) => ['GET', 'u16', `#${cell}`])
  const histograms = steps.flatMap((start) => {
    const at = new Date(start)
    return [
      keys.histogramOf(jobClass, histogramBucket(at)),
      keys.legacyHistogramOf(jobClass, legacyHistogramBucket(at)),
    ]
  })
  const replies = await readMany(redis, histograms, ['BITFIELD_RO', ...cells])
  const all = steps.map((startsAt, step) => ({
    startsAt,
    counts: addCells(replies[step * 2], replies[step * 2 + 1]),
  }))
  const counts = all.reduce<readonly number[]>((sum, step) => addCells(sum, step.counts), [])
  return {
    labels: CELL_LABELS,
    limitsMs: CELL_LIMITS_MS,
    counts: addCells(counts, []),
    steps: all.filter((step) => step.counts.some((count) => count > 0)),
  }
}

async function readLongHistogram(
  redis: RedisClient,
  jobClass: string,
  { steps }: Frame,
): Promise<RunTimeHistogram | null> {
  const counts = await longHistogram(redis, jobClass, steps)
  if (counts === null) return null
  return { labels: CELL_LABELS, limitsMs: CELL_LIMITS_MS, counts, steps: [] }
}

function addCells(one: unknown, other: unknown): number[] {
  const at = (list: unknown, cell: number) => (Array.isArray(list) ? toCount(list[cell]) : 0)
  return Array.from({ length: CELL_COUNT }, (_, cell) => at(one, cell) + at(other, cell))
}
