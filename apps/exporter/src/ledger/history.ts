/** Forgets exports that ended long ago and whose files are gone; the audit is kept. */
import { sql, type Kysely } from 'kysely'
import { writeAudit } from './audit.ts'
import type { LedgerDatabase } from './tables.ts'

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
      action: 'forgot old exports',
      target: `${rows.length} between ${ids[0]} and ${ids.at(-1)}`,
      reason: `they ended before ${before.toISOString()}`,
    })
  }
  return rows.length
}
