/**
 * Checks that an archive lies in its files as it was written, before anybody gets it: every header,
 * every entry's bytes by their checksum, the whole directory and the counts. What is compared is always
 * read from the file.
 *
 * A large archive is checked on a thread of its own that follows the writing, a few megabytes behind, so that
 * little is left at the end. A small one is read at the end: a thread would take longer to start.
 *
 * Compressed entries are compared as they lie in the file, which finds every byte that a disk or
 * another process has changed; those that were written in more than one go are inflated as well.
 */
import { open } from 'node:fs/promises'
import { setImmediate as giveWay } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import { CheckThread, notAsWritten } from './check-thread.ts'
import type { EntryListener, EntryLog, FinishedPart, LoggedEntry } from './entry-log.ts'
import { ArchiveError } from './errors.ts'
import { FileCheck } from './file-check.ts'
import { PartPieces } from './part-pieces.ts'
import { chunksOf, inflatedChecksum } from './read-back.ts'
import { checkZip } from './zip-check.ts'
import { centralHeader, endOfDirectory, localHeader } from './zip-format.ts'

/** Of a smaller file the check takes less time than a thread to start. */
const LARGE_BYTES = 32 * 1024 * 1024
/** Handed to the thread at once: rarely enough to cost nothing, and soon done when it is the last. */
const HAND_OVER_BYTES = 8 * 1024 * 1024
/** Looked at on this thread before others have their turn; about two milliseconds. */
const STEP_BYTES = 1024 * 1024

export interface ArchiveCheckOptions {
  /** Where a file of the archive lies, 1 for the first. */
  readonly pathOf: (part: number) => string
  /** What the archive should hold. */
  readonly log: EntryLog
  /** Ends the reading with its reason. */
  readonly signal?: AbortSignal
  /** A part that reaches this size is followed while it is written; 32 MB when left out. */
  readonly followAfterBytes?: number
}

export class ArchiveCheck implements EntryListener {
  readonly #options: ArchiveCheckOptions
  readonly #parts = new Map<number, PartPieces>()
  #thread: CheckThread | null = null

  constructor(options: ArchiveCheckOptions) {
    this.#options = options
  }

