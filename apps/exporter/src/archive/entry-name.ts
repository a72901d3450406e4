/** What an entry may be called, and how large it may grow once its header is written. */
import { ArchiveError } from './errors.ts'
import { MAX_UINT16, MAX_UINT32, type EntryRecord } from './zip-format.ts'

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

/** @throws {@link ArchiveError} `entry-grew` when its header has no room for its size */
export function assertFits(name: string, entry: EntryRecord): void {
  if (entry.hasReserve || Math.max(entry.sizeBytes, entry.storedBytes) < MAX_UINT32) return
  throw new ArchiveError(
    'entry-grew',
    `${name} was announced as small and grew to ${entry.sizeBytes} bytes while it was read. ` +
      'Try again once nothing writes to it.',
  )
}
