/**
 * Keeps the ledger in step with what an administrator does to jobs in the console: a deleted job takes
 * its export with it, and one that is put back brings it back.
 */
import type { Ledger } from './ledger.ts'
import { JOB_DELETED } from './life.ts'
import { restoreExport, type Restored } from './restore.ts'
import type { ExportRecord } from './types.ts'

/** Mastodon's own row of an archive, which keeps its export page true. */
export interface BackupRows {
  /** With `id` a row that was destroyed comes back under its number. */
  insert(userId: string, id?: string): Promise<string>
  destroy(backupId: string): Promise<void>
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

export async function followConsole(parts: Parts, deed: ConsoleDeed): Promise<void> {
  const records = await parts.ledger.byJids(deed.jids)
  for (const [jid, record] of records) await followOne(parts, deed, { jid, record })
}

async function followOne(
  { ledger, backups, cancel }: Parts,
  { action, actor, restored }: ConsoleDeed,
  { jid, record }: { readonly jid: string; readonly record: ExportRecord },
): Promise<void> {
  const { id, userId, backupId } = record
  if (action === 'delete' || action === 'clear') {
    const cancelled = await ledger.cancel(id, actor, { detail: JOB_DELETED })
    if (cancelled?.backupId) await backups.destroy(cancelled.backupId)
  } else if (action === 'retry' || action === 'enqueue') {
    const requeued = await ledger.requeue(id, { jid, actor })
    if (requeued !== null) await ledger.attachJob(id, jid)
  } else if (action === 'kill') {
    await ledger.kill(id, actor)
  } else if (action === 'cancel') {
    await cancel(id, actor)
  } else if (action === 'undo' && restored !== undefined) {
    const back = await restoreExport(ledger.db, { id, jid, actor, restored })
    // With Mastodon's row, whose number its job may carry.
    if (back !== null && backupId !== null) await backups.insert(userId, backupId)
  }
}
