/** When exports run and why they wait: window, turns, limit, order, estimates; on real parts. */
import { connectRedis, type RedisClient } from '@howdah/engine'
import { Limits, Queue, ScheduledSet } from '@howdah/engine/api'
import { startTestRedis } from '@howdah/engine/testing'
import { sql } from 'kysely'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ExportWindow, isInWindow, parseWindow } from '../config/export-window.ts'
import { LocalStorage } from '../storage/local-storage.ts'
import { startTestLedger, type TestLedger } from '../testing/ledger.ts'
import { EXPORT_LIMIT_NAME } from './export-queue.ts'
import { forecast, PastSpeeds } from './forecast.ts'
import type { Line, LineEntry, PastRun } from './line.ts'
import { planStart, spreadStarts } from './planning.ts'
import { ExportService } from './requests.ts'
import { Turns } from './turns.ts'
import type { ExportRecord } from './types.ts'
import { Waiting, type WaitingFacts } from './waiting.ts'
import { rangeWords, waitingJson, whyWords } from './waiting-words.ts'

let home: TestLedger
let server: Awaited<ReturnType<typeof startTestRedis>>
let redis: RedisClient
let root: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'howdah-waiting-'))
  ;[home, server] = await Promise.all([startTestLedger(), startTestRedis()])
  redis = connectRedis({ url: server.url })
})
afterAll(async () => {
  await redis.close()
  await Promise.all([home.stop(), server.stop(), rm(root, { recursive: true })])
})
beforeEach(async () => {
  await sql`TRUNCATE howdah.exports, howdah.export_attempts, howdah.export_events`.execute(home.db)
  await redis.call('FLUSHALL')
})

function windowOf(text: string): ExportWindow {
  const parsed = parseWindow(text)
  if (parsed.kind === 'mistake') throw new Error(parsed.mistake)
  return parsed.window
}

/** A window that is closed now and opens in two hours, and one that is open. */
function windows(now: Date): { closed: ExportWindow; open: ExportWindow } {
  const clock = (hours: number) =>
    new Date(now.getTime() + hours * 3_600_000).toISOString().slice(11, 16)
  return { closed: windowOf(`${clock(2)}-${clock(4)}`), open: windowOf(`${clock(-1)}-${clock(1)}`) }
}

function serviceWith(window: ExportWindow | null): ExportService {
  return new ExportService({
    performer: 'howdah',
    cleanPartial: async () => {},
    removeArchive: async () => {},
    ledger: home.ledger,
    redis,
    queue: 'export',
    maxAttempts: 5,
    minIntervalDays: 6,
    storage: new LocalStorage({ root }),
    contents: async ({ userId }) => ({
      posts: 1,
      mediaBytes: userId === '7' ? 1_000 : 900_000_000,
    }),
    backups: { insert: async () => '1', restore: async () => {}, destroy: async () => {} },
    windowRule: { window, skipBelowBytes: 200_000_000 },
  })
}

const turnsWith = (window: ExportWindow | null): Turns =>
  new Turns({
    ledger: home.ledger,
    redis,
    queue: 'export',
    window,
    skipBelowBytes: 200_000_000,
    estimate: async ({ userId }) => (userId === '7' ? 1_000 : 900_000_000),
  })

const waitingWith = (window: ExportWindow | null): Waiting =>
  new Waiting({ db: home.db, redis, queue: 'export', window })

async function ask(
  service: ExportService,
  userId: string,
  isUrgent = false,
): Promise<ExportRecord> {
  const member = { userId, accountId: userId, username: `m${userId}` }
  const result = await service.request(member, 'backup', 'member', { isUrgent })
  if (result.kind !== 'accepted') throw new Error(`was ${result.kind}`)
  const record = await home.ledger.get(result.export.id)
  if (record === null) throw new Error('gone')
  return record
}

/** A process as its heartbeat shows it. */
async function listen(concurrency: number, queue = 'export', pid = 1): Promise<void> {
  const info = {
    hostname: 'h',
    pid,
    identity: `h:${pid}:a`,
    queues: [queue],
    started_at: 1,
    concurrency,
  }
  await redis.call('SADD', 'processes', info.identity)
  await redis.call(
    'HSET',
    info.identity,
    'info',
    JSON.stringify(info),
    'quiet',
    'false',
    'concurrency',
    concurrency,
  )
}

async function factsOf(waiting: Waiting, record: ExportRecord): Promise<WaitingFacts> {
  const { facts } = await waiting.look([record], new Date())
  const found = facts.get(record.id)
  if (found === undefined) throw new Error(`no facts of a ${record.state} export`)
  return found
}

