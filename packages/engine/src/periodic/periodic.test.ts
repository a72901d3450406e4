/** Tickers on a real Redis with a clock that the test moves, and the door through which all look. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Client } from '../client/client.ts'
import { defineJob } from '../job/definition.ts'
import { definePeriodic } from '../job/periodic-job.ts'
import type { PeriodicJob } from '../job/periodic-job.ts'
import type { ClientMiddleware } from '../middleware/chain.ts'
import { silentLogger } from '../support/logger.ts'
import { TestClock, startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import { Periodic } from './periodic.ts'
import { standScript, stepDownScript } from './scripts.ts'
import { Ticker } from './ticker.ts'

let server: TestRedis
let clock: TestClock
let errors: Error[] = []

beforeAll(async () => {
  server = await startTestRedis()
})
beforeEach(async () => {
  await server.flush()
  clock = new TestClock(new Date('2026-01-01T00:00:00Z'))
  errors = []
})
afterAll(() => server.stop())

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

const call = (command: string, ...parameters: (string | number)[]) =>
  server.redis.call(command, ...parameters)
const pass = (ms: number) => clock.set(clock.nowMs() + ms)

const report = defineJob({
  class: 'ReportWorker',
  args: z.tuple([z.string()]),
  queue: 'reports',
  retry: 3,
  perform() {},
})

const hourly = definePeriodic({ name: 'hourly', cron: '0 * * * *', job: report, args: ['x'] })

function createTicker(
  periodic: readonly PeriodicJob[],
  middleware: readonly ClientMiddleware[] = [],
): Ticker {
  const { redis } = server
  return new Ticker({
    redis,
    client: new Client({ redis, clock, middleware }),
    clock,
    logger: silentLogger,
    periodic,
    onError: (error) => void errors.push(error),
  })
}

/** As a leader does every few seconds: vouch, be elected or renew, load. "<term> <identity>" */
async function lead(ticker: Ticker, identity = 'me'): Promise<string> {
  await ticker.register()
  const { term } = await server.redis.run(standScript, {
    identity,
    ttlMs: 60_000,
    now: clock.nowMs(),
    names: ticker.names,
  })
  await ticker.load()
  return `${term} ${identity}`
}

async function tickTimes(queue = 'reports'): Promise<string[]> {
  const payloads = (await call('LRANGE', `queue:${queue}`, 0, -1)) as string[]
  return payloads
    .toReversed()
    .map((text) => new Date(JSON.parse(text).howdah_tick).toISOString().slice(11, 19))
}

