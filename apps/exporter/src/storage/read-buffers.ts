/**
 * Buffers for reading files, used again and again. New ones for every file would be more garbage than
 * everything else of an export, and memory outside of V8's heap makes it collect all of the heap.
 */

/** Fewer, larger reads: most pictures come in one. */
export const READ_BUFFER_BYTES = 512 * 1024
/** For as many files as are read at the same time by a usual worker. */
const MOST_KEPT = 10

export class ReadBuffers {
  readonly #kept: Buffer[] = []

  take(): Buffer {
    return this.#kept.pop() ?? Buffer.allocUnsafeSlow(READ_BUFFER_BYTES)
  }

  give(buffer: Buffer): void {
    if (this.#kept.length < MOST_KEPT) this.#kept.push(buffer)
  }
}
