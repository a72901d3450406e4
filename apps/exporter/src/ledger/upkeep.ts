/** What the regular upkeep looks for in the ledger, and the small notes it makes there. */
import { sql, type Kysely, type Selectable } from 'kysely'
import { closeAttempts } from './attempts.ts'
import { changeExport, type LedgerConnection } from './change.ts'
import { selectExports } from './reading.ts'
import type { Reason } from './reasons/reason.ts'
import { toExportRecord, type ExportsTable, type LedgerDatabase } from './tables.ts'
import { ACTIVE_STATES, type ArchivePart, type ExportRecord, type ExportState } from './types.ts'

/** Columns by which the reconciler judges an export. */
export type WatchedExport = Pick<
  Selectable<ExportsTable>,
  | 'id'
  | 'state'
  | 'jid'
  | 'requested_at'
  | 'enqueued_at'
  | 'heartbeat_at'
  | 'missing_since'
  | 'runs_at'
  | 'run'
  | 'performer'
>

export async function watchedExports(
  db: Kysely<LedgerDatabase>,
  afterId: string,
  limit: number,
): Promise<readonly WatchedExport[]> {
  return db
    .selectFrom('howdah.exports')
    .select([
      'id',
      'state',
      'jid',
      'requested_at',
      'enqueued_at',
      'heartbeat_at',
      'missing_since',
      'runs_at',
      'run',
      'performer',
    ])
    .where('state', 'in', ACTIVE_STATES)
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Notes the first look that found no job, or forgets it (`null`) because one was found. */
export async function noteMissing(
  db: Kysely<LedgerDatabase>,
  id: string,
  since: Date | null,
): Promise<void> {
  await db
    .updateTable('howdah.exports')
    .set({ missing_since: since })
    .where('id', '=', id)
    .execute()
}

/**
 * Takes on the push of an export that has no job; of several processes only one gets it.
 * @returns false when another one has it, or it was pushed meanwhile
 */
export async function claimPush(
  db: Kysely<LedgerDatabase>,
  id: string,
  jid: string,
): Promise<boolean> {
  const result = await db
    .updateTable('howdah.exports')
    .set({ enqueued_at: sql<Date>`now()`, jid })
    .where('id', '=', id)
    .where('enqueued_at', 'is', null)
    .where('state', 'in', ['pending', 'scheduled'])
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** The push did not succeed: the next look may try again. */
export async function unclaimPush(db: Kysely<LedgerDatabase>, id: string): Promise<void> {
  await db
    .updateTable('howdah.exports')
    .set({ enqueued_at: null })
    .where('id', '=', id)
    .where('state', 'in', ['pending', 'scheduled'])
    .execute()
}

export interface Correction {
  readonly id: string
  /** The state that was read; if it has changed since, nothing happens. */
  readonly from: ExportState
  readonly run: number
  readonly to: ExportState
  readonly runsAt: Date | null
  /** A sentence for the story. */
  readonly reason: Reason
  /** For `failed` and `retrying`: what the job itself says. */
  readonly error?: string | null
  /** Tries that have failed, where the job tells. */
  readonly attempts?: number
}

/** Only Mastodon's workers are found to run; ours say so themselves. */
const RUNNING = { started_at: sql<Date>`now()`, heartbeat_at: sql<Date>`now()` }

/** Puts the state right; null when it has changed since it was read. */
export function correct(
  db: Kysely<LedgerDatabase>,
  correction: Correction,
): Promise<ExportRecord | null> {
  return db.transaction().execute(async (transaction) => {
    const changed = await changeTo(transaction, correction)
    // Of a process that was killed: nobody else closes it where no other run follows.
    if (changed?.state === 'failed') {
      await closeAttempts(transaction, [changed.id], 'failed')
    }
    return changed
  })
}

function changeTo(db: LedgerConnection, correction: Correction): Promise<ExportRecord | null> {
  return changeExport(db, {
    id: correction.id,
    from: [correction.from],
    run: correction.run,
    set: {
      state: correction.to,
      runs_at: correction.runsAt,
      missing_since: null,
      ...(correction.to === 'failed' ? { finished_at: sql<Date>`now()` } : {}),
      ...(correction.to === 'running' ? RUNNING : {}),
      ...(correction.attempts === undefined ? {} : { attempts: correction.attempts }),
      ...(correction.error === undefined ? {} : { error: correction.error }),
    },
    event: { actor: 'howdah', action: correction.to, detail: correction.reason },
  })
}

/** Archives whose time is over. */
export async function overdueExports(
  db: Kysely<LedgerDatabase>,
  before: Date,
  limit: number,
): Promise<readonly ExportRecord[]> {
  const rows = await selectExports(db)
    .where('e.state', '=', 'done')
    .where('e.expires_at', '<', before)
    .orderBy('e.expires_at')
    .limit(limit)
    .execute()
  return rows.map(toExportRecord)
}

/**
 * Takes exports that ended a while ago without their member being told, and notes them as told:
 * the caller now owes the message. Two callers never get the same export.
 */
export async function claimUntold(
  db: Kysely<LedgerDatabase>,
  ended: { readonly after: Date; readonly before: Date },
  limit: number,
): Promise<readonly string[]> {
  const rows = await db
    .updateTable('howdah.exports')
    .set({ mailed_at: sql<Date>`now()` })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('howdah.exports')
        .select('id')
        .where('state', 'in', ['done', 'failed'])
        .where('mailed_at', 'is', null)
        .where('finished_at', '>', ended.after)
        .where('finished_at', '<', ended.before)
        .orderBy('id')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}

/** Notes whether the member has been told how it ended. */
export async function noteTold(
  db: Kysely<LedgerDatabase>,
  id: string,
  isTold: boolean,
): Promise<void> {
  await db
    .updateTable('howdah.exports')
    .set({ mailed_at: isTold ? sql<Date>`now()` : null })
    .where('id', '=', id)
    .execute()
}

export interface Leftover {
  readonly id: string
  readonly partialKey: string
  /** Of which some may have been published. */
  readonly parts: readonly ArchivePart[]
}

/** Unfinished files of exports that nobody builds any more. */
export async function leftovers(
  db: Kysely<LedgerDatabase>,
  limit: number,
): Promise<readonly Leftover[]> {
  const rows = await db
    .selectFrom('howdah.exports')
    .select(['id', 'partial_key as partialKey', 'parts'])
    .where('partial_key', 'is not', null)
    .where('state', 'in', ['failed', 'cancelled', 'expired'])
    // A cancelled run needs a moment to notice and to remove its file itself.
    .where('finished_at', '<', sql<Date>`now() - interval '2 minutes'`)
    .limit(limit)
    .execute()
  return rows.flatMap(({ partialKey, ...row }) =>
    partialKey === null ? [] : [{ ...row, partialKey }],
  )
}

/** The unfinished file of one export that has ended without an archive, at once. */
export async function leftoverOf(db: Kysely<LedgerDatabase>, id: string): Promise<Leftover | null> {
  const row = await db
    .selectFrom('howdah.exports')
    .select(['partial_key as partialKey', 'parts'])
    .where('id', '=', id)
    .where('partial_key', 'is not', null)
    .where('state', 'in', ['failed', 'cancelled', 'expired'])
    .executeTakeFirst()
  const partialKey = row?.partialKey ?? null
  return partialKey === null ? null : { id, partialKey, parts: row?.parts ?? [] }
}

export async function forgetPartial(db: Kysely<LedgerDatabase>, leftover: Leftover): Promise<void> {
  await db
    .updateTable('howdah.exports')
    .set({ partial_key: null, parts: '[]', part_backup_ids: [] })
    .where('id', '=', leftover.id)
    .where('partial_key', '=', leftover.partialKey)
    .execute()
}
