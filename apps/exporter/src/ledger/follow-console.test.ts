/** What is done to many jobs in the console, and what becomes of their exports. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { destroyBackups, insertBackup, restoreBackups } from '../mastodon/backups.ts'
import { startTestLedger, type TestLedger } from '../testing/ledger.ts'
import { type ConsoleDeed, followConsole } from './follow-console.ts'

/** More than one statement takes. */
const MANY = 1_200
/** Mastodon knows these members; of the others only the ledger does. */
const KNOWN = 3

let home: TestLedger
beforeAll(async () => {
  home = await startTestLedger()
  await sql`INSERT INTO accounts (id, username, created_at, updated_at)
    SELECT n, 'member' || n, now(), now() FROM generate_series(1, ${KNOWN}::int) n`.execute(home.db)
  await sql`INSERT INTO users (id, email, account_id, created_at, updated_at)
    SELECT n, n || '@example.social', n, now(), now() FROM generate_series(1, ${KNOWN}::int) n`.execute(
    home.db,
  )
})
afterAll(() => home.stop())
beforeEach(async () => {
  await sql`TRUNCATE howdah.exports, howdah.export_attempts, howdah.export_events, backups`.execute(
    home.db,
  )
})

/** One export of each of the members 1 to 1,200, with a job of the same number. */
async function insert(state: string): Promise<readonly string[]> {
  await sql`INSERT INTO howdah.exports
      (user_id, account_id, username, type, state, requested_by, jid, run)
    SELECT n, n, 'member' || n, 'backup', ${state}, 'member', 'job' || n, 1
    FROM generate_series(1, ${MANY}::int) n`.execute(home.db)
  return Array.from({ length: MANY }, (_, index) => `job${index + 1}`)
}

function follow(deed: Omit<ConsoleDeed, 'actor'>): Promise<void> {
  const { db, ledger } = home
  const backups = {
    insert: (userId: string) => insertBackup(db, userId),
    restore: (rows: Parameters<typeof restoreBackups>[1]) => restoreBackups(db, rows),
    destroy: (ids: readonly string[]) => destroyBackups(db, ids),
  }
  return followConsole({ ledger, backups, cancel: async () => {} }, { actor: 'root', ...deed })
}

/** How many exports are in each state, and how many transactions made them so. */
async function states(): Promise<Record<string, [exports: number, transactions: number]>> {
  const { rows } = await sql<{ state: string; exports: number; transactions: number }>`
    SELECT state, count(*)::int AS exports, count(DISTINCT xmin::text)::int AS transactions
    FROM howdah.exports GROUP BY state`.execute(home.db)
  return Object.fromEntries(
    rows.map(({ state, exports, transactions }) => [state, [exports, transactions]]),
  )
}

async function count(table: 'export_events' | 'audit', action: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count
    FROM ${sql.table(`howdah.${table}`)} WHERE action = ${action} AND actor = 'root'`.execute(
    home.db,
  )
  return rows[0]?.count ?? 0
}

test('deleted jobs take their exports with them, and bring them back', async () => {
  const jids = await insert('retrying')
  await sql`INSERT INTO howdah.export_attempts (export_id, number, worker, outcome)
    SELECT id, 1, 'host:1', 'running' FROM howdah.exports`.execute(home.db)
  for (const userId of ['1', '2', '3']) {
    await sql`UPDATE howdah.exports SET backup_id = ${await insertBackup(home.db, userId)}
      WHERE user_id = ${userId}`.execute(home.db)
  }
  await follow({ action: 'delete', jids: [...jids, 'of-no-export'] })
  expect(await states()).toEqual({ cancelled: [MANY, 2] })
  expect(await count('export_events', 'cancelled')).toBe(MANY)
  expect(await count('audit', 'cancelled')).toBe(MANY)
  const open = await sql`SELECT FROM howdah.export_attempts WHERE outcome = 'running'`.execute(
    home.db,
  )
  expect(open.rows).toEqual([])
  expect(await home.db.selectFrom('backups').select('id').execute()).toEqual([])

  // The first has asked again, the second is gone, and of the last a person thought better.
  await home.ledger.request({
    userId: '1',
    accountId: '1',
    username: 'member1',
    type: 'backup',
    requestedBy: 'member',
  })
  await sql`DELETE FROM users WHERE id = 2`.execute(home.db)
  await home.ledger.audit({
    exportId: (await home.ledger.byJid(`job${MANY}`))?.id ?? '',
    actor: 'member',
    action: 'cancelled',
  })
  const due = new Date('2027-01-01T00:00:00.250Z')
  const dueAt = new Map(jids.map((jid) => [jid, due]))
  await follow({ action: 'undo', jids, restored: { set: 'retry', dueAt } })
  const { retrying, ...others } = await states()
  expect(retrying?.[0]).toBe(MANY - 2)
  expect(others).toMatchObject({ cancelled: [2, expect.anything()], pending: [1, 1] })
  expect((await home.ledger.byJid('job1'))?.state).toBe('cancelled')
  expect((await home.ledger.byJid(`job${MANY}`))?.state).toBe('cancelled')
  const back = await home.ledger.byJid('job3')
  expect(back).toMatchObject({ state: 'retrying', runsAt: due, finishedAt: null })
  const rows = await home.db.selectFrom('backups').select(['id', 'user_id']).execute()
  expect(rows).toEqual([{ id: back?.backupId, user_id: '3' }])
})

test('jobs that were moved to the dead fail, and wait again once they are retried', async () => {
  const jids = await insert('pending')
  await follow({ action: 'kill', jids })
  expect(await states()).toEqual({ failed: [MANY, 2] })
  // One that cannot wait again keeps none of the others from it.
  await sql`INSERT INTO howdah.exports (user_id, account_id, username, type, state, requested_by)
    VALUES (700, 700, 'member700', 'backup', 'pending', 'member')`.execute(home.db)
  await follow({ action: 'retry', jids })
  const { failed, pending } = await states()
  expect(failed?.[0]).toBe(1)
  expect(pending?.[0]).toBe(MANY)
  expect(pending?.[1]).toBeLessThan(30)
  expect((await home.ledger.byJid('job700'))?.state).toBe('failed')
  expect(await count('export_events', 'queued again')).toBe(MANY - 1)
})
