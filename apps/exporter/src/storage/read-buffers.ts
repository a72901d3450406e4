/**
 * Buffers for reading files, used again and again. New ones for every file would be more garbage than
 * everything else of an export, and memory outside of V8's heap makes it collect all of the heap.
 */

/** Fewer, larger reads: most pictures come in one. */
export const READ_BUFFER_BYTES = 512 * 1024
/** Between two files of an export far less time passes. */
const KEPT_MS = 5_000

export class ReadBuffers {
  readonly #kept: Buffer[] = []
  #taken = 0
  #rest: NodeJS.Timeout | null = null

  take(): Buffer {
    this.#taken += 1
    return this.#kept.pop() ?? Buffer.allocUnsafeSlow(READ_BUFFER_BYTES)
  }

  /** As many are kept as the exports of this process needed at once, until none has read for a while. */
  give(buffer: Buffer): void {
    this.#taken -= 1
    this.#kept.push(buffer)
    if (this.#taken > 0) return
    this.#rest ??= setTimeout(() => this.#letGo(), KEPT_MS).unref()
    this.#rest.refresh()
  }

  #letGo(): void {
    if (this.#taken === 0) this.#kept.length = 0
  }
}
