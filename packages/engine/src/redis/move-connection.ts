/**
 * A connection that does nothing but wait with `BLMOVE`, one move at a time.
 *
 * An idle worker wakes up with cold caches, and every function between the socket and the handler
 * then costs microseconds. The library's way from the bytes to the promise took 0.15 ms of the 0.9 ms
 * between push and handler, reading the one kind of answer here takes 0.015 ms. So the library
 * connects (TLS, log-in, Sentinel, connecting again); from then on the bytes are read here.
 */
import type { Duplex } from 'node:stream'
import { RedisReplyError, RedisUnavailableError } from '../errors.ts'
import type { BlockingMove, MoveAnswer, MoveConnection } from './contract.ts'
import { saysOutOfOffice, refusal } from './refusal.ts'

const CRLF = '\r\n'

/** First bytes of the answers that RESP2 knows for a move. */
const BULK = 0x24 // $
const ARRAY = 0x2a // *
const ERROR = 0x2d // -

/** The connection below, which the library keeps up. */
export interface WaitingLink {
  /** Asks for the id of the connection; waits for a connection where there is none. */
  readonly askId: () => Promise<number>
  /** The socket of the connection whose id was just asked for: nothing is under way on it. */
  readonly stream: () => Duplex
  readonly reconnect: () => void
  readonly disconnect: () => void
}

/** Reads the answers of one link. */
export class StreamMoveConnection implements MoveConnection {
  readonly #link: WaitingLink
  #clientId: number | null = null
  #stream: Duplex | null = null
  #answer: ((answer: MoveAnswer) => void) | null = null
  #chunks: Buffer[] = []
  #size = 0
  /** An answer that comes in pieces is looked at again when it has so many bytes. */
  #wanted = 0

  constructor(link: WaitingLink) {
    this.#link = link
  }

  async clientId(): Promise<number> {
    if (this.#clientId === null) {
      const id = await this.#link.askId()
      this.#takeOver(this.#link.stream())
      this.#clientId = id
    }
    return this.#clientId
  }

  move(
    { source, target, timeoutSeconds }: BlockingMove,
    onAnswer: (answer: MoveAnswer) => void,
  ): void {
    const stream = this.#stream
    if (stream === null || !stream.writable || this.#answer !== null) {
      onAnswer(new RedisUnavailableError('There is no free connection for a blocking move.'))
      return
    }
    this.#answer = onAnswer
    const words = ['BLMOVE', source, target, 'RIGHT', 'LEFT', String(timeoutSeconds)]
    stream.write(encodeCommand(words))
  }

  reconnect(): void {
    this.#link.reconnect()
  }

  disconnect(): void {
    this.#link.disconnect()
  }

  #takeOver(stream: Duplex): void {
    this.#stream = stream
    stream.removeAllListeners('data')
    stream.on('data', (chunk: Buffer) => this.#receive(chunk))
    stream.once('close', () => this.#lose())
    // It may have closed while its id was on the way.
    if (stream.destroyed) this.#lose()
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#size += chunk.length
    if (this.#size < this.#wanted) return
    const bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks)
    const length = answerLength(bytes)
    if (bytes.length < length) {
      this.#chunks = [bytes]
      this.#wanted = length
      return
    }
    this.#forgetChunks()
    const answer = readAnswer(bytes)
    // After a fail-over: a new connection finds the new primary.
    if (answer instanceof Error && saysOutOfOffice(answer.message)) this.reconnect()
    this.#tell(answer)
  }

  #lose(): void {
    this.#stream = null
    this.#clientId = null
    this.#forgetChunks()
    this.#tell(new RedisUnavailableError('The connection closed before a blocking move ended.'))
  }

  #forgetChunks(): void {
    this.#chunks = []
    this.#size = 0
    this.#wanted = 0
  }

  #tell(answer: MoveAnswer): void {
    const tell = this.#answer
    this.#answer = null
    tell?.(answer)
  }
}

function encodeCommand(words: readonly string[]): string {
  const bulk = words.map((word) => `$${Buffer.byteLength(word)}${CRLF}${word}${CRLF}`)
  return `*${words.length}${CRLF}${bulk.join('')}`
}

/** How many bytes the answer has in all; one more than are here while its first line is not whole. */
function answerLength(bytes: Buffer): number {
  const lineEnd = bytes.indexOf(CRLF)
  if (lineEnd === -1) return bytes.length + 1
  const header = lineEnd + CRLF.length
  if (bytes[0] !== BULK) return header
  const size = Number(bytes.toString('latin1', 1, lineEnd))
  return size < 0 ? header : header + size + CRLF.length
}

/** Null = nothing came in time, or `CLIENT UNBLOCK`. */
function readAnswer(bytes: Buffer): MoveAnswer {
  const header = bytes.indexOf(CRLF) + CRLF.length
  const line = bytes.toString('utf8', 1, header - CRLF.length)
  const kind = bytes[0]
  if (kind === BULK) {
    return line === '-1' ? null : bytes.toString('utf8', header, header + Number(line))
  }
  if (kind === ARRAY) return null
  if (kind === ERROR) return refusal(line, 'BLMOVE')
  return new RedisReplyError(`This is no answer to BLMOVE: ${bytes.toString('utf8', 0, 80)}`)
}
