/** What exports leave behind that nobody will go on with: unfinished files, half-published parts. */
import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { forgetPartial, leftoverOf, type Leftover } from '../ledger/upkeep.ts'
import type { ExportRecord } from '../ledger/types.ts'
import { destroyBackup } from '../mastodon/backups.ts'
import type { Services } from '../services.ts'
import type { Storage } from '../storage/storage.ts'

/**
 * Deletes what an export left when no run will follow: it gave up, or somebody cancelled it. The
 * upkeep does the same for those whose process was killed meanwhile.
 */
export async function cleanLeftover(
  services: Pick<Services, 'db' | 'storage' | 'logger'>,
  exportId: string,
): Promise<void> {
  try {
    const leftover = await leftoverOf(services.db, exportId)
    if (leftover !== null) await removeLeftover(services, leftover)
  } catch (error) {
    // How the export ended is told all the same.
    services.logger.warn(
      { err: error, export_id: exportId },
      'An unfinished file could not be deleted yet.',
    )
  }
}

export interface Places {
  readonly db: Kysely<Database>
  readonly storage: Storage
}

export async function removeLeftover({ db, storage }: Places, leftover: Leftover): Promise<void> {
  await storage.clean(leftover.partialKey)
  for (const part of leftover.parts) {
    await storage.delete(part.storageKey)
    if (part.backupId !== null) await destroyBackup(db, part.backupId)
  }
  await forgetPartial(db, leftover)
}

/** Every file of a finished archive, and the rows of Mastodon's that name them. */
export async function removeArchive(
  { db, storage }: Places,
  { storageKey, backupId, parts }: Pick<ExportRecord, 'storageKey' | 'backupId' | 'parts'>,
): Promise<void> {
  const keys = parts.length > 0 ? parts.map((part) => part.storageKey) : [storageKey]
  for (const key of keys) if (key !== null) await storage.delete(key)
  const rows = new Set([backupId, ...parts.map((part) => part.backupId)])
  for (const row of rows) if (row !== null) await destroyBackup(db, row)
}
