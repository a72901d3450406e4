/**
 * From nothing to a checked file that waits to be published: the part that a job in a worker and
 * the foreground command have in common.
 */
import { checkZip } from '../archive/zip-check.ts'
import { ArchiveError } from '../archive/errors.ts'
import { ZipWriter } from '../archive/zip-writer.ts'
import type { PartialFile, Storage } from '../storage/storage.ts'

/** What a builder tells while it works, and what may stop it. */
export interface BuildProgress {
  report(stage: string, done: number, total: number | null): void
  /** Aborts when the work must end; the reason says why. */
  readonly signal: AbortSignal
}

/** Media that could not be included because the storage does not have them. */
export interface Omissions {
  readonly missingFiles: number
  /** The first hundred. */
  readonly missingFileNames: readonly string[]
}

export interface WrittenFile extends Omissions {
  /** Complete and checked, but nobody sees it yet. */
  readonly file: PartialFile
  readonly sizeBytes: number
}

export interface WritePlan {
  readonly storage: Storage
  readonly key: string
  readonly progress: BuildProgress
  readonly build: (zip: ZipWriter) => Promise<Omissions>
}

/** Leaves no file behind when anything fails. */
export async function writeArchive(plan: WritePlan): Promise<WrittenFile> {
  const file = await plan.storage.create(plan.key)
  try {
    const zip = new ZipWriter(file.handle)
    const omissions = await plan.build(zip)
    plan.progress.report('finish', 0, null)
    const written = await zip.finish()
    const checked = await checkZip(file.path)
    if (checked.entries !== written.entries || checked.sizeBytes !== written.sizeBytes) {
      throw new ArchiveError(
        'damaged',
        `${written.entries} files (${written.sizeBytes} bytes) were written and ` +
          `${checked.entries} (${checked.sizeBytes} bytes) are in the archive. Check the disk.`,
      )
    }
    plan.progress.signal.throwIfAborted()
    return { file, sizeBytes: written.sizeBytes, ...omissions }
  } catch (error) {
    await file.discard()
    throw error
  }
}
