/**
 * Keeps the ledger in step with what an administrator does to jobs in the console: a deleted job takes
 * its export with it, and one that is put back brings it back. An operation tells of hundreds of jobs at
 * a time, so their exports change together.
 */
import type { Ledger } from './ledger.ts'
import { cancelAll, JOB_DELETED, killAll, queueAllAgain } from './life.ts'
import { restoreExports, type Restored } from './restore.ts'
import type { ExportRecord } from './types.ts'

/** Mastodon's own rows of archives, which keep its export page true. */
export interface BackupRows {
  /** @returns its id */
  insert(userId: string): Promise<string>
  /** Brings destroyed ones back under their numbers. */
  restore(rows: readonly BackupOwner[]): Promise<void>
  destroy(backupIds: readonly string[]): Promise<void>
}

export interface BackupOwner {
  readonly backupId: string
  readonly userId: string
}

/** What was done, and to which jobs; those that belong to no export are passed over. */
export interface ConsoleDeed {
  readonly actor: string
  readonly action: string
  readonly jids: readonly string[]
  /** Of an `undo`: where the jobs are again. */
  readonly restored?: Restored
}

interface Parts {
  readonly ledger: Ledger
  readonly backups: BackupRows
  /** Cancels an export together with its job, wherever that is. */
  readonly cancel: (id: string, actor: string) => Promise<unknown>
}

/** Exports that one statement changes: it locks them all until it has ended. */
const AT_ONCE = 1_000

export async function followConsole(parts: Parts, deed: ConsoleDeed): Promise<void> {
  for (let from = 0; from < deed.jids.length; from += AT_ONCE) {
    const found = await parts.ledger.byJids(deed.jids.slice(from, from + AT_ONCE))
    if (found.size > 0) await follow(parts, deed, [...found.values()])
  }
}

async function follow(
  { ledger: { db }, backups, cancel }: Parts,
  { action, actor, restored }: ConsoleDeed,
  records: readonly ExportRecord[],
): Promise<void> {
  const ids = records.map(({ id }) => id)
  if (action === 'delete' || action === 'clear') {
    const cancelled = await cancelAll(db, ids, { actor, detail: JOB_DELETED })
    await backups.destroy(backupsOf(cancelled).map(({ backupId }) => backupId))
  } else if (action === 'retry' || action === 'enqueue') {
    await queueAllAgain(db, ids, actor)
  } else if (action === 'kill') {
    await killAll(db, ids, actor)
  } else if (action === 'cancel') {
    for (const id of ids) await cancel(id, actor)
  } else if (action === 'undo' && restored !== undefined) {
    const back = await restoreExports(db, records, { actor, restored })
    // With Mastodon's rows, whose numbers their jobs may carry.
    await backups.restore(backupsOf(back))
  }
}

function backupsOf(records: readonly ExportRecord[]): readonly BackupOwner[] {
  return records.flatMap(({ backupId, userId }) =>
    backupId === null ? [] : [{ backupId, userId }],
  )
}
