/**
 * Writes a zip file from front to back, entry after entry, in constant memory whatever the size.
 *
 * - An entry's contents flow through once; its header is corrected afterwards, so that readers find
 *   true sizes at both ends and need no data descriptors.
 * - Zip64 where a size, an offset or the number of entries asks for it, and only there.
 * - What is needed at the end (central directory) lies in the log, which also takes marks: states
 *   that another process can go on from, at the end of every entry and, for sources that know how,
 *   in the middle of one.
 */
import type { FileHandle } from 'node:fs/promises'
import { PieceDeflater } from './deflate.ts'
import {
  entryListOf,
  MemoryLog,
  type EntryList,
  type EntryLog,
  type Mark,
  type MissingEntry,
  type OpenEntry,
  type Place,
} from './entry-log.ts'
import { encodeName, assertFits } from './entry-name.ts'
import {
  type EntrySource,
  type KnownContents,
  type LoosePiece,
  type PieceSource,
  piecesOf,
} from './entry-source.ts'
import { Meter, type Opened } from './meter.ts'
import { OutputFile } from './output-file.ts'
import { bytesWith, type PartFiles } from './part-files.ts'
import { chunksOf, readBack } from './read-back.ts'
import {
  centralHeader,
  endOfDirectory,
  localHeader,
  MAX_UINT32,
  type EntryRecord,
} from './zip-format.ts'

/** Deflate can grow what it cannot shrink: five bytes in every 16 KiB, and a little. */
const LARGEST_PLAIN_BYTES = MAX_UINT32 - 2 * 1024 * 1024
const DEFAULT_MARK_EVERY_MS = 2_000

export interface EntryOptions {
  /** Deflate (text, JSON) or store (pictures and films, which are compressed already). */
  readonly compress: boolean
  readonly modifiedAt: Date
  /** How many bytes will come, when that is known; saves the room kept for zip64. */
  readonly sizeBytes?: number
}

export interface WrittenArchive {
  /** How many files it has. */
  readonly parts: number
  /** Of the last one. */
  readonly entries: number
  readonly sizeBytes: number
}

export interface ZipWriterOptions {
  /** In memory when left out: nothing can be gone on from then. */
  readonly log?: EntryLog
  /** Least time between two marks, in milliseconds; 2,000 when left out. */
  readonly markEveryMs?: number
  /** Asked before every write to the disk; throws when the file belongs to somebody else now. */
  readonly guard?: () => Promise<void>
  /** Where further files come from once one is full; left out: all goes into one. */
  readonly parts?: PartFiles
}

/** What the log of an earlier process says, for {@link ZipWriter.resume}. */
export interface ResumeFrom {
  readonly mark: Mark
  /** Entries that are safe although the mark's place does not tell. */
  readonly names: ReadonlySet<string>
}

export class ZipWriter {
  #handle: FileHandle
  #file: OutputFile
  #part: number
  readonly #parts: PartFiles | null
  readonly #guard: (() => Promise<void>) | undefined
  readonly #log: EntryLog
  readonly #markEveryMs: number
  readonly #names: ReadonlySet<string>
  #place: Place | null
  #open: Opened | null
  readonly #deflater = new PieceDeflater()
  /** The first mark comes as soon as there is anything to go on from. */
  #markedAtMs = 0
  /** Where an entry began that could not be finished. */
  #brokenAt: number | null = null

  /** @param handle open for reading and writing, empty; it stays open */
  constructor(handle: FileHandle, options: ZipWriterOptions = {}, start: Start = FRESH) {
    const { log = new MemoryLog(), markEveryMs = DEFAULT_MARK_EVERY_MS, guard } = options
    this.#guard = guard
    this.#handle = handle
    this.#file = this.#outputTo(handle, start.mark.position)
    this.#part = start.mark.part
    this.#parts = options.parts ?? null
    this.#log = log
    this.#markEveryMs = markEveryMs
    this.#names = start.names
    this.#place = start.mark.place
    this.#open = start.open
  }

  /**
   * Goes on with a file that another process left.
   * @param handle of the part that the mark names
   * @throws {@link ArchiveError} `damaged` when the file does not hold what the mark says
   */
  static async resume(
    handle: FileHandle,
    options: ZipWriterOptions,
    from: ResumeFrom,
  ): Promise<ZipWriter> {
    const { mark, open } = await readBack(handle, from.mark)
    await handle.truncate(mark.position)
    return new ZipWriter(handle, options, { mark, open, names: from.names })
  }

  /** Which file is being written. */
  get part(): number {
    return this.#part
  }

  /** Bytes written into it so far. */
  get sizeBytes(): number {
    return this.#file.position
  }

  /** Where the builder stands; after {@link resume} where the earlier one stood. */
  get place(): Place | null {
    return this.#place
  }

  /** Files that are added or omitted. */
  get settled(): number {
    return this.#log.entries + this.#log.missingEntries
  }

