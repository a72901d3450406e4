import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import { DeadSet, RetrySet, ScheduledSet } from './job-sets.ts'

let server: TestRedis
beforeAll(async () => {
  server = await startTestRedis()
})
beforeEach(() => server.flush())
afterAll(() => server.stop())

describe('looking', () => {
  test('scheduled and retry are read earliest first, dead latest first', async () => {
    await fill('schedule', 3)
    await fill('dead', 3)
    const scheduled = await new ScheduledSet(server.redis).page({ limit: 2 })
    expect(scheduled).toMatchObject({ total: 3, offset: 0 })
    expect(scheduled.entries.map((entry) => entry.jid)).toEqual(['j0', 'j1'])
    const dead = await new DeadSet(server.redis).page({ offset: 1, limit: 5 })
    expect(dead.entries.map((entry) => entry.jid)).toEqual(['j1', 'j0'])
  })

  test('the next page goes on after the last entry seen, even when that has left', async () => {
    await fill('schedule', 5)
    const set = new ScheduledSet(server.redis)
    const [, second] = (await set.page({ limit: 2 })).entries
    const after = second?.key ?? ''
    expect((await set.page({ after, limit: 2 })).entries.map(({ jid }) => jid)).toEqual([
      'j2',
      'j3',
    ])
    await set.delete(after)
    expect((await set.page({ after, limit: 2 })).entries.map(({ jid }) => jid)).toEqual([
      'j2',
      'j3',
    ])
    await fill('dead', 5)
    const dead = new DeadSet(server.redis)
    await dead.delete('103.5-j3')
    const page = await dead.page({ after: '103.5-j3', limit: 2 })
    expect(page.entries.map(({ jid }) => jid)).toEqual(['j2', 'j1'])
  })

  test('an entry is found by score and jid, also among equal scores', async () => {
    await server.redis.call('ZADD', 'retry', 5.25, job('a'), 5.25, job('b'))
    const set = new RetrySet(server.redis)
    expect((await set.find('5.25', 'b'))?.jid).toBe('b')
    expect((await set.findKey('5.250-a'))?.jid).toBe('a')
    expect(await set.findKey('5.25-c')).toBeNull()
    expect(await set.findKey('nonsense')).toBeNull()
  })

  test('an entry is found by jid alone, and by any text in it', async () => {
    await fill('dead', 300)
    const set = new DeadSet(server.redis)
    expect((await set.findJid('j217'))?.score).toBe('317.5')
    expect(await set.findJid('nobody')).toBeNull()
    await server.redis.call('ZADD', 'dead', 9, job('star', { note: '*[x]?' }))
    const found = await set.search({ text: '*[x]?' })
    expect(found).toMatchObject({ cursor: null, entries: [{ jid: 'star' }] })
  })

  test('a search stops at its limit and can be continued', async () => {
    await fill('dead', 5_000)
    const set = new DeadSet(server.redis)
    const seen = new Set<string>()
    let cursor: string | null = '0'
    let steps = 0
    while (cursor !== null) {
      const result = await set.search({ text: 'HardJob', cursor, limit: 100 })
      result.entries.forEach((entry) => seen.add(entry.jid))
      cursor = result.cursor
      steps += 1
    }
    expect(seen.size).toBe(5_000)
    expect(steps).toBeGreaterThan(2)
  })
})

