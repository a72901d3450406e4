/** Keeps Mastodon's `backups` table in step with our archives of type `backup`. */
import type { ExportRecord, VerifiedArchive } from '../ledger/types.ts'
import {
  backupStorageKey,
  completeBackup,
  destroyBackup,
  findBackup,
  insertBackup,
  otherBackupsOf,
} from '../mastodon/backups.ts'
import type { Services } from '../services.ts'
import type { ArchiveName } from './archive-names.ts'
import { removeArchive } from './leftovers.ts'

/** The row of this export; made anew where it is missing. Null for other types. */
export async function ensureBackupRow(
  { db, ledger }: Services,
  record: ExportRecord,
): Promise<string | null> {
  if (record.type !== 'backup') return null
  if (record.backupId !== null) {
    if ((await findBackup(db, record.backupId)) !== null) return record.backupId
    // Mastodon's clean-up removes rows by age, also those of exports that have waited long.
    await ledger.detachBackup(record.id)
  }
  const backupId = await insertBackup(db, record.userId)
  if (await ledger.attachBackup(record.id, backupId)) return backupId
  await destroyBackup(db, backupId)
  return (await ledger.get(record.id))?.backupId ?? null
}

/**
 * From here on Mastodon's page offers the download; of an archive of several files, each under a row
 * of its own, so that Mastodon lists, serves and deletes them like any others.
 */
export async function completeBackupRows(
  { db }: Services,
  backupId: string | null,
  archive: ArchiveName & Pick<VerifiedArchive, 'sizeBytes' | 'parts'>,
): Promise<void> {
  const { fileName, sizeBytes, parts } = archive
  const files = parts.length > 0 ? parts : [{ backupId, fileName, sizeBytes }]
  for (const file of files) {
    if (file.backupId === null) continue
    await completeBackup(db, file.backupId, { fileName: file.fileName, sizeBytes: file.sizeBytes })
  }
}

/**
 * Only the newest archive of a member is kept, as Mastodon does; but one without media takes the place
 * of such a one alone, because it does not hold what the others do.
 */
export async function destroyOlderBackups(
  services: Services,
  { id, userId, backupId, parts, includesMedia }: ExportRecord,
): Promise<void> {
  if (backupId === null) return
  const newest = [backupId, ...parts.flatMap((part) => part.backupId ?? [])]
  for (const row of await otherBackupsOf(services.db, userId, newest)) {
    const record = await services.ledger.byBackupId(row.id)
    if (!includesMedia && record?.includesMedia !== false) continue
    if (row.dump_file_name !== null) {
      await services.storage.delete(backupStorageKey(row.id, row.dump_file_name))
    }
    await destroyBackup(services.db, row.id)
    if (record === null) continue
    await removeArchive(services, record)
    await services.ledger.replace(record.id, id)
  }
}
