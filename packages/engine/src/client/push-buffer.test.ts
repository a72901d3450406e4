/** Pushes that survive an outage of Redis. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { PushBufferFullError, RedisUnavailableError } from '../errors.ts'
import { connectRedis } from '../redis/ioredis-client.ts'
import type { RedisClient } from '../redis/contract.ts'
import { startRedisServer } from '../testing/redis-server.ts'
import type { RedisServer } from '../testing/redis-server.ts'
import { Client } from './client.ts'
import type { PushBufferOptions } from './push-buffer.ts'

let servers: RedisServer[] = []
afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  servers = []
})

/** Started again on the same port it is, for its clients, the same server after a restart. */
async function start(port?: number, more: Record<string, string> = {}): Promise<RedisServer> {
  const configuration = port === undefined ? more : { port: String(port), ...more }
  const server = await startRedisServer({ configuration })
  servers.push(server)
  return server
}

function connect(port: number, buffer: PushBufferOptions | false) {
  const redis = connectRedis(`redis://127.0.0.1:${port}/0`)
  onTestFinished(() => redis.disconnect())
  return { redis, client: new Client({ redis, buffer }) }
}

async function argsInQueue(redis: RedisClient): Promise<unknown[]> {
  const texts = await redis.call('LRANGE', 'queue:default', 0, -1)
  const jobs = Array.isArray(texts) ? texts.map((text) => JSON.parse(String(text))) : []
  return jobs.map((job) => job.args[0]).toReversed()
}

test('pushes of an outage are written by themselves and in order when Redis is back', async () => {
  const server = await start()
  const flushed: number[] = []
  const { redis, client } = connect(server.port, {
    onFlushed: (event) => flushed.push(event.flushed),
  })
  await client.push({ class: 'A', args: [0] })
  await server.stop()
  const jids = []
  for (let id = 1; id <= 20; id += 1) jids.push(await client.push({ class: 'A', args: [id] }))
  expect(new Set(jids).size).toBe(20)
  expect(client.buffered).toBe(20)
  expect(client.oldestBufferedMs).toBeGreaterThan(0)
  await start(server.port)
  await expect.poll(() => client.buffered, { timeout: 8_000 }).toBe(0)
  expect(await argsInQueue(redis)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  expect(flushed).toEqual([20])
  await client.push({ class: 'A', args: [21] })
  expect(await redis.call('LLEN', 'queue:default')).toBe(21)
})

test('a full buffer refuses with a sentence, and what it holds is not lost', async () => {
  const server = await start()
  await server.stop()
  const { client } = connect(server.port, { limit: 2 })
  await client.push({ class: 'A', args: [1] })
  await client.push({ class: 'A', args: [2] })
  const refused = client.push({ class: 'A', args: [3] })
  await expect(refused).rejects.toThrow(PushBufferFullError)
  await expect(refused).rejects.toThrow(/2 of 2 jobs/)
  expect(await client.drain({ timeoutMs: 200 })).toEqual({ left: 2 })
  await start(server.port)
  expect(await client.close({ timeoutMs: 8_000 })).toEqual({ left: 0 })
})

test('without a buffer a push fails, as before', async () => {
  const server = await start()
  await server.stop()
  const { client } = connect(server.port, false)
  await expect(client.push({ class: 'A', args: [] })).rejects.toThrow(RedisUnavailableError)
  expect(client.buffered).toBe(0)
})

/** Starts a Redis again that does not know `LPUSH`. */
async function startWithoutPushes(port: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'howdah-buffer-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const include = join(folder, 'redis.conf')
  await writeFile(include, 'rename-command LPUSH NOTHING\n')
  await start(port, { include })
}

test('what Redis refuses when it is back is dropped loudly, and the rest goes on', async () => {
  const server = await start()
  await server.stop()
  const refused: number[] = []
  const { redis, client } = connect(server.port, {
    onRefused: (event) => refused.push(event.refused),
  })
  await client.push({ class: 'A', args: [1] })
  await client.push({ class: 'A', args: [2], in: 60 })
  await startWithoutPushes(server.port)
  await expect.poll(() => client.buffered, { timeout: 8_000 }).toBe(0)
  expect(refused).toEqual([1])
  expect(await redis.call('ZCARD', 'schedule')).toBe(1)
})

test('an error of a hook fails no push and holds up nothing', async () => {
  const server = await start()
  await server.stop()
  const told: string[] = []
  const fail = (hook: string) => () => {
    told.push(hook)
    throw new Error(`of ${hook}`)
  }
  const { redis, client } = connect(server.port, {
    onBuffered: fail('onBuffered'),
    onRefused: fail('onRefused'),
    onFlushed: fail('onFlushed'),
  })
  expect(await client.push({ class: 'A', args: [1] })).not.toBeNull()
  expect(await client.push({ class: 'A', args: [2], in: 60 })).not.toBeNull()
  await startWithoutPushes(server.port)
  await expect.poll(() => client.buffered, { timeout: 8_000 }).toBe(0)
  expect(told).toEqual(['onBuffered', 'onBuffered', 'onRefused', 'onFlushed'])
  expect(await redis.call('ZCARD', 'schedule')).toBe(1)
})
