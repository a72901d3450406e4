/**
 * How many exports there are in each state: sums that triggers keep (`EXPORT_COUNTS` in migrations/exports.ts),
 * because counting a million rows takes a third of a second. They are exact: part of the transaction that
 * changes an export.
 */
import { sql, type Kysely } from 'kysely'
import type { LedgerDatabase } from './tables.ts'
import type { ExportState, ExportType } from './types.ts'

export type StateCounts = Readonly<Record<ExportState, number>>

export const NONE: StateCounts = {
  pending: 0,
  scheduled: 0,
  running: 0,
  retrying: 0,
  failed: 0,
  stuck: 0,
  done: 0,
  expired: 0,
  cancelled: 0,
}

interface CountRow {
  readonly state: ExportState
  readonly count: string
}

export function toCounts(rows: readonly CountRow[]): StateCounts {
  return { ...NONE, ...Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)])) }
}

/** @param type left out: of both types */
export async function readCounts(
  db: Kysely<LedgerDatabase>,
  type?: ExportType,
): Promise<StateCounts> {
  const rows = await db
    .selectFrom('howdah.export_counts')
    .select(['state', (eb) => eb.fn.sum<string>('count').as('count')])
    .$if(type !== undefined, (query) => query.where('type', '=', type ?? 'backup'))
    .groupBy('state')
    .execute()
  return toCounts(rows)
}

/** Makes one row of all those with the same state and type. Several may do it at once. */
export async function foldCounts(db: Kysely<LedgerDatabase>): Promise<void> {
  await sql`
    WITH taken AS (
      DELETE FROM howdah.export_counts WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM howdah.export_counts FOR UPDATE SKIP LOCKED))
      RETURNING state, type, count)
    INSERT INTO howdah.export_counts
    SELECT state, type, sum(count) FROM taken GROUP BY state, type HAVING sum(count) <> 0`.execute(
    db,
  )
}

/** Any number that nothing else in the database locks: the letters "counts" as ASCII codes. */
const MENDING_LOCK = 0x636f756e7473

/**
 * Counts once more and enters what differs, as it does after a restore that ran the triggers twice or not
 * at all. One statement sees both at the same moment, so nobody has to wait meanwhile.
 */
export async function mendCounts(db: Kysely<LedgerDatabase>): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    // Two at once would both enter the difference.
    await sql`SELECT pg_advisory_xact_lock(${MENDING_LOCK})`.execute(transaction)
    await sql`
      INSERT INTO howdah.export_counts
      SELECT state, type, sum(count) FROM (
        SELECT state, type, count(*) AS count FROM howdah.exports GROUP BY state, type
        UNION ALL SELECT state, type, -count FROM howdah.export_counts) AS both_sides
      GROUP BY state, type HAVING sum(count) <> 0`.execute(transaction)
  })
}
