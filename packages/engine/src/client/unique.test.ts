import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { connectRedis, defineJob } from '../index.ts'
import type { UniqueOptions } from '../index.ts'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import { Client } from './client.ts'
import { uniqueDigest } from './unique.ts'

let server: TestRedis
let client: Client

beforeAll(async () => {
  server = await startTestRedis()
  client = new Client({ redis: server.redis })
})
beforeEach(() => server.flush())
afterAll(() => server.stop())

function uniqueJob(unique: Partial<UniqueOptions> = {}) {
  return defineJob({
    class: 'UniqueWorker',
    args: z.tuple([z.number(), z.record(z.string(), z.unknown())]),
    unique: { forSeconds: 60, ...unique },
    perform() {},
  })
}

const queue = () =>
  server.redis.call('LRANGE', 'queue:default', 0, -1).then((raws) => raws as string[])

test('equal arguments have one digest, whatever the order of their keys', () => {
  expect(uniqueDigest('A', [{ a: 1, b: [2, { d: 1, c: 2 }] }])).toBe(
    uniqueDigest('A', [{ b: [2, { c: 2, d: 1 }], a: 1 }]),
  )
  expect(uniqueDigest('A', [9007199254740993n])).not.toBe(uniqueDigest('A', [9007199254740992n]))
  expect(uniqueDigest('A', [5n])).toBe(uniqueDigest('A', [5]))
  expect(uniqueDigest('A', ['1'])).not.toBe(uniqueDigest('A', [1]))
  expect(uniqueDigest('A', [1])).not.toBe(uniqueDigest('B', [1]))
  expect(uniqueDigest('A', [1, 'x'], { by: (args) => args[0] })).toBe(
    uniqueDigest('A', [1, 'y'], { by: (args) => args[0] }),
  )
  expect(() => uniqueDigest('A', [1], { by: () => undefined })).toThrow(/unique\.by of A/)
})

test('a second equal job is rejected, and its holder can be asked for', async () => {
  const job = uniqueJob()
  const jid = await client.push(job, [1, { a: 1 }])
  expect(await client.push(job, [1, { a: 1 }], { queue: 'other' })).toBeNull()
  expect(await client.push(job, [2, { a: 1 }])).not.toBeNull()
  expect(await client.uniqueHolder(job, [1, { a: 1 }])).toBe(jid)
  expect(await client.uniqueHolder(job, [3, {}])).toBeNull()
  const [, first = ''] = await queue()
  expect(
    first.startsWith(
      `{"howdah_unique":"${uniqueDigest('UniqueWorker', [1, { a: 1 }])}","jid":"${jid}","unique_for":60,`,
    ),
  ).toBe(true)
  expect(JSON.parse(first)).toMatchObject({
    class: 'UniqueWorker',
    unique_until: 'success',
    queue: 'default',
  })
  expect(JSON.parse(first).enqueued_at).toBeTypeOf('number')
})

test('one push can do without the lock, or bring its own', async () => {
  const job = uniqueJob()
  await client.push(job, [1, {}])
  expect(await client.push(job, [1, {}], { unique: false })).not.toBeNull()
  const plain = { class: 'RubyWorker', args: [1], unique: { forSeconds: 60 } }
  expect(await client.push(plain)).not.toBeNull()
  expect(await client.push(plain)).toBeNull()
})

test('fifty pushes at once from two connections give one job', async () => {
  const job = uniqueJob()
  const redis = connectRedis(server.url)
  const other = new Client({ redis })
  const jids = await Promise.all(
    Array.from({ length: 50 }, (_, at) => (at % 2 === 0 ? client : other).push(job, [7, {}])),
  )
  redis.disconnect()
  expect(jids.filter((jid) => jid !== null)).toHaveLength(1)
  expect(await queue()).toHaveLength(1)
})

test('a bulk push rejects what another holds and what it holds itself', async () => {
  const job = uniqueJob()
  await client.push(job, [1, {}])
  const jids = await client.pushBulk(job, [
    [1, {}],
    [2, {}],
    [2, {}],
    [3, {}],
  ])
  expect(jids.map((jid) => jid !== null)).toEqual([false, true, false, true])
  expect(await queue()).toHaveLength(3)
})

test('the lock of a scheduled job lives for the delay and the time', async () => {
  const job = uniqueJob({ forSeconds: 60 })
  await client.push(job, [1, {}], { in: 1000 })
  expect(await client.push(job, [1, {}])).toBeNull()
  const ttlMs = Number(
    await server.redis.call(
      'PTTL',
      server.redis.keys.unique(uniqueDigest('UniqueWorker', [1, {}])),
    ),
  )
  expect(ttlMs).toBeGreaterThan(1_050_000)
  expect(ttlMs).toBeLessThanOrEqual(1_060_000)
})

test('when the time is over the next job is pushed', async () => {
  const job = uniqueJob({ forSeconds: 0.02 })
  expect(await client.push(job, [1, {}])).not.toBeNull()
  await expect.poll(() => client.push(job, [1, {}])).not.toBeNull()
})

test('replacing takes the waiting job out of its queue or of the scheduled set', async () => {
  const job = uniqueJob({ onConflict: 'replace', by: ([id]) => id })
  await client.push(job, [1, { v: 1 }])
  const second = await client.push(job, [1, { v: 2 }], { in: 100 })
  expect(await queue()).toHaveLength(0)
  expect(await server.redis.call('ZCARD', 'schedule')).toBe(1)
  const third = await client.push(job, [1, { v: 3 }])
  expect(await server.redis.call('ZCARD', 'schedule')).toBe(0)
  expect((await queue()).map((raw) => JSON.parse(raw).args[1].v)).toEqual([3])
  expect(second).not.toBeNull()
  expect(await client.uniqueHolder(job, [1, {}])).toBe(third)
})

test('running again is not needed while the first job still waits', async () => {
  const job = uniqueJob({ onConflict: 'run-again' })
  await client.push(job, [1, {}])
  expect(await client.push(job, [1, {}])).toBeNull()
  expect(await queue()).toHaveLength(1)
})

test('impossible options are refused in words', async () => {
  const args: [number, Record<string, unknown>] = [1, {}]
  await expect(client.push(uniqueJob({ forSeconds: 0 }), args)).rejects.toThrow(/forSeconds/)
  await expect(client.push(uniqueJob(), args, { jid: 'a"b' })).rejects.toThrow(/jid/)
})
