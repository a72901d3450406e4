/**
 * An archive in several files: each is a whole zip of its own, with its own share of the entries.
 *
 * An entry never lies in two files. One that is larger than the limit has a file to itself, which is
 * larger, too.
 */
import type { FileHandle } from 'node:fs/promises'
import { CENTRAL_HEADER_BYTES, END_BYTES, LOCAL_HEADER_BYTES } from './zip-format.ts'

export interface PartFiles {
  /** Bytes that a part may have. */
  readonly limitBytes: number
  /** Begins the file of a part, 2 and up; whatever lay there is gone. */
  create(part: number): Promise<FileHandle>
}

/** What is in a part so far. */
export interface Tally {
  readonly entries: number
  /** At most what its directory will take. */
  readonly directoryBytes: number
}

const NOTHING: Tally = { entries: 0, directoryBytes: 0 }
/** The fields of zip64: 28 bytes at most in the directory, 20 in a local header. */
const DIRECTORY_EXTRA_BYTES = 28
const LOCAL_EXTRA_BYTES = 20
/** With the records of zip64. */
const END_OF_PART_BYTES = END_BYTES + 56 + 20

/** Counts the entries of each part as they are noted. */
export class Tallies {
  readonly #parts = new Map<number, Tally>()

  of(part: number): Tally {
    return this.#parts.get(part) ?? NOTHING
  }

  add(part: number, name: Uint8Array): void {
    const { entries, directoryBytes } = this.of(part)
    this.#parts.set(part, {
      entries: entries + 1,
      directoryBytes: directoryBytes + directoryBytesOf(name.length),
    })
  }

  copy(): Tallies {
    const copy = new Tallies()
    for (const [part, tally] of this.#parts) copy.#parts.set(part, tally)
    return copy
  }
}

/** Bytes of a part of that length once one more entry and the directory are written behind it. */
export function bytesWith(
  positionBytes: number,
  tally: Tally,
  entry: { readonly name: Uint8Array; readonly storedBytes: number },
): number {
  const { length } = entry.name
  const own = LOCAL_HEADER_BYTES + length + LOCAL_EXTRA_BYTES + entry.storedBytes
  return positionBytes + own + tally.directoryBytes + directoryBytesOf(length) + END_OF_PART_BYTES
}

function directoryBytesOf(nameBytes: number): number {
  return CENTRAL_HEADER_BYTES + nameBytes + DIRECTORY_EXTRA_BYTES
}
