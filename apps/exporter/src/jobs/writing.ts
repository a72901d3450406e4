/**
 * From nothing, or from what an earlier run left, to a verified file that waits to be published:
 * the part that a job in a worker and the foreground command have in common.
 */
import { z } from 'zod'
import { ArchiveError } from '../archive/errors.ts'
import type { EntryLog, MissingEntry } from '../archive/entry-log.ts'
import { Journal, type Resumption } from '../archive/journal.ts'
import { verifyZip, type VerifiedZip } from '../archive/zip-verify.ts'
import { ZipWriter } from '../archive/zip-writer.ts'
import { RELEASE_NAMES, SOFTWARE_NAMES } from '../mastodon/releases/release.ts'
import type { PartialFile, Storage } from '../storage/storage.ts'
import { isKnown, runSteps, type Step } from './steps.ts'

/** Missing files kept for the ledger; all are counted, and the manifest lists them all. */
const MAX_MISSING = 100

/** What a builder tells while it works, and what may stop it. */
export interface BuildProgress {
  report(stage: string, done: number, total: number | null): void
  /** Aborts when the work must end; the reason says why. */
  readonly signal: AbortSignal
}

/** What is decided when an archive is begun, and holds for every later run. */
const headSchema = z.object({
  /** ISO 8601. */
  begunAt: z.string(),
  bounds: z.object({
    posts: z.string(),
    media: z.string(),
    likes: z.string(),
    bookmarks: z.string(),
  }),
  /** The release whose keys and rules the archive has; missing in notes of older versions. */
  server: z.object({ software: z.enum(SOFTWARE_NAMES), version: z.enum(RELEASE_NAMES) }).optional(),
})

export type ArchiveHead = Readonly<z.infer<typeof headSchema>>

/** Media that could not be included, or not wholly. */
export interface Omissions {
  readonly missingFiles: number
  /** The first hundred. */
  readonly missing: readonly MissingEntry[]
}

export interface WrittenFile extends Omissions {
  /** Complete and verified, but nobody sees it yet. */
  readonly file: PartialFile
  readonly sizeBytes: number
  /** Of the whole file, hexadecimal. */
  readonly sha256: string
}

export interface WritePlan {
  readonly storage: Storage
  readonly key: string
  readonly progress: BuildProgress
  /** Decides what a new archive holds; not asked when an earlier run has. */
  readonly begin: () => Promise<ArchiveHead>
  readonly steps: (head: ArchiveHead) => readonly Step[]
  /** Told how it begins where an earlier run left something. */
  readonly onReopened?: (reopened: Reopened) => Promise<void>
  /** What happens to the unfinished file when anything fails: kept for the next run, or deleted. */
  readonly afterFailure: 'keep' | 'delete'
  /** Least time between two states to go on from, in milliseconds; two seconds when left out. */
  readonly markEveryMs?: number
}

export type Reopened =
  | { readonly kind: 'resumed'; readonly step: string; readonly sizeBytes: number }
  /** With a sentence that says why. */
  | { readonly kind: 'anew'; readonly reason: string }

/** An archive under way. */
interface Work {
  readonly file: PartialFile
  readonly journal: Journal
  readonly zip: ZipWriter
  readonly steps: readonly Step[]
}

export async function writeArchive(plan: WritePlan): Promise<WrittenFile> {
  const work = (await resume(plan)) ?? (await begin(plan))
  try {
    await runSteps(work.zip, work.steps)
    const verified = await finish(plan, work)
    const omissions = await omissionsOf(work.journal)
    await work.journal.close()
    return { file: work.file, sizeBytes: verified.sizeBytes, sha256: verified.sha256, ...omissions }
  } catch (error) {
    await work.journal.close().catch(() => {}) // What failed first is what is told.
    const isUseless = error instanceof ArchiveError && error.code === 'damaged'
    if (isUseless || plan.afterFailure === 'delete') await work.file.discard()
    else await work.file.release()
    throw error
  }
}

async function finish({ progress }: WritePlan, { zip, journal, file }: Work): Promise<VerifiedZip> {
  progress.report('finish', 0, null)
  const written = await zip.finish()
  const verified = await verifyZip(file.path, journal, progress.signal)
  if (verified.entries !== written.entries || verified.sizeBytes !== written.sizeBytes) {
    throw new ArchiveError(
      'damaged',
      `${written.entries} files (${written.sizeBytes} bytes) were written and ` +
        `${verified.entries} (${verified.sizeBytes} bytes) are in the archive. Check the disk.`,
    )
  }
  await journal.assertMine()
  progress.signal.throwIfAborted()
  return verified
}

async function begin(plan: WritePlan): Promise<Work> {
  const head = await plan.begin()
  const file = await plan.storage.create(plan.key)
  try {
    const journal = await Journal.create(file.journalPath, head)
    const zip = new ZipWriter(file.handle, writerOptions(plan, journal))
    return { file, journal, zip, steps: plan.steps(head) }
  } catch (error) {
    await file.discard()
    throw error
  }
}

/** Null when there is nothing to go on from; what is of no use is deleted. */
async function resume(plan: WritePlan): Promise<Work | null> {
  const file = await plan.storage.reopen(plan.key)
  if (file === null) return null
  try {
    const work = await workFrom(plan, file)
    if (typeof work !== 'string') {
      const { zip } = work
      const step = zip.place?.step ?? 'the beginning'
      await plan.onReopened?.({ kind: 'resumed', step, sizeBytes: zip.sizeBytes })
      return work
    }
    await plan.onReopened?.({ kind: 'anew', reason: work })
  } catch (error) {
    await file.release()
    throw error
  }
  await file.discard()
  return null
}

/** @returns why not, as a sentence */
async function workFrom(plan: WritePlan, file: PartialFile): Promise<Work | string> {
  const left = await Journal.resume(file.journalPath)
  if (left === null) return 'nothing of it was safe yet'
  const { data: head } = headSchema.safeParse(left.head)
  const zip = await reopenZip(plan, file, left)
  const steps = head === undefined ? [] : plan.steps(head)
  if (typeof zip !== 'string' && isKnown(zip, steps)) {
    return { file, journal: left.journal, zip, steps }
  }
  await left.journal.close()
  return typeof zip === 'string' ? zip : 'another version of Howdah had begun it'
}

async function reopenZip(
  plan: WritePlan,
  file: PartialFile,
  { journal, mark, names }: Resumption,
): Promise<ZipWriter | string> {
  try {
    return await ZipWriter.resume(file.handle, writerOptions(plan, journal), { mark, names })
  } catch (error) {
    if (error instanceof ArchiveError && error.code === 'damaged') return error.message
    throw error
  }
}

function writerOptions({ markEveryMs }: WritePlan, journal: Journal) {
  return {
    log: journal,
    guard: () => journal.assertMine(),
    ...(markEveryMs === undefined ? {} : { markEveryMs }),
  }
}

async function omissionsOf(log: EntryLog): Promise<Omissions> {
  const missing: MissingEntry[] = []
  for await (const entry of log.readMissing()) {
    missing.push(entry)
    if (missing.length === MAX_MISSING) break
  }
  return { missingFiles: log.missingEntries, missing }
}