describe('a tick', () => {
  test('pushes an ordinary job, through client middleware, and remembers the run', async () => {
    const ticker = createTicker(
      [hourly],
      [async (job, next) => ((job['tenant'] = 'blue'), await next())],
    )
    const leader = await lead(ticker)
    expect(new Date(ticker.nextAt()).toISOString()).toBe('2026-01-01T01:00:00.000Z')
    expect(await ticker.runDue(leader)).toBe(true)
    expect(await tickTimes()).toEqual([])
    pass(HOUR + 5)
    await ticker.runDue(leader)
    await ticker.runDue(leader)
    const [raw] = (await call('LRANGE', 'queue:reports', 0, -1)) as string[]
    const payload = JSON.parse(raw ?? '')
    expect(payload).toMatchObject({
      class: 'ReportWorker',
      args: ['x'],
      queue: 'reports',
      retry: 3,
      tenant: 'blue',
      howdah_periodic: 'hourly',
      howdah_tick: Date.parse('2026-01-01T01:00:00Z'),
      enqueued_at: clock.nowMs(),
      created_at: clock.nowMs(),
    })
    expect(await call('SMEMBERS', 'queues')).toEqual(['reports'])
    expect(await Periodic.all(server.redis, clock)).toEqual([
      {
        name: 'hourly',
        class: 'ReportWorker',
        queue: 'reports',
        args: ['x'],
        cron: '0 * * * *',
        timeZone: 'UTC',
        missed: 'once',
        isPaused: false,
        nextAt: new Date('2026-01-01T02:00:00Z'),
        lastAt: new Date('2026-01-01T01:00:00Z'),
        seenAt: new Date('2026-01-01T00:00:00Z'),
        runs: [
          {
            jid: payload.jid,
            tickAt: new Date('2026-01-01T01:00:00Z'),
            pushedAt: clock.now(),
            cause: 'clock',
          },
        ],
      },
    ])
  })

  test('that middleware stops or breaks is passed, and the others are not held up', async () => {
    const every = (name: string) =>
      definePeriodic({ name, cron: '0 * * * *', job: report, args: [name] })
    const ticker = createTicker(
      [every('a'), every('b'), every('c')],
      [
        async (job, next) => {
          if (job.args[0] === 'a') return
          if (job.args[0] === 'b') throw new TypeError('broken layer')
          await next()
        },
      ],
    )
    const leader = await lead(ticker)
    pass(HOUR)
    expect(await ticker.runDue(leader)).toBe(true)
    expect(await tickTimes()).toEqual(['01:00:00'])
    expect(errors).toMatchObject([{ message: 'broken layer' }])
  })

  test('happens once, whoever else ticks: the second finds it done', async () => {
    const [one, two] = [createTicker([hourly]), createTicker([hourly])]
    const leader = await lead(one)
    await lead(two)
    pass(HOUR)
    await Promise.all([one.runDue(leader), two.runDue(leader)])
    pass(HOUR)
    await Promise.all([two.runDue(leader), one.runDue(leader)])
    expect(await tickTimes()).toEqual(['01:00:00', '02:00:00'])
  })

  test('counts only under the current term', async () => {
    const ticker = createTicker([hourly])
    const old = await lead(ticker, 'old')
    await server.redis.run(stepDownScript, { identity: 'old', term: 1 })
    const heir = createTicker([hourly])
    const leader = await lead(heir, 'new')
    expect(leader).toBe('2 new')
    pass(HOUR)
    expect(await ticker.runDue(old)).toBe(false)
    expect(await tickTimes()).toEqual([])
    expect(await heir.runDue(leader)).toBe(true)
    expect(await tickTimes()).toEqual(['01:00:00'])
  })

  test('of a unique job is passed while the job before it waits', async () => {
    const job = defineJob({ ...report, unique: { forSeconds: 86_400, by: ([name]) => name } })
    const ticker = createTicker([
      definePeriodic({ name: 'u', cron: '0 * * * *', job, args: ['x'] }),
    ])
    const leader = await lead(ticker)
    pass(HOUR)
    await ticker.runDue(leader)
    pass(HOUR)
    await ticker.runDue(leader)
    expect(await tickTimes()).toEqual(['01:00:00'])
    const record = await new Periodic(server.redis, 'u').find(clock)
    expect(record?.runs).toHaveLength(1)
    expect(record?.lastAt).toEqual(new Date('2026-01-01T02:00:00Z'))
    expect(await new Periodic(server.redis, 'u').runNow({ clock })).toBeNull()
  })
})

describe('missed ticks', () => {
  const minutely = (missed: 'skip' | 'once' | 'all') =>
    definePeriodic({ name: 'm', cron: '* * * * *', job: report, args: ['x'], missed })

  test.each([
    ['skip', 30.5 * MINUTE, ['00:30:00']],
    ['once', 30.5 * MINUTE, ['00:30:00']],
    ['all', 3.5 * MINUTE, ['00:01:00', '00:02:00', '00:03:00']],
  ] as const)('"%s" after an absence', async (missed, absence, expected) => {
    const ticker = createTicker([minutely(missed)])
    const leader = await lead(ticker)
    pass(absence)
    await ticker.runDue(leader)
    expect(await tickTimes()).toEqual(expected)
  })

  test('"skip" drops what is later than a minute, "once" makes the last one good', async () => {
    const skip = definePeriodic({
      ...hourly,
      name: 'skip',
      job: report,
      args: ['x'],
      missed: 'skip',
    })
    const ticker = createTicker([hourly, skip])
    const leader = await lead(ticker)
    pass(2 * HOUR + 2 * MINUTE)
    await ticker.runDue(leader)
    expect(await tickTimes()).toEqual(['02:00:00'])
    pass(58 * MINUTE)
    await ticker.runDue(leader)
    expect(await tickTimes()).toEqual(['02:00:00', '03:00:00', '03:00:00'])
  })

  test('"all" makes a hundred good, the newest', async () => {
    const ticker = createTicker([minutely('all')])
    const leader = await lead(ticker)
    pass(10 * HOUR)
    await ticker.runDue(leader)
    const times = await tickTimes()
    expect(times).toHaveLength(100)
    expect(times.at(-1)).toBe('10:00:00')
    expect((await new Periodic(server.redis, 'm').find(clock))?.runs).toHaveLength(25)
  })

  test('are made good by a successor too, from what Redis knows', async () => {
    await lead(createTicker([hourly]))
    pass(3 * HOUR)
    const successor = createTicker([hourly])
    const leader = await lead(successor)
    await successor.runDue(leader)
    expect(await tickTimes()).toEqual(['03:00:00'])
  })
})

