/** Jobs that iterate: where they are is kept, and they go on from there, whatever ended them. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { defineJob } from '../job/definition.ts'
import type { JobDefinition } from '../job/definition.ts'
import type { JobContext } from '../job/context.ts'
import { pages } from '../job/iteration.ts'
import type { Cursor, ItemWithCursor } from '../job/iteration.ts'
import { useEngine } from './fixtures/use-engine.ts'
import { WorkerProcess } from './fixtures/worker-process.ts'

const engine = useEngine()
const { call, server } = engine
const launch: typeof engine.launch = (jobs, options) =>
  engine.launch(jobs, { concurrency: 1, pollIntervalAverageSeconds: 0.1, ...options })

/** A job of one loop. */
function iterating(
  perform: (context: JobContext) => Promise<void>,
  more: Partial<Pick<JobDefinition, 'retry' | 'retryIn' | 'timeoutSeconds'>> = {},
): JobDefinition<z.ZodArray<z.ZodUnknown>> {
  const args = z.array(z.unknown())
  return defineJob({ class: 'X', args, ...more, perform: (_args, context) => perform(context) })
}

/** The retry, now. */
async function retryNow(): Promise<void> {
  await expect.poll(() => call('ZCARD', 'retry')).toBe(1)
  const [raw = ''] = (await call('ZRANGE', 'retry', 0, -1)) as string[]
  await call('ZADD', 'retry', 'XX', 1, raw)
}

const stateOf = async (jid: string | null) => {
  const flat = (await call('HGETALL', `it-${jid}`)) as string[]
  return Object.fromEntries(flat.flatMap((key, at) => (at % 2 === 0 ? [[key, flat[at + 1]]] : [])))
}

