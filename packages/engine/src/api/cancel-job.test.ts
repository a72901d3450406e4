/** Cancelling jobs that wait, wherever they wait. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { cancelJob, readOutcome } from '../client/cancel-job.ts'
import { Client } from '../client/client.ts'
import { MisuseError } from '../errors.ts'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'

let server: TestRedis
let client: Client
beforeAll(async () => {
  server = await startTestRedis()
  client = new Client({ redis: server.redis })
})
beforeEach(() => server.flush())
afterAll(() => server.stop())

const call = (command: string, ...parameters: (string | number)[]) =>
  server.redis.call(command, ...parameters)

test('a queued job is removed, and its neighbours stay', async () => {
  const jids = await client.pushBulk(
    { class: 'A' },
    Array.from({ length: 5_000 }, (_, id) => [id]),
  )
  const jid = jids[2_500] ?? ''
  expect(await client.cancel(jid, { by: 'anna' })).toBe('removed')
  expect(await call('LLEN', 'queue:default')).toBe(4_999)
  expect(await readOutcome(server.redis, jid)).toMatchObject({ outcome: 'cancelled', by: 'anna' })
  expect(await call('EXISTS', `it-${jid}`)).toBe(0)
  expect(await client.cancel(jid)).toBe('not-found')
})

test('scheduled jobs and jobs that wait for a retry are removed', async () => {
  const scheduled = (await client.push({ class: 'A', args: [], in: 60 })) ?? ''
  expect(await client.cancel(scheduled)).toBe('removed')
  await call('ZADD', 'retry', 1, '{"class":"A","args":["j[*]"],"jid":"j[*]"}')
  await call('ZADD', 'retry', 2, '{"class":"A","args":["j[*]"],"jid":"other"}')
  expect(await client.cancel('j[*]')).toBe('removed')
  expect(await call('ZCARD', 'schedule')).toBe(0)
  expect(await call('ZCARD', 'retry')).toBe(1)
})

test('a job that is nowhere leaves no mark, and a dead one stays dead', async () => {
  await call('ZADD', 'dead', 1, '{"class":"A","args":[],"jid":"gone"}')
  expect(await cancelJob(server.redis, 'gone')).toBe('not-found')
  expect(await cancelJob(server.redis, 'never')).toBe('not-found')
  expect(await call('KEYS', 'it-*')).toEqual([])
  expect(await call('KEYS', 'howdah:outcome:*')).toEqual([])
  expect(await call('ZCARD', 'dead')).toBe(1)
  await expect(cancelJob(server.redis, '')).rejects.toThrow(MisuseError)
})

test('a job whose text is not UTF-8 is removed too', async () => {
  const bytes = Buffer.concat([
    Buffer.from('{"class":"A","jid":"b1","args":["'),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('"]}'),
  ])
  await server.redis.call('SADD', 'queues', 'default')
  await server.redis.call('LPUSH', 'queue:default', bytes)
  expect(await client.cancel('b1')).toBe('removed')
  expect(await call('LLEN', 'queue:default')).toBe(0)
  await server.redis.call('ZADD', 'schedule', 1, bytes)
  expect(await client.cancel('b1')).toBe('removed')
})

test('a job that a Ruby process says it runs is marked for it', async () => {
  await call('SADD', 'processes', 'ruby:1:a')
  const work = { queue: 'default', payload: '{"class":"A","args":[],"jid":"r1"}', run_at: 1 }
  await call('HSET', 'ruby:1:a:work', 't1', JSON.stringify(work))
  expect(await client.cancel('r1')).toBe('signalled')
  expect(Number(await call('HGET', 'it-r1', 'cancelled'))).toBeGreaterThan(1_700_000_000)
  expect(Number(await call('TTL', 'it-r1'))).toBeGreaterThan(29 * 86_400)
  expect(await readOutcome(server.redis, 'r1')).toMatchObject({ outcome: 'cancelling' })
})

test('a Redis that is full cancels too', async () => {
  const jid = (await client.push({ class: 'A', args: [] })) ?? ''
  await call('CONFIG', 'SET', 'maxmemory', '1')
  try {
    await expect(client.push({ class: 'A', args: [] })).rejects.toMatchObject({
      code: 'redis-full',
    })
    expect(await client.cancel(jid)).toBe('removed')
  } finally {
    await call('CONFIG', 'SET', 'maxmemory', '0')
  }
})
