import { connectRedis } from '@howdah/engine'
import { DeadSet, Queue, RetrySet, ScheduledSet } from '@howdah/engine/api'
import { startTestRedis } from '@howdah/engine/testing'
import { sql } from 'kysely'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { destroyBackups, findBackup, insertBackup, restoreBackups } from '../mastodon/backups.ts'
import { LocalStorage } from '../storage/local-storage.ts'
import { startTestLedger, type TestLedger } from '../testing/ledger.ts'
import { nextRequestAt } from './policy.ts'
import { reconcile } from './reconcile.ts'
import { ExportService, type ExportServiceOptions, type RequestResult } from './requests.ts'
import type { ExportRecord } from './types.ts'

let home: TestLedger
let server: Awaited<ReturnType<typeof startTestRedis>>
let redis: ReturnType<typeof connectRedis>
let root: string
let service: ExportService

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'howdah-requests-'))
  ;[home, server] = await Promise.all([startTestLedger(), startTestRedis()])
  redis = connectRedis({ url: server.url })
  service = serviceWith({})
  await sql`INSERT INTO accounts (id, username, created_at, updated_at) VALUES (109, 'ada', now(), now())`.execute(
    home.db,
  )
  await sql`INSERT INTO users (id, email, account_id, created_at, updated_at) VALUES (42, 'ada@example.social', 109, now(), now())`.execute(
    home.db,
  )
})
afterAll(async () => {
  await redis.close()
  await Promise.all([home.stop(), server.stop(), rm(root, { recursive: true })])
})
beforeEach(async () => {
  await sql`TRUNCATE howdah.exports, howdah.export_attempts, howdah.export_events, backups`.execute(
    home.db,
  )
  await redis.call('FLUSHALL')
})

function serviceWith(more: Partial<ExportServiceOptions>): ExportService {
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
    contents: async () => ({ posts: 2_000, mediaBytes: 1_000_000 }),
    backups: {
      insert: (userId) => insertBackup(home.db, userId),
      restore: (rows) => restoreBackups(home.db, rows),
      destroy: (ids) => destroyBackups(home.db, ids),
    },
    ...more,
  })
}

const ADA = { userId: '42', accountId: '109', username: 'ada' }

function accepted(result: RequestResult): ExportRecord {
  if (result.kind !== 'accepted') throw new Error(`was ${result.kind}`)
  return result.export
}

async function waiting(): Promise<{ raw: string; jid: string; class: string }[]> {
  return [...(await new Queue(redis, 'export').page({ offset: 0, limit: 50, order: 'next' })).jobs]
}

test('a request makes a row, a job with exact arguments and a row of Mastodon', async () => {
  const record = accepted(await service.request(ADA, 'backup', 'member'))
  const [job] = await waiting()
  expect(job?.class).toBe('BackupWorker')
  expect(job?.raw).toContain(`"args":[{"user_id":42,"type":"backup","export_id":${record.id}}]`)
  expect(job?.raw).toContain('"retry":4')
  const stored = await home.ledger.get(record.id)
  expect(stored).toMatchObject({ state: 'pending', jid: job?.jid, maxAttempts: 5 })
  expect(await findBackup(home.db, stored?.backupId ?? '0')).toMatchObject({
    processed: false,
    user_id: '42',
  })
})

test('an archive without media is the same job, expected to be smaller, and stays so when tried again', async () => {
  const record = accepted(await service.request(ADA, 'backup', 'root', { withoutMedia: true }))
  expect(record).toMatchObject({ includesMedia: false, estimatedBytes: 1_420_000 })
  const job = `"args":[{"user_id":42,"type":"backup","export_id":${record.id}}]`
  expect((await waiting())[0]?.raw).toContain(job)
  expect(await home.ledger.auditLog({ actor: 'root', limit: 1 })).toMatchObject([
    { action: 'requested a backup without media' },
  ])
  // The other kind is none besides: what is under way is answered.
  expect(await service.request(ADA, 'backup', 'member')).toMatchObject({
    kind: 'active',
    export: { id: record.id, includesMedia: false },
  })
  await redis.call('FLUSHALL')
  await sql`UPDATE howdah.exports SET state = 'failed'`.execute(home.db)
  const watching = serviceWith({ performer: 'mastodon' })
  expect(await watching.retryNow(record.id, 'root')).toMatchObject({ kind: 'changed' })
  expect(await home.ledger.get(record.id)).toMatchObject({
    includesMedia: false,
    performer: 'howdah',
  })
  expect((await waiting())[0]?.raw).toContain(job)
})

