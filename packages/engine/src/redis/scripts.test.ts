import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { epochSeconds } from '../support/epoch.ts'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import type { RedisClient } from './contract.ts'
import { TOMBSTONE, decodeRegistry, encodeIncarnation } from './registry.ts'
import { enqueueDueScript } from './due-scripts.ts'
import { entombScript, recoverScript, registerScript, renewScript } from './process-scripts.ts'
import {
  acknowledgeScript,
  buryScript,
  fetchScript,
  giveBackScript,
  retryScript,
} from './scripts.ts'

const identity = 'host:1:abc'
const incarnation = 'host:1:abc#1'
const description = encodeIncarnation({ queues: ['a', 'b'], place: null, pid: 1, reapedAtMs: null })
const limits = { maxJobs: 3, timeoutSeconds: 100 }

let server: TestRedis
let redis: RedisClient

beforeAll(async () => {
  server = await startTestRedis()
  redis = server.redis
})
beforeEach(async () => {
  await server.flush()
  await redis.run(registerScript, { identity, ttlMs: 1_000, incarnation, description })
})
afterAll(() => server.stop())

const listOf = (queue: string) => redis.keys.inFlight(incarnation, queue)
const range = (key: string) => redis.call('LRANGE', key, 0, -1)
const members = (key: string) => redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')

async function fill(queue: string, ...payloads: string[]): Promise<void> {
  await redis.call('LPUSH', redis.keys.queue(queue), ...payloads)
}

describe('fetch', () => {
  const input = { incarnation, limit: 3, queues: ['a', 'b'], finished: [] }

  test('takes the oldest first, from the first queue first, and stores what it took', async () => {
    await fill('a', 'a1', 'a2')
    await fill('b', 'b1', 'b2')
    const { found } = await redis.run(fetchScript, input)
    expect(found).toEqual([
      [0, ['a1', 'a2']],
      [1, ['b1']],
    ])
    expect(await range(listOf('a'))).toEqual(['a2', 'a1'])
    expect(await range(listOf('b'))).toEqual(['b1'])
    expect(await range(redis.keys.queue('b'))).toEqual(['b2'])
  })

  test('leaves paused queues alone', async () => {
    await fill('a', 'a1')
    await fill('b', 'b1')
    await redis.call('SADD', redis.keys.paused, 'a')
    const { found, pausedIndexes } = await redis.run(fetchScript, input)
    expect(found).toEqual([[1, ['b1']]])
    expect(pausedIndexes).toEqual([0])
  })

  test('refuses an incarnation that was reaped', async () => {
    await fill('a', 'a1')
    const { found } = await redis.run(fetchScript, { ...input, incarnation: 'other' })
    expect(found).toBeNull()
    expect(await range(redis.keys.queue('a'))).toEqual(['a1'])
  })

  test('is loaded again after the script cache was emptied', async () => {
    await redis.call('SCRIPT', 'FLUSH')
    expect((await redis.run(fetchScript, input)).found).toEqual([])
  })

  test('forgets finished units on the way and says how many were there', async () => {
    await fill('a', 'a1', 'a2')
    await redis.run(fetchScript, input)
    await fill('a', 'a3')
    const finished = [
      { list: listOf('a'), payloads: ['a1', 'gone'] },
      { list: listOf('b'), payloads: ['b9'] },
    ]
    const reply = await redis.run(fetchScript, { ...input, finished })
    expect(reply).toEqual({ removed: 1, pausedIndexes: [], found: [[0, ['a3']]] })
    expect(await range(listOf('a'))).toEqual(['a3', 'a2'])
  })

  test('works in a Redis that has no memory left', async () => {
    await fill('a', 'a1')
    await redis.call('CONFIG', 'SET', 'maxmemory', 1)
    try {
      await expect(redis.call('SET', 'x', '1')).rejects.toThrow('Redis is full')
      expect((await redis.run(fetchScript, input)).found).toEqual([[0, ['a1']]])
      const finished = [{ list: listOf('a'), payloads: ['a1'] }]
      expect(await redis.run(acknowledgeScript, { finished })).toBe(1)
    } finally {
      await redis.call('CONFIG', 'SET', 'maxmemory', 0)
    }
  })
})

