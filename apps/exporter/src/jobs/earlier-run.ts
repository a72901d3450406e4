/**
 * What an earlier run of the same export has left: an archive that is published already, or an
 * unfinished file to go on with.
 */
import type { Run, VerifiedArchive } from '../ledger/types.ts'
import type { Storage } from '../storage/storage.ts'
import { archiveName, nameOfLeftover, type ArchiveName } from './archive-names.ts'
import { publishedParts } from './archive-parts.ts'

/** What of an archive everybody can see. */
export interface EarlierArchive {
  /** The whole of it; null where something is missing. */
  readonly whole: { readonly name: ArchiveName; readonly archive: VerifiedArchive } | null
  /** Of a split one, which files. */
  readonly parts: ReadonlySet<number>
}

/** The earlier run was killed between publishing its archive and telling the ledger. */
export async function findPublished(
  storage: Storage,
  { leftoverKey, export: record }: Run,
  backupId: string | null,
): Promise<EarlierArchive> {
  const name = leftoverKey === null ? null : nameOfLeftover(leftoverKey, backupId)
  const { sizeBytes, sha256, parts } = record
  if (name === null || sizeBytes === null) return { whole: null, parts: new Set() }
  const published = await publishedParts(storage, parts)
  const isWhole =
    parts.length > 0
      ? published.size === parts.length
      : sha256 !== null && (await storage.stat(name.storageKey))?.sizeBytes === sizeBytes
  return {
    whole: isWhole ? { name, archive: { ...record, sizeBytes } } : null,
    parts: published,
  }
}

/** An unfinished file keeps its name; one that cannot be gone on with is deleted. */
export async function nameArchive(
  storage: Storage,
  { leftoverKey, export: record }: Run,
  backupId: string | null,
): Promise<ArchiveName> {
  if (leftoverKey !== null) {
    const left = nameOfLeftover(leftoverKey, backupId)
    // Published already, but the ledger was not told: nothing of it is unfinished any more.
    const isPublished = (await storage.stat(leftoverKey)) !== null
    if (left !== null && !isPublished) return left
    await storage.clean(leftoverKey)
  }
  return archiveName(record.type, backupId, new Date())
}

/** Bytes of the unfinished file, which need not be free any more. */
export async function bytesWritten(
  storage: Storage,
  { leftoverKey }: Run,
  { storageKey }: ArchiveName,
): Promise<number> {
  if (leftoverKey !== storageKey) return 0
  const file = await storage.reopen(storageKey)
  if (file === null) return 0
  const { size } = await file.handle.stat()
  await file.release()
  return size
}