describe('acting', () => {
  test('retry now moves the job to its queue and does not count the attempt twice', async () => {
    const raw =
      '{"class":"A", "args":[12345678901234567890, 1.0], "jid":"a","queue":"export","retry_count":3,"failed_at":1}'
    await server.redis.call('ZADD', 'retry', 5, raw)
    const before = Date.now()
    expect(await new RetrySet(server.redis).retryNow('5-a')).toBe('export')
    const pushed = String(await server.redis.call('LPOP', 'queue:export'))
    expect(pushed).toContain('"args":[12345678901234567890, 1.0]')
    const payload: unknown = JSON.parse(pushed)
    expect(payload).toMatchObject({ retry_count: 2, failed_at: 1, jid: 'a' })
    expect(payload).toHaveProperty('enqueued_at', expect.closeTo(before, -4))
    expect(await server.redis.call('SMEMBERS', 'queues')).toEqual(['export'])
    expect(await server.redis.call('ZCARD', 'retry')).toBe(0)
  })

  test('add to queue leaves the retry count alone; without a queue it is "default"', async () => {
    await server.redis.call(
      'ZADD',
      'schedule',
      5,
      '{"class":"A","args":[],"jid":"a","retry_count":3}',
    )
    expect(await new ScheduledSet(server.redis).enqueue('5-a')).toBe('default')
    const payload: unknown = JSON.parse(String(await server.redis.call('LPOP', 'queue:default')))
    expect(payload).toMatchObject({ retry_count: 3 })
  })

  test('of many who retry the same entry at once, one does', async () => {
    await server.redis.call('ZADD', 'retry', 5, job('a'))
    const set = new RetrySet(server.redis)
    const entry = await set.find(5, 'a')
    const results = await Promise.all(
      Array.from({ length: 10 }, () => set.retryNow(entry ?? 'gone')),
    )
    expect(results.filter((queue) => queue !== null)).toEqual(['default'])
    expect(await server.redis.call('LLEN', 'queue:default')).toBe(1)
  })

  test('delete, kill and reschedule act once, then say that the entry is gone', async () => {
    await fill('retry', 3)
    const set = new RetrySet(server.redis)
    expect(await set.delete('100.5-j0')).toBe(true)
    expect(await set.delete('100.5-j0')).toBe(false)
    expect(await set.kill('101.5-j1')).toBe(true)
    expect(await set.kill('101.5-j1')).toBe(false)
    expect((await new DeadSet(server.redis).page({ limit: 5 })).entries[0]?.jid).toBe('j1')
    const third = await set.findKey('102.5-j2')
    expect(await set.reschedule('102.5-j2', 900.5)).toBe(true)
    expect((await set.find(900.5, 'j2'))?.raw).toBe(third?.raw)
    await set.deleteAll()
    expect(third === null ? null : await set.reschedule(third, 1_000)).toBe(false)
    expect(await set.size()).toBe(0)
  })

  test('killing keeps the dead set within Sidekiq’s limits', async () => {
    const now = Date.now() / 1_000
    await fill('dead', 10_050, now - 20_000)
    await server.redis.call('ZADD', 'dead', now - 16_000_000, job('ancient'))
    await fill('retry', 1)
    await new RetrySet(server.redis).kill('100.5-j0')
    const dead = new DeadSet(server.redis)
    expect(await dead.size()).toBe(9_999)
    expect((await dead.page({ limit: 1 })).entries[0]?.jid).toBe('j0')
  })

  test('everything at once: each entry once, and what is no job stays to be looked at', async () => {
    await fill('retry', 730)
    await server.redis.call('ZADD', 'retry', 1, 'not json', 300, '[]', 5_000, '{"args":[]}')
    const set = new RetrySet(server.redis)
    expect(await set.retryAll()).toBe(730)
    expect(await server.redis.call('LLEN', 'queue:default')).toBe(730)
    expect((await set.page({ limit: 9 })).entries.map((entry) => entry.raw)).toEqual([
      'not json',
      '[]',
      '{"args":[]}',
    ])
    expect(await set.killAll()).toBe(3)
    expect(await new DeadSet(server.redis).deleteAll()).toBe(3)
  })

  test('entries of many queues go each to its own', async () => {
    await server.redis.call(
      'ZADD',
      'schedule',
      1,
      job('a', { queue: 'x' }),
      2,
      job('b', { queue: 'y' }),
      3,
      job('c', { queue: 'x' }),
    )
    expect(await new ScheduledSet(server.redis).enqueueAll()).toBe(3)
    expect(await server.redis.call('LLEN', 'queue:x')).toBe(2)
    expect(await server.redis.call('LLEN', 'queue:y')).toBe(1)
  })
})

function job(jid: string, fields: object = {}): string {
  return JSON.stringify({ class: 'HardJob', args: [1], jid, retry_count: 0, ...fields })
}

/** Entries j0, j1, … with the scores 100.5, 101.5, … */
async function fill(key: string, count: number, first = 100.5): Promise<void> {
  const members = Array.from({ length: count }, (_, index) => [first + index, job(`j${index}`)])
  await server.redis.call('ZADD', key, ...members.flat())
}
