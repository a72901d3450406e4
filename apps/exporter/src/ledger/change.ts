/**
 * How rows of the ledger change: the states they may come from, what is set, the line in each story
 * and, where a person did it, in the audit. All in one statement, so that two processes can never both
 * believe they did it.
 */
import {
  type RawBuilder,
  sql,
  type Kysely,
  type SqlBool,
  type Transaction,
  type UpdateObject,
} from 'kysely'
import { intoAudit, type Noted, intoStory } from './noted.ts'
import type { Reason } from './reasons/reason.ts'
import { type Stored, toStored } from './reasons/stored.ts'
import { toExportRecord, type LedgerDatabase } from './tables.ts'
import type { ExportRecord, ExportState } from './types.ts'

export type LedgerConnection = Kysely<LedgerDatabase> | Transaction<LedgerDatabase>

/** What happens to an export, or to many alike. */
export interface Changing {
  /** States it may be in; in any other nothing happens. */
  readonly from: readonly ExportState[]
  readonly set: UpdateObject<LedgerDatabase, 'howdah.exports', 'howdah.exports'>
  readonly event: {
    readonly actor: string
    readonly action: string
    readonly detail?: string | Reason
    /** Why a person did it. */
    readonly reason?: string
  }
}

export interface Change extends Changing {
  readonly id: string
  /** Only the run with this number may do it. */
  readonly run?: number | null
}

/** @returns the export after the change, or null when it was not in a state that allows it. */
export async function changeExport(
  db: LedgerConnection,
  { id, run, ...change }: Change,
): Promise<ExportRecord | null> {
  const ofRun = typeof run === 'number' ? sql<SqlBool>`AND run = ${run}` : sql``
  const [changed = null] = await changeWhere(db, change, sql`id = ${id} ${ofRun}`)
  return changed
}

/** @returns those that were in a state that allows it, after the change. */
export async function changeExports(
  db: LedgerConnection,
  ids: readonly string[],
  change: Changing,
): Promise<readonly ExportRecord[]> {
  // Locked in one order: two of these that meet wait for each other, and not for ever.
  const locked = sql`SELECT id FROM howdah.exports WHERE id = ANY(${ids}::bigint[]) ORDER BY id FOR UPDATE`
  return ids.length === 0 ? [] : changeWhere(db, change, sql`id IN (${locked})`)
}

async function changeWhere(
  db: LedgerConnection,
  { from, set, event }: Changing,
  isMeant: RawBuilder<SqlBool>,
): Promise<readonly ExportRecord[]> {
  const noted = notedOf(event)
  const rows = await db
    .with('changed', (query) =>
      query
        .updateTable('howdah.exports')
        .set(set)
        .where(isMeant)
        .where('state', 'in', from)
        .returningAll(),
    )
    .with('noted', () => intoStory('changed', noted))
    .with('audited', () => intoAudit('changed', noted))
    .selectFrom('changed')
    .leftJoin('users', 'users.id', 'changed.user_id')
    .selectAll('changed')
    .select('users.email')
    .execute()
  return rows.map(toExportRecord)
}

function notedOf({ actor, action, detail, reason }: Changing['event']): Noted {
  const stored = toStored(detail)
  return {
    actor,
    story: { action, detail: reason === undefined ? stored : withReason(stored, reason) },
    audit: { action, detail: stored, reason: reason ?? null },
  }
}

/** A story has one column for both; the audit keeps them apart. */
function withReason({ text }: Stored, reason: string): Stored {
  return toStored(text === null ? `Reason: ${reason}` : `${text}. Reason: ${reason}`)
}
