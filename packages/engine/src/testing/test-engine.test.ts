/** The door for tests, by using it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Periodic, Queue } from '../api.ts'
import { defineJob, definePeriodic, tickOf } from '../index.ts'
import { startTestRedis } from './test-redis.ts'
import type { TestRedis } from './test-redis.ts'
import { createTestEngine } from './test-engine.ts'
import type { TestEngine, TestEngineOptions } from './test-engine.ts'
import { TestClock, durationMs } from './test-clock.ts'

let server: TestRedis
let ran: unknown[] = []
let engine: TestEngine

beforeAll(async () => {
  server = await startTestRedis()
})
afterAll(() => server.stop())

const greet = defineJob({
  class: 'GreetWorker',
  args: z.object({ user_id: z.number(), name: z.string() }),
  queue: 'mail',
  perform({ name }) {
    ran.push(name)
  },
})

const fail = defineJob({
  class: 'FailWorker',
  args: z.tuple([z.string()]),
  retry: 1,
  perform([what], { attempt }) {
    ran.push(`${what} ${attempt}`)
    throw new RangeError(`${what} failed`)
  },
})

/** Pushes the next of its kind. */
const count = defineJob({
  class: 'CountWorker',
  args: z.tuple([z.number()]),
  async perform([left]) {
    ran.push(left)
    if (left > 0) await engine.client.push(count, [left - 1])
  },
})

const jobs = [greet, fail, count]

async function start(options: Partial<TestEngineOptions> = {}): Promise<TestEngine> {
  ran = []
  engine = await createTestEngine({ jobs, redis: server, ...options })
  return engine
}

const ada = { user_id: 1, name: 'Ada' }
const bob = { user_id: 2, name: 'Bob' }

test('clear forgets everything that could still run', async () => {
  await using engine = await start()
  await engine.client.push(fail, ['one'], { retry: 0 })
  await engine.drain({ errors: 'collect' })
  await engine.client.push(greet, ada)
  await engine.client.push(greet, bob, { in: 60 })
  await engine.clear()
  expect([await engine.queued(), await engine.scheduled(), await engine.dead()]).toEqual([
    [],
    [],
    [],
  ])
  expect(await engine.drain()).toEqual([])
})

describe('draining', () => {
  test('runs what waits and what that pushes, and gives what ran', async () => {
    await using engine = await start()
    await engine.client.push(count, [2])
    await engine.client.push(greet, ada)
    await engine.client.push(greet, bob, { in: 60 })
    const done = await engine.drain()
    expect(ran).toEqual([2, 1, 0, 'Ada'])
    expect(done.map((job) => job.class)).toEqual([
      'CountWorker',
      'CountWorker',
      'CountWorker',
      'GreetWorker',
    ])
    expect(done.at(-1)).toMatchObject({ args: [ada], queue: 'mail', outcome: 'done', error: null })
    expect(await engine.queued()).toEqual([])
    expect(await engine.scheduled()).toMatchObject([{ class: 'GreetWorker', args: [bob] }])
  })

  test('throws the error of the handler itself, when its job is in the retry set', async () => {
    await using engine = await start()
    await engine.client.push(fail, ['one'])
    await engine.client.push(fail, ['two'])
    await expect(engine.drain()).rejects.toThrow(new RangeError('one failed'))
    expect(await engine.retries()).toMatchObject([{ args: ['one'] }])
    expect(await engine.queued()).toMatchObject([{ args: ['two'] }])
  })

  test('collects errors where that is asked for, with what became of each job', async () => {
    await using engine = await start({ deathHandlers: [({ jid }) => void ran.push(jid)] })
    await engine.client.push(fail, ['one'])
    await engine.client.push(fail, ['two'], { retry: 0, dead: false })
    const jid = await engine.client.push(fail, ['three'], { retry: 0 })
    await engine.client.push({ class: 'NoSuchWorker', args: [] })
    const done = await engine.drain({ errors: 'collect' })
    expect(done.map(({ outcome }) => outcome)).toEqual(['retry', 'discarded', 'dead', 'retry'])
    expect(done[2]).toMatchObject({ jid, error: { message: 'three failed' } })
    expect(ran).toContain(jid)
    expect(await engine.dead()).toMatchObject([{ jid, payload: { error_class: 'RangeError' } }])
  })

  test('one at a time, null at the end', async () => {
    await using engine = await start()
    await engine.client.pushBulk(greet, [ada, bob])
    expect(await engine.performOne()).toMatchObject({ args: [ada] })
    expect(await engine.performOne()).toMatchObject({ args: [bob] })
    expect(await engine.performOne()).toBeNull()
  })

  test('stops at jobs that push themselves forever', async () => {
    await using engine = await start()
    await engine.client.push(count, [1_000])
    await expect(engine.drain({ limit: 20 })).rejects.toThrow('Does a job push itself?')
  })

  test('leaves paused queues alone', async () => {
    await using engine = await start()
    await engine.client.push(greet, ada)
    await engine.redis.call('SADD', 'paused', 'mail')
    expect(await engine.drain()).toEqual([])
    await engine.redis.call('SREM', 'paused', 'mail')
    expect(await engine.drain()).toHaveLength(1)
  })

  test('goes through the middleware of both sides', async () => {
    await using engine = await start({
      clientMiddleware: [async (job, next) => ((job['tenant'] = 'blue'), await next())],
      middleware: [async ({ payload }, next) => (ran.push(payload['tenant']), await next())],
    })
    await engine.client.push(greet, ada)
    await engine.drain()
    expect(ran).toEqual(['blue', 'Ada'])
  })
})

