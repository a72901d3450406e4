/**
 * Compares a file from front to back with what was noted while it was written, piece by piece. The
 * SHA-256 of the file comes from the same reading.
 *
 * It reads without giving way to anybody, which is what a thread of its own wants; elsewhere give it
 * little at a time.
 */
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { crc32 } from 'node:zlib'

/** Looked at twice, for the checksum and for the hash: it should stay in the processor's cache. */
const CHUNK_BYTES = 256 * 1024

/** So many bytes with that CRC-32, by turns: ten thousand pieces are one array. */
export type Pieces = readonly number[] | Float64Array

/** What came of some pieces: null while all are as they were noted. */
export type Mismatch = number | null

export class FileCheck {
  readonly #descriptor: number
  readonly #hash = createHash('sha256')
  readonly #buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES)
  /** Read and not looked at yet. */
  #chunk: Buffer = Buffer.alloc(0)
  /** Read so far. */
  #readTo = 0
  #position = 0

  /** @throws the error of the system when it cannot be opened */
  constructor(path: string) {
    this.#descriptor = openSync(path, 'r')
  }

  /**
   * Compares the next pieces, all of whose bytes must be in the file by now.
   * @returns where the first piece begins that is not what was noted
   */
  pass(pieces: Pieces): Mismatch {
    let end = this.#position
    for (let index = 0; index < pieces.length; index += 2) end += pieces[index] ?? 0
    for (let index = 0; index < pieces.length; index += 2) {
      const start = this.#position
      if (this.#crcOfNext(pieces[index] ?? 0, end) !== pieces[index + 1]) return start
    }
    return null
  }

  /** Of all that was passed, hexadecimal; ask once, at the end. */
  sha256(): string {
    return this.#hash.digest('hex')
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  /** Null when the file ends before. */
  #crcOfNext(length: number, readable: number): number | null {
    let crc = 0
    for (let rest = length; rest > 0;) {
      if (this.#chunk.length === 0) this.#read(readable)
      if (this.#chunk.length === 0) return null
      const bytes = this.#chunk.subarray(0, rest)
      crc = crc32(bytes, crc)
      this.#chunk = this.#chunk.subarray(bytes.length)
      this.#position += bytes.length
      rest -= bytes.length
    }
    return crc
  }

  /** Never beyond what was noted: there may lie something that is not there to stay. */
  #read(readable: number): void {
    const length = Math.min(this.#buffer.length, readable - this.#readTo)
    const bytesRead = readSync(this.#descriptor, this.#buffer, 0, length, this.#readTo)
    this.#readTo += bytesRead
    this.#chunk = this.#buffer.subarray(0, bytesRead)
    this.#hash.update(this.#chunk)
  }
}