test('lists have no media to leave out, and archives of Mastodon’s own workers always have theirs', async () => {
  const lists = accepted(await service.request(ADA, 'migration', 'member', { withoutMedia: true }))
  expect(lists.includesMedia).toBe(true)
  const watching = serviceWith({ performer: 'mastodon' })
  expect(watching.offersWithoutMedia).toBe(false)
  expect(await watching.request(ADA, 'backup', 'member', { withoutMedia: true })).toEqual({
    kind: 'always-with-media',
  })
  expect(await home.ledger.active('42', 'backup')).toBeNull()
  const whole = accepted(await watching.request(ADA, 'backup', 'member'))
  await expect(
    sql`UPDATE howdah.exports SET includes_media = false WHERE id = ${whole.id}`.execute(home.db),
  ).rejects.toThrow(/check constraint/)
})

test('a job in a queue of its own is at home there: found, left alone, cancelled', async () => {
  const record = accepted(await service.request(ADA, 'backup', 'member', { queue: 'export_large' }))
  const large = new Queue(redis, 'export_large')
  expect((await large.page({ offset: 0, limit: 5, order: 'next' })).jobs).toMatchObject([
    { jid: record.jid, payload: { queue: 'export_large' } },
  ])
  for (const minutes of [1, 2, 3]) {
    const now = new Date(Date.now() + minutes * 60_000)
    const report = await reconcile({ ledger: home.ledger, redis, queue: 'export', now })
    expect(report).toMatchObject({ looked: 1, stuck: [], pushed: [], corrected: [] })
  }
  expect(await home.ledger.get(record.id)).toMatchObject({ state: 'pending' })
  expect(await waiting()).toEqual([])
  await service.cancel(record.id, 'admin')
  expect(await large.size()).toBe(0)
})

test('five clicks at once make one job', async () => {
  const results = await Promise.all(
    [1, 2, 3, 4, 5].map(() => service.request(ADA, 'backup', 'member')),
  )
  expect(results.map(({ kind }) => kind).sort()).toEqual([
    'accepted',
    'active',
    'active',
    'active',
    'active',
  ])
  expect(await waiting()).toHaveLength(1)
  await service.request(ADA, 'migration', 'member')
  expect((await waiting()).map((job) => job.class).sort()).toEqual([
    'AccountMigrationWorker',
    'BackupWorker',
  ])
})

test('the next request is possible some whole days after the last success, for members', async () => {
  const record = accepted(await service.request(ADA, 'backup', 'member'))
  await sql`UPDATE howdah.exports SET state = 'failed'`.execute(home.db)
  expect(await service.nextRequestAt('42', 'backup')).toBeNull()
  await sql`UPDATE howdah.exports SET state = 'done'`.execute(home.db)
  const due = nextRequestAt(record.requestedAt, 6)
  expect(due?.toISOString()).toMatch(/T00:00:00\.000Z$/)
  expect(await service.request(ADA, 'backup', 'member')).toEqual({ kind: 'too-soon', nextAt: due })
  expect(await service.nextRequestAt('42', 'migration')).toBeNull()
  expect((await service.request(ADA, 'backup', 'root')).kind).toBe('accepted')
})

test('a request that the disk cannot hold is refused with numbers', async () => {
  const full = serviceWith({
    contents: async () => ({ posts: 0, mediaBytes: Number.MAX_SAFE_INTEGER / 2 }),
  })
  expect(await full.request(ADA, 'backup', 'member')).toMatchObject({ kind: 'no-space' })
  expect((await home.ledger.list()).total).toBe(0)
})

