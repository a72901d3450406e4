/**
 * Reads a finished zip once from its first byte to its last and compares it with what the writer
 * noted: every header, the checksum of every entry's bytes, the whole directory. The SHA-256 of the
 * file comes from the same reading: a thread that hashes beside it saves no time and costs a quarter more
 * of the processor.
 *
 * Compressed entries are compared as they lie in the file, which finds every byte that a disk or
 * another process has changed; those that were written in more than one go are inflated as well.
 */
import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { EntryLog, LoggedEntry } from './entry-log.ts'
import { ArchiveError } from './errors.ts'
import { chunksOf, inflatedChecksum } from './read-back.ts'
import { checkZip, type CheckedZip } from './zip-check.ts'
import { centralHeader, localHeader } from './zip-format.ts'

const CHUNK_BYTES = 1024 * 1024

export interface VerifiedZip extends CheckedZip {
  /** Of the whole file, hexadecimal. */
  readonly sha256: string
}

export interface VerifyOptions {
  /** Which file of the archive it is; the first when left out. */
  readonly part?: number
  /** Ends the reading with its reason. */
  readonly signal?: AbortSignal
}

/**
 * @throws {@link ArchiveError} `damaged` or `not-a-zip`, saying where
 */
export async function verifyZip(
  path: string,
  log: EntryLog,
  { part = 1, signal }: VerifyOptions = {},
): Promise<VerifiedZip> {
  const checked = await checkZip(path)
  const { entries } = log.tallyOf(part)
  if (checked.entries !== entries) {
    throw new ArchiveError(
      'damaged',
      `${entries} files were written and ${checked.entries} are in the archive. ` +
        'Check the disk.',
    )
  }
  const { sizeBytes } = checked
  const handle = await open(path, 'r')
  try {
    const reader = new FrontToBack(handle, { sizeBytes, signal })
    for await (const entry of log.readEntries(part)) await verifyEntry(handle, reader, entry)
    for await (const entry of log.readEntries(part)) {
      await expectBytes(reader, centralHeader(entry))
    }
    await reader.pass(sizeBytes - reader.position)
    return { ...checked, sha256: reader.sha256() }
  } finally {
    await handle.close()
  }
}

async function verifyEntry(
  handle: FileHandle,
  reader: FrontToBack,
  entry: LoggedEntry,
): Promise<void> {
  await expectBytes(reader, localHeader(entry))
  const from = reader.position
  const crc = await reader.pass(entry.storedBytes)
  if (crc !== entry.storedCrc) throw damagedEntry(entry)
  if (!entry.isResumed || !entry.isDeflated) return
  const found = await inflatedChecksum(chunksOf(handle, from, reader.position)).catch(() => null)
  if (found?.crc !== entry.crc || found.sizeBytes !== entry.sizeBytes) throw damagedEntry(entry)
}

function damagedEntry(entry: LoggedEntry): ArchiveError {
  return new ArchiveError(
    'damaged',
    `${Buffer.from(entry.name).toString()} was not written as it was read. Check the disk.`,
  )
}

async function expectBytes(reader: FrontToBack, expected: Buffer): Promise<void> {
  const at = reader.position
  if ((await reader.pass(expected.length)) === crc32(expected)) return
  throw new ArchiveError('damaged', `Byte ${at} of the archive is not what was written there.`)
}

interface ReaderOptions {
  readonly sizeBytes: number
  readonly signal: AbortSignal | undefined
}

/** Reads ahead while what was read is looked at. */
class FrontToBack {
  position = 0
  readonly #handle: FileHandle
  readonly #sizeBytes: number
  readonly #signal: AbortSignal | undefined
  readonly #hash = createHash('sha256')
  #buffers = [Buffer.allocUnsafe(CHUNK_BYTES), Buffer.allocUnsafe(CHUNK_BYTES)]
  #chunk: Buffer = Buffer.alloc(0)
  #readTo = 0
  #coming: Promise<Buffer> | null = null

  constructor(handle: FileHandle, { sizeBytes, signal }: ReaderOptions) {
    this.#handle = handle
    this.#sizeBytes = sizeBytes
    this.#signal = signal
  }

  /** @returns the CRC-32 of the next bytes */
  async pass(length: number): Promise<number> {
    let crc = 0
    for (let rest = length; rest > 0;) {
      if (this.#chunk.length === 0) await this.#next()
      const bytes = this.#chunk.subarray(0, rest)
      crc = crc32(bytes, crc)
      this.#chunk = this.#chunk.subarray(bytes.length)
      this.position += bytes.length
      rest -= bytes.length
    }
    return crc
  }

  /** Of all that was read; ask once, at the end. */
  sha256(): string {
    return this.#hash.digest('hex')
  }

  async #next(): Promise<void> {
    this.#signal?.throwIfAborted()
    this.#chunk = await (this.#coming ?? this.#read())
    if (this.#chunk.length === 0) {
      throw new ArchiveError('damaged', `The archive ends at byte ${this.#readTo} already.`)
    }
    this.#coming = this.#readTo < this.#sizeBytes ? this.#read() : null
    this.#coming?.catch(() => {}) // Awaited with the next chunk, unless this one ends it all.
    this.#hash.update(this.#chunk)
  }

  async #read(): Promise<Buffer> {
    // Two buffers in turn: one is looked at while the other is filled.
    this.#buffers.reverse()
    const [buffer = Buffer.alloc(0)] = this.#buffers
    const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, this.#readTo)
    this.#readTo += bytesRead
    return buffer.subarray(0, bytesRead)
  }
}
