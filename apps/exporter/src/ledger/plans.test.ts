/** A long ledger: what pages, line and upkeep ask never reads the whole table. */
import { sql, type Transaction } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestLedger, type TestLedger } from '../testing/ledger.ts'
import { Ledger } from './ledger.ts'
import { readLine, readPastRuns } from './line.ts'
import type { LedgerDatabase } from './tables.ts'
import { countLine, dueBulkExports, nextBulkExports, waitingForWindow } from './turn-queries.ts'
import type { ExportPageOptions } from './types.ts'
import { claimUntold, overdueExports, watchedExports } from './upkeep.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const ROWS = 60_000

let home: TestLedger
beforeAll(async () => {
  home = await startTestLedger()
  await sql`INSERT INTO howdah.exports (user_id, account_id, username, type, state, requested_by,
      requested_at, started_at, finished_at, mailed_at, size_bytes)
    SELECT 1 + n % 9000, 1 + n % 9000, 'm' || (1 + n % 9000),
      CASE WHEN n % 3 = 0 THEN 'migration' ELSE 'backup' END,
      CASE WHEN n % 50 = 0 THEN 'failed' WHEN n % 40 = 0 THEN 'done' ELSE 'expired' END, 'member',
      now() - n * interval '3 minutes', now() - n * interval '2 minutes',
      now() - n * interval '1 minute', now(), n * 1000
    FROM generate_series(1, ${ROWS}::integer) n`.execute(home.db)
  await sql`INSERT INTO howdah.exports (user_id, account_id, username, type, state, requested_by, lane,
      waits_for, runs_at)
    SELECT 10000 + n, 1, 'w' || n, 'backup', CASE WHEN n <= 100 THEN 'pending' ELSE 'scheduled' END,
      'root', 'bulk', 'turn', CASE WHEN n > 100 THEN now() + n * interval '1 minute' END
    FROM generate_series(1, 2000) n`.execute(home.db)
  await sql`ANALYZE howdah.exports`.execute(home.db)
})
afterAll(() => home.stop())

/** Reads of the whole table in this transaction so far. */
async function wholeReads(db: Transaction<LedgerDatabase>): Promise<number> {
  const { rows } = await sql<{ reads: string }>`
    SELECT pg_stat_get_xact_numscans('howdah.exports'::regclass) AS reads`.execute(db)
  return Number(rows[0]?.reads)
}

test.each<[string, (ledger: Ledger) => Promise<unknown>]>([
  ['the newest exports', (ledger) => ledger.first({ limit: 25 })],
  ['the schedule', (ledger) => ledger.first({ sort: 'next', limit: 25 })],
  [
    'its second page',
    (ledger) => ledger.first({ sort: 'next', limit: 25, after: '999000000000000_7' }),
  ],
  ['what ended last', (ledger) => ledger.first({ state: 'done', sort: 'next', limit: 25 })],
  [
    'what a filter leaves of a state that is rare and long ago',
    (ledger) => ledger.first({ state: 'failed', type: 'migration', sort: 'next', limit: 25 }),
  ],
  ['how many there are', (ledger) => ledger.countStates()],
  ['how many of a type', (ledger) => ledger.countFitting({ type: 'migration' })],
  [
    'how many were asked for in a week',
    (ledger) => ledger.countFitting({ requestedSince: new Date(Date.now() - 7 * 86_400_000) }),
  ],
  ['what was tried most', (ledger) => ledger.first({ sort: 'tries', limit: 25 })],
  ['what failed today', (ledger) => ledger.failedSince(new Date(Date.now() - 86_400_000))],
  ['whether anything has changed', (ledger) => ledger.digest()],
  ['the largest exports', (ledger) => ledger.first({ sort: 'largest', limit: 25 })],
  ['the second page', (ledger) => ledger.first({ limit: 25, after: `${Date.now()}_999999` })],
  [
    'what is planned next',
    (ledger) => ledger.first({ state: ['scheduled', 'retrying'], sort: 'next', limit: 100 }),
  ],
  ['what waits', (ledger) => ledger.first({ state: 'pending', sort: 'oldest', limit: 100 })],
  ['a search', (ledger) => ledger.first({ search: '@m4711', limit: 25 })],
  ['exports of a member', (ledger) => ledger.forMember('77')],
  ['the line', ({ db }) => readLine(db)],
  ['past runs', ({ db }) => readPastRuns(db)],
  ['turns', ({ db }) => countLine(db)],
  ['turns of a bulk request', ({ db }) => nextBulkExports(db, 10)],
  ['turns that come soon', ({ db }) => dueBulkExports(db, new Date(), 10)],
  ['the end of the window', ({ db }) => waitingForWindow(db, 100)],
  ['the reconciler', ({ db }) => watchedExports(db, '0', 500)],
  ['the expiry', ({ db }) => overdueExports(db, new Date(), 100)],
  ['the untold', ({ db }) => claimUntold(db, { after: new Date(0), before: new Date() }, 100)],
])('%s are found through an index', async (_, ask) => {
  await home.ledger.db.transaction().execute(async (transaction) => {
    const before = await wholeReads(transaction)
    await ask(new Ledger(transaction))
    expect((await wholeReads(transaction)) - before).toBe(0)
  })
})

test('within a state or type only its own exports are read, however long ago they ended', async () => {
  const read = async (filter: ExportPageOptions): Promise<number> =>
    home.ledger.db.transaction().execute(async (transaction) => {
      await new Ledger(transaction).first({ sort: 'next', limit: 20, ...filter })
      const { rows } = await sql<{ rows: string }>`
        SELECT pg_stat_get_xact_tuples_fetched('howdah.exports'::regclass)
          + coalesce(sum(pg_stat_get_xact_tuples_fetched(indexrelid)), 0) AS rows
        FROM pg_index WHERE indrelid = 'howdah.exports'::regclass`.execute(transaction)
      return Number(rows[0]?.rows)
    })
  await sql`UPDATE howdah.exports SET type = 'migration', state = 'cancelled', finished_at = now() - id * interval '1 day'
    WHERE id IN (SELECT id FROM howdah.exports WHERE state = 'expired' ORDER BY finished_at LIMIT 4000)`.execute(
    home.db,
  )
  await sql`UPDATE howdah.exports SET type = 'backup' WHERE state <> 'cancelled'`.execute(home.db)
  await sql`ANALYZE howdah.exports`.execute(home.db)
  expect(await read({})).toBeLessThan(100)
  expect(await read({ state: 'cancelled' })).toBeLessThan(100)
  expect(await read({ type: 'migration' })).toBeLessThan(100)
})

test('the numbers of a busy month are as they were some minutes ago, an hour at most', async () => {
  const now = new Date()
  const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000)
  const first = await home.ledger.numbers(30, now)
  const counted = ({ value }: typeof first): number =>
    value.days.reduce((sum, { done, failed }) => sum + done + failed, 0)
  expect(counted(first)).toBeGreaterThan(40_000)
  await sql`DELETE FROM howdah.exports WHERE id IN (
    SELECT id FROM howdah.exports WHERE state = 'done' ORDER BY finished_at DESC LIMIT 10)`.execute(
    home.db,
  )
  const soon = await home.ledger.numbers(30, later(1))
  expect([soon.at, counted(soon)]).toEqual([now, counted(first)])
  expect((await home.ledger.numbers(30, later(59))).at).toEqual(now)
  await vi.waitFor(async () => {
    expect((await home.ledger.numbers(30, later(59))).at).toEqual(later(59))
  })
  expect((await home.ledger.numbers(30, later(130))).at).toEqual(later(130))
})