test('a request that Redis cannot take is undone and says so', async () => {
  const own = await startTestRedis()
  const gone = connectRedis({ url: own.url })
  await gone.call('PING')
  await own.stop()
  const broken = serviceWith({ redis: gone })
  await expect(broken.request(ADA, 'backup', 'member')).rejects.toMatchObject({
    code: 'redis-unreachable',
  })
  expect((await home.ledger.list()).exports[0]).toMatchObject({ state: 'cancelled' })
  expect(await home.db.selectFrom('backups').selectAll().execute()).toEqual([])
  gone.disconnect()
  expect((await service.request(ADA, 'backup', 'member')).kind).toBe('accepted')
})

test('a scheduled export waits for its time, and can be run now', async () => {
  const runsAt = new Date(Date.now() + 3_600_000)
  const record = accepted(await service.request(ADA, 'backup', 'member', { runsAt }))
  expect(await home.ledger.get(record.id)).toMatchObject({ state: 'scheduled', runsAt })
  expect(await new ScheduledSet(redis).size()).toBe(1)
  expect(await service.runNow(record.id, 'root')).toMatchObject({ kind: 'changed' })
  expect(await new ScheduledSet(redis).size()).toBe(0)
  expect(await waiting()).toHaveLength(1)
  expect(await service.runNow(record.id, 'root')).toMatchObject({
    kind: 'unchanged',
    reason: `Export ${record.id} is pending and cannot be queued again.`,
  })
})

test('cancelling takes the job away, wherever it waits', async () => {
  const pending = accepted(await service.request(ADA, 'backup', 'member'))
  const backupId = (await home.ledger.get(pending.id))?.backupId ?? ''
  expect((await service.cancel(pending.id, 'member')).kind).toBe('changed')
  expect(await waiting()).toEqual([])
  expect(await findBackup(home.db, backupId)).toBeNull()
  const later = accepted(
    await service.request(ADA, 'backup', 'member', { runsAt: new Date(Date.now() + 60_000) }),
  )
  await service.cancel(later.id, 'root')
  expect(await new ScheduledSet(redis).size()).toBe(0)
  expect((await service.cancel(later.id, 'root')).kind).toBe('unchanged')
})

test('a failed export goes from the dead back to its queue', async () => {
  const record = accepted(await service.request(ADA, 'backup', 'member'))
  const jid = (await home.ledger.get(record.id))?.jid ?? ''
  const [job] = await waiting()
  await redis.call('DEL', 'queue:export')
  await redis.call('ZADD', 'dead', 1, job?.raw ?? '')
  await sql`UPDATE howdah.exports SET state = 'failed'`.execute(home.db)
  expect((await service.retryNow(record.id, 'root')).kind).toBe('changed')
  expect(await new DeadSet(redis).size()).toBe(0)
  expect((await waiting()).map((waitingJob) => waitingJob.jid)).toEqual([jid])
})

test('a job whose time is known is found without a look through its set', async () => {
  await redis.call('CONFIG', 'RESETSTAT')
  const runsAt = new Date(Date.now() + 3_600_000.4)
  const scheduled = accepted(await service.request(ADA, 'backup', 'member', { runsAt }))
  await service.cancel(scheduled.id, 'root')
  expect(await new ScheduledSet(redis).size()).toBe(0)
  const due = accepted(await service.request(ADA, 'backup', 'member', { runsAt }))
  await redis.call('CONFIG', 'RESETSTAT')
  await new ScheduledSet(redis).enqueueAll()
  await sql`UPDATE howdah.exports SET runs_at = now() WHERE state = 'scheduled'`.execute(home.db)
  await service.cancel(due.id, 'root')
  expect(await waiting()).toEqual([])
  const failed = accepted(await service.request(ADA, 'backup', 'member'))
  const [job] = await waiting()
  await redis.call('DEL', 'queue:export')
  await redis.call('ZADD', 'dead', Date.now() / 1_000, job?.raw ?? '')
  await sql`UPDATE howdah.exports SET state = 'failed', finished_at = now() WHERE state = 'pending'`.execute(
    home.db,
  )
  await service.retryNow(failed.id, 'root')
  expect(await new DeadSet(redis).size()).toBe(0)
  expect(String(await redis.call('INFO', 'commandstats'))).not.toContain('cmdstat_zscan')
})

