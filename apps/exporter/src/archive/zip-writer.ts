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
  type EntryListener,
  type EntryLog,
  type LoggedEntry,
  type Mark,
  type MissingEntry,
  type Place,
} from './entry-log.ts'
import { deflateContents, storeContents, type ContentsTarget } from './entry-contents.ts'
import { assertFits, encodeName, recordOf } from './entry-name.ts'
import {
  type EntryOptions,
  type EntrySource,
  type KnownContents,
  type PieceSource,
  piecesOf,
} from './entry-source.ts'
import { Meter, openEntry, type Opened } from './meter.ts'
import type { PartFiles } from './part-files.ts'
import { readBack } from './read-back.ts'
import { localHeader, type EntryRecord } from './zip-format.ts'
import { ZipMarks } from './zip-marks.ts'
import { ZipParts } from './zip-parts.ts'

const DEFAULT_MARK_EVERY_MS = 2_000

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
  /** Told of every finished entry, and how much of its file can be read. */
  readonly check?: EntryListener
}

/** What the log of an earlier process says, for {@link ZipWriter.resume}. */
export interface ResumeFrom {
  readonly mark: Mark
  /** Entries that are safe although the mark's place does not tell. */
  readonly names: ReadonlySet<string>
}

export class ZipWriter {
  readonly #parts: ZipParts
  readonly #log: EntryLog
  readonly #check: EntryListener | null
  readonly #marks: ZipMarks
  readonly #names: ReadonlySet<string>
  #open: Opened | null
  readonly #deflater = new PieceDeflater()
  /** Where an entry began that could not be finished. */
  #brokenAt: number | null = null

  /** @param handle open for reading and writing, empty; it stays open */
  constructor(handle: FileHandle, options: ZipWriterOptions = {}, start: Start = FRESH) {
    const { log = new MemoryLog(), markEveryMs: everyMs = DEFAULT_MARK_EVERY_MS, guard } = options
    const { part, position, place } = start.mark
    const parts = new ZipParts({ handle, part, position, log, guard, files: options.parts ?? null })
    this.#parts = parts
    this.#marks = new ZipMarks({ parts, log, everyMs, place })
    this.#log = log
    this.#check = options.check ?? null
    this.#names = start.names
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
    const { log, check } = options
    if (log !== undefined && check !== undefined) {
      // Nothing is looked at before this process has written something itself.
      for await (const entries of log.readEntries(mark.part)) {
        for (const entry of entries) check.note(entry, 0)
      }
    }
    return new ZipWriter(handle, options, { mark, open, names: from.names })
  }

  /** Which file is being written. */
  get part(): number {
    return this.#parts.part
  }

  /** Bytes written into it so far. */
  get sizeBytes(): number {
    return this.#parts.file.position
  }

  /** Where the builder stands; after {@link resume} where the earlier one stood. */
  get place(): Place | null {
    return this.#marks.place
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
    const target = this.#targetOf(entry)
    if (options.compress) await deflateContents(target, pieces, this.#deflater)
    else await storeContents(target, pieces)
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
    const isNewStep = this.place !== null && this.place.step !== place.step
    this.#marks.place = place
    if ((isNewStep || this.#marks.isDue) && this.#open === null) await this.#markBoundary()
  }

  /** Writes the central directory. The last file is complete but not yet synced. */
  async finish(): Promise<WrittenArchive> {
    await this.#markBoundary()
    await this.#parts.close()
    const { part, file } = this.#parts
    const { entries } = this.#log.tallyOf(part)
    return { parts: part, entries, sizeBytes: file.position }
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
    const record = recordOf(encoded, options, {
      offset: this.#parts.file.position,
      expected: length,
    })
    const entry = { ...record, isDeflated: false, crc, sizeBytes: length, storedBytes: length }
    assertFits(name, entry)
    this.#brokenAt = entry.offset
    await this.#parts.file.write(localHeader(entry))
    await this.#parts.file.write(bytes)
    this.#brokenAt = null
    this.#note({ ...entry, part: this.part, sha256, storedCrc: crc, isResumed: false })
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
    const { position: offset } = this.#parts.file
    const record = recordOf(name, options, { offset, expected })
    await this.#parts.file.write(localHeader(record))
    return { record, meter: new Meter(), cursor: null }
  }

  /** Before an entry of that size. */
  async #makeRoom(name: Uint8Array, sizeBytes: number): Promise<void> {
    await this.#takeBackBroken()
    const isNewPart = await this.#parts.makeRoom(name, sizeBytes)
    if (isNewPart || this.#marks.isDue) await this.#marks.write(null)
  }

  #targetOf({ record, meter }: Opened): ContentsTarget {
    return {
      meter,
      write: (bytes) => this.#parts.file.write(bytes),
      isMarkDue: () => this.#marks.isDue,
      mark: (cursor) => this.#marks.write(openEntry(record, meter, cursor)),
    }
  }

  async #end(name: string, { record, meter, cursor }: Opened): Promise<void> {
    const { crc, sizeBytes, storedBytes, storedCrc } = meter
    const written: EntryRecord = { ...record, crc, sizeBytes, storedBytes }
    assertFits(name, written)
    await this.#parts.file.patch(written.offset, localHeader(written))
    const entry = await this.#parts.settle(written)
    const sha256 = meter.sha256()
    this.#note({ ...entry, part: this.part, sha256, storedCrc, isResumed: cursor !== null })
  }

  #note(entry: LoggedEntry): void {
    this.#log.append(entry)
    this.#check?.note(entry, this.#parts.file.writtenBytes)
  }

  /** Between two entries. */
  async #markBoundary(): Promise<void> {
    if (this.#open !== null) this.#brokenAt = this.#open.record.offset
    this.#open = null
    await this.#takeBackBroken()
    await this.#marks.write(null)
  }

  async #takeBackBroken(): Promise<void> {
    if (this.#brokenAt !== null) await this.#parts.file.takeBack(this.#brokenAt)
    this.#brokenAt = null
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
