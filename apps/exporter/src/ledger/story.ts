/** The story of exports: each try with its error, each event with its actor. */
import type { Kysely } from 'kysely'
import type { Reason } from './reasons/reason.ts'
import { toStored } from './reasons/stored.ts'
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

/** Writes down what became of one export. */
export async function noteEvent(
  db: Kysely<LedgerDatabase>,
  event: {
    readonly exportId: string
    readonly actor: string
    readonly action: string
    readonly detail?: string | Reason
  },
): Promise<void> {
  const detail = toStored(event.detail)
  await db
    .insertInto('howdah.export_events')
    .values({
      export_id: event.exportId,
      actor: event.actor,
      action: event.action,
      detail: detail.text,
      detail_facts: detail.facts,
    })
    .execute()
}