test('a failed export whose job was deleted is pushed anew', async () => {
  const record = accepted(await service.request(ADA, 'backup', 'member'))
  await redis.call('FLUSHALL')
  await sql`UPDATE howdah.exports SET state = 'failed'`.execute(home.db)
  expect((await service.retryNow(record.id, 'root')).kind).toBe('changed')
  expect(await waiting()).toHaveLength(1)
})

test('what an administrator does in the console is followed', async () => {
  const record = accepted(await service.request(ADA, 'backup', 'member'))
  const jids = [(await home.ledger.get(record.id))?.jid ?? '', 'unknown']
  await service.followConsole({ actor: 'root', action: 'delete', jids })
  expect((await home.ledger.get(record.id))?.state).toBe('cancelled')
  expect((await home.ledger.events(record.id)).at(-1)).toMatchObject({
    actor: 'root',
    detail: 'its job was deleted',
  })
})

test('a job that an administrator cancels in the console takes its export with it', async () => {
  const record = accepted(await service.request(ADA, 'backup', 'member'))
  const jids = [(await home.ledger.get(record.id))?.jid ?? '']
  await service.followConsole({ actor: 'root', action: 'cancel', jids })
  expect((await home.ledger.get(record.id))?.state).toBe('cancelled')
  expect((await service.request(ADA, 'backup', 'member')).kind).toBe('accepted')
})

const MINUTE = 60_000
function look(now: Date) {
  return reconcile({ ledger: home.ledger, redis, queue: 'export', now })
}

test('an export whose job is nowhere is stuck after two looks, and can be saved with one click', async () => {
  const record = accepted(await service.request(ADA, 'backup', 'member'))
  await redis.call('FLUSHALL')
  const now = Date.now()
  expect((await look(new Date(now))).stuck).toEqual([])
  expect((await look(new Date(now + 30_000))).stuck).toEqual([])
  expect((await look(new Date(now + MINUTE + 1))).stuck).toEqual([record.id])
  expect((await home.ledger.get(record.id))?.state).toBe('stuck')
  expect((await look(new Date(now + 2 * MINUTE))).stuck).toEqual([])
  expect((await service.request(ADA, 'backup', 'member')).kind).toBe('active')
  expect((await service.retryNow(record.id, 'root')).kind).toBe('changed')
  expect(await waiting()).toHaveLength(1)
})

test('a job that was only on its way is not called lost', async () => {
  const record = accepted(await service.request(ADA, 'backup', 'member'))
  const [job] = await waiting()
  await redis.call('DEL', 'queue:export')
  const now = Date.now()
  await look(new Date(now))
  await redis.call('LPUSH', 'queue:export', job?.raw ?? '')
  await look(new Date(now + MINUTE + 1))
  await redis.call('DEL', 'queue:export')
  await look(new Date(now + 2 * MINUTE))
  expect((await home.ledger.get(record.id))?.state).toBe('pending')
})

test('an export that was entered but never pushed is pushed', async () => {
  const { export: record } = await home.ledger.request({
    ...ADA,
    type: 'backup',
    requestedBy: 'member',
  })
  expect((await look(new Date())).pushed).toEqual([])
  expect((await look(new Date(Date.now() + MINUTE))).pushed).toEqual([record.id])
  expect((await waiting()).map(({ jid }) => jid)).toEqual([(await home.ledger.get(record.id))?.jid])
})

test('the state follows the job that Redis has moved', async () => {
  const record = accepted(
    await service.request(ADA, 'backup', 'member', { runsAt: new Date(Date.now() + 1_000) }),
  )
  const entry = (await new ScheduledSet(redis).page({ limit: 1 })).entries[0]
  await redis.call('DEL', 'schedule')
  await redis.call('ZADD', 'retry', 2_000_000_000, entry?.raw ?? '')
  await look(new Date())
  expect(await home.ledger.get(record.id)).toMatchObject({
    state: 'retrying',
    runsAt: new Date(2_000_000_000_000),
  })
  await new RetrySet(redis).enqueueAll()
  await look(new Date())
  expect(await home.ledger.get(record.id)).toMatchObject({ state: 'pending', runsAt: null })
  await redis.call('DEL', 'queue:export')
  await redis.call('ZADD', 'dead', 1, entry?.raw ?? '')
  await look(new Date())
  expect((await home.ledger.get(record.id))?.state).toBe('failed')
})

