/** Payloads as Sidekiq 8.1, 7.3 and 6.4 wrote them, byte by byte, performed and failed by us. */
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { RetrySet } from './api.ts'
import { defineJob, silentLogger } from './index.ts'
import { Launcher } from './server.ts'
import { startTestRedis } from './testing.ts'
import type { TestRedis } from './testing.ts'

let server: TestRedis
beforeAll(async () => {
  server = await startTestRedis()
})
beforeEach(() => server.flush())
afterAll(() => server.stop())

const IMMEDIATE = {
  '8.1.7':
    '{"retry":3,"queue":"default","backtrace":2,"tags":["a"],"args":[1,"x",{"k":null}],"class":"HardJob","jid":"03aeb4c822e968faa571cab7","created_at":1795450075395,"enqueued_at":1795450075396}',
  '7.3.10':
    '{"retry":3,"queue":"default","backtrace":2,"tags":["a"],"args":[1,"x",{"k":null}],"class":"HardJob","jid":"3e1b4c822e968faa571cab77","created_at":1795450157.9627078,"enqueued_at":1795450157.962772}',
  '6.4.1':
    '{"retry":3,"queue":"default","args":[1],"class":"HardJob","jid":"034a8484f8aa6cd9368a4676","created_at":1795450158.50194,"enqueued_at":1795450158.5020177}',
}

const RETRY_8_1 =
  '{"retry":3,"queue":"default","backtrace":2,"tags":["a"],"args":["fail"],"class":"HardJob","jid":"439954c19308838d977c40fc","created_at":1795450103596,"enqueued_at":1795450103596,"error_message":"boom é","error_class":"ArgumentError","failed_at":1795450103599,"retry_count":0,"error_backtrace":"eJyLVtIvyS3QL0otTk0sSs7QL0stykyr1M/KT9IrSrIyscrMU0goSC1Kyy/KVVfSwa64ONtCPyczSb84MyU1O7NQv6AoPzm1uDi/CGSEkZEF2JDUitTk0pLUeKDJ6kqxAPHwKmo="}'

test.each(Object.entries(IMMEDIATE))('%s: is performed with its arguments', async (_, raw) => {
  const seen = await performWith(raw)
  const { args, jid } = PayloadText.parse(JSON.parse(raw))
  expect(seen).toEqual([{ args, jid, attempt: 1, maxAttempts: 4 }])
})

test('8.1.7: an entry of the retry set is performed as its second attempt', async () => {
  await server.redis.call('ZADD', 'retry', 1, RETRY_8_1)
  expect(await performWith()).toEqual([
    { args: ['fail'], jid: '439954c19308838d977c40fc', attempt: 2, maxAttempts: 4 },
  ])
})

test.each(Object.entries(IMMEDIATE))(
  '%s: a failure changes no byte of the rest',
  async (_, raw) => {
    await performWith(raw, () => {
      throw new RangeError('boom')
    })
    const retries = new RetrySet(server.redis)
    await expect.poll(() => retries.size(), { timeout: 10_000 }).toBe(1)
    const [entry] = (await retries.page({ limit: 1 })).entries
    expect(entry?.raw.startsWith(raw.slice(0, -1))).toBe(true)
    expect(entry).toMatchObject({ errorClass: 'RangeError', errorMessage: 'boom', retryCount: 0 })
  },
)

test('8.1.7: a second failure keeps the time of the first', async () => {
  await server.redis.call('ZADD', 'retry', 1, RETRY_8_1)
  await performWith(undefined, () => {
    throw new RangeError('again')
  })
  const retries = new RetrySet(server.redis)
  await expect.poll(() => retries.size(), { timeout: 10_000 }).toBe(1)
  const [entry] = (await retries.page({ limit: 1 })).entries
  expect(entry).toMatchObject({ retryCount: 1, errorMessage: 'again' })
  expect(entry?.failedAt?.getTime()).toBe(1_795_450_103_599)
  expect(entry?.retriedAt).toBeInstanceOf(Date)
  expect(entry?.errorBacktrace).toHaveLength(2)
})

