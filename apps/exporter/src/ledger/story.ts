/** The story of exports: each try with its error, each event with its actor; and the audit log. */
import type { Kysely } from 'kysely'
import type { LedgerDatabase } from './tables.ts'
import { toAttemptRecord, toEventRecord } from './tables.ts'
import type { AttemptRecord, EventRecord } from './types.ts'

/** Nobody reads further back on one page; the rows stay in the table. */
const STORY_LIMIT = 1_000

export async function attempts(
  db: Kysely<LedgerDatabase>,
  exportId: string,
): Promise<readonly AttemptRecord[]> {
  const rows = await db
    .selectFrom('howdah.export_attempts')
    .selectAll()
    .where('export_id', '=', exportId)
    .orderBy('number')
    .limit(STORY_LIMIT)
    .execute()
  return rows.map(toAttemptRecord)
}

export async function events(
  db: Kysely<LedgerDatabase>,
  exportId: string,
): Promise<readonly EventRecord[]> {
  const rows = await db
    .selectFrom('howdah.export_events')
    .selectAll()
    .where('export_id', '=', exportId)
    .orderBy('id')
    .limit(STORY_LIMIT)
    .execute()
  return rows.map(toEventRecord)
}

export interface AuditEntry {
  readonly actor: string
  readonly action: string
  readonly detail?: string
  readonly exportId?: string
}

export async function audit(db: Kysely<LedgerDatabase>, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('howdah.export_events')
    .values({
      export_id: entry.exportId ?? null,
      actor: entry.actor,
      action: entry.action,
      detail: entry.detail ?? null,
    })
    .execute()
}

export async function auditLog(
  db: Kysely<LedgerDatabase>,
  options: { limit?: number; before?: string },
): Promise<readonly EventRecord[]> {
  const rows = await db
    .selectFrom('howdah.export_events')
    .selectAll()
    .$if(options.before !== undefined, (query) => query.where('id', '<', options.before ?? '0'))
    .orderBy('id', 'desc')
    .limit(Math.min(options.limit ?? 100, STORY_LIMIT))
    .execute()
  return rows.map(toEventRecord)
}