test('the try of a killed process ends with its export, when its job is found among the dead', async () => {
  const record = accepted(await service.request(ADA, 'backup', 'member'))
  const jid = (await home.ledger.get(record.id))?.jid ?? ''
  const [job] = (await new Queue(redis, 'export').page({ offset: 0, limit: 1 })).jobs
  await home.ledger.start(record.id, { jid, attempt: 1, worker: 'w' })
  await redis.call('DEL', 'queue:export')
  await redis.call('ZADD', 'dead', 1, job?.raw ?? '')
  await look(new Date())
  expect((await home.ledger.get(record.id))?.state).toBe('failed')
  const [attempt] = await home.ledger.attempts(record.id)
  expect(attempt).toMatchObject({ outcome: 'failed', finishedAt: expect.any(Date) })
})

test('a run of which nothing is heard for five minutes is stuck', async () => {
  const record = accepted(await service.request(ADA, 'backup', 'member'))
  const jid = (await home.ledger.get(record.id))?.jid ?? ''
  const run = await home.ledger.start(record.id, { jid, attempt: 1, worker: 'w' })
  await redis.call('DEL', 'queue:export')
  await look(new Date(Date.now() + 4 * MINUTE))
  await look(new Date(Date.now() + 5 * MINUTE + 5_000))
  expect((await home.ledger.get(record.id))?.state).toBe('stuck')
  // It was alive after all: its next sign takes the export back.
  expect(await home.ledger.progress(record.id, run?.number ?? 0, null)).toBe(true)
  expect((await home.ledger.get(record.id))?.state).toBe('running')
})

/** Exports that wait, with their jobs among those of others. */
async function crowd(exports: number, others: number): Promise<void> {
  await sql`INSERT INTO howdah.exports (user_id, account_id, username, type, state, requested_by, jid, enqueued_at)
    SELECT n, n, 'm' || n, 'backup', 'pending', 'member', 'jid' || n, now()
    FROM generate_series(1, ${exports}::integer) AS n`.execute(home.db)
  const fill = `for n = 1, ARGV[1] do redis.call('LPUSH', KEYS[1], ARGV[2] .. n .. '"}') end`
  const job = '{"class":"BackupWorker","args":[],"jid":"'
  await redis.call('SADD', 'queues', 'export', 'default')
  await redis.call('EVAL', fill, 1, 'queue:export', exports, `${job}jid`)
  await redis.call('EVAL', fill, 1, 'queue:default', others, `${job}other`)
}

async function readsOfLists(): Promise<number> {
  const text = String(await redis.call('INFO', 'commandstats'))
  return Number(/cmdstat_lrange:calls=(\d+)/.exec(text)?.[1] ?? 0)
}

test('a look reads each queue once, however many exports are active', async () => {
  await crowd(1_800, 5_500)
  // One that is nowhere makes the look read everything.
  await redis.call('LPOP', 'queue:export')
  await redis.call('CONFIG', 'RESETSTAT')
  expect(await look(new Date())).toMatchObject({ looked: 1_800, stuck: [], nextAfterId: '0' })
  // In thousands: two of ours and six of the others.
  expect(await readsOfLists()).toBe(8)
  const later = new Date(Date.now() + MINUTE + 1)
  expect((await look(later)).stuck).toHaveLength(1)
})

test('a look has an end, and the next one goes on there', async () => {
  await crowd(1_200, 0)
  const options = { ledger: home.ledger, redis, queue: 'export', most: 700 }
  const first = await reconcile(options)
  expect(first.looked).toBe(700)
  const second = await reconcile({ ...options, afterId: first.nextAfterId })
  expect(second).toMatchObject({ looked: 500, nextAfterId: '0' })
})

