/**
 * From nothing, or from what an earlier run left, to a verified file that waits to be published:
 * the part that a job in a worker and the foreground command have in common.
 */
import { z } from 'zod'
import { stat } from 'node:fs/promises'
import { ArchiveCheck } from '../archive/archive-check.ts'
import { ArchiveError } from '../archive/errors.ts'
import type { EntryLog, FinishedPart, MissingEntry } from '../archive/entry-log.ts'
import { Journal, type Resumption } from '../archive/journal.ts'
import { ZipWriter, type ZipWriterOptions } from '../archive/zip-writer.ts'
import { RELEASE_NAMES, SOFTWARE_NAMES } from '../mastodon/releases/release.ts'
import type { Reason } from '../ledger/reasons/reason.ts'
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
  /** Of all its files. */
  readonly sizeBytes: number
  /** Its files: one, unless it was to be split. */
  readonly parts: readonly FinishedPart[]
}

export interface WritePlan {
  readonly storage: Storage
  readonly key: string
  readonly progress: BuildProgress
  /** Decides what a new archive holds; not asked when an earlier run has. */
  readonly begin: () => Promise<ArchiveHead>
  readonly steps: (head: ArchiveHead) => readonly Step[]
  /** Told whenever more is safe than the run before had left. */
  readonly onAdvanced?: () => void
  /** Told how it begins where an earlier run left something. */
  readonly onReopened?: (reopened: Reopened) => Promise<void>
  /** What happens to the unfinished file when anything fails: kept for the next run, or deleted. */
  readonly afterFailure: 'keep' | 'delete'
  /** Least time between two states to go on from, in milliseconds; two seconds when left out. */
  readonly markEveryMs?: number
  /** Size from which on a file of the archive is checked while it is written. */
  readonly followAfterBytes?: number
  /** Bytes that one file of the archive may have; null or left out: all goes into one. */
  readonly partBytes?: number | null
  /** Files that an earlier run has published before it was cut short. */
  readonly published?: ReadonlySet<number>
}

export type Reopened =
  | { readonly kind: 'resumed'; readonly step: string; readonly sizeBytes: number }
  /** A string says in English why what was written is of no use. */
  | { readonly kind: 'anew'; readonly reason: string | Reason }

/** An archive under way. */
interface Work {
  readonly file: PartialFile
  readonly journal: Journal
  readonly zip: ZipWriter
  readonly check: ArchiveCheck
  readonly steps: readonly Step[]
}

/** An archive of which only the publishing is missing. */
interface FinishedWork {
  readonly file: PartialFile
  readonly journal: Journal
  readonly parts: readonly FinishedPart[]
}

export async function writeArchive(plan: WritePlan): Promise<WrittenFile> {
  const work = (await resume(plan)) ?? (await begin(plan))
  const { file, journal } = work
  try {
    const parts = 'parts' in work ? work.parts : await build(plan, work)
    const omissions = await omissionsOf(journal)
    await journal.close()
    return {
      file,
      sizeBytes: parts.reduce((sum, part) => sum + part.sizeBytes, 0),
      parts,
      ...omissions,
    }
  } catch (error) {
    await journal.close().catch(() => {}) // What failed first is what is told.
    const isUseless = error instanceof ArchiveError && error.code === 'damaged'
    if (isUseless || plan.afterFailure === 'delete') await file.discard()
    else await file.release()
    throw error
  }
}

async function build(plan: WritePlan, work: Work): Promise<readonly FinishedPart[]> {
  try {
    await runSteps(work.zip, work.steps)
    const parts = await finish(plan, work)
    await work.journal.finish(parts)
    return parts
  } finally {
    await work.check.stop()
  }
}

async function finish(
  { progress }: WritePlan,
  { zip, journal, check }: Work,
): Promise<readonly FinishedPart[]> {
  progress.report('finish', 0, null)
  const written = await zip.finish()
  const parts: FinishedPart[] = []
  for (let part = 1; part <= written.parts; part += 1) parts.push(await check.finish(part))
  const last = parts.at(-1)
  if (last?.entries !== written.entries || last.sizeBytes !== written.sizeBytes) {
    throw new ArchiveError(
      'damaged',
      `${written.entries} files (${written.sizeBytes} bytes) were written and ` +
        `${last?.entries} (${last?.sizeBytes} bytes) are in the archive. Check the disk.`,
    )
  }
  await journal.assertMine()
  progress.signal.throwIfAborted()
  return parts
}

