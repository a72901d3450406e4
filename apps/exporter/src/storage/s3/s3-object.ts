/** An object that was asked for: a stream for whoever passes it on, pieces for whoever reads it here. */
import { Readable } from 'node:stream'
import { discardRead } from '../../bound-heap.ts'
import { READ_BUFFER_BYTES, type ReadBuffers } from '../read-buffers.ts'
import type { DirectReading, StoredFile } from '../storage.ts'

export interface S3ObjectOptions {
  /** Of the whole object. */
  readonly sizeBytes: number
  readonly modifiedAt: Date
  /** As they come from the network. */
  readonly chunks: AsyncIterable<Uint8Array>
  readonly buffers: ReadBuffers
  /** Ends the connection, and `chunks` with it. */
  readonly end: () => void
}

/** Read it in one of the two ways, or close it. */
export class S3Object implements StoredFile, DirectReading {
  readonly sizeBytes: number
  readonly modifiedAt: Date
  readonly direct: DirectReading = this
  readonly pieceBytes = READ_BUFFER_BYTES
  readonly #options: S3ObjectOptions
  #stream: Readable | null = null
  #isClosed = false

  constructor(options: S3ObjectOptions) {
    this.sizeBytes = options.sizeBytes
    this.modifiedAt = options.modifiedAt
    this.#options = options
  }

  get stream(): Readable {
    this.#stream ??= this.#newStream()
    return this.#stream
  }

  async *pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    const buffer = this.#options.buffers.take()
    let filled = 0
    try {
      for await (const chunk of this.#options.chunks) {
        for (let at = 0; at < chunk.length;) {
          const bytes = chunk.subarray(at, at + buffer.length - filled)
          buffer.set(bytes, filled)
          at += bytes.length
          filled += bytes.length
          if (filled < buffer.length) continue
          yield buffer
          filled = 0
        }
        discardRead(chunk.length)
      }
      if (filled > 0 && !this.#isClosed) yield buffer.subarray(0, filled)
    } finally {
      this.#options.buffers.give(buffer)
      this.close()
    }
  }

  close(): void {
    this.#isClosed = true
    this.#options.end()
  }

  #newStream(): Readable {
    const options = { objectMode: false, highWaterMark: READ_BUFFER_BYTES }
    return Readable.from(this.#options.chunks, options).once('close', () => this.close())
  }
}