test('an export that starts while it is being judged is left alone', async () => {
  await crowd(200, 0)
  await redis.call('DEL', 'queue:export')
  await look(new Date())
  const { rows } = await sql<{
    id: string
    jid: string
  }>`SELECT id, jid FROM howdah.exports`.execute(home.db)
  const start = async ({ id, jid }: { id: string; jid: string }) =>
    (await home.ledger.start(id, { jid, attempt: 1, worker: 'w' })) === null ? [] : [id]
  const [started] = await Promise.all([
    Promise.all(rows.map(start)),
    look(new Date(Date.now() + MINUTE + 1)),
    look(new Date(Date.now() + MINUTE + 1)),
  ])
  const running = await sql<{ id: string }>`
    SELECT id FROM howdah.exports WHERE state = 'running' ORDER BY id`.execute(home.db)
  expect(running.rows.map(({ id }) => id)).toEqual(
    started.flat().sort((a, b) => Number(a) - Number(b)),
  )
  expect(started.flat().length).toBeGreaterThan(0)
})

test('another time moves the job and the row; the old job builds nothing any more', async () => {
  const first = new Date(Date.now() + 3_600_000)
  const record = accepted(await service.request(ADA, 'backup', 'member', { runsAt: first }))
  const at = new Date(Date.now() + 7_200_000)
  const result = await service.reschedule(record.id, { at, actor: 'admin', reason: 'quiet night' })
  expect(result).toMatchObject({ kind: 'changed', export: { runsAt: at, waitsFor: 'time' } })
  const { entries } = await new ScheduledSet(redis).page({ limit: 5 })
  const stored = await home.ledger.get(record.id)
  expect(entries).toMatchObject([{ jid: stored?.jid, at }])
  const old = { jid: record.jid, attempt: 1, worker: 'host:1' }
  expect(await home.ledger.start(record.id, old)).toBeNull()
  expect(await home.ledger.auditLog({ limit: 1 })).toMatchObject([
    { actor: 'admin', action: 'rescheduled', reason: 'quiet night' },
  ])
})

test('the next try of an export can be moved, and keeps its job with the count of its tries', async () => {
  const record = accepted(await service.request(ADA, 'backup', 'member'))
  await home.ledger.start(record.id, { jid: record.jid, attempt: 1, worker: 'host:1' })
  const soon = new Date(Date.now() + 60_000)
  await home.ledger.failed(record.id, {
    run: 1,
    attempt: 1,
    error: 'The disk is full.',
    errorClass: 'DiskFullError',
    backtrace: [],
    stage: 'media',
    worker: 'host:1',
    retryAt: soon,
  })
  const raw = (await redis.call('LPOP', 'queue:export')) as string
  await redis.call('ZADD', 'retry', String(soon.getTime() / 1_000), raw)
  const at = new Date(Date.now() + 600_000)
  const moved = await service.reschedule(record.id, { at, actor: 'admin', reason: 'why' })
  expect(moved).toMatchObject({ kind: 'changed', export: { state: 'retrying', runsAt: at } })
  const [kept, score] = (await redis.call('ZRANGE', 'retry', '0', '-1', 'WITHSCORES')) as string[]
  expect(kept).toBe(raw)
  expect(Number(score)).toBeCloseTo(at.getTime() / 1_000, 2)
  await redis.call('DEL', 'retry')
  expect(await service.reschedule(record.id, { at, actor: 'admin', reason: 'why' })).toMatchObject({
    kind: 'unchanged',
    reason: 'It has started meanwhile.',
  })
})

test('a time that is over, or an export that has ended, is not moved', async () => {
  const record = accepted(await service.request(ADA, 'backup', 'member'))
  const past = { at: new Date(Date.now() - 1_000), actor: 'admin', reason: 'why' }
  expect(await service.reschedule(record.id, past)).toMatchObject({ kind: 'unchanged' })
  await service.cancel(record.id, 'admin')
  const at = new Date(Date.now() + 600_000)
  expect(await service.reschedule(record.id, { ...past, at })).toMatchObject({ kind: 'unchanged' })
  expect(await new ScheduledSet(redis).size()).toBe(0)
})