/** So many successful archives of that size, which took so long each. */
async function pastRuns(seconds: readonly number[], sizeBytes: number): Promise<void> {
  for (const one of seconds) {
    await sql`INSERT INTO howdah.exports (user_id, account_id, username, type, state, requested_by,
        started_at, finished_at, size_bytes)
      VALUES (1, 1, 'past', 'backup', 'expired', 'member', now() - ${one} * interval '1 second',
        now(), ${sizeBytes})`.execute(home.db)
  }
}

test('a large export waits in the scheduled set for the window, a small or urgent one does not', async () => {
  const { closed } = windows(new Date())
  const service = serviceWith(closed)
  const large = await ask(service, '8')
  expect(large).toMatchObject({
    state: 'scheduled',
    waitsFor: 'window',
    estimatedBytes: 900_020_700,
  })
  const { entries } = await new ScheduledSet(redis).page({ limit: 10 })
  expect(entries.map(({ jid, at }) => ({ jid, at }))).toEqual([
    { jid: large.jid, at: large.runsAt },
  ])
  expect(isInWindow(closed, large.runsAt ?? new Date(0))).toBe(true)
  expect(await ask(service, '7')).toMatchObject({ state: 'pending', waitsFor: null })
  expect(await ask(service, '9', true)).toMatchObject({ state: 'pending', waitsFor: null })
  await listen(2)
  expect(whyWords(await factsOf(waitingWith(closed), large))).toBe(
    `waits for the off-peak window (${closed.text}); 2 ahead`,
  )
  // An administrator's "Run now" frees it from the window for good.
  await service.runNow(large.id, 'root')
  const freed = await home.ledger.get(large.id)
  expect(freed).toMatchObject({ state: 'pending', waitsFor: null, runsAt: null })
  expect(await turnsWith(closed).closeWindow()).toBe(0)
  expect(await service.runNow(freed?.id ?? '', 'root')).toMatchObject({ kind: 'unchanged' })
  expect(await home.ledger.auditLog({ actor: 'root' })).toMatchObject([
    { action: 'tried to run now', result: expect.stringContaining('cannot be queued again') },
    { action: 'queued again', target: `export ${large.id} (@m8)`, result: 'done' },
  ])
})

test('what still waits when the window closes is moved to the next one; what has begun goes on', async () => {
  const { open, closed } = windows(new Date())
  const service = serviceWith(open)
  const [waits, begun] = [await ask(service, '8'), await ask(service, '9')]
  expect(waits).toMatchObject({ state: 'pending', waitsFor: 'window' })
  const started = await home.ledger.start(begun.id, { jid: begun.jid, attempt: 1, worker: 'h:1' })
  await home.ledger.interrupted(begun.id, started?.number ?? 0, 'media')
  const turns = turnsWith(closed)
  expect(await turns.closeWindow()).toBe(1)
  expect(await turns.closeWindow()).toBe(0)
  const moved = await home.ledger.get(waits.id)
  expect(moved).toMatchObject({ state: 'scheduled', waitsFor: 'window' })
  expect(moved?.jid).not.toBe(waits.jid)
  expect(await home.ledger.get(begun.id)).toMatchObject({ state: 'pending' })
  expect(await new Queue(redis, 'export').size()).toBe(1)
  expect((await new ScheduledSet(redis).page({ limit: 10 })).entries).toMatchObject([
    { jid: moved?.jid, at: moved?.runsAt },
  ])
  // A worker that had fetched the old job already finds that it builds nothing.
  expect(
    await home.ledger.start(waits.id, { jid: waits.jid, attempt: 1, worker: 'h:1' }),
  ).toBeNull()
})

test('a job that is fetched after the window has closed is put off instead of run', async () => {
  const { open, closed } = windows(new Date())
  const record = await ask(serviceWith(open), '8')
  expect(await turnsWith(open).postponeUntilWindow(record)).toBe(false)
  expect(await turnsWith(closed).postponeUntilWindow(record)).toBe(true)
  expect(await home.ledger.get(record.id)).toMatchObject({ state: 'scheduled' })
  // So is a large one that came from Mastodon's own page, which nobody has estimated; a small one runs.
  const fromMastodon = async (userId: string): Promise<ExportRecord> => {
    const member = { userId, accountId: userId, username: `m${userId}` }
    return (await home.ledger.request({ ...member, type: 'backup', requestedBy: 'mastodon' }))
      .export
  }
  const [large, small] = [await fromMastodon('9'), await fromMastodon('7')]
  expect(await turnsWith(closed).postponeUntilWindow(large)).toBe(true)
  expect(await home.ledger.get(large.id)).toMatchObject({
    state: 'scheduled',
    waitsFor: 'window',
    estimatedBytes: 900_000_000,
  })
  expect(await turnsWith(closed).postponeUntilWindow(small)).toBe(false)
})

