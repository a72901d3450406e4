/**
 * The main thread's side of the thread that compares files with what is noted of them. The thread
 * reads the bytes itself, from the file; all that it is told are lengths and checksums.
 */
import { Worker } from 'node:worker_threads'
import { ArchiveError } from './errors.ts'
import type { Mismatch } from './file-check.ts'

/** No code but the thread's own: a few megabytes are plenty. */
const HEAP_MB = 16

export interface CheckRequest {
  readonly path: string
  /** As in `FileCheck`; all their bytes must be in the file. */
  readonly pieces: Float64Array<ArrayBuffer>
  /** Nothing follows: the SHA-256 is wanted. */
  readonly isLast: boolean
}

export type CheckReply =
  | { readonly path: string; readonly sha256: string }
  /** Where the first piece begins that is not what was noted. */
  | { readonly path: string; readonly damagedAt: NonNullable<Mismatch> }

export class CheckThread {
  readonly #thread: Worker
  readonly #replies = new Map<string, PromiseWithResolvers<CheckReply>>()
  #failure: unknown = null

  constructor() {
    // The same suffix as this file's: .ts when run from source, .js from the built package.
    const suffix = import.meta.url.slice(import.meta.url.lastIndexOf('.'))
    this.#thread = new Worker(new URL(`./file-check-thread${suffix}`, import.meta.url), {
      name: 'howdah-check',
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 1 },
    })
    this.#thread.on('message', (reply: CheckReply) => this.#take(reply))
    this.#thread.on('error', (error) => this.#fail(error))
    this.#thread.on('exit', () => this.#fail(new Error('The thread that checks files was ended.')))
  }

  /** Asks for the next pieces of a file to be compared. */
  send(request: CheckRequest): void {
    this.#thread.postMessage(request, [request.pieces.buffer])
  }

  /** What came of a file: at its first damage, else behind its last piece. */
  async reply(path: string): Promise<CheckReply> {
    return this.#replyTo(path).promise
  }

  /** Nobody should go on writing for hours behind a damaged byte. */
  throwFailure(): void {
    if (this.#failure !== null) throw this.#failure
  }

  /** Ends it, whether or not it is done. */
  async stop(): Promise<void> {
    await this.#thread.terminate()
  }

  #replyTo(path: string): PromiseWithResolvers<CheckReply> {
    const known = this.#replies.get(path)
    if (known !== undefined) return known
    const reply = Promise.withResolvers<CheckReply>()
    reply.promise.catch(() => {}) // Whoever asks for it is told.
    if (this.#failure !== null) reply.reject(this.#failure)
    this.#replies.set(path, reply)
    return reply
  }

  #take(reply: CheckReply): void {
    this.#replyTo(reply.path).resolve(reply)
    if ('damagedAt' in reply) this.#failure ??= notAsWritten(reply.damagedAt)
  }

  #fail(error: unknown): void {
    this.#failure ??= error
    for (const reply of this.#replies.values()) reply.reject(this.#failure)
  }
}

export function notAsWritten(position: number): ArchiveError {
  return new ArchiveError(
    'damaged',
    `Byte ${position} of the archive is not what was written there. Check the disk.`,
  )
}