/** What may lie in a queue besides: fields that are missing, of other types, of other products. */
const ODD: Readonly<Record<string, { readonly raw: string; readonly becomes: object }>> = {
  'no jid, no queue, no retry': {
    raw: '{"class":"HardJob","args":[]}',
    becomes: { set: 'retry', retry: true, queue: 'default', retry_count: 0 },
  },
  'retry as a text is the default number': {
    raw: '{"class":"HardJob","args":[],"jid":"a","retry":"3"}',
    becomes: { set: 'retry', retry: '3' },
  },
  'retry: null is none at all': {
    raw: '{"class":"HardJob","args":[],"jid":"b","retry":null}',
    becomes: { set: 'none' },
  },
  'retry: 0 is the dead set': {
    raw: '{"class":"HardJob","args":[],"jid":"c","retry":0}',
    becomes: { set: 'dead', retry_count: 0 },
  },
  'retry_for that is over, in seconds with a fraction': {
    raw: `{"class":"HardJob","args":[],"jid":"d","retry_for":60,"failed_at":${Date.now() / 1000 - 61}5,"retry_count":1}`,
    becomes: { set: 'dead', retry_count: 2 },
  },
  'retry_for that is not over, in milliseconds, whatever the count': {
    raw: `{"class":"HardJob","args":[],"jid":"e","retry_for":3600,"failed_at":${Date.now() - 61_000},"retry_count":99}`,
    becomes: { set: 'retry', retry_count: 100 },
  },
  'a retry queue without a name': {
    raw: '{"class":"HardJob","args":[],"jid":"f","retry_queue":""}',
    becomes: { set: 'retry', queue: 'default' },
  },
  "fields of batches, limiters, encryption and ActiveJob's old options stay": {
    raw: '{"class":"HardJob","args":["QUJD"],"jid":"g","bid":"b-1","overrated":2,"encrypt":true,"wait":"0.1","unique_for":60,"profiler_options":{"mode":"cpu"},"cattr":{"a":1},"cattr_1":{"b":2}}',
    becomes: {
      set: 'retry',
      bid: 'b-1',
      overrated: 2,
      encrypt: true,
      wait: '0.1',
      unique_for: 60,
      profiler_options: { mode: 'cpu' },
      cattr: { a: 1 },
      cattr_1: { b: 2 },
    },
  },
  'names of fields in escapes': {
    raw: '{"\\u0063lass":"HardJob","args":[],"jid":"h","retry\\u005fcount":4}',
    becomes: { set: 'retry', retry_count: 5 },
  },
  'a number for a jid': {
    raw: '{"class":"HardJob","args":[],"jid":123}',
    becomes: { set: 'retry', jid: 123 },
  },
  'ActiveJob wraps a class that only Ruby knows': {
    raw: '{"class":"Sidekiq::ActiveJob::Wrapper","wrapped":"MyJob","args":[{"job_class":"MyJob"}],"jid":"i"}',
    becomes: { set: 'retry', wrapped: 'MyJob', error_class: 'UnknownJobClassError' },
  },
  'arguments that are no list': {
    raw: '{"class":"HardJob","args":{"a":1},"jid":"j"}',
    becomes: { set: 'dead', args: { a: 1 } },
  },
}

test('payloads of any kind end where Sidekiq would put them, and stop nothing', async () => {
  const raws = Object.values(ODD).map(({ raw }) => raw)
  await server.redis.call('LPUSH', 'queue:default', ...raws)
  await performWith(undefined, () => {
    throw new RangeError('boom')
  })
  const left = () => server.redis.call('EXISTS', 'queue:default')
  await expect.poll(left).toBe(0)
  await expect.poll(() => server.redis.call('KEYS', 'howdah:inflight:*')).toEqual([])
  const found = new Map<string, object>()
  for (const set of ['retry', 'dead']) {
    for (const text of z.array(z.string()).parse(await server.redis.call('ZRANGE', set, 0, -1))) {
      const payload = AnyPayload.parse(JSON.parse(text))
      found.set(String(payload.jid), { set, ...payload })
    }
  }
  for (const [what, { raw, becomes }] of Object.entries(ODD)) {
    const { jid } = AnyPayload.parse(JSON.parse(raw))
    expect(found.get(String(jid)) ?? { set: 'none' }, what).toMatchObject(becomes)
  }
})

const AnyPayload = z.looseObject({ jid: z.unknown().optional() })

const PayloadText = z.object({ args: z.array(z.unknown()), jid: z.string() })

interface Seen {
  readonly args: readonly unknown[]
  readonly jid: string
  readonly attempt: number
  readonly maxAttempts: number
}

/** Puts a payload into its queue, if there is one; runs a process until a job was performed. */
async function performWith(raw?: string, then = (): void => undefined): Promise<Seen[]> {
  const seen: Seen[] = []
  const hardJob = defineJob({
    class: 'HardJob',
    args: z.array(z.unknown()),
    perform: (args, { jid, attempt, maxAttempts }) => {
      seen.push({ args, jid, attempt, maxAttempts })
      then()
    },
  })
  if (raw !== undefined) await server.redis.call('LPUSH', 'queue:default', raw)
  const launcher = new Launcher({
    redis: server.url,
    jobs: [hardJob],
    logger: silentLogger,
    signals: false,
    timeoutSeconds: 0.5,
    pollIntervalAverageSeconds: 0.2,
  })
  await launcher.start()
  onTestFinished(() => launcher.stop())
  await expect.poll(() => seen.length, { timeout: 20_000 }).toBeGreaterThan(0)
  return seen
}