  /**
   * A finished entry, which follows the one before it without a gap.
   * @param writtenBytes of its part that the operating system has: so far it can be read
   * @throws {@link ArchiveError} `damaged` when what was written before is not what lies there
   */
  note(entry: LoggedEntry, writtenBytes: number): void {
    this.#thread?.throwFailure()
    const pieces = this.#piecesOf(entry.part)
    pieces.addEntry(entry)
    const stepBytes = Math.min(HAND_OVER_BYTES, this.#followAfterBytes)
    const isDue = writtenBytes - pieces.takenBytes >= stepBytes
    if (!isDue || (this.#thread === null && writtenBytes < this.#followAfterBytes)) return
    this.#hand(entry.part, { until: writtenBytes })
  }

  /**
   * Compares what is left of a part, once its directory is written. A part whose entries were not noted
   * is read as a whole.
   * @throws {@link ArchiveError} `damaged` or `not-a-zip`, saying where
   */
  async finish(part: number): Promise<FinishedPart> {
    this.#options.signal?.throwIfAborted()
    const checked = await checkZip(this.#options.pathOf(part))
    assertCount(checked.entries, this.#options.log.tallyOf(part).entries)
    const pieces = this.#piecesOf(part)
    if (pieces.notedBytes === 0) await this.#noteAll(part)
    const isLarge = this.#thread !== null || checked.sizeBytes >= this.#followAfterBytes
    // The thread goes on while the directory is made once more.
    if (isLarge) this.#hand(part, { until: pieces.notedBytes })
    await this.#noteDirectory(part)
    assertSize(checked.sizeBytes, pieces.notedBytes)
    const sha256 = isLarge ? await this.#replyTo(part) : await this.#read(part)
    return { ...checked, sha256 }
  }

  /** Ends what is under way. */
  async stop(): Promise<void> {
    await this.#thread?.stop()
  }

  get #followAfterBytes(): number {
    return this.#options.followAfterBytes ?? LARGE_BYTES
  }

  #piecesOf(part: number): PartPieces {
    const pieces = this.#parts.get(part) ?? new PartPieces()
    this.#parts.set(part, pieces)
    return pieces
  }

  async #noteAll(part: number): Promise<void> {
    const pieces = this.#piecesOf(part)
    for await (const entries of this.#options.log.readEntries(part)) {
      for (const entry of entries) pieces.addEntry(entry)
    }
  }

  async #noteDirectory(part: number): Promise<void> {
    const pieces = this.#piecesOf(part)
    const offset = pieces.notedBytes
    const { entries } = this.#options.log.tallyOf(part)
    let sizeBytes = 0
    let crc = 0
    for await (const entries of this.#options.log.readEntries(part)) {
      for (const entry of entries) {
        const header = centralHeader(entry)
        crc = crc32(header, crc)
        sizeBytes += header.length
        if (entry.isResumed && entry.isDeflated) await this.#inflate(entry)
      }
    }
    const end = endOfDirectory({ entries, sizeBytes, offset })
    pieces.add(sizeBytes + end.length, crc32(end, crc))
  }

  /** Pieces of two processes, put together: they must be one stream for any reader. */
  async #inflate(entry: LoggedEntry): Promise<void> {
    const from = entry.offset + localHeader(entry).length
    const handle = await open(this.#options.pathOf(entry.part), 'r')
    try {
      const bytes = chunksOf(handle, from, from + entry.storedBytes)
      const found = await inflatedChecksum(bytes).catch(() => null)
      if (found?.crc !== entry.crc || found.sizeBytes !== entry.sizeBytes) throw notAsRead(entry)
    } finally {
      await handle.close()
    }
  }

  #hand(
    part: number,
    { until, isLast = false }: { readonly until: number; readonly isLast?: boolean },
  ): CheckThread {
    const path = this.#options.pathOf(part)
    const pieces = this.#piecesOf(part).takeUntil(until)
    this.#thread ??= new CheckThread()
    this.#thread.send({ path, pieces, isLast })
    return this.#thread
  }

  async #replyTo(part: number): Promise<string> {
    const until = this.#piecesOf(part).notedBytes
    const thread = this.#hand(part, { until, isLast: true })
    const reply = thread.reply(this.#options.pathOf(part))
    const found = await unlessAborted(reply, this.#options.signal)
    if ('damagedAt' in found) throw await this.#damage(part, found.damagedAt)
    return found.sha256
  }

  async #read(part: number): Promise<string> {
    const pieces = this.#piecesOf(part)
    const check = new FileCheck(this.#options.pathOf(part))
    try {
      while (!pieces.isEmpty) {
        this.#options.signal?.throwIfAborted()
        const damagedAt = check.pass(pieces.takeSome(STEP_BYTES))
        if (damagedAt !== null) throw await this.#damage(part, damagedAt)
        await giveWay()
      }
      return check.sha256()
    } finally {
      check.close()
    }
  }

  /** Says which file it is, where it is one. */
  async #damage(part: number, at: number): Promise<ArchiveError> {
    for await (const entries of this.#options.log.readEntries(part)) {
      const damaged = entries.find((entry) => entry.offset + localHeader(entry).length === at)
      if (damaged !== undefined) return notAsRead(damaged)
    }
    return notAsWritten(at)
  }
}

function assertCount(found: number, written: number): void {
  if (found === written) return
  throw new ArchiveError(
    'damaged',
    `${written} files were written and ${found} are in the archive. Check the disk.`,
  )
}

function assertSize(found: number, written: number): void {
  if (found === written) return
  throw new ArchiveError(
    'damaged',
    `${written} bytes were written and ${found} are in the archive. Check the disk.`,
  )
}

function notAsRead({ name }: LoggedEntry): ArchiveError {
  return new ArchiveError(
    'damaged',
    `${Buffer.from(name).toString()} was not written as it was read. Check the disk.`,
  )
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  const { promise, reject } = Promise.withResolvers<never>()
  const abort = (): void => reject(signal.reason)
  signal.addEventListener('abort', abort)
  try {
    signal.throwIfAborted()
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
