import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RedisReplyError, RedisUnavailableError } from '../errors.ts'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import type { MoveAnswer, MoveConnection, RedisClient } from './contract.ts'

let server: TestRedis
let redis: RedisClient
let moves: MoveConnection

beforeAll(async () => {
  server = await startTestRedis()
  redis = server.redis
  moves = redis.openMoves()
})
beforeEach(() => server.flush())
afterAll(async () => {
  moves.disconnect()
  await server.stop()
})

async function wait(timeoutSeconds = 30): Promise<MoveAnswer> {
  await moves.clientId()
  return await new Promise((resolve) => {
    moves.move({ source: 'from', target: 'to', timeoutSeconds }, resolve)
  })
}

describe('a connection that waits with BLMOVE', () => {
  test('brings what is there, and what comes later, byte for byte', async () => {
    await redis.call('LPUSH', 'from', 'ready')
    expect(await wait()).toBe('ready')
    const text = '{"a":"Ünïcode 🐘 \\r\\n"}\r\n$5\r\nno ans'
    const waiting = wait()
    await redis.call('LPUSH', 'from', text)
    expect(await waiting).toBe(text)
    expect(await redis.call('LRANGE', 'to', 0, -1)).toEqual([text, 'ready'])
  })

  test('puts an answer together that comes in many pieces', async () => {
    const text = '🐘'.repeat(2_000_000)
    const waiting = wait()
    await redis.call('LPUSH', 'from', text)
    expect((await waiting) === text).toBe(true)
    await redis.call('LPUSH', 'from', '')
    expect(await wait()).toBe('')
  })

  test('ends with null when it is unblocked or its time is over', async () => {
    const id = await moves.clientId()
    const waiting = wait()
    await expect.poll(() => redis.call('CLIENT', 'UNBLOCK', id)).toBe(1)
    expect(await waiting).toBeNull()
    expect(await wait(0.05)).toBeNull()
  })

  test('says that Redis refuses, and goes on', async () => {
    await redis.call('SET', 'from', 'no list')
    expect(await wait()).toBeInstanceOf(RedisReplyError)
    await redis.call('DEL', 'from')
    await redis.call('LPUSH', 'from', 'next')
    expect(await wait()).toBe('next')
  })

  test('fails when its connection is killed, takes one move at a time, and connects again', async () => {
    const id = await moves.clientId()
    const waiting = wait()
    await expect
      .poll(async () => String(await redis.call('CLIENT', 'LIST', 'ID', id)))
      .toContain('cmd=blmove')
    expect(await wait()).toBeInstanceOf(RedisUnavailableError)
    await redis.call('CLIENT', 'KILL', 'ID', id)
    expect(await waiting).toBeInstanceOf(RedisUnavailableError)
    await redis.call('LPUSH', 'from', 'after')
    expect(await wait()).toBe('after')
    expect(await moves.clientId()).not.toBe(id)
  })
})