describe('a clock that jumps', () => {
  test('back repeats no tick', async () => {
    const ticker = createTicker([hourly])
    const leader = await lead(ticker)
    pass(HOUR)
    await ticker.runDue(leader)
    pass(-30 * MINUTE)
    await lead(ticker)
    await ticker.runDue(leader)
    pass(35 * MINUTE)
    await ticker.runDue(leader)
    expect(await tickTimes()).toEqual(['01:00:00'])
    pass(HOUR)
    await ticker.runDue(leader)
    expect(await tickTimes()).toEqual(['01:00:00', '02:00:00'])
  })

  test('far ahead and back does not stop ticks until then', async () => {
    const ticker = createTicker([hourly])
    const leader = await lead(ticker)
    pass(1_000 * 24 * HOUR)
    await ticker.runDue(leader)
    pass(-1_000 * 24 * HOUR)
    await lead(ticker)
    pass(HOUR)
    await ticker.runDue(leader)
    expect(await tickTimes()).toEqual(['00:00:00', '01:00:00'])
  })
})

describe('definitions', () => {
  test('of other programs are ticked too', async () => {
    await createTicker([hourly]).register()
    const stranger = createTicker([])
    const leader = await lead(stranger)
    pass(HOUR)
    await createTicker([hourly]).register()
    await stranger.runDue(leader)
    expect(await tickTimes()).toEqual(['01:00:00'])
  })

  test('with a new schedule count from now, and a leader with the old one notices', async () => {
    const ticker = createTicker([hourly])
    const leader = await lead(ticker)
    pass(HOUR + MINUTE)
    const halfHourly = definePeriodic({ ...hourly, job: report, args: ['x'], cron: '*/30 * * * *' })
    await createTicker([halfHourly]).register()
    await ticker.runDue(leader)
    expect(await tickTimes()).toEqual([])
    pass(29 * MINUTE)
    await ticker.runDue(leader)
    expect(await tickTimes()).toEqual(['01:30:00'])
  })

  test('that nobody vouches for rest after a minute and are forgotten after a day', async () => {
    await createTicker([hourly]).register()
    await new Periodic(server.redis, 'hourly').pause()
    const stranger = createTicker([])
    const leader = await lead(stranger)
    pass(HOUR)
    await stranger.load()
    await stranger.runDue(leader)
    expect(await tickTimes()).toEqual([])
    expect(await Periodic.all(server.redis, clock)).toHaveLength(1)
    pass(24 * HOUR)
    await stranger.load()
    expect(await Periodic.all(server.redis, clock)).toEqual([])
    expect(await call('KEYS', 'howdah:periodic*')).toEqual([])
  })
})

describe('from a console', () => {
  test('a pause holds at once, for a leader that has not heard of it; nothing is made good', async () => {
    const ticker = createTicker([hourly])
    const leader = await lead(ticker)
    const periodic = new Periodic(server.redis, 'hourly')
    await periodic.pause()
    expect(await periodic.find(clock)).toMatchObject({ isPaused: true })
    pass(HOUR)
    await ticker.runDue(leader)
    await lead(ticker)
    pass(HOUR)
    await ticker.runDue(leader)
    await periodic.unpause()
    await lead(ticker)
    await ticker.runDue(leader)
    expect(await tickTimes()).toEqual([])
    pass(HOUR)
    await ticker.runDue(leader)
    expect(await tickTimes()).toEqual(['03:00:00'])
  })

  test('a run now is a run like any other, and the clock ticks on', async () => {
    const ticker = createTicker([hourly])
    const leader = await lead(ticker)
    pass(10 * MINUTE)
    const jid = await new Periodic(server.redis, 'hourly').runNow({ clock })
    pass(50 * MINUTE)
    await ticker.runDue(leader)
    expect(await tickTimes()).toEqual(['00:10:00', '01:00:00'])
    const record = await new Periodic(server.redis, 'hourly').find(clock)
    expect(record?.runs.map(({ cause }) => cause)).toEqual(['clock', 'hand'])
    expect(record?.runs[1]).toMatchObject({ jid, tickAt: new Date('2026-01-01T00:10:00Z') })
  })

  test('an overview tells the same of each, but for the runs', async () => {
    const nightly = { ...hourly, job: report, args: ['y'] as [string], name: 'a nightly' }
    await lead(createTicker([hourly, definePeriodic({ ...nightly, cron: '0 2 * * *' })]))
    await new Periodic(server.redis, 'hourly').pause()
    const all = await Periodic.all(server.redis, clock)
    const overview = await Periodic.overview(server.redis, clock)
    expect(overview.map((record) => ({ ...record, runs: [] }))).toEqual(all)
    expect(all.map(({ name, isPaused }) => [name, isPaused])).toEqual([
      ['a nightly', false],
      ['hourly', true],
    ])
  })

  test('what nobody defines cannot be run or found', async () => {
    const periodic = new Periodic(server.redis, 'nothing')
    await expect(periodic.runNow()).rejects.toThrow('defines the periodic job "nothing"')
    expect(await periodic.find()).toBeNull()
  })
})
