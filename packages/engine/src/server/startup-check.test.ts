/** Real servers, each with one thing wrong with it. */
import { afterEach, describe, expect, test } from 'vitest'
import { RedisUnsuitableError } from '../errors.ts'
import type { RedisClient } from '../redis/contract.ts'
import { createLogger } from '../support/logger.ts'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import { checkRedis } from './startup-check.ts'

let servers: TestRedis[] = []
afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  servers = []
})

async function start(configuration: Record<string, string> = {}): Promise<TestRedis> {
  const server = await startTestRedis({ configuration })
  servers.push(server)
  return server
}

async function warningsOf(redis: RedisClient): Promise<string[]> {
  const lines: string[] = []
  await checkRedis(redis, createLogger({ format: 'json', write: (line) => lines.push(line) }))
  return lines.map((line) => String((JSON.parse(line) as { msg: unknown }).msg))
}

/** The same Redis, but for the reply to one command. */
function replying(redis: RedisClient, name: string, reply: unknown): RedisClient {
  const call: RedisClient['call'] = (command, ...parameters) =>
    command === name ? Promise.resolve(reply) : redis.call(command, ...parameters)
  return { ...redis, call, keys: redis.keys, settings: redis.settings }
}

describe('persistence', () => {
  test('a Redis that keeps nothing on disk is warned of', async () => {
    const { redis } = await start({ save: '' })
    const warnings = await warningsOf(redis)
    expect(warnings.join()).toContain('keeps nothing on disk')
    expect(warnings.join()).toContain('appendonly yes')
  })

  test('save points or an append-only file are enough', async () => {
    expect(await warningsOf((await start({ save: '60 1000' })).redis)).toEqual([])
    const { redis } = await start({ appendonly: 'yes' })
    expect(await warningsOf(redis)).toEqual([])
  })

  test('a hosted Redis that hides CONFIG raises no false alarm', async () => {
    const { redis } = await start({ save: '' })
    await redis.call('ACL', 'SETUSER', 'default', '-config', '-time')
    expect(await warningsOf(redis)).toEqual([])
  })
})

test('an eviction policy that throws jobs away is named', async () => {
  const { redis } = await start({ save: '60 1000', 'maxmemory-policy': 'allkeys-lru' })
  expect(await warningsOf(redis)).toEqual([expect.stringContaining('is allkeys-lru')])
})

test('a replica is refused with the address of its primary', async () => {
  const { redis } = await start({ replicaof: '127.0.0.1 1' })
  await expect(checkRedis(redis, createLogger({ level: 'silent' }))).rejects.toThrow(
    new RedisUnsuitableError(
      'This Redis is a replica of 127.0.0.1:1 and takes no writes. Give the address of the primary.',
    ),
  )
})

test('part of a cluster is refused', async () => {
  const { redis } = await start({ 'cluster-enabled': 'yes' })
  await expect(warningsOf(redis)).rejects.toThrow('part of a cluster')
})

test('an old version is refused', async () => {
  const { redis } = await start()
  const old = replying(redis, 'INFO', 'redis_version:6.0.16\r\nrole:master\r\n')
  await expect(warningsOf(old)).rejects.toThrow('version 6.0.16; jobs need at least 6.2')
})

test('clocks that differ are warned of with the number', async () => {
  const { redis } = await start({ save: '60 1000' })
  const seconds = Math.round(Date.now() / 1_000)
  const late = await warningsOf(replying(redis, 'TIME', [String(seconds - 90), '0']))
  expect(late).toHaveLength(1)
  expect(late[0]).toMatch(
    /^The clock of this machine is (89|90)\.\d seconds ahead of that of Redis/,
  )
  const early = await warningsOf(replying(redis, 'TIME', [String(seconds + 90), '0']))
  expect(early[0]).toContain('behind that of Redis')
})
