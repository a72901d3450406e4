/** What a process writes of its runs, byte for byte as Sidekiq 8.1 does, and what is read of it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Metrics } from '../api/metrics.ts'
import { RedisUnavailableError } from '../errors.ts'
import type { RedisClient, RedisCommand } from '../redis/contract.ts'
import { epochMs } from '../support/epoch.ts'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import { markDeploy } from './deploy-marks.ts'
import { CELL_COUNT, CELL_LABELS, cellOf, percentileOf } from './histogram.ts'
import { MetricsRecorder } from './recorder.ts'

let server: TestRedis
beforeAll(async () => {
  server = await startTestRedis()
})
beforeEach(() => server.flush())
afterAll(() => server.stop())

/** The moment of the recorded bytes of Sidekiq 8.1.7 and 7.3.10. */
const RECORDED_AT = new Date('2026-11-23T16:08:30Z')
const clock = { nowMs: () => epochMs(RECORDED_AT.getTime()) }
const call = (command: string, ...parameters: (string | number)[]) =>
  server.redis.call(command, ...parameters)

describe('recording', () => {
  test("the keys, fields and bytes are Sidekiq 8.1's", async () => {
    const recorder = new MetricsRecorder(server.redis, clock)
    for (const ms of [0.9, 0.9, 0.9, 0.9]) recorder.record('HardJob', ms, false)
    recorder.record('HardJob', 700, true)
    recorder.record('HardJob', 700, true)
    await recorder.flush()
    expect(((await call('KEYS', '*')) as string[]).sort()).toEqual([
      'howdah:errors:261123|16:HardJob',
      'howdah:run-times:261123|16:0',
      'howdah:slowest:261123:HardJob',
      'howdah:slowest:261123|16:HardJob',
      'h|HardJob-23-16:8',
      'j|261123|16:0',
      'j|261123|16:08',
    ])
    const fields = ['HardJob|ms', '3', 'HardJob|p', '6', 'HardJob|f', '2']
    expect(await call('HGETALL', 'j|261123|16:08')).toEqual(fields)
    expect(await call('HGETALL', 'j|261123|16:0')).toEqual(fields)
    const bytes = await server.redis.callBuffer('GET', 'h|HardJob-23-16:8')
    expect(bytes).toEqual(Buffer.from([0, 4]))
    expect(await call('TTL', 'j|261123|16:08')).toBe(28_800)
    expect(await call('TTL', 'j|261123|16:0')).toBe(259_200)
    expect(await call('TTL', 'h|HardJob-23-16:8')).toBe(28_800)
  })

  test('fractions of milliseconds are carried, so that short jobs take time too', async () => {
    const recorder = new MetricsRecorder(server.redis, clock)
    for (let flushes = 0; flushes < 10; flushes += 1) {
      for (let runs = 0; runs < 25; runs += 1) recorder.record('Quick', 0.05, false)
      await recorder.flush()
    }
    const report = await Metrics.forClass(server.redis, 'Quick', { until: RECORDED_AT })
    expect(report.successes).toBe(250)
    expect(report.totalMs).toBeGreaterThanOrEqual(12)
    expect(report.totalMs).toBeLessThanOrEqual(13)
  })

  test('waits are counted beside Sidekiq’s numbers, and read as medians', async () => {
    const recorder = new MetricsRecorder(server.redis, clock)
    for (const waited of [10, 10, 10, 9_000, -5]) {
      recorder.record('Slow|Job', 1, false, { waitedMs: waited })
    }
    recorder.record('Other', 1, true, { waitedMs: null })
    await recorder.flush()
    expect(await call('TTL', 'howdah:waits:261123|16:08')).toBe(28_800)
    const waits = await Metrics.waits(server.redis, { until: RECORDED_AT })
    expect(waits.get('Slow|Job')?.p50Ms).toBeLessThan(20)
    expect(waits.get('Slow|Job')?.p95Ms).toBeGreaterThan(8_500)
    expect(waits.has('Other')).toBe(false)
    expect((await Metrics.waits(server.redis, { hours: 1, until: RECORDED_AT })).size).toBe(1)
    await recorder.flush()
    expect(await call('HGET', 'howdah:waits:261123|16:0', 'Slow|Job|0')).toBe('4')
  })

  test('the run times of several classes come in one look', async () => {
    const now = { nowMs: () => epochMs(Date.now()) }
    const recorder = new MetricsRecorder(server.redis, now)
    for (let runs = 0; runs < 10; runs += 1) recorder.record('Quick', 5, false)
    recorder.record('Long', 60_000, false)
    await recorder.flush()
    const times = await Metrics.runTimes(server.redis, ['Quick', 'Long', 'Never'], { minutes: 60 })
    expect(times.get('Quick')?.p95Ms).toBeLessThanOrEqual(20)
    expect(times.get('Long')?.p50Ms).toBeGreaterThan(45_000)
    expect(times.has('Never')).toBe(false)
  })

  test('run times of hours are of ours, and of minutes of all', async () => {
    const recorder = new MetricsRecorder(server.redis, clock)
    for (let runs = 0; runs < 10; runs += 1) recorder.record('A|b', 5, false)
    recorder.record('Long', 60_000, false)
    await recorder.flush()
    expect(await call('TTL', 'howdah:run-times:261123|16:0')).toBe(259_200)
    const until = RECORDED_AT
    for (const period of [
      { minutes: 480, until },
      { hours: 72, until },
    ]) {
      const times = await Metrics.runTimes(server.redis, ['A|b', 'Long', 'Never'], period)
      expect([...times.keys()].sort()).toEqual(['A|b', 'Long'])
      expect(times.get('A|b')?.p95Ms).toBeLessThanOrEqual(20)
      expect(times.get('Long')?.p50Ms).toBeGreaterThan(45_000)
      const report = await Metrics.forClass(server.redis, 'Long', period)
      expect(report.p95Ms).toEqual(times.get('Long')?.p95Ms)
    }
  })

  test('the slowest runs are known by their jids, twenty of a class and hour at most', async () => {
    const recorder = new MetricsRecorder(server.redis, clock)
    for (let run = 0; run < 50; run += 1) recorder.record('X', run, false, { jid: `j ${run}` })
    recorder.record('X', 99.6, true, { jid: 'bad', errorClass: 'TypeError' })
    await recorder.flush()
    recorder.record('X', 70, false, { jid: 'late' })
    await recorder.flush()
    const until = new Date(RECORDED_AT.getTime() + 60_000)
    for (const period of [
      { minutes: 60, until },
      { hours: 24, until },
    ]) {
      const slowest = await Metrics.slowest(server.redis, 'X', period)
      expect(slowest).toHaveLength(20)
      expect(slowest.slice(0, 3).map(({ jid, isFailed }) => [jid, isFailed])).toEqual([
        ['bad', true],
        ['late', false],
        ['j 49', false],
      ])
      expect(slowest[0]).toMatchObject({ elapsedMs: 100, endedAt: RECORDED_AT })
    }
    expect(await call('ZCARD', 'howdah:slowest:261123|16:X')).toBe(20)
    const yesterday = { minutes: 60, until: new Date(RECORDED_AT.getTime() - 86_400_000) }
    expect(await Metrics.slowest(server.redis, 'X', yesterday)).toEqual([])
  })

  test('errors are counted by their class, fifty of a class and hour at most', async () => {
    const recorder = new MetricsRecorder(server.redis, clock)
    for (let run = 0; run < 3; run += 1) recorder.record('X', 1, true, { errorClass: 'TypeError' })
    for (let kind = 0; kind < 80; kind += 1)
      recorder.record('X', 1, true, { errorClass: `E${kind}` })
    recorder.record('Y', 1, true, { errorClass: 'Other' })
    await recorder.flush()
    const errors = await Metrics.errors(server.redis, 'X', { hours: 72, until: RECORDED_AT })
    expect(errors[0]).toEqual({ errorClass: 'TypeError', count: 3 })
    expect(errors).toHaveLength(50)
    expect(await Metrics.errors(server.redis, 'X', { until: new Date('2026-11-20') })).toEqual([])
  })

  test('an idle process writes nothing', async () => {
    const recorder = new MetricsRecorder(server.redis, clock)
    recorder.record('X', 0.5, false)
    await recorder.flush()
    await server.flush()
    await recorder.flush()
    expect(await call('DBSIZE')).toBe(0)
  })

  test('what could not be written is counted again', async () => {
    let isAway = true
    const flaky: RedisClient = Object.assign(Object.create(server.redis) as RedisClient, {
      keys: server.redis.keys,
      pipeline: (commands: readonly RedisCommand[]) => server.redis.pipeline(commands),
      multi: async (commands: readonly RedisCommand[]) => {
        if (isAway) throw new RedisUnavailableError('away')
        return await server.redis.multi(commands)
      },
    })
    const recorder = new MetricsRecorder(flaky, clock)
    recorder.record('X', 10.4, false)
    await expect(recorder.flush()).rejects.toThrow(RedisUnavailableError)
    recorder.record('X', 10.7, false)
    recorder.record('Y', 1, true)
    isAway = false
    await recorder.flush()
    expect(await call('HGETALL', 'j|261123|16:08')).toEqual(
      expect.arrayContaining(['X|ms', '21', 'X|p', '2', 'Y|p', '1', 'Y|f', '1']),
    )
  })

  test('a full Redis costs no count', async () => {
    const recorder = new MetricsRecorder(server.redis, clock)
    recorder.record('X', 1, false)
    await call('CONFIG', 'SET', 'maxmemory', '1')
    await expect(recorder.flush()).rejects.toThrow(/OOM|EXECABORT|full/u)
    await call('CONFIG', 'SET', 'maxmemory', '0')
    await recorder.flush()
    expect(await call('HGET', 'j|261123|16:08', 'X|p')).toBe('1')
  })
})

