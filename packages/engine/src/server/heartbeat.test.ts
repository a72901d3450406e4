/** What a process says of itself in Redis. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ProcessSet } from '../api/process-set.ts'
import { Queue } from '../api/queue.ts'
import { defineJob } from '../job/definition.ts'
import { RoundTrips } from './round-trips.ts'
import { useEngine } from './fixtures/use-engine.ts'

const engine = useEngine()
const { call, launch } = engine
const anything = z.array(z.unknown())

describe('the heartbeat', () => {
  test('shows a complete Sidekiq process, with its work, until it stops', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const job = defineJob({ class: 'X', args: anything, perform: () => promise })
    const launcher = await launch([job], {
      queues: ['default,2', 'low,1'],
      concurrency: 2,
      tag: 'verify',
      labels: ['lab1'],
      capsules: [
        {
          name: 'single',
          queues: ['q2'],
          concurrency: 1,
        },
      ],
      beatIntervalMs: 100,
    })
    const { identity } = launcher
    expect(identity).toMatch(/^[^:]+:\d+:[0-9a-f]{12}$/)
    await engine.client.push(job, [1])
    await expect.poll(() => call('HGET', identity, 'busy')).toBe('1')
    const flat = (await call('HGETALL', identity)) as string[]
    const fields = Object.fromEntries(flat.map((text, at) => [text, flat[at + 1]]))
    expect(JSON.parse(fields['info'] ?? '')).toEqual({
      hostname: expect.any(String),
      started_at: expect.any(Number),
      pid: process.pid,
      tag: 'verify',
      labels: ['lab1'],
      identity,
      version: '0.1.0',
      embedded: true,
      capsules: {
        default: {
          concurrency: 2,
          mode: 'weighted',
          weights: {
            default: 2,
            low: 1,
          },
        },
        single: {
          concurrency: 1,
          mode: 'strict',
          weights: { q2: 0 },
        },
      },
      queues: ['default', 'low', 'q2'],
      weights: [
        {
          default: 2,
          low: 1,
        },
        { q2: 0 },
      ],
      concurrency: 3,
    })
    expect(fields).toMatchObject({ concurrency: '3', quiet: 'false' })
    expect(Number(fields['rss'])).toBeGreaterThan(10_000)
    expect(Number(await call('TTL', identity))).toBeGreaterThan(55)
    for (const key of [`${identity}:work`, `${identity}:workers`]) {
      const [, entry = ''] = (await call('HGETALL', key)) as string[]
      expect(JSON.parse(entry)).toEqual({
        queue: 'default',
        payload: expect.stringContaining('"class":"X"'),
        run_at: expect.any(Number),
      })
    }
    resolve()
    await launcher.stop()
    expect(await call('EXISTS', 'processes', `${identity}:work`, `${identity}:workers`)).toBe(0)
  })

  const failing = defineJob({
    class: 'FailWorker',
    args: anything,
    perform: () => {
      throw new Error('x')
    },
  })

  test('counts what was processed and what failed, in all and by day', async () => {
    const job = defineJob({ class: 'X', args: anything, perform() {} })
    const launcher = await launch([job, failing])
    await engine.client.pushBulk(job, [[], [], []])
    await engine.client.push({ class: 'FailWorker', args: [] })
    await expect.poll(() => call('ZCARD', 'retry')).toBe(1)
    await expect.poll(() => call('EXISTS', 'queue:default')).toBe(0)
    await launcher.stop()
    const day = new Date().toISOString().slice(0, 10)
    const keys = ['stat:processed', 'stat:failed', `stat:processed:${day}`, `stat:failed:${day}`]
    expect(await call('MGET', ...keys)).toEqual(['4', '1', '4', '1'])
    expect(await call('TTL', keys[2] ?? '')).toBe(157_680_000)
  })

  test('is remembered after the process is gone', async () => {
    const launcher = await launch([])
    const processes = new ProcessSet(engine.server().redis)
    const { identity } = launcher
    await expect.poll(() => processes.lastSeen()).toEqual({ identity, at: expect.any(Date) })
    await launcher.stop()
    expect(await ProcessSet.fetch(engine.server().redis)).toEqual([])
    expect((await processes.lastSeen())?.identity).toBe(identity)
    expect(await call('TTL', 'howdah:last-seen')).toBeGreaterThan(29 * 86_400)
  })

  test('tells when a queue’s last job ended, and never an earlier time', async () => {
    const job = defineJob({ class: 'X', args: anything, perform() {} })
    const [done, failed, idle] = ['done', 'failed', 'idle'].map(
      (name) => new Queue(engine.server().redis, name),
    )
    const launcher = await launch([job, failing], { queues: ['done', 'failed', 'idle'] })
    const startedAt = Date.now()
    await call('SET', 'howdah:finished:failed', startedAt + 3_600_000)
    await engine.client.push(job, [], { queue: 'done' })
    await engine.client.push({ class: 'FailWorker', args: [], queue: 'failed' })
    await expect.poll(() => call('ZCARD', 'retry')).toBe(1)
    await expect.poll(() => call('EXISTS', 'queue:done')).toBe(0)
    await launcher.stop()
    expect((await done?.lastFinishedAt())?.getTime()).toBeGreaterThanOrEqual(startedAt)
    expect((await failed?.lastFinishedAt())?.getTime()).toBe(startedAt + 3_600_000)
    expect(await idle?.lastFinishedAt()).toBeNull()
  })

  test('prunes processes that have not beaten for long', async () => {
    await call('SADD', 'processes', 'gone:1:abc')
    const launcher = await launch([])
    expect(await call('SMEMBERS', 'processes')).not.toContain('gone:1:abc')
    await launcher.stop()
  })

  test('is worth a warning when Redis answers slowly five times in a row, and again after five', () => {
    const trips = new RoundTrips()
    const slow = Array.from({ length: 10 }, () => trips.note(60))
    expect(slow.flatMap((isWarned, index) => (isWarned ? index : []))).toEqual([4, 9])
    expect([60, 60, 60, 60, 1, 60, 60, 60, 60].some((ms) => trips.note(ms))).toBe(false)
    expect(trips.lastUs).toBe(60_000)
  })
})