describe('iterating', () => {
  test('an array, an iterable, items with cursors and pages: all once, and no state is left', async () => {
    const seen: unknown[] = []
    const sources = {
      array: ['a', 'b'],
      set: new Set(['c', 'd']),
      letters: (cursor: string | null) =>
        ['e', 'f', 'g']
          .filter((letter) => letter >= (cursor ?? ''))
          .map((l): [string, string] => [l, l]),
      book: pages((page: number | null) => ({
        items: [page ?? 1],
        next: page === 3 ? null : (page ?? 1) + 1,
      })),
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    const job = defineJob({
      class: 'X',
      args: z.tuple([z.enum(['array', 'set', 'letters', 'book'])]),
      async perform([name], { iterate }) {
        const iteration = iterate<unknown>(sources[name] as Iterable<unknown>)
        for await (const item of iteration) seen.push([item, iteration.cursor])
        if (name === 'book') resolve()
      },
    })
    await engine.client.pushBulk(job, [['array'], ['set'], ['letters'], ['book']])
    await launch([job])
    await promise
    const letters = ['e', 'f', 'g'].map((letter) => [letter, letter])
    const book = [
      [[1], null],
      [[2], 2],
      [[3], 3],
    ]
    expect(seen).toEqual([['a', 0], ['b', 1], ['c', 0], ['d', 1], ...letters, ...book])
    expect(await call('KEYS', 'it-*')).toEqual([])
  })

  test('after an error the next run begins with the item that failed', async () => {
    const seen: unknown[] = []
    const job = iterating(async ({ iterate, attempt }) => {
      for await (const item of iterate([10n ** 18n, 1, 2, 3])) {
        seen.push(item)
        if (attempt === 1 && item === 2) throw new RangeError('two')
      }
    })
    await launch([job])
    const jid = await engine.client.push(job, [])
    await expect.poll(() => call('ZCARD', 'retry')).toBe(1)
    expect(await stateOf(jid)).toEqual({ ex: '1', c: '2', rt: expect.stringMatching(/^0\.\d+$/u) })
    expect(await call('TTL', `it-${jid}`)).toBe(2_592_000)
    await retryNow()
    await expect.poll(() => seen).toEqual([10n ** 18n, 1, 2, 2, 3])
    await expect.poll(() => call('EXISTS', `it-${jid}`)).toBe(0)
  })

  test('an error after the last item repeats no item', async () => {
    const seen: unknown[] = []
    const job = iterating(async ({ iterate, attempt }) => {
      for await (const item of iterate(['a', 'b'])) seen.push(item)
      seen.push('after')
      if (attempt === 1) throw new RangeError('after the loop')
    })
    await launch([job])
    await engine.client.push(job, [])
    await retryNow()
    await expect.poll(() => seen).toEqual(['a', 'b', 'after', 'after'])
    await expect.poll(() => call('KEYS', 'it-*')).toEqual([])
  })

  test("what Ruby saved is gone on with, and the state of ours is Ruby's", async () => {
    const seen: unknown[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    const job = iterating(async ({ iterate }) => {
      const options = {
        onStart: () => void seen.push('start'),
        onResume: (at: Cursor) => void seen.push(['resume', at]),
      }
      for await (const item of iterate(['a', 'b', 'c', 'd'], { ...options, saveEverySeconds: 0 })) {
        seen.push(item)
        if (item === 'd') await promise
      }
    })
    const jid = 'abcdef012345678901234567'
    await call('HSET', `it-${jid}`, 'ex', 1, 'c', '2', 'rt', '4.110878339999999')
    await launch([job])
    await engine.client.push(job, [], { jid })
    await expect.poll(() => seen).toEqual([['resume', 2], 'c', 'd'])
    expect(await stateOf(jid)).toEqual({ ex: '2', c: '3', rt: '4.110878339999999' })
    resolve()
  })

  test('stopping interrupts at a boundary: same payload, back of the queue, no failure', async () => {
    const seen: unknown[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    const job = iterating(async ({ iterate }) => {
      try {
        for await (const item of iterate([0, 1, 2, 3])) {
          seen.push(item)
          if (item === 1) await promise
        }
      } catch (error) {
        // Wrapping the interruption changes nothing: it is no failure.
        throw new RangeError('export failed', { cause: error })
      }
    })
    const launcher = await launch([job], { timeoutSeconds: 5, beatIntervalMs: 100 })
    const jid = await engine.client.push(job, [])
    await expect.poll(() => seen).toEqual([0, 1])
    const stopping = launcher.stop()
    await engine.client.push({ class: 'Y', args: [] })
    resolve()
    await stopping
    const queue = ((await call('LRANGE', 'queue:default', 0, -1)) as string[]).map((raw) =>
      JSON.parse(raw),
    )
    expect(queue).toMatchObject([{ jid, class: 'X' }, { class: 'Y' }])
    expect(queue[0]).not.toHaveProperty('retry_count')
    expect(await stateOf(jid)).toMatchObject({ ex: '1', c: '2' })
    expect(await call('GET', 'stat:failed')).toBe('0')
    await call(
      'LREM',
      'queue:default',
      1,
      ((await call('LRANGE', 'queue:default', -1, -1)) as string[])[0] ?? '',
    )
    await launch([job])
    await expect.poll(() => seen).toEqual([0, 1, 2, 3])
  })

  test('a run that has had its time goes to the back of the queue, but does at least one item', async () => {
    const seen: unknown[] = []
    const slow = iterating(async ({ iterate }) => {
      for await (const item of iterate([0, 1], { maxRuntimeSeconds: 0 })) seen.push(item)
    })
    const other = defineJob({
      class: 'Y',
      args: z.array(z.unknown()),
      perform: () => void seen.push('other'),
    })
    await engine.client.push(slow, [])
    await engine.client.push(other, [])
    await launch([slow, other])
    await expect.poll(() => seen).toEqual([0, 'other', 1])
    expect(await call('GET', 'stat:failed')).toBe(null)
  })

  test('a cancelled job ends at the next save, its signal fired, without a retry', async () => {
    const seen: unknown[] = []
    const job = iterating(async ({ iterate, signal, jid }) => {
      const calls = {
        onCancel: () => void seen.push('cancel'),
        onStop: () => void seen.push('stop'),
        onComplete: () => void seen.push('complete'),
      }
      signal.addEventListener('abort', () => seen.push(signal.reason.kind))
      for await (const item of iterate([0, 1, 2], { ...calls, saveEverySeconds: 0 })) {
        seen.push(item)
        if (item === 1) await call('HSET', `it-${jid}`, 'cancelled', 1_795_450_122)
      }
      seen.push('never')
    })
    await launch([job])
    await engine.client.push(job, [])
    await expect.poll(() => seen).toEqual([0, 1, 'cancelled', 'cancel', 'stop'])
    await expect.poll(() => call('KEYS', 'it-*')).toEqual([])
    expect(await call('ZCARD', 'retry')).toBe(0)
  })

  test('leaving the loop ends the source too, and the job as its handler says', async () => {
    const seen: unknown[] = []
    async function* numbers(cursor: number | null): AsyncGenerator<ItemWithCursor<number, number>> {
      try {
        for (let at = cursor ?? 0; ; at += 1) yield [at, at]
      } finally {
        seen.push('closed')
      }
    }
    const job = iterating(async ({ iterate }) => {
      const done = {
        onStop: () => void seen.push('stop'),
        onComplete: () => void seen.push('complete'),
      }
      for await (const item of iterate(numbers, done)) if (item === 2) break
      seen.push('after')
    })
    await launch([job])
    await engine.client.push(job, [])
    await expect.poll(() => seen).toEqual(['closed', 'stop', 'after'])
    await expect.poll(() => call('KEYS', 'it-*')).toEqual([])
  })

  test('a second iteration of one job is refused in a sentence', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>()
    const job = iterating(async ({ iterate }) => {
      for await (const _ of iterate([1]));
      try {
        iterate([2])
      } catch (error) {
        resolve(error)
      }
    })
    await launch([job])
    await engine.client.push(job, [])
    expect(await promise).toMatchObject({
      code: 'misuse',
      message: expect.stringContaining('iterates twice'),
    })
  })

  test('a time-out ends a run between two items, and the retry goes on', async () => {
    const seen: unknown[] = []
    const job = iterating(
      async ({ iterate, attempt, signal }) => {
        for await (const item of iterate([0, 1, 2])) {
          seen.push(item)
          if (attempt > 1 || item !== 1) continue
          await new Promise((resolve) => signal.addEventListener('abort', resolve))
        }
      },
      { timeoutSeconds: 0.2 },
    )
    await launch([job])
    await engine.client.push(job, [])
    await retryNow()
    await expect.poll(() => seen).toEqual([0, 1, 2])
  })

  test('a full Redis does not keep an iterating job from its end', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const job = iterating(async ({ iterate }) => {
      for await (const item of iterate([0, 1, 2], { saveEverySeconds: 0 }))
        if (item === 0) await promise
    })
    onTestFinished(async () => void (await call('CONFIG', 'SET', 'maxmemory', 0)))
    await launch([job])
    const jid = await engine.client.push(job, [])
    await expect.poll(() => stateOf(jid)).toMatchObject({ c: '0' })
    await call('CONFIG', 'SET', 'maxmemory', 1)
    resolve()
    await expect.poll(() => call('EXISTS', `it-${jid}`)).toBe(0)
    expect(await call('ZCARD', 'retry')).toBe(0)
  })
})

describe('processes that end in the middle', () => {
  const startWorker = async (options: object = {}) => {
    const worker = new WorkerProcess({ url: server().url, ...options })
    onTestFinished(() => worker.kill())
    await worker.event('ready')
    return worker
  }
  const timesOf = async () => ((await call('HVALS', 'test:items')) as string[]).map(Number)

  test('deploy: the next process goes on at the cursor, every item once', async () => {
    const first = await startWorker()
    const jid = await engine.client.push({ class: 'IterateWorker', args: [40, 20] })
    await first.event('underway')
    first.signal('SIGTERM')
    await first.exited
    const { c, ex } = await stateOf(jid)
    expect([ex, Number(c)]).toEqual(['1', (await timesOf()).length])
    await startWorker()
    await expect
      .poll(() => call('LRANGE', 'test:iterated', 0, -1), { timeout: 10_000 })
      .toEqual([jid])
    expect(await timesOf()).toEqual(Array.from({ length: 40 }, () => 1))
    await expect.poll(() => call('EXISTS', `it-${jid}`)).toBe(0)
  })

  test('kill: another process goes on from the last save, no item more than twice', async () => {
    const first = await startWorker()
    const jid = await engine.client.push({ class: 'IterateWorker', args: [50, 20] })
    await expect.poll(async () => Number((await stateOf(jid))['c'])).toBeGreaterThan(10)
    await first.kill()
    await startWorker()
    await expect
      .poll(() => call('LRANGE', 'test:iterated', 0, -1), { timeout: 15_000 })
      .toEqual([jid])
    const times = await timesOf()
    expect(times).toHaveLength(50)
    expect(Math.max(...times)).toBeLessThanOrEqual(2)
    expect(times.filter((count) => count === 2).length).toBeLessThan(15)
  })
})
