import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineJob } from '../job/definition.ts'
import { parsePayload } from '../job/payload.ts'
import type { JobPayload } from '../job/payload.ts'
import { connectRedis } from '../redis/ioredis-client.ts'
import { epochMs } from '../support/epoch.ts'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import { Client } from './client.ts'

const NOW = epochMs(1_795_450_075_395)
const clock = { nowMs: () => NOW }

const greet = defineJob({
  class: 'GreetWorker',
  args: z.tuple([
    z.object({ user_id: z.union([z.number(), z.bigint()]), name: z.string().trim() }),
  ]),
  queue: 'export',
  retry: 3,
  tags: ['a'],
  perform() {},
})

let server: TestRedis
let client: Client

beforeAll(async () => {
  server = await startTestRedis()
  client = new Client({ redis: server.redis, clock })
})
beforeEach(() => server.flush())
afterAll(() => server.stop())

const queued = async (queue: string) =>
  ((await server.redis.call('LRANGE', `queue:${queue}`, 0, -1)) as string[]).map(parsePayload)
const scheduled = () =>
  server.redis.call('ZRANGE', 'schedule', 0, -1, 'WITHSCORES') as Promise<string[]>

describe('push', () => {
  test('writes what Sidekiq would write', async () => {
    const jid = await client.push(greet, [{ user_id: 42, name: ' Ada ' }])
    expect(jid).toMatch(/^[0-9a-f]{24}$/)
    expect(await server.redis.call('LRANGE', 'queue:export', 0, -1)).toEqual([
      `{"retry":3,"queue":"export","tags":["a"],"class":"GreetWorker",` +
        `"args":[{"user_id":42,"name":" Ada "}],"jid":"${jid}",` +
        `"created_at":1795450075395,"enqueued_at":1795450075395}`,
    ])
    expect(await server.redis.call('SMEMBERS', 'queues')).toEqual(['export'])
  })

  test('keeps 64-bit ids exact', async () => {
    await client.push(greet, [{ user_id: 9_007_199_254_740_993n, name: 'Ada' }])
    const [raw] = (await server.redis.call('LRANGE', 'queue:export', 0, -1)) as string[]
    expect(raw).toContain('"user_id":9007199254740993,')
  })

  test('takes options for one push, and the defaults of Sidekiq for a class defined elsewhere', async () => {
    await client.push(greet, [{ user_id: 1, name: 'x' }], {
      queue: 'low',
      retry: false,
      jid: 'mine',
    })
    expect(await queued('low')).toMatchObject([{ retry: false, jid: 'mine', tags: ['a'] }])
    await client.push({
      class: 'RubyWorker',
      args: [1],
      retryForSeconds: 60.5,
      fields: { bid: 'b' },
    })
    expect(await queued('default')).toMatchObject([{ retry: true, retry_for: 60, bid: 'b' }])
  })

  test('puts a later job into the scheduled set, without touching the queues', async () => {
    const jid = await client.push(greet, [{ user_id: 1, name: 'x' }], { in: 60.5 })
    const [raw, score] = await scheduled()
    expect(score).toBe('1795450135.895')
    expect(JSON.parse(raw ?? '')).toEqual({
      retry: 3,
      queue: 'export',
      tags: ['a'],
      class: 'GreetWorker',
      jid,
      created_at: NOW,
      args: [
        {
          user_id: 1,
          name: 'x',
        },
      ],
    })
    expect(await server.redis.call('EXISTS', 'queues')).toBe(0)
  })

  test('understands a Date and epoch seconds, and pushes what is due at once', async () => {
    await client.push({ class: 'X', args: [] })
    await client.push({ class: 'X', args: [], at: new Date(NOW + 1_000) })
    await client.push({ class: 'X', args: [], at: NOW / 1000 + 2 })
    await client.push({ class: 'X', args: [], at: NOW / 1000 - 2 })
    expect((await scheduled()).filter((_, index) => index % 2 === 1)).toEqual([
      '1795450076.395',
      '1795450077.395',
    ])
    expect(await queued('default')).toHaveLength(2)
  })

  test('uses the namespace', async () => {
    const redis = connectRedis({ url: server.url, namespace: 'mastodon' })
    await new Client({ redis }).push({ class: 'X', args: [] })
    await redis.close()
    expect(await server.redis.call('KEYS', '*')).toHaveLength(2)
    expect(await server.redis.call('LLEN', 'mastodon:queue:default')).toBe(1)
  })
})

