import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { connectDatabase } from '../database.ts'
import { databaseSettings, startTestLedger, type TestLedger } from '../testing/ledger.ts'
import { Ledger } from './ledger.ts'
import type { ExportRecord, NewExport, Run } from './types.ts'

// The embedded database is slow where the machine is busy.
vi.setConfig({ testTimeout: 120_000 })

describe.each(['PostgreSQL', 'the embedded database'] as const)('the ledger in %s', (kind) => {
  let home: TestLedger
  let ledger: Ledger
  beforeAll(async () => {
    home = await startTestLedger(kind)
    ledger = home.ledger
  })
  afterAll(() => home.stop())
  beforeEach(async () => {
    await sql`TRUNCATE howdah.exports, howdah.export_attempts, howdah.export_events`.execute(
      home.db,
    )
  })

  const ADA: NewExport = {
    userId: '42',
    accountId: '109382745612345678',
    username: 'ada',
    type: 'backup',
    requestedBy: 'member',
  }

  async function requested(more: Partial<NewExport> = {}): Promise<ExportRecord> {
    const outcome = await ledger.request({ ...ADA, ...more })
    expect(outcome.kind).toBe('created')
    return outcome.export
  }

  async function started(record: ExportRecord, jid = 'job-1', attempt = 1): Promise<Run> {
    const run = await ledger.start(record.id, { jid, attempt, worker: 'host:1' })
    if (run === null) throw new Error('did not start')
    return run
  }

  const FILE = {
    sizeBytes: 5_000_000_000,
    fileName: 'archive.zip',
    storageKey: 'backups/dumps/archive.zip',
    expiresAt: new Date('2026-11-30T10:00:00Z'),
    missingFiles: 1,
    missingFileNames: ['media/x.png'],
  }

  function failure(run: Run | null, retryAt: Date | null, attempt = 1) {
    return {
      run: run?.number ?? null,
      attempt,
      error: 'The disk is full.',
      errorClass: 'ENOSPC',
      backtrace: ['at write'],
      stage: 'media',
      worker: 'host:1',
      retryAt,
    }
  }

  test('several processes may make the tables at the same moment', async () => {
    const fresh = await startTestLedger(kind)
    await sql`DROP SCHEMA howdah CASCADE`.execute(fresh.db)
    const connections = [1, 2, 3, 4].map(() => connectDatabase(databaseSettings(fresh.url)))
    await Promise.all(connections.map((db) => new Ledger(db).migrate()))
    await fresh.ledger.migrate()
    expect((await fresh.ledger.list()).total).toBe(0)
    await Promise.all(connections.map((db) => db.destroy()))
    await fresh.stop()
  })

  test('of twenty requests at once one is created and all others find it', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => ledger.request(ADA)))
    expect(outcomes.filter(({ kind }) => kind === 'created')).toHaveLength(1)
    expect(new Set(outcomes.map((outcome) => outcome.export.id)).size).toBe(1)
    await requested({ type: 'migration' })
    await requested({ userId: '43', username: 'bob' })
  })

  test('an export runs from request to archive and tells its story', async () => {
    const record = await requested({ jid: 'job-1' })
    expect(record).toMatchObject({ state: 'pending', accountId: '109382745612345678', attempts: 0 })
    await ledger.attachJob(record.id, 'job-1')
    const run = await started(record)
    expect(run).toMatchObject({ number: 1, leftoverKey: null, export: { state: 'running' } })
    expect(await ledger.progress(record.id, 1, { stage: 'media', done: 3, total: 60 })).toBe(true)
    expect((await ledger.get(record.id))?.progress).toEqual({ stage: 'media', done: 3, total: 60 })
    expect(await ledger.done(record.id, 1, FILE)).toBe(true)
    expect(await ledger.get(record.id)).toMatchObject({
      state: 'done',
      sizeBytes: 5_000_000_000,
      attempts: 1,
      missingFiles: 1,
      missingFileNames: ['media/x.png'],
      expiresAt: FILE.expiresAt,
    })
    await ledger.downloaded(record.id, 'member')
    expect((await ledger.get(record.id))?.downloads).toBe(1)
    expect((await ledger.expire(record.id, 'howdah'))?.state).toBe('expired')
    expect(
      (await ledger.events(record.id)).map(({ actor, action }) => `${actor} ${action}`),
    ).toEqual([
      'member requested',
      'worker started',
      'worker done',
      'member downloaded',
      'howdah expired',
    ])
    expect(await ledger.attempts(record.id)).toMatchObject([{ number: 1, outcome: 'done' }])
    await requested()
  })

  test('failed tries are kept one by one, and the last one ends the export', async () => {
    const record = await requested()
    const retryAt = new Date(Date.now() + 60_000)
    const run = await started(record)
    expect(await ledger.failed(record.id, failure(run, retryAt))).toMatchObject({
      state: 'retrying',
      runsAt: retryAt,
      error: 'The disk is full.',
    })
    const again = await started(record, 'job-1', 2)
    expect(again.export).toMatchObject({ attempts: 2, runsAt: null })
    expect(await ledger.failed(record.id, failure(again, null, 2))).toMatchObject({
      state: 'failed',
    })
    expect(await ledger.failed(record.id, failure(again, null, 2))).toBeNull()
    expect(await ledger.attempts(record.id)).toMatchObject([
      {
        number: 1,
        outcome: 'retry',
        stage: 'media',
        errorClass: 'ENOSPC',
        backtrace: ['at write'],
      },
      { number: 2, outcome: 'failed', error: 'The disk is full.' },
    ])
  })

  test('a try after the last one is one more that was granted', async () => {
    const record = await requested()
    for (let number = 1; number <= record.maxAttempts; number += 1) {
      const retryAt = number === record.maxAttempts ? null : new Date()
      await ledger.failed(
        record.id,
        failure(await started(record, 'job-1', number), retryAt, number),
      )
    }
    const granted = record.maxAttempts + 1
    const { export: again } = await started(record, 'job-1', 1)
    expect(again).toMatchObject({ attempts: granted, maxAttempts: granted })
  })

  test('a try that failed before it could start has its line too', async () => {
    const record = await requested()
    await ledger.failed(record.id, failure(null, new Date()))
    expect(await ledger.attempts(record.id)).toMatchObject([{ number: 1, outcome: 'retry' }])
  })

  test('a run that was replaced can no longer write', async () => {
    const record = await requested()
    const first = await started(record)
    await ledger.notePartial(record.id, first.number, 'half.zip')
    const second = await started(record)
    expect(second).toMatchObject({ number: 2, leftoverKey: 'half.zip' })
    expect(await ledger.progress(record.id, first.number, null)).toBe(false)
    expect(await ledger.notePartial(record.id, first.number, 'other.zip')).toBe(false)
    expect(await ledger.done(record.id, first.number, FILE)).toBe(false)
    expect(await ledger.failed(record.id, failure(first, null))).toBeNull()
    await ledger.interrupted(record.id, first.number, 'media')
    expect((await ledger.get(record.id))?.state).toBe('running')
    expect((await ledger.attempts(record.id)).map(({ outcome }) => outcome)).toEqual([
      'interrupted',
      'running',
    ])
  })

  test('a run that is stopped waits again, and this is not a try', async () => {
    const record = await requested()
    const run = await started(record)
    await ledger.interrupted(record.id, run.number, 'media')
    expect(await ledger.get(record.id)).toMatchObject({ state: 'pending', attempts: 1 })
    const again = await started(record)
    expect(again.export.attempts).toBe(1)
    // The story counts as its list of runs does.
    const begun = (await ledger.events(record.id)).filter(({ action }) => action === 'started')
    expect(begun.map(({ detail }) => detail?.split(' by ')[0])).toEqual(['try 1', 'try 2'])
  })

  test('a cancelled export stops its run and leaves the member free', async () => {
    const record = await requested()
    const run = await started(record)
    expect((await ledger.cancel(record.id, 'admin'))?.state).toBe('cancelled')
    expect(await ledger.progress(record.id, run.number, null)).toBe(false)
    expect(await ledger.start(record.id, { jid: 'job-1', attempt: 1, worker: 'w' })).toBeNull()
    expect(await ledger.cancel(record.id, 'admin')).toBeNull()
    expect((await ledger.attempts(record.id))[0]?.outcome).toBe('cancelled')
    await requested()
  })

  test('another job cannot start an export, unless its own job is lost', async () => {
    const record = await requested({ jid: 'job-1' })
    expect(await ledger.start(record.id, { jid: 'job-2', attempt: 1, worker: 'w' })).toBeNull()
    await sql`UPDATE howdah.exports SET state = 'stuck'`.execute(home.db)
    expect(await started(record, 'job-2')).toMatchObject({ export: { jid: 'job-2' } })
  })

  test('a failed export can be queued again, unless another one is active by then', async () => {
    const record = await requested()
    await ledger.failed(record.id, failure(await started(record), null))
    const newer = await requested()
    expect(await ledger.requeue(record.id, { jid: 'job-9', actor: 'admin' })).toBeNull()
    expect(await ledger.start(record.id, { jid: 'job-1', attempt: 7, worker: 'w' })).toBeNull()
    await ledger.cancel(newer.id, 'member')
    expect(await ledger.requeue(record.id, { jid: 'job-9', actor: 'admin' })).toMatchObject({
      state: 'pending',
      jid: 'job-9',
    })
  })

  test('a request whose job could not be pushed does not block the member', async () => {
    const record = await requested()
    await ledger.abandon(record.id, 'Redis does not answer.')
    expect(await ledger.get(record.id)).toMatchObject({ state: 'cancelled' })
    await requested()
  })

  test('a push is noted without undoing what a fast worker did', async () => {
    const record = await requested({ jid: 'job-1' })
    await started(record)
    await ledger.attachJob(record.id, 'job-1', 'pending')
    expect((await ledger.get(record.id))?.state).toBe('running')
  })

  test('the schedule is filtered, counted, sorted and read page by page', async () => {
    for (let n = 0; n < 25; n += 1) {
      await requested({ userId: String(100 + n), username: `user_${n}`, requestedBy: 'admin' })
    }
    const late = new Date(Date.now() + 3_600_000)
    await requested({ userId: '900', username: 'later', runsAt: late })
    await sql`UPDATE howdah.exports SET requested_at = now() - id * interval '1 hour'`.execute(
      home.db,
    )
    const names: string[] = []
    let after: string | undefined
    do {
      const page = await ledger.list({ limit: 10, ...(after === undefined ? {} : { after }) })
      expect(page.total).toBe(26)
      expect(page.counts).toMatchObject({ pending: 25, scheduled: 1, done: 0 })
      names.push(...page.exports.map(({ username }) => username))
      after = page.next ?? undefined
    } while (after !== undefined)
    expect(names).toHaveLength(26)
    expect(new Set(names).size).toBe(26)
    expect(names.slice(0, 2)).toEqual(['user_0', 'user_1'])
    expect((await ledger.list({ sort: 'oldest' })).exports[0]?.username).toBe('later')
    expect((await ledger.list({ state: 'scheduled' })).exports).toMatchObject([{ runsAt: late }])
    expect((await ledger.list({ search: '@user_1' })).total).toBe(11)
    expect((await ledger.list({ search: 'user_2%' })).total).toBe(0)
    expect((await ledger.list({ search: '103' })).exports[0]?.username).toBe('user_3')
    expect((await ledger.list({ sort: 'next', limit: 1 })).exports).toHaveLength(1)
    expect((await ledger.list({ sort: 'largest', limit: 3 })).next).toMatch(/^-1_\d+$/)
    const since = new Date(Date.now() - 5.5 * 3_600_000)
    expect((await ledger.list({ requestedSince: since })).total).toBeLessThan(26)
    await expect(ledger.list({ after: "1' OR 1=1" })).rejects.toMatchObject({ code: 'bad-cursor' })
  })

  test('strange ids find nothing', async () => {
    for (const id of ['', 'abc', '-1', '99999999999999999999', '1; DROP']) {
      expect(await ledger.get(id)).toBeNull()
    }
  })

  test('the audit keeps what people did, page by page, and can only be added to', async () => {
    await ledger.audit({ actor: 'admin', action: 'changed the address', detail: '@ada' })
    const [latest] = await ledger.auditLog({ limit: 1 })
    expect(latest).toMatchObject({ actor: 'admin', target: null, result: 'done', detail: '@ada' })
    const [before] = await ledger.auditLog({ limit: 1, before: latest?.id ?? '' })
    expect(before).toMatchObject({ actor: 'member', action: expect.stringContaining('requested') })
    expect(await ledger.auditLog({ actor: 'admin', search: 'ADDRESS' })).toHaveLength(1)
    expect(await ledger.auditLog({ search: 'worker' })).toEqual([])
    for (const change of [
      sql`UPDATE howdah.audit SET actor = 'nobody'`,
      sql`DELETE FROM howdah.audit`,
      sql`TRUNCATE howdah.audit`,
    ]) {
      await expect(change.execute(home.db)).rejects.toThrow('can only be added to')
    }
  })

  test('the e-mail address is the one the member has now', async () => {
    await sql`INSERT INTO accounts (id, username, created_at, updated_at) VALUES (109, 'ada', now(), now())`.execute(
      home.db,
    )
    await sql`INSERT INTO users (id, email, account_id, created_at, updated_at) VALUES (42, 'ada@example.social', 109, now(), now())`.execute(
      home.db,
    )
    const record = await requested()
    expect(record.email).toBe('ada@example.social')
    expect((await ledger.list({ search: 'ada@example' })).total).toBe(1)
    await sql`UPDATE users SET email = 'new@example.social'`.execute(home.db)
    expect((await ledger.get(record.id))?.email).toBe('new@example.social')
    await sql`DELETE FROM users`.execute(home.db)
    expect((await ledger.get(record.id))?.email).toBeNull()
  })
})