describe('reading', () => {
  test('minutes hold what Sidekiq 8 and 7 wrote, marks and percentiles included', async () => {
    await call('HSET', 'j|261123|16:08', 'HardJob|p', 6, 'HardJob|f', 2, 'HardJob|ms', 3)
    await call('HSET', 'j|20261123|16:7', 'HardJob|p', 1, 'HardJob|ms', 50, 'Other::Job|p', 1)
    await call('BITFIELD', 'h|HardJob-23-16:8', 'INCRBY', 'u16', '#0', 4)
    await call('BITFIELD', 'HardJob-23-16:7', 'INCRBY', 'u16', '#3', 1)
    await markDeploy(server.redis, { label: 'v1', at: new Date('2026-11-23T16:00:59Z') })
    const period = { minutes: 10, until: RECORDED_AT }
    const top = await Metrics.top(server.redis, { ...period, class: 'hard' })
    expect(top.classes).toMatchObject([
      { class: 'HardJob', runs: 7, failures: 2, successes: 5, totalMs: 53, averageMs: 10.6 },
    ])
    expect(top.steps).toHaveLength(10)
    expect(top.classes[0]?.series.at(-1)).toMatchObject({
      startsAt: '2026-11-23T16:08:00Z',
      runs: 6,
    })
    expect(top.marks).toEqual([{ at: new Date('2026-11-23T16:00:00Z'), label: 'v1' }])
    expect((await Metrics.top(server.redis, period)).classes).toHaveLength(2)
    const one = await Metrics.forClass(server.redis, 'HardJob', period)
    expect(one).toMatchObject({ runs: 7, p50Ms: 12.5, p99Ms: expect.closeTo(64, 1) })
    expect(one.histogram?.counts.slice(0, 4)).toEqual([4, 0, 0, 1])
    expect(one.histogram?.steps).toHaveLength(2)
  })

  test('hours are steps of ten minutes, and the minutes of Sidekiq 7 are added up', async () => {
    await call('HSET', 'j|261123|16:0', 'X|p', 3, 'X|ms', 30)
    await call('HSET', 'j|20261123|16:3', 'X|p', 1, 'X|ms', 5)
    await call('HSET', 'j|20261123|16:4', 'X|p', 1, 'X|ms', 5)
    const report = await Metrics.forClass(server.redis, 'X', { hours: 72, until: RECORDED_AT })
    expect(report.steps).toHaveLength(432)
    expect(report.series.at(-1)).toMatchObject({
      startsAt: '2026-11-23T16:00:00Z',
      runs: 5,
      totalMs: 40,
    })
    expect(report).toMatchObject({ histogram: null, p50Ms: null })
    await expect(Metrics.top(server.redis, { hours: 73 })).rejects.toThrow('1 to 72 hours, not 73')
  })
})

