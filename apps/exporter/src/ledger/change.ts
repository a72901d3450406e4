/**
 * How a row of the ledger changes: the states it may come from, what is set, the line in its story
 * and, where a person did it, in the audit. All in one statement, so that two processes can never both
 * believe they did it.
 */
import { sql, type Kysely, type Transaction, type UpdateObject } from 'kysely'
import { isPerson } from './actors.ts'
import { exportTarget } from './audit.ts'
import { toExportRecord, type LedgerDatabase } from './tables.ts'
import type { ExportRecord, ExportState } from './types.ts'

export type LedgerConnection = Kysely<LedgerDatabase> | Transaction<LedgerDatabase>

export interface Change {
  readonly id: string
  /** States it may be in; in any other nothing happens. */
  readonly from: readonly ExportState[]
  readonly set: UpdateObject<LedgerDatabase, 'howdah.exports', 'howdah.exports'>
  /** Only the run with this number may do it. */
  readonly run?: number | null
  readonly event: {
    readonly actor: string
    readonly action: string
    readonly detail?: string
    /** Why a person did it. */
    readonly reason?: string
  }
}

/** @returns the export after the change, or null when it was not in a state that allows it. */
export async function changeExport(
  db: LedgerConnection,
  change: Change,
): Promise<ExportRecord | null> {
  const { detail = null, reason = null } = change.event
  const row = await db
    .with('changed', (query) =>
      query
        .updateTable('howdah.exports')
        .set(change.set)
        .where('id', '=', change.id)
        .where('state', 'in', change.from)
        .$if(typeof change.run === 'number', (update) => update.where('run', '=', change.run ?? 0))
        .returningAll(),
    )
    .with('noted', (query) =>
      query
        .insertInto('howdah.export_events')
        .columns(['export_id', 'actor', 'action', 'detail'])
        .expression((eb) =>
          eb
            .selectFrom('changed')
            .select([
              'changed.id',
              sql<string>`${change.event.actor}::text`.as('actor'),
              sql<string>`${change.event.action}::text`.as('action'),
              sql<string | null>`${storyDetail(detail, reason)}::text`.as('detail'),
            ]),
        ),
    )
    .with('audited', (query) =>
      query
        .insertInto('howdah.audit')
        .columns(['actor', 'action', 'target', 'detail', 'reason'])
        .expression((eb) =>
          eb
            .selectFrom('changed')
            .select([
              sql<string>`${change.event.actor}::text`.as('actor'),
              sql<string>`${change.event.action}::text`.as('action'),
              exportTarget('changed').as('target'),
              sql<string | null>`${detail}::text`.as('detail'),
              sql<string | null>`${reason}::text`.as('reason'),
            ])
            .where(sql<boolean>`${isPerson(change.event.actor)}::boolean`),
        ),
    )
    .selectFrom('changed')
    .leftJoin('users', 'users.id', 'changed.user_id')
    .selectAll('changed')
    .select('users.email')
    .executeTakeFirst()
  return row === undefined ? null : toExportRecord(row)
}

/** A story has one column for both; the audit keeps them apart. */
function storyDetail(detail: string | null, reason: string | null): string | null {
  if (reason === null) return detail
  return detail === null ? `Reason: ${reason}` : `${detail}. Reason: ${reason}`
}
