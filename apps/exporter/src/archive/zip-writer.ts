/**
 * Writes a zip file from front to back, entry after entry, in constant memory whatever the size.
 *
 * - An entry's contents flow through once; its header is corrected afterwards, so that readers find
 *   true sizes at both ends and need no data descriptors.
 * - Zip64 where a size, an offset or the number of entries asks for it, and only there.
 * - What waits for the end is the central directory: about 130 bytes an entry.
 */
import type { FileHandle } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createDeflateRaw, crc32 } from 'node:zlib'
import { ArchiveError } from './errors.ts'
import { OutputFile } from './output-file.ts'
import {
  centralHeader,
  endOfDirectory,
  localHeader,
  MAX_UINT16,
  MAX_UINT32,
  type EntryRecord,
} from './zip-format.ts'

/** zlib's own default: level 9 takes twice the time for one percent less. */
const DEFLATE_LEVEL = 6
const DEFLATE_CHUNK_BYTES = 64 * 1024
/** Deflate can grow what it cannot shrink: five bytes in every 16 KiB, and a little. */
const LARGEST_PLAIN_BYTES = MAX_UINT32 - 2 * 1024 * 1024

export type EntrySource = Uint8Array | AsyncIterable<Uint8Array>

export interface EntryOptions {
  /** Deflate (text, JSON) or store (pictures and films, which are compressed already). */
  readonly compress: boolean
  readonly modifiedAt: Date
  /** How many bytes will come, when that is known; saves the room kept for zip64. */
  readonly sizeBytes?: number
}

export interface WrittenEntry {
  readonly name: string
  readonly sizeBytes: number
  readonly storedBytes: number
  readonly crc: number
}

export interface WrittenArchive {
  readonly entries: number
  readonly sizeBytes: number
}

export class ZipWriter {
  readonly #file: OutputFile
  readonly #directory: Buffer[] = []
  #entries = 0

  /** @param handle open for writing, empty; it stays open */
  constructor(handle: FileHandle) {
    this.#file = new OutputFile(handle)
  }

  /** Bytes written so far. */
  get sizeBytes(): number {
    return this.#file.position
  }

  /**
   * Adds one entry; call it for one entry at a time.
   *
   * @param name relative path with `/`
   * @throws {@link ArchiveError} for a name that leaves the archive; errors of the source and of
   * the disk as they are. After an error the archive is unusable.
   */
  async add(name: string, source: EntrySource, options: EntryOptions): Promise<WrittenEntry> {
    const begun = this.#begin(name, source, options)
    await this.#file.write(localHeader(begun))
    const written = await this.#writeContents(source, options.compress)
    const entry: EntryRecord = { ...begun, ...written }
    assertFits(name, entry)
    await this.#file.patch(entry.offset, localHeader(entry))
    this.#directory.push(centralHeader(entry))
    this.#entries += 1
    return { name, ...written }
  }

  /** Writes the central directory. The file is complete but not yet synced. */
  async finish(): Promise<WrittenArchive> {
    const offset = this.#file.position
    for (const header of this.#directory) await this.#file.write(header)
    const sizeBytes = this.#file.position - offset
    await this.#file.write(endOfDirectory({ entries: this.#entries, sizeBytes, offset }))
    await this.#file.flush()
    return { entries: this.#entries, sizeBytes: this.#file.position }
  }

  #begin(name: string, source: EntrySource, options: EntryOptions): EntryRecord {
    const expected = source instanceof Uint8Array ? source.length : options.sizeBytes
    return {
      name: encodeName(name),
      isDeflated: options.compress,
      modifiedAt: options.modifiedAt,
      crc: 0,
      sizeBytes: 0,
      storedBytes: 0,
      offset: this.#file.position,
      hasReserve: expected === undefined || expected > LARGEST_PLAIN_BYTES,
    }
  }

  async #writeContents(
    source: EntrySource,
    compress: boolean,
  ): Promise<Pick<EntryRecord, 'crc' | 'sizeBytes' | 'storedBytes'>> {
    const start = this.#file.position
    const meter = new Meter()
    if (compress) {
      await pipeline(
        meter.measure(source),
        createDeflateRaw({ level: DEFLATE_LEVEL, chunkSize: DEFLATE_CHUNK_BYTES }),
        (compressed: AsyncIterable<Buffer>) => this.#writeAll(compressed),
      )
    } else {
      await this.#writeAll(meter.measure(source))
    }
    const storedBytes = this.#file.position - start
    return { crc: meter.crc, sizeBytes: meter.sizeBytes, storedBytes }
  }

  async #writeAll(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of chunks) await this.#file.write(chunk)
  }
}

/** Counts and checksums what flows by. */
class Meter {
  crc = 0
  sizeBytes = 0

  async *measure(source: EntrySource): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of source instanceof Uint8Array ? [source] : source) {
      this.crc = crc32(chunk, this.crc)
      this.sizeBytes += chunk.length
      yield chunk
    }
  }
}

/** A path that a careless reader would write outside its folder never gets into an archive. */
function encodeName(name: string): Uint8Array {
  const bytes = Buffer.from(name, 'utf8')
  const isRelative = !/^\/|\\|^[a-z]:/i.test(name)
  const staysInside = name.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  if (isRelative && staysInside && bytes.length <= MAX_UINT16) return bytes
  throw new ArchiveError(
    'bad-entry-name',
    `${JSON.stringify(name)} cannot be the name of a file in an archive: it must be a relative ` +
      'path without empty parts, "." and "..".',
  )
}

function assertFits(name: string, entry: EntryRecord): void {
  if (entry.hasReserve || Math.max(entry.sizeBytes, entry.storedBytes) < MAX_UINT32) return
  throw new ArchiveError(
    'entry-grew',
    `${name} was announced as small and grew to ${entry.sizeBytes} bytes while it was read. ` +
      'Try again once nothing writes to it.',
  )
}
