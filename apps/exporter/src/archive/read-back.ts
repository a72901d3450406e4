/**
 * Looks at what an earlier process left before a new one goes on: the file must reach to the mark,
 * and the entry that was open must hold what the mark says of it. Reading it again also gives back
 * its SHA-256, whose state cannot be written down.
 */
import type { FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { constants, crc32, createInflateRaw } from 'node:zlib'
import { ArchiveError } from './errors.ts'
import type { Mark, OpenEntry } from './entry-log.ts'
import { Meter, type Opened } from './meter.ts'
import { localHeader } from './zip-format.ts'

const CHUNK_BYTES = 1024 * 1024

/**
 * An open entry that does not match is given up: what lies before it is safe all the same.
 * @throws {@link ArchiveError} `damaged` when the file is shorter than its finished entries
 */
export async function readBack(
  handle: FileHandle,
  mark: Mark,
): Promise<{ mark: Mark; open: Opened | null }> {
  const { size } = await handle.stat()
  if (mark.open !== null && size >= mark.position) {
    const meter = await measureOpen(handle, mark.open)
    if (meter !== null) {
      const { record, cursor } = mark.open
      return { mark, open: { record, meter, cursor } }
    }
  }
  const position = mark.open?.record.offset ?? mark.position
  if (size >= position) return { mark: { ...mark, position, open: null }, open: null }
  throw new ArchiveError(
    'damaged',
    `The unfinished archive has ${size} bytes; its notes say ${position}.`,
  )
}

async function measureOpen(handle: FileHandle, open: OpenEntry): Promise<Meter | null> {
  const { record } = open
  const meter = new Meter()
  const start = record.offset + localHeader(record).length
  const stored = measureStored(chunksOf(handle, start, start + record.storedBytes), meter)
  try {
    for await (const bytes of record.isDeflated ? inflated(stored) : stored) meter.take(bytes)
  } catch {
    return null // Bytes that do not inflate are not those that were written.
  }
  const isSame =
    meter.storedBytes === record.storedBytes &&
    meter.storedCrc === open.storedCrc &&
    meter.sizeBytes === record.sizeBytes &&
    meter.crc === record.crc
  return isSame ? meter : null
}

async function* measureStored(
  chunks: AsyncIterable<Uint8Array>,
  meter: Meter,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    meter.takeStored(chunk)
    yield chunk
  }
}

/** Without its end: the stream stops where the last piece ended. */
async function* inflated(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const inflate = createInflateRaw({ finishFlush: constants.Z_SYNC_FLUSH, chunkSize: CHUNK_BYTES })
  const source = Readable.from(chunks)
  source.on('error', (error) => inflate.destroy(error))
  yield* source.pipe(inflate) as AsyncIterable<Uint8Array>
}

/** The bytes of a file from one position to another; fewer when it ends before. */
export async function* chunksOf(
  handle: FileHandle,
  from: number,
  to: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = from; at < to;) {
    const bytes = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, to - at))
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, at)
    if (bytesRead === 0) return
    yield bytes.subarray(0, bytesRead)
    at += bytesRead
  }
}

/** CRC-32 and size of a whole deflated stream, as any reader would find them. */
export async function inflatedChecksum(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ crc: number; sizeBytes: number }> {
  let crc = 0
  let sizeBytes = 0
  const source = Readable.from(chunks)
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES })
  source.on('error', (error) => inflate.destroy(error))
  for await (const chunk of source.pipe(inflate) as AsyncIterable<Uint8Array>) {
    crc = crc32(chunk, crc)
    sizeBytes += chunk.length
  }
  return { crc, sizeBytes }
}
