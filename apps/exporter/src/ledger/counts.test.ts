/** The numbers that triggers keep are those that counting gives, whatever happens. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestLedger, type TestLedger } from '../testing/ledger.ts'
import { foldCounts, mendCounts, readCounts } from './counts.ts'
import { countStates } from './schedule.ts'
import { SpanCounts } from './span-counts.ts'
import type { ExportFilter } from './types.ts'

let home: TestLedger
beforeAll(async () => {
  home = await startTestLedger()
})
afterAll(() => home.stop())
beforeEach(async () => {
  await sql`TRUNCATE howdah.exports CASCADE`.execute(home.db)
})

async function add(count: number, db = home.ledger.db, from = 1): Promise<void> {
  await sql`INSERT INTO howdah.exports (user_id, account_id, username, type, state, requested_by)
    SELECT n, n, 'm' || n, CASE WHEN n % 3 = 0 THEN 'migration' ELSE 'backup' END,
      CASE WHEN n % 2 = 0 THEN 'pending' ELSE 'done' END, 'member'
    FROM generate_series(${from}::integer, ${from + count - 1}::integer) n`.execute(db)
}

async function expectTrue(): Promise<void> {
  const { db } = home.ledger
  expect(await readCounts(db)).toEqual(await countStates(db, {}))
  for (const type of ['backup', 'migration'] as const) {
    expect(await readCounts(db, type)).toEqual(await countStates(db, { type }))
  }
}

async function rows(): Promise<number> {
  const found = await sql<{
    n: number
  }>`SELECT count(*)::int AS n FROM howdah.export_counts`.execute(home.db)
  return found.rows[0]?.n ?? 0
}

test('what is entered, moved on, forgotten and emptied is counted at once', async () => {
  const { ledger, db } = home
  await add(100)
  await expectTrue()
  expect(await ledger.countStates()).toMatchObject({ pending: 50, done: 50, failed: 0 })
  expect(await ledger.countFitting({ type: 'migration' })).toMatchObject({ pending: 16, done: 17 })
  await sql`UPDATE howdah.exports SET state = 'failed' WHERE user_id <= 10`.execute(db)
  await sql`UPDATE howdah.exports SET state = state, attempts = 1`.execute(db)
  await sql`DELETE FROM howdah.exports WHERE user_id BETWEEN 5 AND 20`.execute(db)
  await expectTrue()
  await ledger.cancel((await ledger.first({ state: 'pending', limit: 1 }))[0]?.id ?? '', 'admin')
  expect(await ledger.countStates()).toMatchObject({ cancelled: 1, failed: 4 })
  await expectTrue()
  await sql`TRUNCATE howdah.exports CASCADE`.execute(db)
  await expectTrue()
})

test('what is undone was never counted, and what others have not finished is not counted yet', async () => {
  await add(10)
  const transaction = await home.ledger.db.startTransaction().execute()
  await sql`UPDATE howdah.exports SET state = 'expired'`.execute(transaction)
  expect(await readCounts(transaction)).toMatchObject({ expired: 10 })
  expect(await home.ledger.countStates()).toMatchObject({ pending: 5, done: 5, expired: 0 })
  await foldCounts(home.ledger.db)
  await transaction.rollback().execute()
  await expectTrue()
})

test('many rows become few, also while others change exports and do the same', async () => {
  await add(200)
  const ids = Array.from({ length: 200 }, (_, index) => index + 1)
  await Promise.all([
    ...ids.map((id) =>
      sql`UPDATE howdah.exports SET state = 'failed' WHERE user_id = ${id}`.execute(home.db),
    ),
    ...ids.slice(0, 20).map(() => foldCounts(home.ledger.db)),
  ])
  await expectTrue()
  await foldCounts(home.ledger.db)
  expect(await rows()).toBe(2)
  await expectTrue()
})

test('numbers that a restore has spoilt are mended, once, by however many', async () => {
  await add(30)
  await sql`UPDATE howdah.export_counts SET count = count + 7`.execute(home.db)
  await sql`INSERT INTO howdah.export_counts VALUES ('stuck', 'backup', 3)`.execute(home.db)
  expect((await home.ledger.countStates()).stuck).toBe(3)
  await Promise.all([1, 2, 3].map(() => mendCounts(home.ledger.db)))
  await expectTrue()
})

test('a ledger that was there before is counted when its tables are brought up to date', async () => {
  const { db, ledger } = home
  await add(12)
  await sql`DELETE FROM howdah.migrations WHERE name = 'export-counts'`.execute(db)
  await sql`DROP TABLE howdah.export_counts`.execute(db)
  for (const name of ['added', 'removed', 'moved', 'none']) {
    await sql`DROP FUNCTION ${sql.raw(`howdah.count_${name}`)} CASCADE`.execute(db)
  }
  await ledger.migrate()
  await expectTrue()
  await sql`DELETE FROM howdah.exports WHERE user_id = 1`.execute(db)
  await expectTrue()
})

test('within a span of days many exports are counted once in some seconds, few each time', async () => {
  const { ledger } = home
  const now = new Date()
  const since = new Date(now.getTime() - 7 * 86_400_000)
  const spans = new SpanCounts(ledger.db)
  const done = async (filter: ExportFilter): Promise<number | undefined> =>
    (await spans.read(filter, now))?.done
  await add(10)
  expect(await done({ requestedSince: since })).toBe(5)
  await add(12_000, ledger.db, 11)
  expect(await done({ requestedSince: since })).toBe(6_005)
  await add(10, ledger.db, 12_011)
  expect(await done({ requestedSince: since })).toBe(6_005)
  expect(await done({ requestedSince: since, type: 'migration' })).toBe(2_003)
  // Nothing is kept of what few ask for.
  expect(await spans.read({ requestedSince: new Date(since.getTime() + 60_000) }, now)).toBeNull()
  expect(await spans.read({ requestedSince: since, search: 'ada' }, now)).toBeNull()
  expect(await spans.read({}, now)).toBeNull()
})
