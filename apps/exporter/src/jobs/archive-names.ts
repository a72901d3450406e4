/** What an archive is called and where it lies. */
import { randomBytes } from 'node:crypto'
import type { ExportType } from '../ledger/types.ts'
import { backupStorageKey } from '../mastodon/backups.ts'

export interface ArchiveName {
  readonly fileName: string
  readonly storageKey: string
}

/**
 * `archive-20261123190504-<32 hex>.zip`, as Mastodon names its own. The random part is the only
 * lock on a file that the web server hands out, so it has 128 bits.
 *
 * @param backupId row of Mastodon's `backups` table, which decides the folder; null for an archive
 * that only we know
 */
export function archiveName(type: ExportType, backupId: string | null, now: Date): ArchiveName {
  const stamp = now.toISOString().replaceAll(/\D/g, '').slice(0, 14)
  const random = randomBytes(16).toString('hex')
  if (type === 'backup' && backupId !== null) {
    const fileName = `archive-${stamp}-${random}.zip`
    return { fileName, storageKey: backupStorageKey(backupId, fileName) }
  }
  const fileName = `${type}-${stamp}-${random}.zip`
  return { fileName, storageKey: fileName }
}

/** `archive-….zip` → `archive-…-part-2-of-3.zip` */
export function partName(fileName: string, part: number, count: number): string {
  return `${fileName.replace(/\.zip$/, '')}-part-${part}-of-${count}.zip`
}

/** The name that all files of an archive begin with, from the key of any: `archive-….zip`. */
export function baseName(storageKey: string): string {
  const fileName = storageKey.slice(storageKey.lastIndexOf('/') + 1)
  return fileName.replace(/-part-\d+-of-\d+\.zip$/, '.zip')
}

/** The name of an unfinished archive; null when it was begun for another row of `backups`. */
export function nameOfLeftover(storageKey: string, backupId: string | null): ArchiveName | null {
  const fileName = storageKey.slice(storageKey.lastIndexOf('/') + 1)
  const expected = backupId === null ? fileName : backupStorageKey(backupId, fileName)
  return storageKey === expected ? { fileName, storageKey } : null
}
