/** Counts and checksums what flows into an entry: as its reader gets it, and as the file holds it. */
import { createHash, type Hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { OpenEntry } from './entry-log.ts'
import type { EntryRecord } from './zip-format.ts'

export class Meter {
  crc = 0
  sizeBytes = 0
  storedCrc = 0
  storedBytes = 0
  readonly #hash: Hash = createHash('sha256')

  take(bytes: Uint8Array): void {
    this.crc = crc32(bytes, this.crc)
    this.sizeBytes += bytes.length
    this.#hash.update(bytes)
  }

  /** @param crc the checksum with these bytes, where it is known: they are stored as they came */
  takeStored(bytes: Uint8Array, crc: number = crc32(bytes, this.storedCrc)): void {
    this.storedCrc = crc
    this.storedBytes += bytes.length
  }

  /** Hexadecimal, of what {@link take} got; ask once, at the end. */
  sha256(): string {
    return this.#hash.digest('hex')
  }
}

/** An entry under way. */
export interface Opened {
  readonly record: EntryRecord
  readonly meter: Meter
  /** Where an earlier process stopped; null when this one has begun it. */
  readonly cursor: string | null
}

/** What a mark says of it. */
export function openEntry(record: EntryRecord, meter: Meter, cursor: string): OpenEntry {
  const { crc, sizeBytes, storedBytes, storedCrc } = meter
  return { record: { ...record, crc, sizeBytes, storedBytes }, storedCrc, cursor }
}
