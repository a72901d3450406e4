/**
 * Until when a finished archive is kept: our own days, and never longer than Mastodon keeps it,
 * whose clean-up deletes archives by the age of their row in `backups`.
 */
import { readRetentionDays } from '../ledger/settings.ts'
import type { ExportType } from '../ledger/types.ts'
import { findBackup } from '../mastodon/backups.ts'
import { readBackupRetentionDays } from '../mastodon/settings.ts'
import type { Stores } from '../services.ts'

const DAY_MS = 86_400_000

export async function keepUntil(
  { config, db, ledger }: Stores,
  made: { readonly type: ExportType; readonly backupId: string | null },
  now: Date = new Date(),
): Promise<Date> {
  const days = await readRetentionDays(ledger.db, config.exports.retentionDays)
  const ours = new Date(now.getTime() + days * DAY_MS)
  if (made.type !== 'backup' || made.backupId === null) return ours
  const [theirDays, row] = await Promise.all([
    readBackupRetentionDays(db),
    findBackup(db, made.backupId),
  ])
  if (theirDays === null || row === null) return ours
  const theirs = row.created_at.getTime() + theirDays * DAY_MS
  // A row that is older than that is deleted tonight; until then there is an archive.
  return new Date(Math.min(ours.getTime(), Math.max(theirs, now.getTime() + DAY_MS / 2)))
}
