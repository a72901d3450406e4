/** Moves the story of an export into the past, as if it had happened some days ago. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../../database.ts'

const STORY_COLUMNS = ['started_at', 'finished_at'] as const
const EXPORT_COLUMNS = [
  'requested_at',
  'enqueued_at',
  'runs_at',
  'expires_at',
  'heartbeat_at',
  'mailed_at',
  ...STORY_COLUMNS,
] as const

/** Shifts every time of the export, its tries, its events and Mastodon's own row. */
export async function backdateExport(
  db: Kysely<Database>,
  id: string,
  hours: number,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const shift = sql`interval '1 hour' * ${hours}::integer`
    const earlier = (columns: readonly string[]) =>
      sql.join(columns.map((name) => sql`${sql.ref(name)} = ${sql.ref(name)} - ${shift}`))
    await sql`UPDATE howdah.exports SET ${earlier(EXPORT_COLUMNS)} WHERE id = ${id}`.execute(
      transaction,
    )
    await sql`UPDATE howdah.export_attempts SET ${earlier(STORY_COLUMNS)}
      WHERE export_id = ${id}`.execute(transaction)
    await sql`UPDATE howdah.export_events SET ${earlier(['at'])} WHERE export_id = ${id}`.execute(
      transaction,
    )
    await sql`UPDATE backups SET ${earlier(['created_at', 'updated_at', 'dump_updated_at'])}
      WHERE id = (SELECT backup_id FROM howdah.exports WHERE id = ${id})`.execute(transaction)
  })
}
