/** Fills Redis with jobs in Sidekiq's format, processes, running jobs and metrics. */
import type { RedisClient, RedisCommand } from '@howdah/engine'
import {
  histogramBucket,
  minuteBucket,
  tenMinutesBucket,
} from '../../../packages/engine/src/metrics/buckets.ts'
import { encodeIncarnation, incarnationId } from '../../../packages/engine/src/redis/registry.ts'
import { exportJob, failedJob, METRIC_CLASSES, QUEUE, QUEUES, waitingJob } from './jobs.ts'

/** How much there is to be. */
export interface Amounts {
  readonly jobs: number
  readonly processes: number
  readonly running: number
}

/** Jobs a command, and commands a write. */
const BATCH = 500
const COMMANDS = 10

const MINUTE_MS = 60_000

/** Fills an empty Redis. */
export async function fillRedis(redis: RedisClient, amounts: Amounts): Promise<void> {
  const { keys } = redis
  const nowMs = Date.now()
  const { jobs } = amounts
  await redis.call('SADD', keys.queues, QUEUE, ...QUEUES)
  await writeAll(redis, jobs, (numbers) => [
    'LPUSH',
    keys.queue(QUEUE),
    ...numbers.map((number) => waitingJob('queue', number, nowMs)),
  ])
  for (const name of QUEUES) {
    const texts = Array.from({ length: 100 }, (_, number) => waitingJob(name, number, nowMs))
    await redis.call('LPUSH', keys.queue(name), ...texts)
  }
  // The exports that wait in the ledger.
  const waiting = Array.from({ length: 100 }, (_, index) => exportJob(index + 1, nowMs))
  await redis.call('LPUSH', keys.queue('export'), ...waiting)
  await fillSet(redis, keys.schedule, jobs, (number) => [
    nowMs / 1_000 + 3_600 + number,
    waitingJob('sched', number, nowMs),
  ])
  await fillSet(redis, keys.retry, jobs, (number) => [
    nowMs / 1_000 + 3_600 + number,
    failedJob('retry', number, nowMs),
  ])
  await fillSet(redis, keys.dead, jobs, (number) => [
    nowMs / 1_000 - 60 - number,
    failedJob('dead', number, nowMs),
  ])
  await fillProcesses(redis, amounts, nowMs)
  await fillMetrics(redis, nowMs)
}

/** One command a batch of numbers, a few commands a write. */
export async function writeAll(
  redis: RedisClient,
  count: number,
  command: (numbers: readonly number[]) => RedisCommand,
): Promise<void> {
  for (let from = 0; from < count; from += BATCH * COMMANDS) {
    const commands: RedisCommand[] = []
    for (let at = from; at < Math.min(count, from + BATCH * COMMANDS); at += BATCH) {
      const length = Math.min(BATCH, count - at)
      commands.push(command(Array.from({ length }, (_, index) => at + index)))
    }
    await redis.pipeline(commands)
  }
}

/** Puts numbered jobs into a sorted set. */
export async function fillSet(
  redis: RedisClient,
  key: string,
  count: number,
  entry: (number: number) => readonly [score: number, text: string],
): Promise<void> {
  await writeAll(redis, count, (numbers) => ['ZADD', key, ...numbers.flatMap(entry)])
}

/** Half of them Ruby's, half ours; each runs its share of jobs. */
async function fillProcesses(
  redis: RedisClient,
  { processes, running }: Amounts,
  nowMs: number,
): Promise<void> {
  const { keys } = redis
  const share = Math.ceil(running / processes)
  for (let number = 0; number < processes; number += 1) {
    const identity = identityOf(number)
    const jobs = Array.from({ length: share }, (_, slot) => {
      return waitingJob('run', number * share + slot, nowMs)
    })
    const runs = jobs.flatMap((payload, slot) => [
      `t${slot}`,
      JSON.stringify({ queue: QUEUE, payload, run_at: Math.round(nowMs / 1_000) - slot }),
    ])
    const isOurs = number % 2 === 1
    const id = incarnationId(identity, 1)
    const ours: readonly RedisCommand[] = [
      [
        'HSET',
        keys.registry,
        id,
        encodeIncarnation({ queues: [QUEUE], place: null, pid: number, reapedAtMs: null }),
      ],
      ['LPUSH', keys.inFlight(id, QUEUE), ...jobs],
    ]
    await redis.pipeline([
      ['SADD', keys.processes, identity],
      ['HSET', keys.process(identity), ...processFields(number, share, nowMs)],
      ['HSET', keys.work(identity), ...runs],
      ['HSET', keys.workers(identity), ...runs],
      ...(isOurs ? ours : []),
    ])
  }
  await beat(redis, processes)
}

function identityOf(number: number): string {
  return `worker-${number % 20}:${1_000 + number}:0123456789ab`
}

function processFields(number: number, busy: number, nowMs: number): (string | number)[] {
  const info = {
    hostname: `worker-${number % 20}`,
    started_at: nowMs / 1_000 - 86_400,
    pid: 1_000 + number,
    tag: 'mastodon',
    concurrency: busy,
    queues: [QUEUE, ...QUEUES],
    labels: [],
    identity: identityOf(number),
  }
  return [
    'info',
    JSON.stringify(info),
    'concurrency',
    busy,
    'busy',
    busy,
    'quiet',
    'false',
    'rss',
    300_000,
    'rtt_us',
    200,
  ]
}

/** The processes' signs of life. */
export async function beat(redis: RedisClient, processes: number): Promise<void> {
  const at = Date.now() / 1_000
  await redis.pipeline(
    Array.from({ length: processes }, (_, number) => {
      return ['HSET', redis.keys.process(identityOf(number)), 'beat', at] as const
    }),
  )
}

/** Every class in each of the 480 minutes and 432 ten minutes that are kept. */
async function fillMetrics(redis: RedisClient, nowMs: number): Promise<void> {
  const { keys } = redis
  const counts = METRIC_CLASSES.flatMap((name, index) => [
    `${name}|p`,
    100 + index,
    `${name}|f`,
    index % 3,
    `${name}|ms`,
    5_000 + index,
  ])
  const minutes = Array.from({ length: 480 }, (_, ago) => new Date(nowMs - ago * MINUTE_MS))
  const tens = Array.from({ length: 432 }, (_, ago) => new Date(nowMs - ago * 10 * MINUTE_MS))
  const buckets = new Set([...minutes.map(minuteBucket), ...tens.map(tenMinutesBucket)])
  await redis.pipeline(
    [...buckets].flatMap((bucket) => [
      ['HSET', keys.metricsOf(bucket), ...counts] as const,
      [
        'HSET',
        keys.waitsOf(bucket),
        ...METRIC_CLASSES.flatMap((name) => [`${name}|3`, 100]),
      ] as const,
    ]),
  )
  for (const name of METRIC_CLASSES) {
    await redis.pipeline(
      minutes.map((minute) => {
        const key = keys.histogramOf(name, histogramBucket(minute))
        return ['BITFIELD', key, 'SET', 'u16', '#3', 90, 'SET', 'u16', '#6', 10] as const
      }),
    )
  }
  const days = Array.from({ length: 30 }, (_, ago) => {
    return new Date(nowMs - ago * 1_440 * MINUTE_MS).toISOString().slice(0, 10)
  })
  const perDay = days.flatMap((day) => [
    keys.statProcessedOn(day),
    9_000_000,
    keys.statFailedOn(day),
    12_000,
  ])
  await redis.call('MSET', keys.statProcessed, 1_000_000_000, keys.statFailed, 9_000_000, ...perDay)
}