  /** What the archive holds so far. */
  get entries(): EntryList {
    return entryListOf(this.#log)
  }

  /**
   * Adds one entry; call it for one entry at a time. An entry that is safe already is passed over
   * and its source not touched.
   *
   * @param name relative path with `/`
   * @throws {@link ArchiveError} for a name that leaves the archive; errors of the source and of
   * the disk as they are. The next entry then takes the place of this one.
   */
  async add(name: string, source: EntrySource, options: EntryOptions): Promise<void> {
    if (this.#names.has(name)) return
    const encoded = encodeName(name)
    if ('sha256' in source) {
      await this.#addKnown(name, source, options)
      return
    }
    const entry = await this.#begin(encoded, source, options)
    this.#brokenAt = entry.record.offset
    const pieces = piecesOf(source, entry.cursor)
    if (options.compress) await this.#deflate(entry, pieces)
    else await this.#store(entry, pieces)
    await this.#end(name, entry)
    this.#brokenAt = null
  }

  /** True when an earlier process has added or omitted it and its place does not tell. */
  isSettled(name: string): boolean {
    return this.#names.has(name)
  }

  /** Notes a file that is not, or not wholly, in the archive. */
  omit(missing: MissingEntry): void {
    this.#log.appendMissing(missing)
  }

  /** Says where the builder stands, which is from now on part of every mark. */
  async moveTo(place: Place): Promise<void> {
    const isNewStep = this.#place !== null && this.#place.step !== place.step
    this.#place = place
    if ((isNewStep || this.#isMarkDue()) && this.#open === null) await this.#markBoundary()
  }

  /** Writes the central directory. The last file is complete but not yet synced. */
  async finish(): Promise<WrittenArchive> {
    await this.#markBoundary()
    await this.#closePart()
    const { entries } = this.#log.tallyOf(this.#part)
    return { parts: this.#part, entries, sizeBytes: this.#file.position }
  }

  async #closePart(): Promise<void> {
    const offset = this.#file.position
    for await (const entry of this.#log.readEntries(this.#part)) {
      await this.#file.write(centralHeader(entry))
    }
    const { entries } = this.#log.tallyOf(this.#part)
    const sizeBytes = this.#file.position - offset
    await this.#file.write(endOfDirectory({ entries, sizeBytes, offset }))
    await this.#file.flush()
  }

  /** Finishes this file and begins the next one. */
  async #nextPart(parts: PartFiles): Promise<void> {
    await this.#closePart()
    await this.#file.sync()
    const next = await parts.create(this.#part + 1)
    this.#turnTo(next, 0)
    await this.#mark(null)
  }

  /** An entry that turned out too large for what was left moves to the next file, as it is. */
  async #moveToNextPart(entry: EntryRecord, parts: PartFiles): Promise<EntryRecord> {
    await this.#file.flush()
    const next = await parts.create(this.#part + 1)
    const moved = this.#outputTo(next, 0)
    const bytes = chunksOf(this.#handle, entry.offset, this.#file.position)
    for await (const chunk of bytes) await moved.write(chunk)
    await moved.flush()
    await this.#file.takeBack(entry.offset)
    await this.#closePart()
    await this.#file.sync()
    this.#turnTo(next, moved.position)
    return { ...entry, offset: 0 }
  }

  #turnTo(handle: FileHandle, position: number): void {
    this.#part += 1
    this.#handle = handle
    this.#file = this.#outputTo(handle, position)
  }

  #outputTo(handle: FileHandle, position: number): OutputFile {
    const guard = this.#guard
    return new OutputFile(handle, { position, ...(guard === undefined ? {} : { guard }) })
  }

  /** An entry alone in its file is there to stay, whatever its size. */
  #isTooLarge(name: Uint8Array, storedBytes: number, position: number): boolean {
    if (this.#parts === null) return false
    const tally = this.#log.tallyOf(this.#part)
    if (tally.entries === 0) return false
    return bytesWith(position, tally, { name, storedBytes }) > this.#parts.limitBytes
  }

  async #addKnown(
    name: string,
    { bytes, crc, sha256 }: KnownContents,
    options: EntryOptions,
  ): Promise<void> {
    if (this.#open !== null) this.#brokenAt = this.#open.record.offset
    this.#open = null
    const { length } = bytes
    const encoded = encodeName(name)
    await this.#makeRoom(encoded, length)
    const record = this.#record(encoded, options, length)
    const entry = { ...record, isDeflated: false, crc, sizeBytes: length, storedBytes: length }
    assertFits(name, entry)
    this.#brokenAt = entry.offset
    await this.#file.write(localHeader(entry))
    await this.#file.write(bytes)
    this.#brokenAt = null
    this.#log.append({ ...entry, part: this.#part, sha256, storedCrc: crc, isResumed: false })
  }

  async #begin(name: Uint8Array, source: PieceSource, options: EntryOptions): Promise<Opened> {
    const resumed = this.#open
    this.#open = null
    if (resumed !== null) {
      const isSame = Buffer.from(name).equals(resumed.record.name)
      const isUnchanged = resumed.record.modifiedAt.getTime() === options.modifiedAt.getTime()
      if (isSame && isUnchanged && 'open' in source) return resumed
      // Another file lies under that name now, or none.
      this.#brokenAt = resumed.record.offset
    }
    const expected = source instanceof Uint8Array ? source.length : options.sizeBytes
    await this.#makeRoom(name, expected ?? 0)
    const record = this.#record(name, options, expected)
    await this.#file.write(localHeader(record))
    return { record, meter: new Meter(), cursor: null }
  }

  /** Before an entry of that size. */
  async #makeRoom(name: Uint8Array, sizeBytes: number): Promise<void> {
    await this.#takeBackBroken()
    const isTooLarge = this.#isTooLarge(name, sizeBytes, this.#file.position)
    if (this.#parts !== null && isTooLarge) await this.#nextPart(this.#parts)
    else if (this.#isMarkDue()) await this.#mark(null)
  }

  #record(name: Uint8Array, options: EntryOptions, expected: number | undefined): EntryRecord {
    return {
      name,
      isDeflated: options.compress,
      modifiedAt: options.modifiedAt,
      crc: 0,
      sizeBytes: 0,
      storedBytes: 0,
      offset: this.#file.position,
      hasReserve: expected === undefined || expected > LARGEST_PLAIN_BYTES,
    }
  }

  async #store({ record, meter }: Opened, pieces: AsyncIterable<LoosePiece>): Promise<void> {
    for await (const { bytes, cursor } of pieces) {
      meter.take(bytes)
      meter.takeStored(bytes, meter.crc)
      await this.#file.write(bytes)
      if (cursor !== null && this.#isMarkDue()) await this.#mark(openOf(record, meter, cursor))
    }
  }

  async #deflate({ record, meter }: Opened, pieces: AsyncIterable<LoosePiece>): Promise<void> {
    const deflater = this.#deflater
    deflater.clear()
    let ahead: Promise<Uint8Array> | null = null
    const drain = async (): Promise<void> => {
      if (ahead !== null) await this.#writeStored(meter, await ahead)
      ahead = null
    }
    const compress = async (isLast: boolean): Promise<void> => {
      const next = deflater.compress(isLast)
      next.catch(() => {}) // Awaited in a moment, unless the source fails before.
      await drain()
      ahead = next
    }
    for await (const { bytes, cursor } of pieces) {
      meter.take(bytes)
      deflater.take(bytes)
      const isMark = cursor !== null && this.#isMarkDue()
      if (deflater.isFull || (isMark && !deflater.isEmpty)) await compress(false)
      if (!isMark) continue
      await drain()
      await this.#mark(openOf(record, meter, cursor))
    }
    await compress(true)
    await drain()
  }

  async #writeStored(meter: Meter, bytes: Uint8Array): Promise<void> {
    meter.takeStored(bytes)
    await this.#file.write(bytes)
  }

