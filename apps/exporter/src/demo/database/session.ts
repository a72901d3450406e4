/**
 * One client of the demo's database: reads its batches, waits for a turn, lets PGlite answer, and
 * keeps the turn for as long as the client's transaction is open.
 *
 * A client that vanishes inside a transaction has it rolled back; one that falls asleep in it is
 * dropped, because everybody else waits.
 */
import type { PGlite } from '@electric-sql/pglite'
import type { Socket } from 'node:net'
import { type Batch, FrameReader } from './frames.ts'
import { fatalError, greeting, NO_ENCRYPTION } from './replies.ts'
import type { Turn, Turns } from './turns.ts'

export interface SessionOptions {
  readonly db: PGlite
  readonly turns: Turns
  readonly serverVersion: string
  readonly number: number
  /** How long an open transaction may be silent before the client is dropped. */
  readonly idleInTransactionTimeoutMs: number
  /** PGlite itself broke, so nothing can be trusted any more. */
  onBroken(error: unknown): void
}

export class Session {
  /** Settles once the client is gone and has left nothing open. */
  readonly ended: Promise<void>
  readonly #socket: Socket
  readonly #options: SessionOptions
  readonly #reader = new FrameReader()
  #hasStarted = false
  #isGone = false
  #turn: Turn | null = null
  #idleTimer: NodeJS.Timeout | undefined
  /** Everything about this client happens one after the other. */
  #work: Promise<void> = Promise.resolve()

  constructor(socket: Socket, options: SessionOptions) {
    this.#socket = socket
    this.#options = options
    const { promise, resolve } = Promise.withResolvers<void>()
    this.ended = promise
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.#read(chunk))
    socket.on('error', () => socket.destroy()) // A reset is a way to say goodbye; 'close' follows.
    socket.on('close', () => {
      this.#isGone = true
      this.#then(() => this.#cleanUp())
      void this.#work.then(resolve)
    })
  }

  /** Hangs up; an open transaction is rolled back. */
  hangUp(): void {
    this.#socket.destroySoon()
  }

  #drop(code: string, sentence: string): void {
    this.#socket.write(fatalError(code, sentence))
    this.hangUp()
  }

  #read(chunk: Buffer): void {
    try {
      this.#reader.add(chunk)
      if (!this.#hasStarted) this.#readOpening()
      if (!this.#hasStarted) return
      for (let next = this.#reader.nextBatch(); next !== null; next = this.#reader.nextBatch()) {
        const batch = next
        this.#then(() => this.#answer(batch))
      }
    } catch (error) {
      this.#drop('08P01', error instanceof Error ? error.message : 'Not the PostgreSQL protocol.')
    }
  }

  #readOpening(): void {
    for (let next = this.#reader.nextOpening(); next !== null; next = this.#reader.nextOpening()) {
      if (next === 'encryption') this.#socket.write(NO_ENCRYPTION)
      // There is no second thread that could interrupt the first: a cancel request changes nothing,
      // and the protocol wants no answer to it.
      else if (next === 'cancel') return void this.#socket.end()
      else {
        this.#hasStarted = true
        this.#socket.write(greeting(this.#options.serverVersion, this.#options.number))
        return
      }
    }
  }

  #then(step: () => Promise<void>): void {
    this.#work = this.#work.then(step).catch((error: unknown) => {
      this.#options.onBroken(error)
      this.#socket.destroy()
    })
  }

  async #answer(batch: Batch): Promise<void> {
    if (batch.isGoodbye) return void this.#socket.end()
    clearTimeout(this.#idleTimer)
    this.#turn ??= await this.#options.turns.take()
    if (this.#isGone) return // The turn is given back when the client's end is handled, next.
    const answer = await this.#options.db.execProtocolRaw(batch.bytes)
    this.#socket.write(answer)
    if (batch.isComplete && !this.#options.db.isInTransaction()) this.#giveBack()
    else this.#watchIdle()
  }

  #watchIdle(): void {
    const { idleInTransactionTimeoutMs } = this.#options
    this.#idleTimer = setTimeout(() => {
      const seconds = idleInTransactionTimeoutMs / 1000
      this.#drop('25P03', `Idle in a transaction for ${seconds} s while other clients waited.`)
    }, idleInTransactionTimeoutMs)
  }

  async #cleanUp(): Promise<void> {
    clearTimeout(this.#idleTimer)
    if (this.#turn === null) return
    if (this.#options.db.isInTransaction()) await this.#options.db.execProtocolRaw(ROLLBACK)
    // Also ends what a client left open that went away between Flush and Sync.
    else await this.#options.db.execProtocolRaw(SYNC)
    this.#giveBack()
  }

  #giveBack(): void {
    this.#turn?.giveBack()
    this.#turn = null
  }
}

const SYNC = new Uint8Array([0x53, 0, 0, 0, 4])
const ROLLBACK = new Uint8Array(
  Buffer.concat([SYNC, Buffer.from([0x51, 0, 0, 0, 13]), Buffer.from('ROLLBACK\0')]),
)
