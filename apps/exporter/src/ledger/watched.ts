/**
 * Exports that Mastodon's own workers build: what we learn of them from its table `backups`, which
 * says only "processed" or not, and is silent about the rest.
 */
import { sql, type Kysely } from 'kysely'
import type { MastodonDatabase } from '../mastodon/tables.ts'
import { changeExport } from './change.ts'
import type { LedgerDatabase } from './tables.ts'
import { ACTIVE_STATES, type ExportRecord, type ExportState, type Performer } from './types.ts'

type BothDatabases = MastodonDatabase & LedgerDatabase

/** A row of `backups` that no export knows. */
export interface UnknownBackup {
  readonly id: string
  readonly processed: boolean
}

/** Older than a moment: our own requests write their row first and note it then. */
export function unknownBackups(
  db: Kysely<BothDatabases>,
  before: Date,
  page: {
    readonly afterId: string
    readonly limit: number
    /** Only those that are not finished. */
    readonly isOpen?: boolean
  },
): Promise<readonly UnknownBackup[]> {
  return db
    .selectFrom('backups as b')
    .select(['b.id', 'b.processed'])
    .where('b.user_id', 'is not', null)
    .where('b.id', '>', page.afterId)
    .$if(page.isOpen === true, (query) => query.where('b.processed', '=', false))
    .where(sql<boolean>`b.created_at < ${before.toISOString()}::timestamptz at time zone 'UTC'`)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb.selectFrom('howdah.exports as e').select('e.id').whereRef('e.backup_id', '=', 'b.id'),
        ),
      ),
    )
    .where(
      // A further file of an archive of ours; written as its index says it.
      sql<boolean>`NOT EXISTS (SELECT FROM howdah.exports AS p
        WHERE p.part_backup_ids <> '{}' AND p.part_backup_ids @> ARRAY[b.id])`,
    )
    .orderBy('b.id')
    .limit(page.limit)
    .execute()
}

/** An export of Mastodon's whose row says something else than our ledger. */
export interface WatchedChange {
  readonly id: string
  readonly state: ExportState
  readonly backupId: string
  /** Null: the row is gone. */
  readonly file: { readonly name: string | null; readonly sizeBytes: number } | null
}

export async function watchedChanges(
  db: Kysely<BothDatabases>,
  limit: number,
): Promise<readonly WatchedChange[]> {
  const rows = await db
    .selectFrom('howdah.exports as e')
    .leftJoin('backups as b', 'b.id', 'e.backup_id')
    .select(['e.id', 'e.state', 'e.backup_id', 'b.id as row_id', 'b.dump_file_name as name'])
    .select('b.dump_file_size as size')
    .where('e.performer', '=', 'mastodon')
    .where('e.backup_id', 'is not', null)
    .where((eb) =>
      eb.or([
        eb('e.state', 'in', ACTIVE_STATES).and(
          eb.or([eb('b.id', 'is', null), eb('b.processed', '=', true)]),
        ),
        eb('e.state', '=', 'done').and('b.id', 'is', null),
      ]),
    )
    .orderBy('e.id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    backupId: row.backup_id ?? '0',
    file: row.row_id === null ? null : { name: row.name, sizeBytes: Number(row.size ?? 0) },
  }))
}

/** Mastodon's worker has made it; Mastodon also tells the member and deletes it in time. */
export function noteMade(
  db: Kysely<LedgerDatabase>,
  change: WatchedChange,
  file: { readonly name: string; readonly sizeBytes: number; readonly storageKey: string },
): Promise<ExportRecord | null> {
  return changeExport(db, {
    id: change.id,
    from: [change.state],
    set: {
      state: 'done',
      finished_at: sql<Date>`now()`,
      mailed_at: sql<Date>`now()`,
      runs_at: null,
      missing_since: null,
      error: null,
      size_bytes: file.sizeBytes,
      file_name: file.name,
      storage_key: file.storageKey,
    },
    event: { actor: 'mastodon', action: 'done', detail: file.name },
  })
}

/** Its row is gone: given up by Mastodon's worker, or, once it was done, deleted with its file. */
export function noteGone(
  db: Kysely<LedgerDatabase>,
  change: WatchedChange,
): Promise<ExportRecord | null> {
  const isFile = change.state === 'done'
  const reason =
    "Mastodon's worker gave it up and removed the request. The reason, where it kept one, is in " +
    "the log of Mastodon's Sidekiq."
  return changeExport(db, {
    id: change.id,
    from: [change.state],
    set: isFile
      ? { state: 'expired', backup_id: null }
      : {
          state: 'failed',
          finished_at: sql<Date>`now()`,
          runs_at: null,
          missing_since: null,
          backup_id: null,
          error: sql<string>`coalesce(error, ${reason})`,
        },
    event: { actor: 'mastodon', action: isFile ? 'expired' : 'gave up' },
  })
}

/** From now on this job builds it, and that performer's workers run the job. */
export async function handOver(
  db: Kysely<LedgerDatabase>,
  id: string,
  to: { readonly jid: string; readonly performer: Performer },
): Promise<void> {
  await db
    .updateTable('howdah.exports')
    .set({ jid: to.jid, performer: to.performer })
    .where('id', '=', id)
    .where('state', 'in', ['pending', 'scheduled', 'retrying', 'stuck'])
    .where((eb) =>
      eb.or([eb('jid', 'is distinct from', to.jid), eb('performer', '!=', to.performer)]),
    )
    .execute()
}

/** Its job was pushed by somebody. */
export async function noteQueued(db: Kysely<LedgerDatabase>, id: string): Promise<void> {
  await db
    .updateTable('howdah.exports')
    .set({ enqueued_at: sql<Date>`coalesce(enqueued_at, now())` })
    .where('id', '=', id)
    .execute()
}

/** A worker of Mastodon's is known to run it at this moment. */
export async function noteRunning(db: Kysely<LedgerDatabase>, id: string, at: Date): Promise<void> {
  await db
    .updateTable('howdah.exports')
    .set({ heartbeat_at: at, missing_since: null })
    .where('id', '=', id)
    .where('performer', '=', 'mastodon')
    .execute()
}

/** How often Howdah by itself queued this export again. */
export async function countRequeues(db: Kysely<LedgerDatabase>, id: string): Promise<number> {
  const row = await db
    .selectFrom('howdah.export_events')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('export_id', '=', id)
    .where('actor', '=', 'howdah')
    .where('action', '=', 'queued again')
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}
