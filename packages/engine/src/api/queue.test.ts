import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import { Queue } from './queue.ts'

let server: TestRedis
beforeAll(async () => {
  server = await startTestRedis()
})
beforeEach(() => server.flush())
afterAll(() => server.stop())

test('a page shows jobs in the order in which they run, or newest first', async () => {
  await push('export', jobs(5))
  const queue = new Queue(server.redis, 'export')
  const next = await queue.page({ offset: 1, limit: 2 })
  expect(next.total).toBe(5)
  expect(next.jobs.map((job) => job.jid)).toEqual(['j1', 'j2'])
  const newest = await queue.page({ offset: 0, limit: 2, order: 'newest' })
  expect(newest.jobs.map((job) => job.jid)).toEqual(['j4', 'j3'])
  expect((await queue.page({ offset: 5, limit: 25 })).jobs).toEqual([])
  expect((await queue.page({ offset: 4, limit: 25 })).jobs.map((job) => job.jid)).toEqual(['j4'])
})

test('the latency is the age of the job that runs next', async () => {
  const queue = new Queue(server.redis, 'export')
  expect(await queue.latencySeconds()).toBe(0)
  const fiveMinutesAgo = Date.now() / 1_000 - 300
  await push('export', [`{"class":"A","args":[],"enqueued_at":${fiveMinutesAgo}}`, ...jobs(1)])
  expect(await queue.latencySeconds()).toBeCloseTo(300, 0)
  await push('broken', ['not json'])
  expect(await new Queue(server.redis, 'broken').latencySeconds()).toBe(0)
})

test('deleting takes exactly the given text, from wherever it lies', async () => {
  const all = jobs(25_000)
  await push('export', all)
  const queue = new Queue(server.redis, 'export')
  for (const position of [0, 24_999, 12_500, 4_000, 23_000]) {
    expect(await queue.delete(all[position] ?? '')).toBe(true)
    expect(await queue.delete(all[position] ?? '')).toBe(false)
  }
  expect(await queue.size()).toBe(24_995)
  expect(await queue.delete('{"jid":"never there"}')).toBe(false)
})

test('of two equal jobs one is deleted', async () => {
  await push('export', ['same', 'other', 'same'])
  const queue = new Queue(server.redis, 'export')
  expect(await queue.delete('same')).toBe(true)
  expect(await queue.size()).toBe(2)
})

test('clearing a queue removes its jobs and its name', async () => {
  await push('export', jobs(3))
  expect(await new Queue(server.redis, 'export').clear()).toBe(3)
  expect(await Queue.all(server.redis)).toEqual([])
})

test('a job is found by its jid', async () => {
  await push('export', jobs(1_200))
  const queue = new Queue(server.redis, 'export')
  expect((await queue.findJid('j1'))?.args).toEqual([1])
  expect((await queue.findJid('j1199'))?.args).toEqual([1199])
  expect(await queue.findJid('j1200')).toBeNull()
})

test('all queues are listed by name, with who works them', async () => {
  const { redis } = server
  await push('mailers', [])
  await push('export', jobs(2))
  await redis.call('SADD', 'paused', 'export')
  await addProcess('web-1:1:a', { queues: ['export', 'default'], concurrency: 5, quiet: 'false' })
  await addProcess('web-1:2:b', { queues: ['export'], concurrency: 3, quiet: 'true' })
  const [exports, mailers] = await Queue.all(redis)
  expect(exports).toMatchObject({
    name: 'export',
    size: 2,
    isPaused: true,
    processes: 1,
    concurrency: 5,
  })
  expect(exports?.oldestAt).toBeInstanceOf(Date)
  expect(mailers).toMatchObject({
    name: 'mailers',
    size: 0,
    isPaused: false,
    processes: 0,
    oldestAt: null,
  })
})

test('a pause remembers who paused first and since when, and forgets it with its end', async () => {
  const queue = new Queue(server.redis, 'export')
  await push('export', jobs(1))
  await server.redis.call('HSET', 'howdah:pauses', 'export', '{"by":"old","at":1}')
  await queue.pause({ by: 'anna' })
  await queue.pause({ by: 'ben' })
  const [paused] = await Queue.all(server.redis)
  expect(paused).toMatchObject({ isPaused: true, pausedBy: 'anna' })
  expect(paused?.pausedAt?.getTime()).toBeGreaterThan(1)
  await queue.resume()
  const [resumed] = await Queue.all(server.redis)
  expect(resumed).toMatchObject({ isPaused: false, pausedBy: null, pausedAt: null })
  await server.redis.call('SADD', 'paused', 'export') // By Sidekiq Pro: nobody left a note.
  expect((await Queue.all(server.redis))[0]).toMatchObject({ isPaused: true, pausedAt: null })
  expect(await server.redis.call('EXISTS', 'howdah:pauses')).toBe(0)
})

test('the jobs that came since a moment are counted, times in seconds too', async () => {
  const queue = new Queue(server.redis, 'export')
  const texts = Array.from({ length: 1_000 }, (_, index) => {
    const ms = 1_700_000_000_000 + index * 1_000
    return JSON.stringify({ class: 'A', args: [], enqueued_at: index < 500 ? ms / 1_000 : ms })
  })
  await push('export', texts)
  const since = (index: number) => queue.countSince(new Date(1_700_000_000_000 + index * 1_000))
  expect(await since(0)).toBe(1_000)
  expect(await since(250)).toBe(750)
  expect(await since(999)).toBe(1)
  expect(await since(1_000)).toBe(0)
  expect(await new Queue(server.redis, 'none').countSince(new Date())).toBe(0)
})

function jobs(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    return JSON.stringify({ class: 'A', args: [index], jid: `j${index}`, enqueued_at: Date.now() })
  })
}

async function push(queue: string, texts: readonly string[]): Promise<void> {
  await server.redis.call('SADD', 'queues', queue)
  if (texts.length > 0) await server.redis.call('LPUSH', `queue:${queue}`, ...texts)
}

async function addProcess(
  identity: string,
  { queues, concurrency, quiet }: { queues: string[]; concurrency: number; quiet: string },
): Promise<void> {
  const [hostname, pid] = identity.split(':')
  const info = JSON.stringify({ hostname, pid: Number(pid), identity, queues, concurrency })
  await server.redis.multi([
    ['SADD', 'processes', identity],
    ['HSET', identity, 'info', info, 'concurrency', concurrency, 'busy', 0, 'quiet', quiet],
  ])
}
