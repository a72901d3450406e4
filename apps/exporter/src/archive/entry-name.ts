/** What an entry may be called, its record before it is written, and how large it may grow once its header is written. */
import type { EntryOptions } from './entry-source.ts'
import { ArchiveError } from './errors.ts'
import { MAX_UINT16, MAX_UINT32, type EntryRecord } from './zip-format.ts'

/** Deflate can grow what it cannot shrink: five bytes in every 16 KiB, and a little. */
const LARGEST_PLAIN_BYTES = MAX_UINT32 - 2 * 1024 * 1024

/**
 * A path that a careless reader would write outside its folder never gets into an archive.
 * @throws {@link ArchiveError} `bad-entry-name`
 */
export function encodeName(name: string): Uint8Array {
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

/**
 * The record of an entry that is about to be written.
 * @param place where it begins, and how many bytes are expected, where that is known
 */
export function recordOf(
  name: Uint8Array,
  { compress, modifiedAt }: EntryOptions,
  place: { readonly offset: number; readonly expected: number | undefined },
): EntryRecord {
  const { offset, expected } = place
  const hasReserve = expected === undefined || expected > LARGEST_PLAIN_BYTES
  const nothing = { crc: 0, sizeBytes: 0, storedBytes: 0 }
  return { name, isDeflated: compress, modifiedAt, ...nothing, offset, hasReserve }
}

/** @throws {@link ArchiveError} `entry-grew` when its header has no room for its size */
export function assertFits(name: string, entry: EntryRecord): void {
  if (entry.hasReserve || Math.max(entry.sizeBytes, entry.storedBytes) < MAX_UINT32) return
  throw new ArchiveError(
    'entry-grew',
    `${name} was announced as small and grew to ${entry.sizeBytes} bytes while it was read. ` +
      'Try again once nothing writes to it.',
  )
}
