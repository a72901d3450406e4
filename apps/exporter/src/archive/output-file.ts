/**
 * A file that is written from front to back through two buffers, with the right to correct bytes
 * that lie further ahead (a zip entry learns its size and checksum only after its contents) and to
 * take back the newest (an entry whose source breaks off).
 */
import type { FileHandle } from 'node:fs/promises'

/** Several photographs: with one of them in a buffer, reading and writing wait for each other at every file. */
const BUFFER_BYTES = 2 * 1024 * 1024

export interface OutputFileOptions {
  /** Where to go on; what lies behind it is cut off before the first write. 0 when left out. */
  readonly position?: number
  /** Asked before every write to the disk; throws when the file belongs to somebody else now. */
  readonly guard?: () => Promise<void>
}

export class OutputFile {
  readonly #handle: FileHandle
  readonly #guard: (() => Promise<void>) | null
  #buffer = Buffer.allocUnsafe(BUFFER_BYTES)
  /** Filled next while the other one is written. */
  #spare = Buffer.allocUnsafe(BUFFER_BYTES)
  /** Bytes in the buffer. */
  #filled = 0
  /** Bytes in the file, those on their way included. */
  #flushed: number
  #writing: Promise<void> = Promise.resolve()
  #written: number

  constructor(handle: FileHandle, { position = 0, guard }: OutputFileOptions = {}) {
    this.#handle = handle
    this.#flushed = position
    this.#written = position
    this.#guard = guard ?? null
  }

  /** Where the next byte will lie. */
  get position(): number {
    return this.#flushed + this.#filled
  }

  /** Bytes that whoever opens the file can read. */
  get writtenBytes(): number {
    return this.#written
  }

  /** Appends bytes; they are copied or written before the promise settles. */
  async write(bytes: Uint8Array): Promise<void> {
    if (bytes.length > BUFFER_BYTES - this.#filled) await this.#flushBehind()
    if (bytes.length > BUFFER_BYTES) {
      await this.#writing
      await this.#append(bytes, this.#flushed)
      this.#flushed += bytes.length
      return
    }
    this.#buffer.set(bytes, this.#filled)
    this.#filled += bytes.length
  }

  /** Overwrites bytes that were written before; they must lie before {@link position}. */
  async patch(position: number, bytes: Uint8Array): Promise<void> {
    if (position >= this.#flushed) {
      this.#buffer.set(bytes, position - this.#flushed)
      return
    }
    // Part of it may still be in the buffer; a write that straddles both is split by flushing.
    if (position + bytes.length > this.#flushed) await this.#flushBehind()
    await this.#writing
    await this.#writeAt(bytes, position)
  }

  /** Hands everything to the operating system; not yet to the disk. */
  async flush(): Promise<void> {
    await this.#flushBehind()
    await this.#writing
  }

  /** Forgets everything from a position on, which must not lie behind {@link position}. */
  async takeBack(position: number): Promise<void> {
    if (position >= this.#flushed) {
      this.#filled = position - this.#flushed
      return
    }
    await this.#writing
    await this.#guard?.()
    await this.#handle.truncate(position)
    this.#flushed = position
    this.#written = position
    this.#filled = 0
  }

  /** Waits until what was flushed is on the disk. */
  async sync(): Promise<void> {
    await this.#handle.datasync()
  }

  /** Writes the full buffer behind the caller's back, once the one before is written. */
  async #flushBehind(): Promise<void> {
    await this.#writing
    if (this.#filled === 0) return
    const full = this.#buffer
    this.#writing = this.#append(full.subarray(0, this.#filled), this.#flushed)
    this.#writing.catch(() => {}) // Every later call awaits it and fails with it.
    this.#buffer = this.#spare
    this.#spare = full
    this.#flushed += this.#filled
    this.#filled = 0
  }

  async #append(bytes: Uint8Array, position: number): Promise<void> {
    await this.#writeAt(bytes, position)
    this.#written = position + bytes.length
  }

  async #writeAt(bytes: Uint8Array, position: number): Promise<void> {
    await this.#guard?.()
    let done = 0
    while (done < bytes.length) {
      const { bytesWritten } = await this.#handle.write(
        bytes,
        done,
        bytes.length - done,
        position + done,
      )
      done += bytesWritten
    }
  }
}
