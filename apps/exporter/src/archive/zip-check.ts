/**
 * Looks at a finished zip as a stranger would, before it is given to anybody: the end record, the
 * whole central directory, and the local headers it points to.
 */
import { open, type FileHandle } from 'node:fs/promises'
import { ArchiveError } from './errors.ts'
import {
  CENTRAL_HEADER_BYTES,
  CENTRAL_HEADER_SIGNATURE,
  END_BYTES,
  END_SIGNATURE,
  LOCAL_HEADER_BYTES,
  LOCAL_HEADER_SIGNATURE,
  MAX_UINT16,
  MAX_UINT32,
  ZIP64_END_BYTES,
  ZIP64_END_SIGNATURE,
  ZIP64_EXTRA_ID,
  ZIP64_LOCATOR_BYTES,
  ZIP64_LOCATOR_SIGNATURE,
  type Directory,
} from './zip-format.ts'

/** Read at once from the central directory; an entry's header is at most 46 + 3 × 65,535 bytes. */
const CHUNK_BYTES = 1024 * 1024
/** Local headers that are opened, spread over the archive: each costs one read. */
const SAMPLES = 500

export interface CheckedZip {
  readonly entries: number
  readonly sizeBytes: number
}

/**
 * @param path a zip file without a comment, as `ZipWriter` makes them
 * @throws {@link ArchiveError} `damaged` or `not-a-zip`, saying where
 */
export async function checkZip(path: string): Promise<CheckedZip> {
  const handle = await open(path, 'r')
  try {
    const { size } = await handle.stat()
    const directory = await readEnd(handle, size)
    await checkDirectory(handle, directory)
    return { entries: directory.entries, sizeBytes: size }
  } finally {
    await handle.close()
  }
}

async function readEnd(handle: FileHandle, size: number): Promise<Directory> {
  if (size < END_BYTES) throw new ArchiveError('not-a-zip', `A file of ${size} bytes is no zip.`)
  const end = await readAt(handle, size - END_BYTES, END_BYTES)
  if (end.readUInt32LE(0) !== END_SIGNATURE) {
    throw new ArchiveError('not-a-zip', 'The file does not end as a zip does.')
  }
  const directory = {
    entries: end.readUInt16LE(10),
    sizeBytes: end.readUInt32LE(12),
    offset: end.readUInt32LE(16),
  }
  const isPlain =
    directory.entries < MAX_UINT16 &&
    directory.sizeBytes < MAX_UINT32 &&
    directory.offset < MAX_UINT32
  return isPlain ? directory : readZip64End(handle, size)
}

async function readZip64End(handle: FileHandle, size: number): Promise<Directory> {
  const locatorAt = size - END_BYTES - ZIP64_LOCATOR_BYTES
  const locator = await readAt(handle, locatorAt, ZIP64_LOCATOR_BYTES)
  expectSignature(locator, ZIP64_LOCATOR_SIGNATURE, locatorAt)
  const recordAt = Number(locator.readBigUInt64LE(8))
  const record = await readAt(handle, recordAt, ZIP64_END_BYTES)
  expectSignature(record, ZIP64_END_SIGNATURE, recordAt)
  return {
    entries: Number(record.readBigUInt64LE(32)),
    sizeBytes: Number(record.readBigUInt64LE(40)),
    offset: Number(record.readBigUInt64LE(48)),
  }
}

async function checkDirectory(handle: FileHandle, directory: Directory): Promise<void> {
  const step = Math.max(1, Math.ceil(directory.entries / SAMPLES))
  let count = 0
  for await (const headers of readDirectory(handle, directory)) {
    for (const header of headers) {
      if (count % step === 0) await checkLocalHeader(handle, listedEntry(header))
      count += 1
    }
  }
  if (count !== directory.entries) {
    throw new ArchiveError(
      'damaged',
      `The archive says it has ${directory.entries} entries; its directory lists ${count}.`,
    )
  }
}

interface ListedEntry {
  readonly name: Buffer
  readonly crc: number
  readonly offset: number
}

/** The headers of the entries, some at a time. */
async function* readDirectory(
  handle: FileHandle,
  directory: Directory,
): AsyncGenerator<readonly Buffer[], void, undefined> {
  const end = directory.offset + directory.sizeBytes
  let at = directory.offset
  while (at < end) {
    const chunk = await readAt(handle, at, Math.min(CHUNK_BYTES, end - at))
    const headers: Buffer[] = []
    let used = 0
    for (;;) {
      const length = entryLength(chunk.subarray(used), at + used)
      if (length === null) break
      headers.push(chunk.subarray(used, used + length))
      used += length
    }
    if (used === 0) throw new ArchiveError('damaged', `The directory breaks off at byte ${at}.`)
    yield headers
    at += used
  }
}

/** Null when the chunk holds no whole entry any more. */
function entryLength(bytes: Buffer, at: number): number | null {
  if (bytes.length < CENTRAL_HEADER_BYTES) return null
  expectSignature(bytes, CENTRAL_HEADER_SIGNATURE, at)
  const length =
    CENTRAL_HEADER_BYTES + bytes.readUInt16LE(28) + bytes.readUInt16LE(30) + bytes.readUInt16LE(32)
  return length <= bytes.length ? length : null
}

function listedEntry(bytes: Buffer): ListedEntry {
  const nameEnd = CENTRAL_HEADER_BYTES + bytes.readUInt16LE(28)
  const offset = bytes.readUInt32LE(42)
  return {
    name: bytes.subarray(CENTRAL_HEADER_BYTES, nameEnd),
    crc: bytes.readUInt32LE(16),
    offset: offset < MAX_UINT32 ? offset : zip64Offset(bytes.subarray(nameEnd)),
  }
}

/** The offset is the last of the values in the zip64 field, which comes first here. */
function zip64Offset(extra: Buffer): number {
  if (extra.length < 12 || extra.readUInt16LE(0) !== ZIP64_EXTRA_ID) {
    throw new ArchiveError('damaged', 'An entry beyond 4 GiB has no zip64 field.')
  }
  return Number(extra.readBigUInt64LE(4 + extra.readUInt16LE(2) - 8))
}

async function checkLocalHeader(handle: FileHandle, entry: ListedEntry): Promise<void> {
  const header = await readAt(handle, entry.offset, LOCAL_HEADER_BYTES + entry.name.length)
  expectSignature(header, LOCAL_HEADER_SIGNATURE, entry.offset)
  const isSame =
    header.readUInt32LE(14) === entry.crc && header.subarray(LOCAL_HEADER_BYTES).equals(entry.name)
  if (isSame) return
  throw new ArchiveError(
    'damaged',
    `The directory lists ${entry.name.toString()} at byte ${entry.offset}; something else lies there.`,
  )
}

function expectSignature(bytes: Buffer, signature: number, at: number): void {
  if (bytes.readUInt32LE(0) === signature) return
  throw new ArchiveError('damaged', `Byte ${at} of the archive is not what its index says.`)
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await handle.read(bytes, 0, length, position)
  if (bytesRead === length) return bytes
  throw new ArchiveError('damaged', `The archive ends at byte ${position + bytesRead} already.`)
}
