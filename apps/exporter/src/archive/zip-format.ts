/**
 * The records of a zip file (PKWARE APPNOTE 6.3.10), as bytes. Little-endian throughout.
 *
 * Sizes of 4 GiB and more, and more than 65,535 entries, need zip64: the old field then holds all
 * ones and the true value lies in an extra field or in a record of its own.
 */

export const LOCAL_HEADER_SIGNATURE = 0x04034b50
export const CENTRAL_HEADER_SIGNATURE = 0x02014b50
export const END_SIGNATURE = 0x06054b50
export const ZIP64_END_SIGNATURE = 0x06064b50
export const ZIP64_LOCATOR_SIGNATURE = 0x07064b50

export const LOCAL_HEADER_BYTES = 30
export const CENTRAL_HEADER_BYTES = 46
export const END_BYTES = 22
export const ZIP64_END_BYTES = 56
export const ZIP64_LOCATOR_BYTES = 20

/** All ones: "see zip64". The largest value that a plain field can hold is one less. */
export const MAX_UINT32 = 0xffffffff
export const MAX_UINT16 = 0xffff

export const ZIP64_EXTRA_ID = 0x0001
/** "Open Packaging Growth Hint": room that readers skip, kept in case the entry needs zip64. */
const GROWTH_HINT_ID = 0xa220
const GROWTH_HINT_SIGNATURE = 0xa028
/** Id, length and two 64-bit sizes: what zip64 takes in a local header. */
const RESERVED_EXTRA_BYTES = 20

const VERSION_PLAIN = 20
const VERSION_ZIP64 = 45
/** Names are UTF-8. */
const FLAG_UTF8 = 0x0800
const METHOD_STORE = 0
const METHOD_DEFLATE = 8
/** Made on Unix; the upper half of the external attributes is then a file mode. */
const MADE_BY_UNIX = 3 << 8
const REGULAR_FILE_0644 = 0o100644

export interface EntryRecord {
  /** UTF-8. */
  readonly name: Uint8Array
  readonly isDeflated: boolean
  readonly modifiedAt: Date
  readonly crc: number
  readonly sizeBytes: number
  /** Bytes in the file; equal to the size when stored. */
  readonly storedBytes: number
  /** Where its local header begins. */
  readonly offset: number
  /** True when the local header has room for zip64 sizes. */
  readonly hasReserve: boolean
}

export function localHeader(entry: EntryRecord): Buffer {
  const isLarge = entry.sizeBytes >= MAX_UINT32 || entry.storedBytes >= MAX_UINT32
  const extra = entry.hasReserve ? reservedExtra(entry, isLarge) : Buffer.alloc(0)
  const header = Buffer.alloc(LOCAL_HEADER_BYTES)
  header.writeUInt32LE(LOCAL_HEADER_SIGNATURE, 0)
  header.writeUInt16LE(isLarge ? VERSION_ZIP64 : VERSION_PLAIN, 4)
  writeCommonFields(header, 6, entry)
  header.writeUInt32LE(isLarge ? MAX_UINT32 : entry.storedBytes, 18)
  header.writeUInt32LE(isLarge ? MAX_UINT32 : entry.sizeBytes, 22)
  header.writeUInt16LE(entry.name.length, 26)
  header.writeUInt16LE(extra.length, 28)
  return Buffer.concat([header, entry.name, extra])
}

export function centralHeader(entry: EntryRecord): Buffer {
  const extra = centralExtra(entry)
  const header = Buffer.alloc(CENTRAL_HEADER_BYTES)
  header.writeUInt32LE(CENTRAL_HEADER_SIGNATURE, 0)
  header.writeUInt16LE(MADE_BY_UNIX | VERSION_ZIP64, 4)
  header.writeUInt16LE(extra.length > 0 ? VERSION_ZIP64 : VERSION_PLAIN, 6)
  writeCommonFields(header, 8, entry)
  header.writeUInt32LE(Math.min(entry.storedBytes, MAX_UINT32), 20)
  header.writeUInt32LE(Math.min(entry.sizeBytes, MAX_UINT32), 24)
  header.writeUInt16LE(entry.name.length, 28)
  header.writeUInt16LE(extra.length, 30)
  header.writeUInt32LE((REGULAR_FILE_0644 << 16) >>> 0, 38)
  header.writeUInt32LE(Math.min(entry.offset, MAX_UINT32), 42)
  return Buffer.concat([header, entry.name, extra])
}

