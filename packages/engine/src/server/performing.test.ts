/** What a handler gets, in which order, and what surrounds it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineJob } from '../job/definition.ts'
import type { JobPayload } from '../job/payload.ts'
import type { MiddlewareUnit } from '../middleware/chain.ts'
import { ProfileSet } from '../api/profile-set.ts'
import { silentLogger } from '../support/logger.ts'
import { useEngine } from './fixtures/use-engine.ts'
import { performInline } from './perform-inline.ts'

const engine = useEngine()
const { call, launch, server } = engine
const anything = z.array(z.unknown())

describe('performing', () => {
  test('a handler gets what the schema makes of the arguments, and its context', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>()
    const job = defineJob({
      class: 'BackupWorker',
      args: z.tuple([z.object({ user_id: z.bigint().transform(String) })]),
      queue: 'export',
      retry: 3,
      perform: ([{ user_id }], { jid, attempt, maxAttempts, queue }) =>
        resolve({ user_id, jid, attempt, maxAttempts, queue }),
    })
    await launch([job], { queues: ['export'] })
    const jid = await engine.client.push(job, [{ user_id: 9_007_199_254_740_993n }])
    expect(await promise).toEqual({
      jid,
      attempt: 1,
      maxAttempts: 4,
      queue: 'export',
      user_id: '9007199254740993',
    })
    await expect.poll(() => call('KEYS', 'howdah:inflight:*')).toEqual([])
  })

  test('middleware wraps the handler, and may skip it', async () => {
    const calls: unknown[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    const job = defineJob({
      class: 'X',
      args: z.tuple([z.number()]),
      perform: ([number]) => {
        calls.push(number)
        if (number === 3) resolve()
      },
    })
    await launch([job], {
      concurrency: 1,
      middleware: [
        async ({ payload }, next) => {
          calls.push(`before ${String(payload.args[0])}`)
          await next()
          calls.push('after')
        },
        async ({ payload }, next) => {
          if (payload.args[0] !== 2) await next()
        },
      ],
    })
    await engine.client.pushBulk(job, [[1], [2], [3]])
    await promise
    expect(calls).toEqual(['before 1', 1, 'after', 'before 2', 'after', 'before 3', 3])
  })

  test('a capsule may have middleware of its own, with its own queues and concurrency', async () => {
    const calls: string[] = []
    const layer = (name: string) => async (unit: MiddlewareUnit, next: () => Promise<void>) => {
      calls.push(`${name} ${unit.queue}`)
      await next()
    }
    const job = defineJob({ class: 'X', args: anything, perform() {} })
    await launch([job], {
      middleware: [layer('outer')],
      capsules: [
        { name: 'own', queues: ['own'], concurrency: 1, middleware: [layer('own')] },
        { name: 'same', queues: ['same'], concurrency: 1 },
      ],
    })
    for (const queue of ['default', 'own', 'same']) await engine.client.push(job, [], { queue })
    await expect.poll(() => calls.toSorted()).toEqual(['outer default', 'outer same', 'own own'])
  })

  test('strict queues are emptied in their order', async () => {
    const order: unknown[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    const job = defineJob({
      class: 'X',
      args: z.tuple([z.number()]),
      perform: ([number], { queue }) => {
        order.push(`${queue}${number}`)
        if (order.length === 6) resolve()
      },
    })
    await engine.client.pushBulk(job, [[1], [2], [3]], { queue: 'low' })
    await engine.client.pushBulk(job, [[1], [2], [3]], { queue: 'high' })
    await launch([job], { concurrency: 2, queues: ['high', 'low'] })
    await promise
    expect(order).toEqual(['high1', 'high2', 'high3', 'low1', 'low2', 'low3'])
  })

  test('weighted queues all get their turn, the heavier one more often', async () => {
    const order: string[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    const job = defineJob({
      class: 'X',
      args: anything,
      perform: (_args, { queue }) => {
        if (order.push(queue) === 200) resolve()
      },
    })
    const many = Array.from({ length: 300 }, () => [])
    await engine.client.pushBulk(job, many, { queue: 'heavy' })
    await engine.client.pushBulk(job, many, { queue: 'light' })
    await launch([job], { concurrency: 1, queues: ['heavy,4', 'light,1'] })
    await promise
    const heavy = order.slice(0, 200).filter((queue) => queue === 'heavy').length
    expect(heavy).toBeGreaterThan(120)
    expect(heavy).toBeLessThan(195)
  })

  test('jobs of many idle queues are picked up without asking', async () => {
    const seen = new Set<string>()
    const queues = Array.from({ length: 12 }, (_, index) => `q${index}`)
    const job = defineJob({
      class: 'X',
      args: anything,
      perform: (_args, { queue }) => void seen.add(queue),
    })
    await launch([job], { queues, concurrency: 2 })
    await expect.poll(() => call('CLIENT', 'LIST')).toContain('cmd=blmove')
    for (const queue of queues) await engine.client.push(job, [], { queue })
    await expect.poll(() => seen.size, { timeout: 10_000 }).toBe(queues.length)
  })

  test('progress is readable while the job runs and gone afterwards', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const job = defineJob({
      class: 'X',
      args: anything,
      perform: async (_args, { progress }) => {
        for (let done = 1; done <= 100; done += 1) progress({ stage: 'media', done, total: null })
        await promise
      },
    })
    await launch([job])
    const jid = await engine.client.push(job, [])
    const key = server().redis.keys.progress(jid ?? '')
    await expect.poll(() => call('GET', key)).toBe('{"stage":"media","done":100,"total":null}')
    resolve()
    await expect.poll(() => call('EXISTS', key)).toBe(0)
  })

  test('progress costs at most two writes a second', async () => {
    const written = async () =>
      Number(/cmdstat_set:calls=(\d+)/.exec(String(await call('INFO', 'commandstats')))?.[1] ?? 0)
    const { promise, resolve } = Promise.withResolvers<number>()
    const job = defineJob({
      class: 'X',
      args: anything,
      perform: async (_args, { progress }) => {
        const startedAt = performance.now()
        for (let done = 0; done < 300; done += 1) {
          progress({ stage: 'media', done, total: 300 })
          await sleep(5)
        }
        resolve((performance.now() - startedAt) / 1000)
      },
    })
    await launch([job], { livenessTtlMs: 600_000 })
    const before = await written()
    await engine.client.push(job, [])
    const seconds = await promise
    expect((await written()) - before).toBeLessThanOrEqual(2 * seconds + 2)
  })

  test('inline: at once, in this process, through both chains and JSON, without a queue', async () => {
    const calls: unknown[] = []
    const job = defineJob({
      class: 'X',
      args: z.tuple([z.object({ id: z.number().transform(String) })]),
      queue: 'mail',
      async perform([{ id }], { jid, queue, payload, iterate, progress }) {
        progress({ stage: 'x', done: 1, total: null })
        for await (const item of iterate([1, 2], { saveEverySeconds: 0 })) calls.push(item)
        calls.push({ id, jid, queue, tags: payload.tags })
        if (id === '13') throw new RangeError('unlucky')
      },
    })
    const { redis } = server()
    const options = {
      redis,
      tags: ['now'],
      logger: silentLogger,
      clientMiddleware: [
        async (payload: JobPayload, next: () => Promise<void>) => {
          calls.push(payload.class)
          await next()
        },
      ],
      middleware: [
        async (_unit: MiddlewareUnit, next: () => Promise<void>) => {
          calls.push('in')
          await next()
          calls.push('out')
        },
      ],
    }
    const jid = await performInline(job, [{ id: 7 }], options)
    expect(calls).toEqual(['X', 'in', 1, 2, { id: '7', jid, queue: 'mail', tags: ['now'] }, 'out'])
    await expect(performInline(job, [{ id: 13 }], options)).rejects.toThrow('unlucky')
    await expect(performInline(job, [{ id: 'x' }] as never, options)).rejects.toThrow('do not fit')
    const stopping = { ...options, clientMiddleware: [async () => {}] }
    expect(await performInline(job, [{ id: 1 }], stopping)).toBeNull()
    expect(await call('KEYS', '*')).toEqual([])
  })

  test('a job that asks for it is profiled, where Sidekiq keeps its profiles', async () => {
    const job = defineJob({
      class: 'X',
      args: z.tuple([z.boolean()]),
      perform: ([isGood]) => {
        const end = performance.now() + 100
        while (performance.now() < end);
        if (!isGood) throw new Error('x')
      },
    })
    await launch([job], { concurrency: 1 })
    await engine.client.push(job, [false], { profile: 'bad', retry: 0 })
    await engine.client.push(job, [true], { profile: 'slow' })
    const jid = await engine.client.push(job, [true], { profile: 'again' })
    const { redis } = server()
    await expect.poll(() => ProfileSet.fetch(redis)).toHaveLength(2)
    const [last, first] = await ProfileSet.fetch(redis)
    expect([last?.token, first?.token]).toEqual(['again', 'slow'])
    expect(last).toMatchObject({ key: `again-${jid}`, jid, type: 'X' })
    expect(last?.elapsedSeconds).toBeGreaterThanOrEqual(0.1)
    const data = await ProfileSet.data(redis, `again-${jid}`)
    expect(data).toHaveLength(last?.sizeBytes ?? -1)
    expect(gunzipSync(data ?? '').toString()).toMatch(/"url":"[^"]*processor\.ts"/u)
    expect(Number(await call('TTL', `again-${jid}`))).toBeGreaterThan(86_300)
  })
})
