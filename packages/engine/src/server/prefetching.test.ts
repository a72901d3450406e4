/** Units that are fetched ahead: in their order, shared with others, never lost. */
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { defineJob } from '../job/definition.ts'
import { useEngine } from './fixtures/use-engine.ts'
import { WorkerProcess } from './fixtures/worker-process.ts'

const engine = useEngine()
const { call, launch, server } = engine
const numbered = z.tuple([z.number()])
const queued = async () =>
  ((await call('LRANGE', 'queue:default', 0, -1)) as string[])
    .map((raw) => JSON.parse(raw).args[0] as number)
    .toReversed()

function startWorker(): WorkerProcess {
  const worker = new WorkerProcess({ url: server().url, concurrency: 20 })
  onTestFinished(() => worker.kill())
  return worker
}

/** Short jobs, then jobs that last until `end` is called. */
function shortThenLong(shortCount: number) {
  const { promise, resolve } = Promise.withResolvers<void>()
  const started: number[] = []
  const job = defineJob({
    class: 'X',
    args: numbered,
    perform: ([number]) => {
      started.push(number)
      return number < shortCount ? undefined : promise
    },
  })
  return { job, started, end: resolve }
}

describe('fetching ahead', () => {
  test('what has not started goes back at the end, in its order', async () => {
    const { job, started, end } = shortThenLong(2_000)
    await engine.client.pushBulk(
      job,
      Array.from({ length: 2_200 }, (_, index) => [index]),
    )
    const launcher = await launch([job], { concurrency: 3 })
    await expect.poll(() => started.length).toBe(2_003)
    await launcher.quiet()
    expect(await queued()).toEqual(Array.from({ length: 197 }, (_, index) => index + 2_003))
    end()
  })

  test('slow jobs are not hoarded: what waits behind them is free for others soon', async () => {
    const { job, started, end } = shortThenLong(2_000)
    await engine.client.pushBulk(
      job,
      Array.from({ length: 2_020 }, (_, index) => [index]),
    )
    await launch([job], { concurrency: 3 })
    await expect.poll(() => started.length).toBe(2_003)
    const free = Array.from({ length: 17 }, (_, index) => index + 2_003)
    await expect.poll(queued).toEqual(free)
    end()
  })

  test('two processes share twenty slow jobs', async () => {
    const counts = [0, 0]
    const slow = (index: number) =>
      defineJob({
        class: 'X',
        args: numbered,
        perform: async () => {
          counts[index] = (counts[index] ?? 0) + 1
          await sleep(50)
        },
      })
    await launch([slow(0)], { concurrency: 2 })
    await launch([slow(1)], { concurrency: 2 })
    await engine.client.pushBulk(
      slow(0),
      Array.from({ length: 20 }, (_, index) => [index]),
    )
    await expect.poll(() => counts.reduce((sum, count) => sum + count)).toBe(20)
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(7)
  })

  test('SIGKILL at full speed loses nothing and repeats little', async () => {
    const total = 6_000
    await engine.client.pushBulk(
      { class: 'CountWorker' },
      Array.from({ length: total }, (_, index) => [index, 0]),
    )
    const worker = startWorker()
    await worker.event('ready')
    await expect.poll(() => call('SCARD', 'test:done'), { interval: 2 }).toBeGreaterThan(500)
    await worker.kill()
    startWorker()
    await expect.poll(() => call('SCARD', 'test:done'), { timeout: 60_000 }).toBe(total)
    const runs = ((await call('HVALS', 'test:runs')) as string[]).map(Number)
    const repeated = runs.reduce((sum, count) => sum + count, 0) - total
    expect(repeated).toBeLessThanOrEqual(20 + 2 * 150)
  })
})

describe('a pause that somebody writes into Redis', () => {
  test('is obeyed within two seconds by a worker that waits, and so is its end', async () => {
    const { job, started, end } = shortThenLong(Infinity)
    await launch([job])
    await expect.poll(() => call('CLIENT', 'LIST')).toContain('cmd=blmove')
    await call('SADD', 'paused', 'default')
    await sleep(2_000)
    await engine.client.push(job, [1])
    await sleep(300)
    expect(started).toEqual([])
    await call('SREM', 'paused', 'default')
    await expect.poll(() => started, { timeout: 2_300 }).toEqual([1])
    end()
  })

  test('is obeyed by a worker that is busy', async () => {
    const { job, started, end } = shortThenLong(Infinity)
    await engine.client.pushBulk(
      job,
      Array.from({ length: 40_000 }, (_, index) => [index]),
    )
    await launch([job], { concurrency: 2 })
    await expect.poll(() => started.length, { interval: 5 }).toBeGreaterThan(0)
    await call('SADD', 'paused', 'default')
    await sleep(100)
    const count = started.length
    await sleep(200)
    expect(started.length).toBe(count)
    expect(await call('KEYS', 'howdah:inflight:*')).toEqual([])
    expect(Number(await call('LLEN', 'queue:default'))).toBe(40_000 - count)
    end()
  })
})

test('a full Redis refuses producers, and workers drain it, failures included', async () => {
  let runs = 0
  const job = defineJob({
    class: 'X',
    args: numbered,
    perform: ([number]) => {
      runs += 1
      if (number % 10 === 0) throw new RangeError('As wanted.')
    },
  })
  await engine.client.pushBulk(
    job,
    Array.from({ length: 500 }, (_, index) => [index]),
  )
  await call('CONFIG', 'SET', 'maxmemory', 1)
  try {
    await expect(engine.client.push(job, [1])).rejects.toThrow('Redis is full')
    await launch([job], { beatIntervalMs: 100 })
    await expect.poll(() => runs, { timeout: 10_000 }).toBe(500)
    await expect.poll(() => call('ZCARD', 'retry')).toBe(50)
    await expect.poll(() => call('KEYS', 'howdah:inflight:*')).toEqual([])
    await expect.poll(() => call('GET', 'stat:processed'), { timeout: 10_000 }).toBe('500')
  } finally {
    await call('CONFIG', 'SET', 'maxmemory', 0)
  }
  await engine.client.push(job, [1])
  await expect.poll(() => runs).toBe(501)
})