  async #end(name: string, { record, meter, cursor }: Opened): Promise<void> {
    const { crc, sizeBytes, storedBytes, storedCrc } = meter
    let entry: EntryRecord = { ...record, crc, sizeBytes, storedBytes }
    assertFits(name, entry)
    await this.#file.patch(entry.offset, localHeader(entry))
    if (this.#parts !== null && this.#isTooLarge(entry.name, storedBytes, entry.offset)) {
      entry = await this.#moveToNextPart(entry, this.#parts)
    }
    const sha256 = meter.sha256()
    const part = this.#part
    this.#log.append({ ...entry, part, sha256, storedCrc, isResumed: cursor !== null })
  }

  /** Between two entries. */
  async #markBoundary(): Promise<void> {
    if (this.#open !== null) this.#brokenAt = this.#open.record.offset
    this.#open = null
    await this.#takeBackBroken()
    await this.#mark(null)
  }

  async #takeBackBroken(): Promise<void> {
    if (this.#brokenAt !== null) await this.#file.takeBack(this.#brokenAt)
    this.#brokenAt = null
  }

  #isMarkDue(): boolean {
    return this.#file.position > 0 && Date.now() - this.#markedAtMs >= this.#markEveryMs
  }

  async #mark(open: OpenEntry | null): Promise<void> {
    this.#markedAtMs = Date.now()
    await this.#file.flush()
    const { position } = this.#file
    const mark = { part: this.#part, position, place: this.#place, open }
    await this.#log.mark(mark, () => this.#file.sync())
  }
}

interface Start extends ResumeFrom {
  readonly open: Opened | null
}

const FRESH: Start = {
  mark: { part: 1, position: 0, place: null, open: null },
  open: null,
  names: new Set(),
}

function openOf(record: EntryRecord, meter: Meter, cursor: string): OpenEntry {
  const { crc, sizeBytes, storedBytes, storedCrc } = meter
  return { record: { ...record, crc, sizeBytes, storedBytes }, storedCrc, cursor }
}
