/**
 * What one file of an archive consists of, piece after piece, as far as nobody has compared it with the
 * file yet.
 */
import { crc32 } from 'node:zlib'
import type { LoggedEntry } from './entry-log.ts'
import { localHeader } from './zip-format.ts'

export class PartPieces {
  /** Where the next piece will begin. */
  notedBytes = 0
  /** Where the first of those begins that were not taken. */
  takenBytes = 0
  #pieces: number[] = []

  /** None is left. */
  get isEmpty(): boolean {
    return this.#pieces.length === 0
  }

  add(bytes: number, crc: number): void {
    this.#pieces.push(bytes, crc)
    this.notedBytes += bytes
  }

  /** Its header and its contents. */
  addEntry(entry: LoggedEntry): void {
    const header = localHeader(entry)
    this.add(header.length, crc32(header))
    this.add(entry.storedBytes, entry.storedCrc)
  }

  /** Those that end at or before a position, each once; lengths and checksums by turns. */
  takeUntil(position: number): Float64Array<ArrayBuffer> {
    return this.#take((piece) => this.takenBytes + piece <= position)
  }

  /** The next ones, of so many bytes together or a little more. */
  takeSome(bytes: number): Float64Array<ArrayBuffer> {
    const until = this.takenBytes + bytes
    return this.#take(() => this.takenBytes < until)
  }

  #take(isWanted: (pieceBytes: number) => boolean): Float64Array<ArrayBuffer> {
    const pieces = this.#pieces
    let count = 0
    for (; count < pieces.length; count += 2) {
      const bytes = pieces[count] ?? 0
      if (!isWanted(bytes)) break
      this.takenBytes += bytes
    }
    this.#pieces = pieces.slice(count)
    return Float64Array.from(pieces.slice(0, count))
  }
}
