/** What becomes of jobs that fail. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { decodeBacktrace } from '../job/backtrace.ts'
import type { JobFailure } from '../job/context.ts'
import { defineJob } from '../job/definition.ts'
import type { JobDefinition } from '../job/definition.ts'
import { systemClock } from '../support/epoch.ts'
import { useEngine } from './fixtures/use-engine.ts'

const engine = useEngine()
const { call, launch } = engine
const anything = z.array(z.unknown())
const entries = async (set: string) =>
  (await call('ZRANGE', set, 0, -1, 'WITHSCORES')) as [string, string] | []

/** A job that fails with this error, whatever its arguments are. */
function failing(error: unknown, more: Partial<JobDefinition> = {}): JobDefinition {
  return defineJob({
    class: 'FailWorker',
    args: anything,
    perform: () => {
      throw error
    },
    ...more,
  })
}

describe('failing', () => {
  test('a failed job waits in the retry set, with Sidekiq’s fields and every other byte as it was', async () => {
    const failures: JobFailure[] = []
    const hook = { onFailure: (failure: JobFailure) => void failures.push(failure) }
    await launch([failing(new RangeError('boom'), hook)])
    const before = systemClock.nowMs()
    const raw =
      '{"retry":3,"queue":"default","backtrace":2,"args":[1.0,1e3,{"id":12345678901234567890}],' +
      '"class":"FailWorker","jid":"439954c19308838d977c40fc","created_at":1795450103596.25}'
    await call('LPUSH', 'queue:default', raw)
    await expect.poll(() => call('ZCARD', 'retry')).toBe(1)
    const [stored = '', score] = await entries('retry')
    expect(stored.startsWith(raw.slice(0, -1))).toBe(true)
    const payload = JSON.parse(stored)
    expect(payload).toMatchObject({
      error_class: 'RangeError',
      error_message: 'boom',
      retry_count: 0,
    })
    expect(decodeBacktrace(payload.error_backtrace)).toHaveLength(2)
    expect(payload.failed_at).toBeGreaterThanOrEqual(before)
    expect(Number(score) - before / 1000).toBeGreaterThanOrEqual(15)
    expect(Number(score) - before / 1000).toBeLessThan(27)
    expect(failures).toMatchObject([{ attempt: 1, maxAttempts: 4, outcome: 'retry' }])
    expect(failures[0]?.retryAt?.getTime()).toBe(Math.floor(Number(score) * 1000))
    expect(await call('KEYS', 'howdah:inflight:*')).toEqual([])
  })

  test('a retry comes back by itself and counts on', async () => {
    const attempts: number[] = []
    const job = defineJob({
      class: 'X',
      args: anything,
      retryIn: () => 1,
      perform: (_args, { attempt }) => {
        if (attempts.push(attempt) < 2) throw new Error('again')
      },
    })
    await launch([job], { random: () => 0 })
    await engine.client.push(job, [])
    await expect.poll(() => attempts).toEqual([1, 2])
  })

  test('used up retries end in the dead set; hooks and death handlers are told', async () => {
    const told: unknown[] = []
    await launch(
      [failing(new Error('no'), { onFailure: ({ outcome }) => void told.push(outcome) })],
      {
        deathHandlers: [(payload, error) => void told.push(payload.jid, error.message)],
      },
    )
    const jid = await engine.client.push({ class: 'FailWorker', args: [], retry: 0 })
    await expect.poll(() => told).toEqual(['dead', jid, 'no'])
    const [stored = ''] = await entries('dead')
    expect(JSON.parse(stored)).toMatchObject({ jid, retry_count: 0, error_message: 'no' })
  })

  test('the last call of a class may keep a job out of the dead set', async () => {
    const told: string[] = []
    const deaths: string[] = []
    const job = failing(new Error('no'), {
      onExhausted: ({ args, retry_count, error_message }) => {
        told.push(`${String(args[0])} ${retry_count} ${error_message}`)
        if (args[0] === 'throw') throw new Error('a hook may fail')
        return args[0] === 'discard' ? ('discard' as const) : undefined
      },
      retryIn: (_count, _error, { args }) => (args[0] === 'kill' ? 'kill' : undefined),
    })
    await launch([job], {
      deathHandlers: [
        ({ args, discarded_at }) =>
          void deaths.push(`${String(args[0])} ${discarded_at === undefined ? 'dead' : 'gone'}`),
      ],
    })
    const push = (word: string, retry: number | false) =>
      engine.client.push({ class: 'FailWorker', args: [word], retry })
    await push('keep', 0)
    await push('discard', 0)
    await push('throw', 0)
    await push('kill', 5)
    await push('none', false)
    await expect.poll(() => deaths).toHaveLength(5)
    expect(told.toSorted()).toEqual(['discard 0 no', 'keep 0 no', 'kill 0 no', 'throw 0 no'])
    const ends = ['discard gone', 'keep dead', 'kill dead', 'none gone', 'throw dead']
    expect(deaths.toSorted()).toEqual(ends)
    const dead = (await call('ZRANGE', 'dead', 0, -1)) as string[]
    const words = dead.map((raw) => String(JSON.parse(raw).args[0]))
    expect(words.toSorted()).toEqual(['keep', 'kill', 'throw'])
  })

  test('retry: false leaves nothing but the death handlers’ knowledge', async () => {
    const deaths: unknown[] = []
    const deathHandlers = [(payload: object) => void deaths.push(payload)]
    await launch([failing('a text')], { deathHandlers })
    await engine.client.push({ class: 'FailWorker', args: [], retry: false })
    await expect
      .poll(() => deaths)
      .toMatchObject([{ error_class: 'ThrownValueError', discarded_at: expect.any(Number) }])
    expect(await call('EXISTS', 'dead', 'retry')).toBe(0)
    await expect.poll(() => call('KEYS', 'howdah:inflight:*')).toEqual([])
  })

  test('arguments that do not fit die at once, with a reason that can be read', async () => {
    const job = defineJob({ class: 'X', args: z.tuple([z.string()]), perform() {} })
    await launch([job])
    await engine.client.push({ class: 'X', args: [7] })
    await expect.poll(() => call('ZCARD', 'dead')).toBe(1)
    const { error_class, error_message } = JSON.parse((await entries('dead'))[0] ?? '')
    expect(error_class).toBe('JobArgumentsError')
    expect(error_message).toContain('The arguments do not fit X: args[0]: ')
  })

  test('what is no JSON goes to the dead set as it is', async () => {
    const errors: string[] = []
    await launch([], { errorHandlers: [(error) => void errors.push(error.message)] })
    await call('LPUSH', 'queue:default', '{nonsense', '[1]')
    await expect.poll(() => call('ZRANGE', 'dead', 0, -1)).toHaveLength(2)
    expect(await call('ZRANGE', 'dead', 0, -1)).toEqual(
      expect.arrayContaining(['{nonsense', '[1]']),
    )
    expect(errors).toContain('This is not JSON: {nonsense')
  })

  test('a payload that is not UTF-8 is buried byte for byte', async () => {
    const raw = Buffer.from('7b22ff22', 'hex')
    await launch([])
    await engine.server().redis.call('LPUSH', 'queue:default', raw)
    const dead = () => engine.server().redis.callBuffer('ZRANGE', 'dead', 0, -1)
    await expect.poll(dead).toEqual([raw])
    await expect.poll(() => call('KEYS', 'howdah:inflight:*')).toEqual([])
  })

  test('a class that nobody defined is retried: a deploy may bring it', async () => {
    await launch([])
    await engine.client.push({ class: 'NewWorker', args: [] })
    await expect.poll(() => call('ZCARD', 'retry')).toBe(1)
    const [stored = ''] = await entries('retry')
    expect(JSON.parse(stored).error_message).toContain('No job of class NewWorker is defined')
  })
})
