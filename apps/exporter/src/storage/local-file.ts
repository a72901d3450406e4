/** A file of a folder that is being read: as a stream, or piece by piece into buffers that are used again. */
import { createReadStream } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { READ_BUFFER_BYTES, type ReadBuffers } from './read-buffers.ts'
import type { ByteRange, DirectReading, StoredFile } from './storage.ts'

export interface LocalFileOptions {
  readonly handle: FileHandle
  readonly path: string
  readonly sizeBytes: number
  readonly modifiedAt: Date
  readonly range: ByteRange | undefined
  readonly buffers: ReadBuffers
}

/** Read it in one of the two ways, or close it. */
export class LocalFile implements StoredFile, DirectReading {
  readonly sizeBytes: number
  readonly modifiedAt: Date
  readonly direct: DirectReading = this
  readonly pieceBytes = READ_BUFFER_BYTES
  readonly #options: LocalFileOptions
  #stream: Readable | null = null
  #isReading = false

  constructor(options: LocalFileOptions) {
    this.sizeBytes = options.sizeBytes
    this.modifiedAt = options.modifiedAt
    this.#options = options
  }

  get stream(): Readable {
    const { path, handle, range, sizeBytes } = this.#options
    // Told where the file ends, the stream does not look for its end with one more reading.
    const whole = sizeBytes === 0 ? null : { start: 0, end: sizeBytes - 1 }
    const wanted = range ?? whole
    this.#stream ??= createReadStream(path, {
      fd: handle,
      highWaterMark: READ_BUFFER_BYTES,
      ...(wanted === null ? {} : { start: wanted.start, end: wanted.end }),
    })
    return this.#stream
  }

  async *pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    const { range, sizeBytes, buffers } = this.#options
    const end = range === undefined ? sizeBytes : range.end + 1
    this.#isReading = true
    let current = buffers.take()
    // Only taken when there is more than one piece: most files are one.
    let next: Buffer | null = null
    let at = range?.start ?? 0
    let coming: Promise<number> | null = null
    try {
      coming = this.#fill(current, at, end)
      for (let bytes = await coming; bytes > 0; bytes = await coming) {
        at += bytes
        next ??= at < end ? buffers.take() : null
        coming = next === null ? Promise.resolve(0) : this.#fill(next, at, end)
        yield current.subarray(0, bytes)
        if (next !== null) [current, next] = [next, current]
      }
    } finally {
      // A buffer that is still being filled must not be given to anybody.
      await coming?.catch(() => {})
      buffers.give(current)
      if (next !== null) buffers.give(next)
      await this.#close()
    }
  }

  close(): void {
    if (this.#isReading) return
    this.#isReading = true
    if (this.#stream === null) void this.#close()
    else this.#stream.destroy()
  }

  async #fill(buffer: Buffer, at: number, end: number): Promise<number> {
    if (at >= end) return 0
    const length = Math.min(buffer.length, end - at)
    return (await this.#options.handle.read(buffer, 0, length, at)).bytesRead
  }

  async #close(): Promise<void> {
    await this.#options.handle.close().catch(() => {}) // Nothing was written: nothing is lost.
  }
}