async function begin(plan: WritePlan): Promise<Work> {
  const head = await plan.begin()
  const file = await plan.storage.create(plan.key)
  try {
    const journal = await Journal.create(file.journalPath, head)
    const check = checkOf(plan, file, journal)
    const zip = new ZipWriter(file.handle, writerOptions(plan, file, { journal, check }))
    return { file, journal, zip, check, steps: plan.steps(head) }
  } catch (error) {
    await file.discard()
    throw error
  }
}

/** Null when there is nothing to go on from; what is of no use is deleted. */
async function resume(plan: WritePlan): Promise<Work | FinishedWork | null> {
  const file = await plan.storage.reopen(plan.key)
  if (file === null) return null
  try {
    const work = await workFrom(plan, file)
    if (typeof work !== 'string') {
      await plan.onReopened?.({ kind: 'resumed', ...(await progressOf(work)) })
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

async function progressOf(
  work: Work | FinishedWork,
): Promise<{ readonly step: string; readonly sizeBytes: number }> {
  if ('parts' in work) {
    return {
      step: 'publishing',
      sizeBytes: work.parts.reduce((sum, part) => sum + part.sizeBytes, 0),
    }
  }
  const { zip, file } = work
  let sizeBytes = zip.sizeBytes
  for (let part = 1; part < zip.part; part += 1) sizeBytes += (await stat(file.partPath(part))).size
  return { step: zip.place?.step ?? 'the beginning', sizeBytes }
}

/** @returns why not, as a sentence */
async function workFrom(plan: WritePlan, file: PartialFile): Promise<Work | FinishedWork | string> {
  const { onAdvanced } = plan
  const left = await Journal.resume(
    file.journalPath,
    onAdvanced === undefined ? {} : { onAdvanced },
  )
  if (left === null) return 'nothing of it was safe yet'
  const { journal, finished } = left
  if (finished !== null && (await isThere(plan, file, finished))) {
    return { file, journal, parts: finished }
  }
  const { data: head } = headSchema.safeParse(left.head)
  const check = checkOf(plan, file, journal)
  const zip = await reopenZip(plan, file, { ...left, check })
  const steps = head === undefined ? [] : plan.steps(head)
  if (typeof zip !== 'string' && isKnown(zip, steps)) return { file, journal, zip, check, steps }
  await journal.close()
  return typeof zip === 'string' ? zip : 'another version of Howdah had begun it'
}

/** Verified files are not read again: their notes were written after that. */
async function isThere(
  { published }: WritePlan,
  file: PartialFile,
  parts: readonly FinishedPart[],
): Promise<boolean> {
  for (const [index, { sizeBytes }] of parts.entries()) {
    if (published?.has(index + 1) === true) continue
    const found = await stat(file.partPath(index + 1)).catch(() => null)
    if (found?.size !== sizeBytes) return false
  }
  return true
}

async function reopenZip(
  plan: WritePlan,
  file: PartialFile,
  { journal, check, mark, names }: Resumption & Pick<Work, 'check'>,
): Promise<ZipWriter | string> {
  try {
    const handle = await file.openPart(mark.part, 'left')
    if (handle === null) return `its part ${mark.part} is not there`
    return await ZipWriter.resume(handle, writerOptions(plan, file, { journal, check }), {
      mark,
      names,
    })
  } catch (error) {
    if (error instanceof ArchiveError && error.code === 'damaged') return error.message
    throw error
  }
}

function checkOf(
  { progress, followAfterBytes }: WritePlan,
  file: PartialFile,
  log: EntryLog,
): ArchiveCheck {
  return new ArchiveCheck({
    pathOf: (part) => file.partPath(part),
    log,
    signal: progress.signal,
    ...(followAfterBytes === undefined ? {} : { followAfterBytes }),
  })
}

function writerOptions(
  { markEveryMs, partBytes }: WritePlan,
  file: PartialFile,
  { journal, check }: Pick<Work, 'journal' | 'check'>,
): ZipWriterOptions {
  const create = (part: number) => file.openPart(part, 'new')
  return {
    log: journal,
    check,
    guard: () => journal.assertMine(),
    ...(markEveryMs === undefined ? {} : { markEveryMs }),
    ...(typeof partBytes === 'number' ? { parts: { limitBytes: partBytes, create } } : {}),
  }
}

async function omissionsOf(log: EntryLog): Promise<Omissions> {
  const missing: MissingEntry[] = []
  for await (const some of log.readMissing()) {
    missing.push(...some.slice(0, MAX_MISSING - missing.length))
    if (missing.length === MAX_MISSING) break
  }
  return { missingFiles: log.missingEntries, missing }
}