describe('settling', () => {
  beforeEach(async () => {
    await fill('a', 'one', 'two')
    await redis.run(fetchScript, { incarnation, limit: 2, queues: ['a'], finished: [] })
  })

  test('acknowledge forgets each unit once and says how many were there', async () => {
    const finished = [{ list: listOf('a'), payloads: ['two', 'one', 'three'] }]
    expect(await redis.run(acknowledgeScript, { finished })).toBe(2)
    expect(await redis.call('EXISTS', listOf('a'))).toBe(0)
  })

  test('retry moves a unit that is ours, and nothing else', async () => {
    const at = epochSeconds(12.5)
    const input = { list: listOf('a'), raw: 'one', payload: 'ONE', at }
    expect(await redis.run(retryScript, input)).toBe(true)
    expect(await redis.run(retryScript, input)).toBe(false)
    expect(await members(redis.keys.retry)).toEqual(['ONE', '12.5'])
    expect(await range(listOf('a'))).toEqual(['two'])
  })

  test('bury moves a unit that is ours and keeps the dead set small and young', async () => {
    await redis.call('ZADD', redis.keys.dead, 850, 'old', 950, 'b', 960, 'c')
    const input = {
      list: listOf('a'),
      now: epochSeconds(1_000),
      limits,
      raw: 'one',
      payload: 'ONE',
    }
    expect(await redis.run(buryScript, input)).toBe(true)
    expect(await redis.run(buryScript, input)).toBe(false)
    // Sidekiq's arithmetic keeps one less than the limit.
    expect(await members(redis.keys.dead)).toEqual(['c', '960', 'ONE', '1000'])
  })

  test('give-back makes units the next ones again, in their order', async () => {
    await fill('a', 'three')
    const payloads = ['two', 'one', 'gone']
    expect(await redis.run(giveBackScript, { incarnation, queue: 'a', payloads })).toBe(2)
    expect(await range(redis.keys.queue('a'))).toEqual(['three', 'two', 'one'])
    expect(await redis.call('SMEMBERS', redis.keys.queues)).toEqual(['a'])
  })
})

describe('life and death', () => {
  const tomb = encodeIncarnation({ queues: ['a'], place: null, pid: 1, reapedAtMs: 5 })
  const entombing = { identity, incarnation, tombstone: tomb, isCertain: false }

  test('renew prolongs life and tells who is still in his rights', async () => {
    const incarnations = [incarnation, 'forgotten']
    const input = { identity, ttlMs: 5_000, incarnations, tombstone: tomb }
    expect(await redis.run(renewScript, input)).toEqual([true, false])
    // What may land in the lists of a name that Redis has forgotten is found by reapers.
    const forgotten = await redis.call('HGET', redis.keys.registry, `${TOMBSTONE}forgotten`)
    expect(forgotten).toBe(tomb)
    await redis.call('HDEL', redis.keys.registry, `${TOMBSTONE}forgotten`)
    expect(Number(await redis.call('PTTL', redis.keys.alive(identity)))).toBeGreaterThan(1_000)
  })

  test('a process that lives is not entombed', async () => {
    expect(await redis.run(entombScript, entombing)).toBe(false)
    expect(await redis.run(entombScript, { ...entombing, isCertain: true })).toBe(true)
  })

  test('a dead process loses its rights, once, and leaves a tombstone', async () => {
    await redis.call('DEL', redis.keys.alive(identity))
    expect(await redis.run(entombScript, entombing)).toBe(true)
    expect(await redis.run(entombScript, entombing)).toBe(false)
    const registry = decodeRegistry(await redis.call('HGETALL', redis.keys.registry))
    expect(registry).toMatchObject([{ id: incarnation, identity, queues: ['a'], reapedAtMs: 5 }])
    const input = { incarnation, limit: 1, queues: ['a'], finished: [] }
    expect((await redis.run(fetchScript, input)).found).toBeNull()
  })

  test('recover gives units back or buries them, and counts both', async () => {
    await fill('a', 'one', 'two', 'three')
    await redis.run(fetchScript, { incarnation, limit: 3, queues: ['a'], finished: [] })
    const units = [
      { raw: 'three', jid: 'j3', burial: null },
      { raw: 'two', jid: 'j2', burial: 'TWO' },
      { raw: 'one', jid: 'j1', burial: null },
      { raw: 'acknowledged meanwhile', jid: 'j0', burial: null },
    ]
    const now = epochSeconds(7)
    const input = { incarnation, queue: 'a', units, now, counterTtlSeconds: 60 }
    expect(await redis.run(recoverScript, input)).toBe(3)
    expect(await range(redis.keys.queue('a'))).toEqual(['three', 'one'])
    expect(await members(redis.keys.dead)).toEqual(['TWO', '7'])
    const counters = ['j0', 'j1', 'j2', 'j3'].map((jid) => redis.keys.recoveries(jid))
    expect(await redis.call('MGET', ...counters)).toEqual([null, '1', '1', '1'])
    expect(await redis.call('TTL', counters[1] ?? '')).toBe(60)
  })
})

test('enqueue-due moves members to their queues, once, and buries what is no job', async () => {
  const set = redis.keys.schedule
  await redis.call('ZADD', set, 1, 'm1', 2, 'm2', 3, 'm3', 4, 'junk')
  const jobs = [
    { member: 'm1', payload: 'M1', queue: 'a' },
    { member: 'm2', payload: 'M2', queue: 'b' },
    { member: 'm3', payload: 'M3', queue: 'a' },
    { member: 'moved by another', payload: 'X', queue: 'a' },
    { member: 'junk', payload: 'junk', queue: null },
  ]
  expect(await redis.run(enqueueDueScript, { set, now: epochSeconds(9), jobs })).toBe(4)
  expect(await range(redis.keys.queue('a'))).toEqual(['M3', 'M1'])
  expect(await range(redis.keys.queue('b'))).toEqual(['M2'])
  expect(await members(redis.keys.dead)).toEqual(['junk', '9'])
  expect(await redis.call('ZCARD', set)).toBe(0)
  expect(await redis.call('SCARD', redis.keys.queues)).toBe(2)
})