describe('refusals', () => {
  test('names what does not fit the schema', async () => {
    const wrong = [{ user_id: 'x', name: 'y' }] as never
    await expect(client.push(greet, wrong)).rejects.toThrow(
      /The arguments do not fit GreetWorker: args\[0\.user_id\]: /,
    )
  })

  test.each([
    [[new Date()], 'an instance of Date in args[0]'],
    [[{ a: [undefined] }], 'a value of type undefined in args[0].a[0]'],
    [[Number.NaN], 'NaN in args[0]'],
    [[() => 1], 'a value of type function in args[0]'],
    [[new Map()], 'an instance of Map in args[0]'],
  ])('names an argument that JSON cannot carry: %j', async (args, text) => {
    await expect(client.push({ class: 'X', args })).rejects.toThrow(text)
  })

  test('refuses a circle, an empty queue, "in" beside "at", an endless window', async () => {
    const circle: unknown[] = []
    circle.push(circle)
    const X = { class: 'X', args: [] }
    await expect(client.push({ class: 'X', args: [circle] })).rejects.toThrow('a circle')
    await expect(client.push({ ...X, queue: '' })).rejects.toThrow('needs a queue')
    await expect(client.push({ ...X, in: 1, at: 2 })).rejects.toThrow('not both')
    await expect(client.push({ ...X, at: new Date('x') })).rejects.toThrow('cannot run at NaN')
    await expect(client.push({ ...X, at: NOW })).rejects.toThrow('Milliseconds? Give a Date.')
    await expect(client.push({ ...X, retryForSeconds: 2e9 })).rejects.toThrow('at most')
    await expect(client.push({ ...X, retry: 1.5 })).rejects.toThrow('retry must be')
    expect(await server.redis.call('DBSIZE')).toBe(0)
  })

  test('says that Redis does not answer, soon', async () => {
    const redis = connectRedis('redis://127.0.0.1:1/0')
    const pushing = new Client({ redis }).push({ class: 'X', args: [] })
    await expect(pushing).rejects.toMatchObject({ code: 'redis-unavailable' })
    redis.disconnect()
  })
})

describe('middleware', () => {
  test('wraps a push from the outside in and may change the job', async () => {
    const calls: string[] = []
    const layer = (name: string) => async (job: JobPayload, next: () => Promise<void>) => {
      calls.push(`${name} in`)
      job['seen'] = name
      job.queue = 'changed'
      await next()
      calls.push(`${name} out`)
    }
    const wrapped = new Client({ redis: server.redis, middleware: [layer('one'), layer('two')] })
    await wrapped.push({ class: 'X', args: [] })
    expect(calls).toEqual(['one in', 'two in', 'two out', 'one out'])
    expect(await queued('changed')).toMatchObject([{ seen: 'two' }])
  })

  test('stops a push by not going on', async () => {
    const middleware = [async () => {}]
    expect(
      await new Client({ redis: server.redis, middleware }).push({ class: 'X', args: [] }),
    ).toBeNull()
    expect(await server.redis.call('DBSIZE')).toBe(0)
  })

  test('arguments are checked after it', async () => {
    const spoil = async (job: JobPayload, next: () => Promise<void>) => {
      job.args.push(new Date())
      await next()
    }
    const spoiled = new Client({ redis: server.redis, middleware: [spoil] })
    await expect(spoiled.push({ class: 'X', args: [] })).rejects.toThrow('an instance of Date')
  })
})

describe('bulk', () => {
  test('pushes in order and gives a jid for each, or null', async () => {
    const middleware = [
      async (job: JobPayload, next: () => Promise<void>) => {
        if (job.args[0] !== 2) await next()
      },
    ]
    const bulk = new Client({ redis: server.redis, middleware })
    const jids = await bulk.pushBulk({ class: 'X', queue: 'q' }, [[1], [2], [3]], { batchSize: 1 })
    expect(jids[1]).toBeNull()
    expect((await queued('q')).map(({ args, jid }) => [args[0], jid])).toEqual([
      [3, jids[2]],
      [1, jids[0]],
    ])
  })

  test('checks all arguments before the first is written', async () => {
    const list = [[{ user_id: 1, name: 'x' }], [{ user_id: null, name: 'x' }]] as never
    await expect(client.pushBulk(greet, list)).rejects.toThrow('do not fit')
    expect(await server.redis.call('DBSIZE')).toBe(0)
  })

  test('schedules with one time, many times, or spread over an interval', async () => {
    const at = NOW / 1000 + 100
    await client.pushBulk({ class: 'X' }, [[1], [2]], { at: [at, at + 1] })
    await client.pushBulk({ class: 'X' }, [[3], [4]], { in: 50 })
    await client.pushBulk({ class: 'X' }, [[5], [6]], { spreadSeconds: 10 })
    const scores = (await scheduled()).filter((_, index) => index % 2 === 1).map(Number)
    expect(scores).toHaveLength(6)
    expect(scores.slice(2)).toEqual([at - 50, at - 50, at, at + 1])
    expect(scores.slice(0, 2).every((score) => score - NOW / 1000 < 10)).toBe(true)
    const uneven = client.pushBulk({ class: 'X' }, [[1], [2]], { at: [at] })
    await expect(uneven).rejects.toThrow('2 jobs but 1 times')
  })
})