test('each reason for waiting is named, with place and estimate where there is one', async () => {
  const service = serviceWith(null)
  const first = await ask(service, '8')
  const second = await ask(service, '9')
  const reasons = async (record: ExportRecord) =>
    (await factsOf(waitingWith(null), record)).reasons.map(({ kind }) => kind)
  expect(await reasons(first)).toEqual(['no-process'])
  await listen(1)
  expect(await reasons(first)).toEqual(['next'])
  expect(await reasons(second)).toEqual(['ahead'])
  expect((await factsOf(waitingWith(null), second)).finishes).toBeNull()
  await pastRuns([60, 60, 120, 120], 800_000_000)
  await pastRuns([1, 1, 1], 1_000)
  const now = new Date()
  const facts = (await waitingWith(null).look([second], now)).facts.get(second.id)
  expect(waitingJson(facts ?? (await factsOf(waitingWith(null), second)))).toMatchObject({
    position: 2,
    queue: 'export',
    reasons: [{ kind: 'ahead', words: '1 ahead' }],
    starts: { is_estimate: true },
    learnt_from: 4,
  })
  expect(facts?.starts && rangeWords(facts.starts, now)).toBe('in 1–2 min')
  expect(facts?.finishes && rangeWords(facts.finishes, now)).toBe('in 2–4 min')
  await Limits.set(redis, EXPORT_LIMIT_NAME, { total: 0 })
  expect(await reasons(second)).toEqual(['limit', 'ahead'])
  await Limits.reset(redis, EXPORT_LIMIT_NAME)
  await new Queue(redis, 'export').pause()
  expect(await reasons(second)).toEqual(['paused', 'ahead'])
  expect((await factsOf(waitingWith(null), second)).starts).toBeNull()
  await new Queue(redis, 'export').resume()
  await sql`UPDATE howdah.exports SET state = 'scheduled', runs_at = now() - interval '1 hour'
    WHERE id = ${second.id}`.execute(home.db)
  const overdue = await home.ledger.get(second.id)
  expect(overdue && (await reasons(overdue))[0]).toBe('clock')
})

test('many processes are read once for all who ask within a second, few each time', async () => {
  const record = await ask(serviceWith(null), '8')
  const waiting = waitingWith(null)
  const now = new Date()
  const listeners = async (at: Date): Promise<number | undefined> => {
    const { live } = await waiting.look([record], at)
    return live?.named('export').listeners
  }
  await listen(1)
  expect(await listeners(now)).toBe(1)
  for (let pid = 2; pid <= 21; pid += 1) await listen(1, 'export', pid)
  expect(await listeners(now)).toBe(21)
  await listen(1, 'export', 22)
  expect(await listeners(new Date(now.getTime() + 900))).toBe(21)
  expect(await listeners(new Date(now.getTime() + 1_100))).toBe(22)
})

test('a bulk request is let in a few at a time, so that who asks meanwhile is not behind all of it', async () => {
  await listen(1)
  const service = serviceWith(null)
  await sql`INSERT INTO howdah.exports (user_id, account_id, username, type, state, requested_by, lane,
      waits_for, runs_at)
    SELECT n, n, 'b' || n, 'backup', 'scheduled', 'root', 'bulk', 'turn', now() + (n - 100) * interval '1 second'
    FROM generate_series(100, 160) n`.execute(home.db)
  for (let n = 0; n < 5; n += 1) await ask(service, String(10 + n))
  await turnsWith(null).takeTurns()
  // Enough wait: those that would come within the next minute and a half are put off.
  const { rows } = await sql<{ soon: string; all: string }>`
    SELECT count(*) FILTER (WHERE runs_at < now() + interval '90 seconds') AS soon, count(*) AS all
    FROM howdah.exports WHERE lane = 'bulk'`.execute(home.db)
  expect(rows[0]).toEqual({ soon: '0', all: '61' })
  await sql`UPDATE howdah.exports SET state = 'done' WHERE lane = 'own'`.execute(home.db)
  const before = await new ScheduledSet(redis).size()
  await redis.call('DEL', redis.keys.queue('export'))
  await turnsWith(null).takeTurns()
  // Nobody waits and a worker is free: the next ones come in before their time.
  expect(await new Queue(redis, 'export').size()).toBe(
    before - (await new ScheduledSet(redis).size()),
  )
  expect(await new Queue(redis, 'export').size()).toBeGreaterThan(0)
})

