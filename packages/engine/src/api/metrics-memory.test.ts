/** Minutes that are over are read once; the newest are read each time. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { histogramBucket, minuteBucket, tenMinutesBucket } from '../metrics/buckets.ts'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import { MetricsMemory } from './metrics-memory.ts'
import { Metrics } from './metrics.ts'

let server: TestRedis
beforeAll(async () => {
  server = await startTestRedis()
})
beforeEach(() => server.flush())
afterAll(() => server.stop())

const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000)

/** What a process writes of runs of 50 ms. */
async function count(at: Date, runs: number): Promise<void> {
  const { redis } = server
  const fields = ['A|b|p', runs, 'A|b|f', 1, 'A|b|ms', runs * 50, 'A|b|odd', 9]
  for (const bucket of [minuteBucket(at), tenMinutesBucket(at)]) {
    await redis.call('HSET', redis.keys.metricsOf(bucket), ...fields)
    await redis.call('HSET', redis.keys.waitsOf(bucket), 'A|b|5', runs)
  }
  await redis.call('HSET', redis.keys.runTimesOf(tenMinutesBucket(at)), 'A|b|3', runs)
  const histogram = redis.keys.histogramOf('A|b', histogramBucket(at))
  await redis.call('BITFIELD', histogram, 'SET', 'u16', '#3', runs)
}

/** As if the time of these numbers were over in Redis. */
async function remove(at: Date): Promise<void> {
  const { keys } = server.redis
  const names = [minuteBucket(at), tenMinutesBucket(at)]
  const hashes = names.flatMap((name) => [keys.metricsOf(name), keys.waitsOf(name)])
  const histogram = keys.histogramOf('A|b', histogramBucket(at))
  await server.redis.call('DEL', ...hashes, keys.runTimesOf(tenMinutesBucket(at)), histogram)
}

test.each([{ minutes: 60 }, { hours: 2 }])(
  'in the last %o a closed step is not asked for again, an open one is',
  async (period) => {
    const [early, late, now] = [minutesAgo(45), minutesAgo(30), new Date()]
    await count(early, 10)
    await count(late, 1)
    await count(now, 5)
    const memory = new MetricsMemory()
    const runsOf = async (asked = { ...period, memory }) =>
      (await Metrics.top(server.redis, asked)).classes.map((one) => [one.class, one.runs])
    expect(await runsOf()).toEqual([['A|b', 16]])
    const waits = await Metrics.waits(server.redis, { ...period, memory })
    const times = await Metrics.runTimes(server.redis, ['A|b'], { ...period, memory })
    expect(waits.get('A|b')?.p50Ms).toBeGreaterThan(100)
    expect(times.get('A|b')?.p50Ms).toBeLessThan(100)
    await remove(early)
    await count(now, 7)
    expect(await runsOf()).toEqual([['A|b', 18]])
    // The same numbers come from what is remembered and what is read.
    await remove(now)
    expect(await Metrics.waits(server.redis, { ...period, memory })).toEqual(waits)
    expect(await Metrics.runTimes(server.redis, ['A|b'], { ...period, memory })).toEqual(times)
  },
)

test('of a Redis that was emptied nothing is remembered', async () => {
  await count(minutesAgo(45), 10)
  await count(minutesAgo(30), 1)
  const memory = new MetricsMemory()
  const read = async (): Promise<unknown[]> => [
    (await Metrics.top(server.redis, { minutes: 60, memory })).classes.map((one) => one.runs),
    [...(await Metrics.waits(server.redis, { minutes: 60, memory })).keys()],
    [...(await Metrics.runTimes(server.redis, ['A|b'], { minutes: 60, memory })).keys()],
  ]
  expect(await read()).toEqual([[11], ['A|b'], ['A|b']])
  await server.flush()
  expect(await read()).toEqual([[], [], []])
  await count(new Date(), 4)
  expect(await read()).toEqual([[4], ['A|b'], ['A|b']])
})

test('a program that makes names up does not fill the memory: it begins anew', async () => {
  const memory = new MetricsMemory()
  const { tallies } = memory
  for (let number = 0; number < 10_000; number += 1) tallies.codeOf(`Made::Up${number}`, 0)
  expect(memory.tallies).not.toBe(tallies)
  // Whoever had begun with the old one goes on with it.
  expect(tallies.nameOf(9_999)).toBe('Made::Up9999')
  await count(minutesAgo(45), 10)
  for (let look = 0; look < 2; look += 1) {
    const report = await Metrics.top(server.redis, { minutes: 60, memory })
    expect(report.classes.map((one) => [one.class, one.runs])).toEqual([['A|b', 10]])
  }
})

test('Sidekiq 7 is counted with and without a memory, once', async () => {
  const at = minutesAgo(30)
  const day = at.toISOString().slice(0, 10).replaceAll('-', '')
  const key = `j|${day}|${at.getUTCHours()}:${at.getUTCMinutes()}`
  await server.redis.call('HSET', key, 'Old|p', 3, 'Old|f', 0, 'Old|ms', 30)
  const memory = new MetricsMemory()
  for (const options of [{}, { memory }, { memory }]) {
    const report = await Metrics.top(server.redis, { minutes: 60, ...options })
    expect(report.classes.map((one) => [one.class, one.runs, one.totalMs])).toEqual([
      ['Old', 3, 30],
    ])
  }
})