describe('the clock', () => {
  test('moves scheduled jobs and retries to their queues, each at its own moment', async () => {
    const clock = new TestClock(new Date('2026-03-01T12:00:00Z'))
    await using engine = await start({ clock })
    await engine.client.push(greet, ada, { in: 600 })
    await engine.client.push(greet, bob, { at: new Date('2026-03-01T12:30:00Z') })
    expect(await engine.advance('20m')).toEqual([])
    expect(await engine.queued()).toMatchObject([
      { args: [ada], payload: { enqueued_at: Date.parse('2026-03-01T12:10:00Z') } },
    ])
    expect(clock.now()).toEqual(new Date('2026-03-01T12:20:00Z'))
    await engine.advance('9m59s')
    expect(await engine.queued()).toHaveLength(1)
    await engine.advance('1s')
    expect(await engine.queued()).toHaveLength(2)
  })

  test('with drain, retries run until nothing is left of them', async () => {
    await using engine = await start({ random: () => 0 })
    await engine.client.push(fail, ['one'])
    const done = await engine.advance('1h', { drain: true, errors: 'collect' })
    expect(done.map(({ outcome }) => outcome)).toEqual(['retry', 'dead'])
    expect(ran).toEqual(['one 1', 'one 2'])
    const [dead] = await engine.dead()
    // The first retry comes 15 seconds after the failure; that is when the job died.
    expect(dead?.at?.getTime()).toBe(engine.clock.nowMs() - 3_600_000 + 15_000)
  })

  test('lets periodic jobs tick', async () => {
    const clock = new TestClock(new Date('2026-03-28T12:00:00Z'))
    const note = defineJob({
      class: 'NoteWorker',
      args: z.tuple([z.string()]),
      perform([name], { payload }) {
        ran.push(`${name} ${tickOf(payload)?.at.toISOString()}`)
      },
    })
    const nightly = definePeriodic({
      name: 'nightly',
      cron: '30 2 * * *',
      timeZone: 'Europe/Berlin',
      job: note,
      args: ['a'],
    })
    await using engine = await start({ clock, jobs: [note], periodic: [nightly] })
    await engine.advance('2d', { drain: true })
    // 02:30 does not exist on the 29th: the clocks jump from 02:00 to 03:00.
    expect(ran).toEqual(['a 2026-03-29T01:00:00.000Z', 'a 2026-03-30T00:30:00.000Z'])
    await new Periodic(engine.redis, 'nightly').pause()
    await engine.advance('3d', { drain: true })
    expect(ran).toHaveLength(2)
    await new Periodic(engine.redis, 'nightly').unpause()
    await engine.advance('1d', { drain: true })
    expect(ran).toHaveLength(3)
    expect(
      await new Periodic(engine.redis, 'nightly').runNow({ client: engine.client }),
    ).not.toBeNull()
    expect(await engine.drain()).toHaveLength(1)
  })

  test.each([
    ['90s', 90_000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
    ['250ms', 250],
    ['0.5s', 500],
    [42, 42],
  ])('reads the duration %s', (duration, ms) => {
    expect(durationMs(duration)).toBe(ms)
  })

  test.each(['1 hour', '', 'h', '-5s', -1])('refuses the duration "%s"', (duration) => {
    expect(() => durationMs(duration)).toThrow('is no duration')
  })
})

describe('assertions', () => {
  test('find a job by what matters of its arguments', async () => {
    await using engine = await start()
    await engine.client.push(greet, ada)
    await engine.client.push(greet, bob, { in: 300, queue: 'later' })
    await engine.assertEnqueued(greet)
    await engine.assertEnqueued(greet, { name: 'Ada' })
    await engine.assertEnqueued(greet, { name: expect.stringMatching(/^B/) }, { queue: 'later' })
    await engine.assertEnqueued(greet, ({ user_id }) => user_id === 2, { in: 300 })
    await engine.assertEnqueued(greet, undefined, { count: 2 })
    await engine.refuteEnqueued(greet, { name: 'Eve' })
    await engine.refuteEnqueued(count)
    const [found] = await engine.assertEnqueued(greet, { user_id: 2 })
    expect(found?.args.name).toBe('Bob')
    expect(found?.at?.getTime()).toBe(engine.clock.nowMs() + 300_000)
    expect((await engine.enqueued(greet)).map(({ args }) => args.name)).toEqual(['Ada', 'Bob'])
  })

  test('say what is there, and why it does not fit', async () => {
    await using engine = await start()
    await engine.client.push(greet, ada, { jid: 'a'.repeat(24) })
    await engine.client.push(count, [3])
    const error = await engine.assertEnqueued(greet, { name: 'Bob' }).catch((error) => error)
    expect(error.name).toBe('AssertionError')
    expect(error.message).toBe(
      [
        'A job GreetWorker with {"name":"Bob"} should be enqueued, but there is none.',
        'Enqueued:',
        '  GreetWorker {"user_id":1,"name":"Ada"} in "mail"  ← args[0].name is "Ada", not "Bob"',
        '  CountWorker [3] in "default"',
      ].join('\n'),
    )
    await expect(engine.refuteEnqueued(greet)).rejects.toThrow(
      'No job GreetWorker should be enqueued, but there is 1.',
    )
    await expect(engine.assertEnqueued(greet, undefined, { in: 60 })).rejects.toThrow(
      'it waits in its queue, and is not scheduled for',
    )
    await expect(engine.assertEnqueued(greet, { name: 'Ada' }, { count: 2 })).rejects.toThrow(
      '2 job(s) GreetWorker with {"name":"Ada"} should be enqueued, but there is 1.',
    )
  })

  test('compare lists element by element', async () => {
    await using engine = await start()
    await engine.client.push(count, [3])
    await engine.assertEnqueued(count, [3])
    await expect(engine.assertEnqueued(count, [4])).rejects.toThrow('args[0] is 3, not 4')
    await expect(engine.assertEnqueued(fail, ['x'])).rejects.toThrow('CountWorker [3]')
  })
})

describe('inline', () => {
  test('a push is performed before it returns, and so are the pushes of its handler', async () => {
    await using engine = await start({ inline: true })
    const jid = await engine.client.push(count, [2])
    expect(jid).toHaveLength(24)
    expect(ran).toEqual([2, 1, 0])
    await engine.client.pushBulk(greet, [ada, bob])
    expect(ran).toEqual([2, 1, 0, 'Ada', 'Bob'])
    await engine.client.push(greet, ada, { in: 60 })
    expect(ran).toHaveLength(5)
    expect(await engine.scheduled()).toHaveLength(1)
  })

  test('the error of a handler is the error of the push', async () => {
    await using engine = await start({ inline: true })
    await expect(engine.client.push(fail, ['one'])).rejects.toThrow('one failed')
    expect(await engine.retries()).toHaveLength(1)
  })
})

test('an engine with a server of its own ends both', async () => {
  const engine = await createTestEngine({ jobs })
  await engine.client.push(greet, ada)
  expect(await new Queue(engine.redis, 'mail').size()).toBe(1)
  await engine.stop()
  await engine.stop()
  await expect(engine.redis.call('PING')).rejects.toThrow()
})

test('mistakes in periodic jobs are told together', async () => {
  const job = defineJob({ class: 'X', args: z.tuple([z.number()]), perform() {} })
  const mistakes = [
    definePeriodic({ name: 'a', cron: '* * *', job, args: [1] }),
    definePeriodic({ name: 'b', cron: '* * * * *', timeZone: 'Mars/Base', job, args: [1] }),
    definePeriodic({ name: 'b', cron: '* * * * *', job, args: JSON.parse('["x"]') }),
  ]
  const error = await createTestEngine({ jobs: [job], redis: server, periodic: mistakes }).catch(
    (error) => error,
  )
  expect(error.code).toBe('invalid-settings')
  expect(error.message.split('\n')).toEqual([
    'Periodic jobs have mistakes:',
    '- "a": The cron line "* * *" must have five fields, or six with seconds in front.',
    '- "b": There is no time zone "Mars/Base"; use a name such as "Europe/Berlin" or "UTC".',
    expect.stringContaining('- "b": The arguments do not fit X:'),
    '- "b": two periodic jobs have this name; give one of them another.',
  ])
})