describe('the histogram', () => {
  test("has Sidekiq's cells", () => {
    expect([0, 19.99, 20, 334_999, 335_000, 1e9].map(cellOf)).toEqual([0, 0, 1, 24, 25, 25])
    expect([CELL_LABELS.length, CELL_LABELS[0], CELL_LABELS[10], CELL_LABELS[25]]).toEqual([
      CELL_COUNT,
      '20ms',
      '1.1s',
      'Slow',
    ])
    expect(percentileOf([], 0.5)).toBe(null)
    expect(percentileOf([...Array.from({ length: 25 }, () => 0), 9], 0.5)).toBe(335_000)
  })
})

describe('marking a deploy', () => {
  test("is Sidekiq's, and once however many processes do it", async () => {
    const at = new Date('2026-11-23T16:08:41Z')
    const marks = await Promise.all(
      [1, 2, 3].map(() => markDeploy(server.redis, { label: 'abc123 Fix it', at })),
    )
    expect(marks.filter((mark) => mark !== null)).toEqual([
      { at: new Date('2026-11-23T16:08:00Z'), label: 'abc123 Fix it' },
    ])
    expect(await call('HGETALL', '20261123-marks')).toEqual([
      '2026-11-23T16:08:00Z',
      'abc123 Fix it',
    ])
    expect(await call('TTL', '20261123-marks')).toBe(7_776_000)
    expect(await call('GET', 'deploylock-abc123 Fix it')).toBe('2026-11-23T16:08:00Z')
    expect(await call('TTL', 'deploylock-abc123 Fix it')).toBe(60)
  })

  test('is named after the last commit by default', async () => {
    const mark = await markDeploy(server.redis)
    expect(mark?.label).toMatch(/^[0-9a-f]{7,} \S/u)
  })
})
