/**
 * The files of a finished archive: their names, and a row of Mastodon's `backups` for each, so that
 * Mastodon's own page lists and serves all of them and its clean-up finds what it may delete.
 */
import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { noteVerified } from '../ledger/runs.ts'
import type { ArchivePart, Run, VerifiedArchive } from '../ledger/types.ts'
import { backupStorageKey, destroyBackup, insertBackup } from '../mastodon/backups.ts'
import type { Services } from '../services.ts'
import type { Storage } from '../storage/storage.ts'
import { partName, type ArchiveName } from './archive-names.ts'
import type { WrittenFile } from './writing.ts'

export interface NamedArchive {
  readonly name: ArchiveName
  readonly written: WrittenFile
  readonly backupId: string | null
}

/**
 * Writes into the ledger what will be published, before it is: whoever comes after a crash knows
 * which files there may be.
 *
 * @returns null when another run has the export
 */
export async function noteArchive(
  { db, storage }: Pick<Services, 'db' | 'storage'>,
  run: Run,
  named: NamedArchive,
): Promise<VerifiedArchive | null> {
  const before = run.export.parts
  const archive = await db.transaction().execute(async (transaction) => {
    const parts = await nameParts(transaction, run, named)
    const verified = verifiedArchive(named.written, parts)
    const isMine = await noteVerified(transaction, run.export.id, run.number, verified)
    return isMine ? verified : null
  })
  const keys = new Set(archive?.parts.map((part) => part.storageKey))
  for (const part of archive === null ? [] : before) {
    if (!keys.has(part.storageKey)) await removePart({ db, storage }, part, named.backupId)
  }
  return archive
}

/** Which of the files that an earlier run has named are there already. */
export async function publishedParts(
  storage: Storage,
  parts: readonly ArchivePart[],
): Promise<ReadonlySet<number>> {
  const published = new Set<number>()
  for (const [index, { storageKey, sizeBytes }] of parts.entries()) {
    const found = await storage.stat(storageKey)
    if (found?.sizeBytes === sizeBytes) published.add(index + 1)
  }
  return published
}

/** A new run of the same archive names its files as the one before did. */
async function nameParts(
  db: Kysely<Database>,
  { export: record }: Run,
  { name, written, backupId }: NamedArchive,
): Promise<ArchivePart[]> {
  const count = written.parts.length
  if (count === 1) return []
  const parts: ArchivePart[] = []
  for (const [index, { sizeBytes, sha256 }] of written.parts.entries()) {
    const fileName = partName(name.fileName, index + 1, count)
    const known = record.parts.find((part) => part.fileName === fileName)
    const row =
      index === 0 ? backupId : (known?.backupId ?? (await rowFor(db, record.userId, backupId)))
    const storageKey = row === null ? fileName : backupStorageKey(row, fileName)
    parts.push({ fileName, storageKey, sizeBytes, sha256, backupId: row })
  }
  return parts
}

/** Null for archives that Mastodon does not know at all. */
async function rowFor(
  db: Kysely<Database>,
  userId: string,
  backupId: string | null,
): Promise<string | null> {
  return backupId === null ? null : insertBackup(db, userId)
}

async function removePart(
  { db, storage }: Pick<Services, 'db' | 'storage'>,
  { storageKey, backupId }: ArchivePart,
  kept: string | null,
): Promise<void> {
  await storage.delete(storageKey)
  if (backupId !== null && backupId !== kept) await destroyBackup(db, backupId)
}

function verifiedArchive(written: WrittenFile, parts: readonly ArchivePart[]): VerifiedArchive {
  return {
    sizeBytes: written.sizeBytes,
    sha256: parts.length > 0 ? null : (written.parts[0]?.sha256 ?? null),
    parts,
    missingFiles: written.missingFiles,
    missingFileNames: written.missing.map((file) => file.name),
    missingFileReasons: written.missing.map((file) => file.reason),
  }
}
