/**
 * With Ruby's Sidekiq on the same Redis: its clients push for our workers and ours for its, its API
 * and its web pages see our retries, dead jobs, processes and running work as its own.
 */
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { ProcessSet, Queue, RetrySet, Stats, WorkSet } from './api.ts'
import { Client, defineJob, parseJson } from './index.ts'
import { startTestRedis } from './testing.ts'
import type { TestRedis } from './testing.ts'
import { startRubySidekiq, whyNoRuby } from './testing/ruby.ts'

const missing = whyNoRuby()
let server: TestRedis

beforeAll(async () => {
  if (missing === null) server = await startTestRedis()
})
beforeEach(async (context) => {
  context.skip(missing !== null, missing ?? '')
  await server.flush()
})
afterAll(() => server?.stop())

const echo = defineJob({
  class: 'EchoWorker',
  args: z.tuple([z.object({ id: z.bigint(), text: z.string() })]),
  queue: 'ruby',
  retry: 3,
  tags: ['ours'],
  perform: () => undefined,
})

test('a Ruby process performs what we push: at once, later, in bulk', async () => {
  const client = new Client({ redis: server.redis })
  const arg = { id: 1_152_921_504_606_846_977n, text: 'é </script> "\\ \u2028' }
  await startSidekiq(['ruby'])
  const jids = [
    await client.push(echo, [arg]),
    await client.push(echo, [arg], { in: 0.2 }),
    ...(await client.pushBulk(echo, [[arg], [arg]])),
  ]
  await expect.poll(() => readDone(), { timeout: 20_000 }).toHaveLength(4)
  const done = await readDone()
  expect(new Set(done.map(({ jid }) => jid))).toEqual(new Set(jids))
  expect(done.map(({ args }) => args)).toEqual([[arg], [arg], [arg], [arg]])
})

test('a job that failed in Ruby is read, and retried now by us, in Ruby again', async () => {
  const { redis } = server
  await startSidekiq(['ruby'])
  const jid = await new Client({ redis }).push({
    class: 'ClumsyWorker',
    args: ['a cup'],
    queue: 'ruby',
    retry: 5,
    backtrace: 3,
  })
  const retries = new RetrySet(redis)
  await expect.poll(() => retries.size(), { timeout: 10_000 }).toBe(1)
  const [entry] = (await retries.page({ limit: 1 })).entries
  expect(entry).toMatchObject({
    jid,
    class: 'ClumsyWorker',
    queue: 'ruby',
    errorClass: 'ArgumentError',
    errorMessage: 'Dropped a cup ☕',
    retryCount: 0,
    maxRetries: 5,
  })
  expect(entry?.errorBacktrace?.[0]).toContain('jobs.rb')
  expect(Math.abs(Date.now() - (entry?.failedAt?.getTime() ?? 0))).toBeLessThan(20_000)
  expect(await retries.retryNow(entry ?? '')).toBe('ruby')
  await expect.poll(() => readDone(), { timeout: 10_000 }).toEqual([{ jid, args: ['a cup'] }])
})

test('a Ruby process and what it runs are seen', async () => {
  const { redis } = server
  const jid = await new Client({ redis }).push({ class: 'PatientWorker', args: [1], queue: 'ruby' })
  await startSidekiq(['ruby', 'other'])
  await expect.poll(() => WorkSet.fetch(redis), { timeout: 20_000 }).toHaveLength(1)
  const [work] = await WorkSet.fetch(redis)
  expect(work).toMatchObject({
    queue: 'ruby',
    job: { jid, class: 'PatientWorker' },
    progress: null,
  })
  const [process] = await ProcessSet.fetch(redis)
  expect(process).toMatchObject({
    queues: ['ruby', 'other'],
    concurrency: 2,
    busy: 1,
    isQuiet: false,
  })
  expect(process?.identity).toBe(work?.identity)
  expect(await Queue.all(redis)).toMatchObject([
    { name: 'ruby', size: 0, processes: 1, concurrency: 2 },
  ])
  expect(await Stats.fetch(redis)).toMatchObject({ busy: 1, processes: 1, enqueued: 0 })
  await redis.call('SET', 'go', 1)
})

/** A real Sidekiq process on these queues until the test is over. */
async function startSidekiq(queues: readonly string[]): Promise<void> {
  const sidekiq = await startRubySidekiq(server.url, queues)
  onTestFinished(() => sidekiq.stop())
}

/** What EchoWorker says it was given. */
async function readDone(): Promise<{ jid: unknown; args: unknown }[]> {
  const texts = await server.redis.call('LRANGE', 'done', 0, -1)
  const Done = z.object({ jid: z.string(), args: z.unknown() })
  return z
    .array(z.string())
    .parse(texts)
    .map((text) => Done.parse(parseJson(text)))
}
