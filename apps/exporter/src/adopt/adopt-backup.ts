/** Enters a row of Mastodon's `backups` that Howdah did not make into the ledger. */
import type { Kysely } from 'kysely'
import { BY_MASTODON } from '../ledger/actors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { ExportRecord, Performer } from '../ledger/types.ts'
import { handOver, noteQueued } from '../ledger/watched.ts'
import type { LedgerDatabase } from '../ledger/tables.ts'
import { findBackup } from '../mastodon/backups.ts'
import { findMember } from '../mastodon/members.ts'
import type { MastodonDatabase } from '../mastodon/tables.ts'

/** What adopting reads and writes. */
export interface AdoptStores {
  readonly db: Kysely<MastodonDatabase & LedgerDatabase>
  readonly ledger: Ledger
}

export interface Adoption {
  readonly backupId: string
  /** Of the job that builds it; null when there is none. */
  readonly jid: string | null
  readonly performer: Performer
  readonly maxAttempts?: number
}

/**
 * @returns the export of this row: entered now or before. Null when the row or its member is gone,
 * or when another export of the member is under way, which will serve this wish too.
 */
export async function adoptBackup(
  stores: AdoptStores,
  adoption: Adoption,
): Promise<ExportRecord | null> {
  const { db, ledger } = stores
  const known = await ledger.byBackupId(adoption.backupId)
  if (known !== null) {
    if (adoption.jid !== null) await handOver(db, known.id, { ...adoption, jid: adoption.jid })
    return ledger.get(known.id)
  }
  const backup = await findBackup(db, adoption.backupId)
  const userId = backup?.user_id ?? null
  const member = userId === null ? null : await findMember(db, { userId })
  if (backup === null || member === null) return null
  const outcome = await ledger.request({
    userId: member.userId,
    accountId: member.accountId,
    username: member.username,
    type: 'backup',
    requestedBy: BY_MASTODON,
    requestedAt: backup.created_at,
    backupId: adoption.backupId,
    performer: adoption.performer,
    ...(adoption.jid === null ? {} : { jid: adoption.jid }),
    ...(adoption.maxAttempts === undefined ? {} : { maxAttempts: adoption.maxAttempts }),
  })
  if (outcome.kind === 'active') return null
  // Mastodon pushed it, whether or not its job can still be found: nobody must push it once more.
  await noteQueued(db, outcome.export.id)
  return outcome.export
}