/** Flags, method, time, date and CRC-32 lie side by side in both headers. */
function writeCommonFields(header: Buffer, at: number, entry: EntryRecord): void {
  const { time, date } = dosTime(entry.modifiedAt)
  header.writeUInt16LE(FLAG_UTF8, at)
  header.writeUInt16LE(entry.isDeflated ? METHOD_DEFLATE : METHOD_STORE, at + 2)
  header.writeUInt16LE(time, at + 4)
  header.writeUInt16LE(date, at + 6)
  header.writeUInt32LE(entry.crc, at + 8)
}

function reservedExtra(entry: EntryRecord, isLarge: boolean): Buffer {
  const extra = Buffer.alloc(RESERVED_EXTRA_BYTES)
  extra.writeUInt16LE(isLarge ? ZIP64_EXTRA_ID : GROWTH_HINT_ID, 0)
  extra.writeUInt16LE(RESERVED_EXTRA_BYTES - 4, 2)
  if (isLarge) {
    extra.writeBigUInt64LE(BigInt(entry.sizeBytes), 4)
    extra.writeBigUInt64LE(BigInt(entry.storedBytes), 12)
  } else {
    extra.writeUInt16LE(GROWTH_HINT_SIGNATURE, 4)
  }
  return extra
}

/** Only the values that do not fit, in this order, as the format asks. */
function centralExtra(entry: EntryRecord): Buffer {
  const large = [entry.sizeBytes, entry.storedBytes, entry.offset].filter(
    (value) => value >= MAX_UINT32,
  )
  if (large.length === 0) return Buffer.alloc(0)
  const extra = Buffer.alloc(4 + large.length * 8)
  extra.writeUInt16LE(ZIP64_EXTRA_ID, 0)
  extra.writeUInt16LE(large.length * 8, 2)
  large.forEach((value, index) => extra.writeBigUInt64LE(BigInt(value), 4 + index * 8))
  return extra
}

/** MS-DOS time has two-second steps, begins in 1980 and knows no zone; ours means UTC. */
function dosTime(at: Date): { time: number; date: number } {
  const year = Math.min(Math.max(at.getUTCFullYear(), 1980), 2107)
  return {
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
    date: ((year - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
  }
}

export interface Directory {
  readonly entries: number
  readonly sizeBytes: number
  readonly offset: number
}

/** What follows the central directory; with the zip64 records when a value does not fit. */
export function endOfDirectory(directory: Directory): Buffer {
  const isLarge =
    directory.entries >= MAX_UINT16 ||
    directory.sizeBytes >= MAX_UINT32 ||
    directory.offset >= MAX_UINT32
  const end = Buffer.alloc(END_BYTES)
  end.writeUInt32LE(END_SIGNATURE, 0)
  end.writeUInt16LE(Math.min(directory.entries, MAX_UINT16), 8)
  end.writeUInt16LE(Math.min(directory.entries, MAX_UINT16), 10)
  end.writeUInt32LE(Math.min(directory.sizeBytes, MAX_UINT32), 12)
  end.writeUInt32LE(Math.min(directory.offset, MAX_UINT32), 16)
  return isLarge ? Buffer.concat([zip64End(directory), end]) : end
}

function zip64End(directory: Directory): Buffer {
  const record = Buffer.alloc(ZIP64_END_BYTES + ZIP64_LOCATOR_BYTES)
  record.writeUInt32LE(ZIP64_END_SIGNATURE, 0)
  // The length does not count the signature and itself.
  record.writeBigUInt64LE(BigInt(ZIP64_END_BYTES - 12), 4)
  record.writeUInt16LE(MADE_BY_UNIX | VERSION_ZIP64, 12)
  record.writeUInt16LE(VERSION_ZIP64, 14)
  record.writeBigUInt64LE(BigInt(directory.entries), 24)
  record.writeBigUInt64LE(BigInt(directory.entries), 32)
  record.writeBigUInt64LE(BigInt(directory.sizeBytes), 40)
  record.writeBigUInt64LE(BigInt(directory.offset), 48)
  const locator = record.subarray(ZIP64_END_BYTES)
  locator.writeUInt32LE(ZIP64_LOCATOR_SIGNATURE, 0)
  locator.writeBigUInt64LE(BigInt(directory.offset + directory.sizeBytes), 8)
  locator.writeUInt32LE(1, 16)
  return record
}
