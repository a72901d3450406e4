/** Medians and their like for many classes at once: run times from Sidekiq's histograms, waits from ours. */
import { histogramBucket, minuteBucket, tenMinutesBucket } from '../metrics/buckets.ts'
import { CELL_COUNT, percentileOf } from '../metrics/histogram.ts'
import type { RedisClient } from '../redis/contract.ts'
import { readMany } from '../redis/read-many.ts'
import { NO_PAUSE } from '../support/pause.ts'
import type { Pause } from '../support/pause.ts'
import { readHashes } from './metrics-hashes.ts'
import { eachCount, NO_TALLY } from './bucket-tallies.ts'
import type { Bucket, BucketTallies, Tally } from './bucket-tallies.ts'
import { MetricsMemory } from './metrics-memory.ts'
import type { Remembering } from './metrics-memory.ts'
import { frameOf, keepMsOf } from './metrics-period.ts'
import type { Frame, MetricsPeriod } from './metrics-period.ts'
import { toCount } from './replies.ts'

/** Estimates in milliseconds; null without runs. */
export interface ClassTimes {
  readonly p50Ms: number | null
  readonly p95Ms: number | null
}

/** Hashes of a minute with a field for each class and cell. */
const HASHES_AT_ONCE = 160

/** Which time, and where it is remembered. */
export interface TimesOptions extends MetricsPeriod, Remembering {}

/** How long the jobs of each class waited in their queue; only what our processes ran. */
export async function classWaits(
  redis: RedisClient,
  { memory = new MetricsMemory(), pause = NO_PAUSE, ...period }: TimesOptions = {},
): Promise<Map<string, ClassTimes>> {
  const frame = frameOf(period)
  const bucket = frame.stepSeconds === 60 ? minuteBucket : tenMinutesBucket
  const buckets = bucketsOf(frame, (start) => redis.keys.waitsOf(bucket(start)))
  return timesOf(await readCells(redis, buckets, { frame, pause, tallies: memory.tallies }))
}

interface Reading {
  readonly frame: Frame
  readonly tallies: BucketTallies
  readonly pause: Pause
}

/** The cells of all classes, added up: hashes with a field for each class and cell. */
async function readCells(
  redis: RedisClient,
  buckets: readonly Bucket[],
  { frame, tallies, pause }: Reading,
): Promise<Map<string, number[]>> {
  const codeOf = (field: string): number | null => {
    const at = field.lastIndexOf('|')
    const cell = Number(field.slice(at + 1))
    const isCell = Number.isInteger(cell) && cell >= 0 && cell < CELL_COUNT
    return isCell ? tallies.codeOf(field.slice(0, at), cell) : null
  }
  const read = (missing: readonly Bucket[]): Promise<Tally[]> =>
    readHashes(redis, keysOf(missing), { most: HASHES_AT_ONCE, codeOf, pause })
  const found = await tallies.recall(buckets, { keepMs: keepMsOf(frame), pause, read })
  return addedUp(found, tallies, pause)
}

/**
 * Run times of these classes: in minutes of Sidekiq 8 and ours, in hours of ours only, because Sidekiq's
 * histograms live for 8 hours. Sidekiq 7's are left out.
 */
export async function classRunTimes(
  redis: RedisClient,
  jobClasses: readonly string[],
  { memory = new MetricsMemory(), pause = NO_PAUSE, ...period }: TimesOptions = {},
): Promise<Map<string, ClassTimes>> {
  const frame = frameOf(period)
  const { tallies } = memory
  const reading = { frame, tallies, pause }
  if (frame.stepSeconds === 600) return timesOf(await longRunTimes(redis, jobClasses, reading))
  const minutes = bucketsOf(frame, histogramBucket)
  const buckets: HistogramOfClass[] = []
  for (const jobClass of jobClasses) {
    for (const { key, endsAtMs } of minutes) {
      buckets.push({ key: redis.keys.histogramOf(jobClass, key), endsAtMs, jobClass })
    }
    await pause()
  }
  const read = (missing: readonly HistogramOfClass[]): Promise<Tally[]> =>
    readHistograms(redis, missing, reading)
  const found = await tallies.recall(buckets, { keepMs: keepMsOf(frame), pause, read })
  return timesOf(await addedUp(found, tallies, pause))
}

/** Texts of 52 bytes at most: reading so many takes Redis a millisecond. */
const HISTOGRAMS_AT_ONCE = 1_900

interface HistogramOfClass extends Bucket {
  readonly jobClass: string
}

/**
 * A class has a histogram a minute, 12,000 in eight hours of a page: Redis hands them over as they are and
 * adds up nothing, because it does nothing else meanwhile.
 */
