/** Time-outs, expiry, and what the log says of a run. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { JobTimeoutError } from '../errors.ts'
import { defineJob } from '../job/definition.ts'
import type { JobContext } from '../job/context.ts'
import { createLogger } from '../support/logger.ts'
import type { LogLevel, Logger } from '../support/logger.ts'
import { Deadlines } from './deadlines.ts'
import { useEngine } from './fixtures/use-engine.ts'

const engine = useEngine()
const { call, launch } = engine
const anything = z.array(z.unknown())

describe('a time-out', () => {
  const timed = (perform: (context: JobContext) => Promise<void>) =>
    defineJob({
      class: 'X',
      args: anything,
      timeoutSeconds: 0.1,
      retry: 3,
      perform: (_args, context) => perform(context),
    })

  test('fires the signal; the job fails with it and is retried', async () => {
    const errors: Error[] = []
    const job = timed(async ({ signal }) => {
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
      })
    })
    await launch([job], { errorHandlers: [(error) => void errors.push(error)] })
    await engine.client.push(job, [])
    await expect.poll(() => call('ZCARD', 'retry')).toBe(1)
    const [raw = ''] = (await call('ZRANGE', 'retry', 0, -1)) as string[]
    expect(JSON.parse(raw)).toMatchObject({
      error_class: 'JobTimeoutError',
      error_message:
        'X ran longer than its timeoutSeconds, 0.1. Make the job smaller, iterate, or allow it more time.',
    })
    expect(errors).toMatchObject([{ code: 'timeout', cause: { kind: 'timeout' } }])
    expect(errors[0]).toBeInstanceOf(JobTimeoutError)
  })

  test('counts also for a handler that went on as if nothing had happened, once it ends', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const job = timed(async ({ signal }) => {
      await new Promise((done) => signal.addEventListener('abort', done))
      await promise
    })
    await launch([job])
    await engine.client.push(job, [])
    await expect.poll(() => call('KEYS', 'howdah:inflight:*')).toHaveLength(1)
    resolve()
    await expect.poll(() => call('ZCARD', 'retry')).toBe(1)
  })

  test('leaves a job alone that ends in time', async () => {
    const job = timed(async () => {})
    await launch([job])
    await engine.client.pushBulk(
      job,
      Array.from({ length: 50 }, () => []),
    )
    await expect.poll(() => call('LLEN', 'queue:default')).toBe(0)
    await expect.poll(() => call('KEYS', 'howdah:inflight:*')).toEqual([])
    expect(await call('ZCARD', 'retry')).toBe(0)
  })

  test('ends runs of different limits in the order of their ends', async () => {
    const deadlines = new Deadlines()
    const ended: string[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    const run = (name: string) => ({
      abort: () => {
        if (ended.push(name) === 3) resolve()
      },
    })
    const gone = run('gone')
    deadlines.add(run('late'), 0.06)
    deadlines.add(gone, 0.02)
    deadlines.add(run('soon'), 0.02)
    deadlines.add(run('between'), 0.04)
    deadlines.delete(gone, 0.02)
    await promise
    expect(ended).toEqual(['soon', 'between', 'late'])
  })
})

describe('expiry', () => {
  const seen: unknown[] = []
  const deaths: unknown[] = []
  const job = defineJob({ class: 'X', args: anything, perform: (args) => void seen.push(args[0]) })
  const launchAll = () => {
    seen.length = deaths.length = 0
    return launch([job], {
      pollIntervalAverageSeconds: 0.1,
      deathHandlers: [(payload) => void deaths.push(payload)],
    })
  }
  const nowSeconds = () => Date.now() / 1000

  test('a job that starts too late is dropped, counted and written down; nobody is bereaved', async () => {
    const late = await engine.client.push(job, ['late'], { expiresInSeconds: 0.01 })
    const [raw = ''] = (await call('LRANGE', 'queue:default', 0, -1)) as string[]
    const { expires_in, howdah_expires_at } = JSON.parse(raw) as Record<string, unknown>
    expect([expires_in, howdah_expires_at]).toEqual([0.01, expect.closeTo(nowSeconds(), 0)])
    await expect.poll(() => nowSeconds()).toBeGreaterThan(Number(howdah_expires_at))
    await engine.client.push(job, ['in time'], { expiresInSeconds: 60 })
    await launchAll()
    await expect.poll(() => seen).toEqual(['in time'])
    expect(await call('GET', 'howdah:expired')).toBe('1')
    const outcome = String(await call('GET', `howdah:outcome:${late}`))
    expect(JSON.parse(outcome)).toMatchObject({ outcome: 'expired', at: expect.any(Number) })
    expect([await call('ZCARD', 'dead'), deaths]).toEqual([0, []])
    await expect.poll(() => call('KEYS', 'howdah:inflight:*')).toEqual([])
  })

  test('the time of a scheduled job begins when it is due', async () => {
    await engine.client.push(job, ['x'], { in: 3_600, expiresInSeconds: 60 })
    await engine.client.pushBulk(job, [['y']], { in: 3_600, expiresInSeconds: 60 })
    const members = (await call('ZRANGE', 'schedule', 0, -1)) as string[]
    for (const member of members) {
      const { howdah_expires_at } = JSON.parse(member) as Record<string, unknown>
      expect(howdah_expires_at).toBeCloseTo(nowSeconds() + 3_660, -1)
    }
  })

  test("Ruby's jobs, which say expires_in alone, expire too; what has started does not", async () => {
    const old = Date.now() - 10_000
    const fields = { class: 'X', queue: 'default', retry: true, expires_in: 5 }
    const push = async (name: string, more: object) => {
      const payload = { ...fields, args: [name], jid: name, created_at: old, ...more }
      await call('RPUSH', 'queue:default', JSON.stringify(payload))
    }
    await push('late8', { enqueued_at: old })
    await push('late7', { enqueued_at: old / 1000 + 0.5 })
    await push('expiry', { expires_in: undefined, expiry: old / 1000 })
    await push('retried', { enqueued_at: old, retry_count: 0 })
    await push('interrupted', { enqueued_at: old })
    await call('HSET', 'it-interrupted', 'ex', 1)
    await push('due', { enqueued_at: Date.now() })
    await launchAll()
    await expect.poll(() => call('LLEN', 'queue:default')).toBe(0)
    await expect.poll(() => call('GET', 'howdah:expired')).toBe('3')
    expect(new Set(seen)).toEqual(new Set(['due', 'interrupted', 'retried']))
  })
})

test('a job that began in time, and was given back, begins again however late', async () => {
  const runs: unknown[] = []
  const job = defineJob({
    class: 'X',
    args: anything,
    expiresInSeconds: 0.3,
    perform: async (_args, { jid, signal }) => {
      if (runs.push(jid) > 1) return
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    },
  })
  const first = await launch([job])
  const jid = await engine.client.push(job, [])
  await expect.poll(() => runs).toEqual([jid])
  await first.stop()
  const [raw = ''] = (await call('LRANGE', 'queue:default', 0, -1)) as string[]
  const { howdah_expires_at } = JSON.parse(raw) as Record<string, unknown>
  await expect.poll(() => Date.now() / 1000).toBeGreaterThan(Number(howdah_expires_at))
  await launch([job])
  await expect.poll(() => runs).toEqual([jid, jid])
})

describe('the log of a run', () => {
  const logger = (lines: string[], level: LogLevel): Logger =>
    createLogger({ level, format: 'pino', write: (line) => void lines.push(line) })
  const job = defineJob({
    class: 'X',
    args: anything,
    tags: ['night'],
    perform: (_args, { logger }) => {
      logger.debug('detail')
      logger.warn('careful')
    },
  })
  const said = (lines: readonly string[]) =>
    lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ jid }) => jid)

  test("the job's own level is louder or quieter than the process's, Ruby's numbers included", async () => {
    const lines: string[] = []
    await launch([job], { logger: logger(lines, 'info'), concurrency: 1 })
    await engine.client.push(job, ['plain'])
    const loud = await engine.client.push(job, ['loud'], { logLevel: 'debug' })
    await engine.client.push(job, ['quiet'], { fields: { log_level: 3 } })
    await expect.poll(() => call('LLEN', 'queue:default')).toBe(0)
    await expect
      .poll(() => said(lines).map(({ msg }) => msg))
      .toEqual(['careful', 'start', 'detail', 'careful', 'done'])
    expect(said(lines)[4]).toMatchObject({
      class: 'X',
      jid: loud,
      tags: ['night'],
      elapsed: expect.any(Number),
    })
  })

  test('start, done and fail are written at the level that was asked for, or never', async () => {
    const lines: string[] = []
    const broken = defineJob({
      class: 'Y',
      args: anything,
      perform: () => {
        throw new RangeError('no')
      },
    })
    const some = await launch([job, broken], {
      logger: logger(lines, 'info'),
      jobLogging: 'info',
      concurrency: 1,
    })
    await engine.client.push(job, [])
    await engine.client.push(broken, [], { retry: 0 })
    await expect.poll(() => call('ZCARD', 'dead')).toBe(1)
    const messages = said(lines).map(({ msg }) => msg)
    expect(messages).toEqual(['start', 'careful', 'done', 'start', 'fail', 'A job failed.'])
    await some.stop()
    lines.length = 0
    await launch([job], { logger: logger(lines, 'debug'), jobLogging: false })
    await engine.client.push(job, [])
    await expect.poll(() => said(lines).map(({ msg }) => msg)).toEqual(['detail', 'careful'])
  })
})

describe('metrics of a process', () => {
  test('are written with the beat: by the wrapped class, failures apart, nothing of unknown classes', async () => {
    let performed = 0
    const job = defineJob({
      class: 'X',
      args: anything,
      retry: 0,
      perform: (args) => {
        performed += 1
        if (args[0] === 'fail') throw new RangeError('no')
      },
    })
    const launcher = await launch([job], { beatIntervalMs: 60_000 })
    await engine.client.pushBulk(job, [['x'], ['fail']])
    await engine.client.push({ class: 'Unknown', args: [], retry: 0 })
    await engine.client.push({ class: 'X', args: [], fields: { wrapped: 'ReportJob' } })
    await expect.poll(() => call('ZCARD', 'dead')).toBe(2)
    await expect.poll(() => performed).toBe(3)
    await launcher.stop()
    const [minute = ''] = ((await call('KEYS', 'j|*')) as string[]).sort(
      (a, b) => b.length - a.length,
    )
    const fields = (await call('HGETALL', minute)) as string[]
    const numbers = Object.fromEntries(
      fields.flatMap((field, at) => (at % 2 === 0 ? [[field, Number(fields[at + 1])]] : [])),
    ) as Record<string, number>
    expect(numbers).toMatchObject({ 'X|p': 2, 'X|f': 1, 'ReportJob|p': 1 })
    expect(Object.keys(numbers).filter((field) => field.startsWith('Unknown'))).toEqual([])
  })
})
