/** A long audit: every filter finds its lines through an index, and pages fit together. */
import { sql, type Transaction } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestLedger, type TestLedger } from '../testing/ledger.ts'
import { auditActions, readAudit, type AuditFilter } from './audit-reading.ts'
import type { LedgerDatabase } from './tables.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const ROWS = 120_000

let home: TestLedger
beforeAll(async () => {
  home = await startTestLedger()
  // A line a minute; one in a thousand is @rare's, was refused, or is a look at jobs.
  await sql`INSERT INTO howdah.audit (at, actor, action, target, result, detail, page, subjects)
    SELECT '2026-01-01T00:00Z'::timestamptz + n * interval '1 minute',
      CASE WHEN n % 1000 = 0 THEN 'rare' ELSE 'admin' END,
      CASE n % 3 WHEN 0 THEN 'cancelled' WHEN 1 THEN 'retried' ELSE 'looked at arguments' END,
      'export ' || n || ' (@m' || n % 5000 || ')',
      CASE WHEN n % 1000 = 1 THEN 'It runs.' ELSE 'done' END,
      CASE WHEN n = 7 THEN 'needle 100%_\\' END, NULL,
      CASE WHEN n % 1000 = 2 THEN ARRAY['job ' || n, '@seen' || n] ELSE '{}' END
    FROM generate_series(1, ${ROWS}::integer) n`.execute(home.db)
  await sql`ANALYZE howdah.audit`.execute(home.db)
})
afterAll(() => home.stop())

/** Reads of the whole table in this transaction so far. */
async function wholeReads(db: Transaction<LedgerDatabase>): Promise<number> {
  const { rows } = await sql<{ reads: string }>`
    SELECT pg_stat_get_xact_numscans('howdah.audit'::regclass) AS reads`.execute(db)
  return Number(rows[0]?.reads)
}

const DAY = new Date('2026-01-03T00:00Z')
const NEXT_DAY = new Date('2026-01-04T00:00Z')

test.each<[string, AuditFilter, number]>([
  ['the newest', {}, 100],
  ['who', { actor: 'rare' }, 100],
  ['what', { action: 'cancelled' }, 100],
  ['a member', { target: '@m77' }, 24],
  ['a member by name alone', { target: 'm77' }, 24],
  ['an export', { target: 'export 777' }, 1],
  ['a job that was seen', { target: '5002' }, 1],
  ['whose job was seen', { target: '@seen5002' }, 1],
  ['nobody', { target: '@nobody' }, 0],
  ['what was refused', { result: 'refused' }, 100],
  ['what was done', { result: 'done' }, 100],
  ['a day long ago', { since: DAY, until: NEXT_DAY, limit: 1_000 }, 1_000],
  ['who on that day', { actor: 'rare', since: DAY, until: NEXT_DAY }, 2],
  ['a page far back', { before: '500', limit: 50 }, 50],
  ['the last step of a search', { search: 'needle 100%_\\', before: '1000' }, 1],
])('%s is found through an index', async (_, filter, count) => {
  await home.ledger.db.transaction().execute(async (transaction) => {
    const before = await wholeReads(transaction)
    const { records } = await readAudit(transaction, filter)
    expect(records).toHaveLength(count)
    expect((await wholeReads(transaction)) - before).toBe(0)
  })
})

test('pages follow each other without a gap or a line twice, also at one moment', async () => {
  await sql`INSERT INTO howdah.audit (at, actor, action)
    SELECT '2030-01-01T00:00Z', 'root', 'at once' FROM generate_series(1, 250)`.execute(home.db)
  const ids: string[] = []
  let before: string | null = null
  do {
    const filter: AuditFilter = { actor: 'root', limit: 100, ...(before && { before }) }
    const page = await readAudit(home.ledger.db, filter)
    ids.push(...page.records.map(({ id }) => id))
    before = page.next
  } while (before !== null)
  expect(ids).toHaveLength(250)
  expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => Number(b) - Number(a)))
})

test('a search stops after so many lines and goes on from there', async () => {
  let before: string | null = null
  const steps: (readonly [found: number, isPaused: boolean])[] = []
  do {
    const filter: AuditFilter = { search: 'NEEDLE', ...(before && { before }) }
    const page = await readAudit(home.ledger.db, filter)
    steps.push([page.records.length, page.isPaused])
    before = page.next
  } while (before !== null)
  expect(steps).toEqual([
    [0, true],
    [0, true],
    [1, false],
  ])
})

test('the verbs are found without reading every line', async () => {
  await home.ledger.db.transaction().execute(async (transaction) => {
    const before = await wholeReads(transaction)
    const verbs = await auditActions(transaction)
    expect(verbs).toEqual(expect.arrayContaining(['cancelled', 'looked at arguments', 'retried']))
    expect((await wholeReads(transaction)) - before).toBe(0)
  })
})