describe('bulk of what is made on the way', () => {
  test('is taken a batch at a time, from any iterable', async () => {
    const seen: number[] = []
    async function* rows() {
      for (let id = 1; id <= 5; id += 1) {
        seen.push(Number(await server.redis.call('LLEN', 'queue:default')))
        yield [id]
      }
    }
    const jids = await client.pushBulk({ class: 'X' }, rows(), { batchSize: 2 })
    expect(new Set(jids).size).toBe(5)
    expect(seen).toEqual([0, 0, 2, 2, 4])
    await client.pushBulk({ class: 'X' }, new Set([[6], [7]]), { in: 60 })
    expect(await server.redis.call('ZCARD', 'schedule')).toBe(2)
    expect((await queued('default')).map(({ args }) => args[0])).toEqual([5, 4, 3, 2, 1])
    await expect(client.pushBulk({ class: 'X' }, rows(), { at: [1] })).rejects.toThrow('an array')
    for (const batchSize of [0, -1, 2.5, Number.NaN]) {
      for (const list of [[[8]], new Set([[8]])]) {
        const push = client.pushBulk({ class: 'X' }, list, { batchSize })
        await expect(push).rejects.toThrow('a whole number above 0')
      }
    }
    expect(await server.redis.call('LLEN', 'queue:default')).toBe(5)
  })
})

describe('strict arguments', () => {
  const args = [new Date(0), Number.NaN]

  test('may only warn, or be off: then JSON decides', async () => {
    const warned = once(process, 'warning')
    await new Client({ redis: server.redis, strictArguments: 'warn' }).push({ class: 'X', args })
    const [warning] = (await warned) as [Error]
    expect(warning.message).toContain('an instance of Date in args[0]')
    await new Client({ redis: server.redis, strictArguments: false }).push({ class: 'X', args })
    expect((await queued('default')).map((job) => job.args)).toEqual([
      ['1970-01-01T00:00:00.000Z', null],
      ['1970-01-01T00:00:00.000Z', null],
    ])
  })
})

describe('withheld pushes', () => {
  test('are written in their order when the work has ended, and by nobody before', async () => {
    const unique = { forSeconds: 60 }
    const jids = await client.withheld(async (held) => {
      const first = await held.push({ class: 'A', args: [] })
      const rest = await held.pushBulk({ class: 'B' }, [[1], [2]], { in: 60 })
      const twin = { class: 'U', args: [], queue: 'u', unique }
      const twins = [held.push(twin), held.push(twin)]
      const nested = await held.withheld((inner) => inner.push({ class: 'C', args: [] }))
      expect(await server.redis.call('DBSIZE')).toBe(0)
      return [first, ...rest, ...(await Promise.all(twins)), nested]
    })
    expect(jids.filter((jid) => jid !== null)).toHaveLength(6)
    expect((await queued('default')).map((job) => [job.class, job.jid])).toEqual([
      ['C', jids[5]],
      ['A', jids[0]],
    ])
    expect(await scheduled()).toHaveLength(4)
    expect(await queued('u')).toHaveLength(1)
  })

  test('are forgotten when it throws; refusals are told at once', async () => {
    const rolledBack = client.withheld(async (held) => {
      await held.push({ class: 'A', args: [] })
      await expect(held.push({ class: 'A', args: [new Date()] })).rejects.toThrow('Date')
      throw new Error('rolled back')
    })
    await expect(rolledBack).rejects.toThrow('rolled back')
    expect(await server.redis.call('DBSIZE')).toBe(0)
  })
})