const NOW = new Date('2026-11-26T12:00:00Z')
const entry = (id: string, change: Partial<LineEntry> = {}): LineEntry => ({
  id,
  type: 'backup',
  queue: null,
  readyAtMs: NOW.getTime() - 1_000,
  waitsFor: null,
  estimatedBytes: 1_000_000_000,
  hasRun: false,
  ...change,
})
const run = (seconds: number, sizeBytes = 1_000_000_000): PastRun => ({
  type: 'backup',
  sizeBytes,
  seconds,
})

test('the line is played forward: slots, sizes, the window, and silence where nothing is known', () => {
  const speeds = new PastSpeeds([
    run(100),
    run(100),
    run(200),
    ...[1, 2, 3].map((n) => run(n, 1_000)),
  ])
  const line: Line = {
    running: [],
    waiting: [
      entry('1'),
      entry('2', { estimatedBytes: 1_000 }),
      entry('3'),
      entry('4', { waitsFor: 'window', readyAtMs: NOW.getTime() }),
      entry('5', { queue: 'big' }),
    ],
  }
  const slots = (queue: string | null): number | null => (queue === null ? 2 : null)
  const window = windowOf('20:00-21:00 UTC')
  const found = forecast(line, { speeds, window, slots, now: NOW })
  const seconds = (id: string) => {
    const { ahead, starts, finishes } = found.get(id) ?? { ahead: -1, starts: null, finishes: null }
    const at = (date: Date) => (date.getTime() - NOW.getTime()) / 1_000
    return {
      ahead,
      starts: starts && [at(starts.from), at(starts.to)],
      finishes: finishes && [at(finishes.from), at(finishes.to)],
    }
  }
  expect(seconds('1')).toEqual({ ahead: 0, starts: [0, 0], finishes: [100, 200] })
  expect(seconds('2')).toEqual({ ahead: 1, starts: [0, 0], finishes: [1, 3] })
  expect(seconds('3')).toEqual({ ahead: 2, starts: [1, 3], finishes: [101, 203] })
  expect(seconds('4').starts).toEqual([8 * 3_600, 8 * 3_600])
  expect(seconds('5')).toEqual({ ahead: 0, starts: null, finishes: null })
  const unknown = forecast(line, {
    speeds: new PastSpeeds([run(1), run(1)]),
    window,
    slots,
    now: NOW,
  })
  expect(unknown.get('3')).toEqual({ ahead: 2, starts: null, finishes: null, runs: 0 })
})

test('of thousands of slots an export gets the one that is free first', () => {
  const sizes = Array.from({ length: 400 }, (_, n) => (n * 7_919) % 1_000)
  const speeds = new PastSpeeds([1, 2, 3].map(() => run(60)))
  for (const count of [1, 7, 5_000]) {
    const line: Line = {
      running: sizes.slice(0, 50).map((size) => ({
        type: 'backup',
        queue: null,
        estimatedBytes: null,
        startedAtMs: NOW.getTime() + size * 1_000,
      })),
      waiting: sizes.map((size, n) => entry(String(n), { readyAtMs: NOW.getTime() + size * 100 })),
    }
    const found = forecast(line, { speeds, window: null, slots: () => count, now: NOW })
    const free = Array.from({ length: count }, () => NOW.getTime())
    line.running.forEach(({ startedAtMs }, n) => {
      free[n % count] = Math.max(free[n % count] ?? 0, startedAtMs + 60_000)
    })
    for (const { id, readyAtMs } of line.waiting) {
      const first = free.indexOf(Math.min(...free))
      const startMs = Math.max(free[first] ?? 0, readyAtMs)
      free[first] = startMs + 60_000
      expect(found.get(id)?.starts?.to.getTime()).toBe(startMs)
    }
  }
})

test('plans keep the order in which they were asked for, and bulk starts stay within the window', () => {
  const window = windowOf('20:00-20:01 UTC')
  const rule = { window, skipBelowBytes: 10 }
  const plan = (now: Date) => planStart(rule, { estimatedBytes: 10, now })
  const [early, late] = [plan(NOW), plan(new Date('2026-11-26T19:59:00Z'))]
  expect(early.runsAt?.getTime()).toBeLessThan(late.runsAt?.getTime() ?? 0)
  expect(late.runsAt?.toISOString()).toMatch(/^2026-11-26T20:00:59/)
  const starts = spreadStarts(window, { count: 4, from: NOW, spacingMs: 25_000 })
  expect(starts.map((at) => at.toISOString())).toEqual([
    '2026-11-26T20:00:00.000Z',
    '2026-11-26T20:00:25.000Z',
    '2026-11-26T20:00:50.000Z',
    '2026-11-27T20:00:00.000Z',
  ])
})
