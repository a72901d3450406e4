/** Into which parts a file is cut for a bucket, and which of them have arrived. */
import type { PublishOptions } from '../storage.ts'
import { notePart, type UploadHead, type UploadNotes } from './upload-notes.ts'

const MEBIBYTE = 1024 * 1024
/** One second of a connection of 64 Mbit/s; S3 wants 5 MiB at least. */
const LEAST_PART_BYTES = 8 * MEBIBYTE
/** Parts on their way at once: enough to fill a line. */
const MOST_SENDERS = 3
/** Memory for parts on their way; larger parts go two at a time. */
const HELD_BYTES = 24 * MEBIBYTE
/** S3's own limit; with parts of 8 MiB it is reached at 80 GB, and then the parts grow. */
const MOST_PARTS = 10_000

/** Hands out the parts that are missing, and notes those that have arrived. */
export class PartsUnderWay {
  readonly #notesPath: string
  readonly #etags: Map<number, string>
  readonly #head: UploadHead
  readonly #options: PublishOptions
  readonly #count: number
  #doneBytes = 0
  #last = 0
  #isStopped = false

  constructor(of: {
    notesPath: string
    notes: UploadNotes
    size: number
    options: PublishOptions
  }) {
    this.#notesPath = of.notesPath
    this.#head = of.notes.head
    this.#etags = new Map(of.notes.parts)
    this.#options = of.options
    this.#count = Math.ceil(of.size / of.notes.head.partBytes)
    for (const number of this.#etags.keys()) this.#doneBytes += lengthOf(number, this.#head)
    this.#report()
  }

  next(): { number: number; length: number } | null {
    while (!this.#isStopped && this.#last < this.#count) {
      this.#last += 1
      if (this.#etags.has(this.#last)) continue
      return { number: this.#last, length: lengthOf(this.#last, this.#head) }
    }
    return null
  }

  async arrived(number: number, etag: string): Promise<void> {
    await notePart(this.#notesPath, number, etag)
    this.#etags.set(number, etag)
    this.#doneBytes += lengthOf(number, this.#head)
    this.#report()
  }

  /** One part that cannot be sent ends the others' work as well. */
  readonly stop = (error: unknown): never => {
    this.#isStopped = true
    throw error
  }

  etags(): string[] {
    return Array.from({ length: this.#count }, (_, index) => this.#etags.get(index + 1) ?? '')
  }

  #report(): void {
    this.#options.onProgress?.(this.#doneBytes, this.#head.sizeBytes)
  }
}

/** Bytes of a part; the last one is what is left. */
export function lengthOf(number: number, { sizeBytes, partBytes }: UploadHead): number {
  return Math.min(partBytes, sizeBytes - (number - 1) * partBytes)
}

/** How many parts of that size are sent at once; each is held in memory meanwhile. */
export function sendersFor(partBytes: number): number {
  return Math.min(MOST_SENDERS, Math.max(2, Math.floor(HELD_BYTES / partBytes)))
}

/** So large that a file of this size needs no more parts than S3 takes. */
export function partBytesFor(sizeBytes: number): number {
  const needed = Math.ceil(sizeBytes / MOST_PARTS / MEBIBYTE) * MEBIBYTE
  return Math.max(LEAST_PART_BYTES, needed)
}
