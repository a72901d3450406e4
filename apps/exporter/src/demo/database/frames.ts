/**
 * Cuts the bytes a PostgreSQL client sends into whole messages, and groups them into batches.
 *
 * Teacher: a connection begins with packets without a type byte (SSL request, cancel request, start
 * message: length, code). After that every message is a type byte and a length. A client speaks in
 * batches: one simple `Query`, or several extended messages that `Sync` ends. Between the first
 * message of a batch and its end the server keeps state (the unnamed statement), so a batch is the
 * smallest piece that may be handed over without another client's messages in between.
 */

/** What a connection can begin with. */
export type OpeningKind = 'start' | 'encryption' | 'cancel'

const CANCEL_REQUEST = 80877102
const SSL_REQUEST = 80877103
const GSS_REQUEST = 80877104

/** No client of the demo sends more in one message; longer means that we lost the frame. */
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024

const SYNC = 'S'.charCodeAt(0)
const QUERY = 'Q'.charCodeAt(0)
const FLUSH = 'H'.charCodeAt(0)
const FUNCTION_CALL = 'F'.charCodeAt(0)
const TERMINATE = 'X'.charCodeAt(0)

/** Messages that the server answers together. */
export interface Batch {
  readonly bytes: Uint8Array
  /** False after `Flush`: the client goes on with the same state, nobody else may come between. */
  readonly isComplete: boolean
  /** The client says goodbye. */
  readonly isGoodbye: boolean
}

/** The unread bytes of one connection. */
export class FrameReader {
  #buffer: Buffer = Buffer.alloc(0)
  #batch: Buffer[] = []

  add(chunk: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk])
  }

  /** The next packet without a type, or null while it is not complete. */
  nextOpening(): OpeningKind | null {
    if (this.#buffer.length < 8) return null
    const length = checkLength(this.#buffer.readInt32BE(0))
    if (this.#buffer.length < length) return null
    const code = this.#buffer.readInt32BE(4)
    this.#buffer = this.#buffer.subarray(length)
    if (code === CANCEL_REQUEST) return 'cancel'
    return code === SSL_REQUEST || code === GSS_REQUEST ? 'encryption' : 'start'
  }

  /** The next whole batch, or null while its end has not arrived. */
  nextBatch(): Batch | null {
    for (let message = this.#nextMessage(); message !== null; message = this.#nextMessage()) {
      this.#batch.push(message)
      const type = message[0]
      if (type === SYNC || type === QUERY || type === FLUSH || type === FUNCTION_CALL)
        return this.#takeBatch(type !== FLUSH, false)
      if (type === TERMINATE) return this.#takeBatch(true, true)
    }
    return null
  }

  #nextMessage(): Buffer | null {
    if (this.#buffer.length < 5) return null
    const length = 1 + checkLength(this.#buffer.readInt32BE(1))
    if (this.#buffer.length < length) return null
    const message = this.#buffer.subarray(0, length)
    this.#buffer = this.#buffer.subarray(length)
    return message
  }

  #takeBatch(isComplete: boolean, isGoodbye: boolean): Batch {
    // A copy: PGlite keeps a view of what it is given while it answers.
    const bytes = new Uint8Array(Buffer.concat(this.#batch))
    this.#batch = []
    return { bytes, isComplete, isGoodbye }
  }
}

function checkLength(length: number): number {
  if (length < 4 || length > MAX_MESSAGE_BYTES)
    throw new RangeError(`A PostgreSQL message cannot be ${length} bytes long.`)
  return length
}
