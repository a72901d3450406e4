/** Forgets exports that ended long ago and whose files are gone; the audit is kept. */
import { sql, type Kysely } from 'kysely'
import { writeAudit } from './audit.ts'
import { isRowId } from './reading.ts'
import type { LedgerDatabase } from './tables.ts'

const FORGOT = 'forgot old exports'
/** Months of a busy server. */
const LINES_READ = 5_000

/** @returns how many were forgotten, at most `limit` */
export async function forgetHistory(
  db: Kysely<LedgerDatabase>,
  before: Date,
  limit: number,
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    DELETE FROM howdah.exports WHERE id IN (
      SELECT id FROM howdah.exports
      WHERE state IN ('failed', 'cancelled', 'expired') AND finished_at < ${before.toISOString()}::timestamptz
        AND partial_key IS NULL
      ORDER BY finished_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING id`.execute(db)
  if (rows.length > 0) {
    const ids = rows.map(({ id }) => BigInt(id)).sort((a, b) => (a < b ? -1 : 1))
    await writeAudit(db, {
      actor: 'howdah',
      action: FORGOT,
      target: `${rows.length} between ${ids[0]} and ${ids.at(-1)}`,
      reason: `they ended before ${before.toISOString()}`,
    })
  }
  return rows.length
}

/** When an export was forgotten, as far as the audit tells; null when it knows nothing of it. */
export async function forgottenAt(db: Kysely<LedgerDatabase>, id: string): Promise<Date | null> {
  if (!isRowId(id)) return null
  const { rows } = await sql<{ at: Date }>`
    SELECT at FROM (
      SELECT at, regexp_match(target, 'between (\\d+) and (\\d+)')::bigint[] AS ids
      FROM howdah.audit WHERE action = ${FORGOT} ORDER BY at DESC LIMIT ${LINES_READ}) AS line
    WHERE ids[1] <= ${id}::bigint AND ids[2] >= ${id}::bigint ORDER BY at LIMIT 1`.execute(db)
  return rows[0]?.at ?? null
}
