/**
 * What belongs to an export elsewhere: its job in Redis, and Mastodon's own row. Noted once it is there, and
 * forgotten once it is gone.
 */
import { sql, type Kysely } from 'kysely'
import type { LedgerDatabase } from './tables.ts'
import type { ExportState } from './types.ts'

/** Notes the job that will build it, once it is pushed. */
export async function attachJob(
  db: Kysely<LedgerDatabase>,
  id: string,
  jid: string,
  state: ExportState,
): Promise<void> {
  // A fast worker may have started already: then only the push is noted, never an older state.
  await db
    .updateTable('howdah.exports')
    .set((eb) => ({
      jid,
      enqueued_at: sql<Date>`now()`,
      missing_since: null,
      state: eb
        .case()
        .when('state', 'in', ['pending', 'scheduled', 'stuck'])
        .then(state)
        .else(eb.ref('state'))
        .end(),
    }))
    .where('id', '=', id)
    .where((eb) => eb.or([eb('jid', 'is', null), eb('jid', '=', jid), eb('state', '=', 'stuck')]))
    .execute()
}

/** @returns false when the export has a row already: a worker was faster. */
export async function attachBackup(
  db: Kysely<LedgerDatabase>,
  id: string,
  backupId: string,
): Promise<boolean> {
  const result = await db
    .updateTable('howdah.exports')
    .set({ backup_id: backupId })
    .where('id', '=', id)
    .where('backup_id', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Mastodon's row is gone, by us or by Mastodon itself. */
export async function detachBackup(db: Kysely<LedgerDatabase>, id: string): Promise<void> {
  await db.updateTable('howdah.exports').set({ backup_id: null }).where('id', '=', id).execute()
}