async function readHistograms(
  redis: RedisClient,
  histograms: readonly HistogramOfClass[],
  { tallies, pause }: Reading,
): Promise<Tally[]> {
  const found: Tally[] = []
  for (let at = 0; at < histograms.length; at += HISTOGRAMS_AT_ONCE) {
    if (at > 0) await pause()
    const piece = histograms.slice(at, at + HISTOGRAMS_AT_ONCE)
    const texts = await redis.callBuffer('MGET', ...keysOf(piece))
    for (const [index, { jobClass }] of piece.entries()) {
      const text: unknown = Array.isArray(texts) ? texts[index] : null
      found.push(Buffer.isBuffer(text) ? tallyOf(text, tallies, jobClass) : NO_TALLY)
    }
  }
  return found
}

/** The cells with runs of a bit field of 16-bit counters; it ends with its last such cell. */
function tallyOf(histogram: Buffer, tallies: BucketTallies, jobClass: string): Tally {
  const counts: number[] = []
  const length = Math.min(CELL_COUNT, Math.floor(histogram.length / 2))
  for (let cell = 0; cell < length; cell += 1) {
    const count = histogram.readUInt16BE(cell * 2)
    if (count > 0) counts.push(tallies.codeOf(jobClass, cell), count)
  }
  return Float64Array.from(counts)
}

/**
 * The cells of these classes in steps of ten minutes, as our processes counted them. The hashes are read
 * whole: Redis goes through a small hash once for each field that it is asked for.
 */
async function longRunTimes(
  redis: RedisClient,
  jobClasses: readonly string[],
  reading: Reading,
): Promise<Map<string, number[]>> {
  if (jobClasses.length === 0) return new Map()
  const wanted = new Set(jobClasses)
  const buckets = bucketsOf(reading.frame, (start) => longKey(redis, start))
  const classes = await readCells(redis, buckets, reading)
  return new Map([...classes].filter(([jobClass]) => wanted.has(jobClass)))
}

function longKey({ keys }: RedisClient, start: Date): string {
  return keys.runTimesOf(tenMinutesBucket(start))
}

/** One bucket a step. */
function bucketsOf({ steps, stepSeconds }: Frame, keyOf: (start: Date) => string): Bucket[] {
  return steps.map((step) => {
    const start = new Date(step)
    return { key: keyOf(start), endsAtMs: start.getTime() + stepSeconds * 1_000 }
  })
}

function keysOf(buckets: readonly Bucket[]): string[] {
  return buckets.map(({ key }) => key)
}

/** Runs by how long they took, of one class in a period of hours; null without any. */
export async function longHistogram(
  redis: RedisClient,
  jobClass: string,
  steps: readonly string[],
): Promise<readonly number[] | null> {
  const fields = Array.from({ length: CELL_COUNT }, (_, cell) => `${jobClass}|${cell}`)
  const command = ['HMGET', ...fields] as const
  const keys = steps.map((start) => longKey(redis, new Date(start)))
  const replies = await readMany(redis, keys, command, { most: HASHES_AT_ONCE })
  const cells = emptyCells()
  for (const reply of replies) {
    for (const [cell, count] of (Array.isArray(reply) ? reply : []).entries()) {
      cells[cell] = (cells[cell] ?? 0) + toCount(count)
    }
  }
  return cells.some((count) => count > 0) ? cells : null
}

/** Tallies that are added up between two pauses: some tenths of a millisecond. */
const ADDED_AT_ONCE = 100

/** Cells by class; few objects are made, because eight hours of a page are 12,000 histograms. */
async function addedUp(
  found: readonly Tally[],
  tallies: BucketTallies,
  pause: Pause,
): Promise<Map<string, number[]>> {
  const cells: (number[] | undefined)[] = []
  const add = (number: number, cell: number, count: number): void => {
    if (cell >= CELL_COUNT) return
    const ofClass = (cells[number] ??= emptyCells())
    ofClass[cell] = (ofClass[cell] ?? 0) + count
  }
  for (const [index, tally] of found.entries()) {
    eachCount(tally, add)
    if (index % ADDED_AT_ONCE === 0) await pause()
  }
  return new Map(
    [...cells.entries()].flatMap(([number, ofClass]) =>
      ofClass === undefined ? [] : [[tallies.nameOf(number), ofClass] as const],
    ),
  )
}

function emptyCells(): number[] {
  return Array.from({ length: CELL_COUNT }, () => 0)
}

function timesOf(classes: ReadonlyMap<string, readonly number[]>): Map<string, ClassTimes> {
  return new Map(
    [...classes].map(([jobClass, cells]) => [
      jobClass,
      { p50Ms: percentileOf(cells, 0.5), p95Ms: percentileOf(cells, 0.95) },
    ]),
  )
}
