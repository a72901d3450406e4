/**
 * One connection that waits for one queue: `BLMOVE` carries a job from the queue straight into the
 * in-flight list, so waiting is safe and costs one round trip.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { MoveConnection, RedisClient } from '../redis/contract.ts'
import { RedisFullError, RedisReplyError, RedisUnavailableError } from '../errors.ts'
import type { HeldIncarnation } from './incarnation.ts'
import type { Ownership } from './ownership.ts'
import { takeUnit } from './unit-of-work.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** The server answers within the time-out; later than this after it, the connection is dead. */
const SILENCE_GRACE_MS = 5_000

/** Long enough for the answer of an interrupted command to arrive, short for who waits. */
const INTERRUPT_PAUSE_MS = 10

/** What a lane needs. */
export interface LaneOptions {
  /** To interrupt the waiting; not the waiting connection itself. */
  readonly redis: RedisClient
  readonly ownership: Ownership
  readonly nowMs: () => number
}

/** What a lane waits for. */
export interface WaitOrder {
  readonly queue: string
  readonly timeoutSeconds: number
  /** Asked again just before it blocks. */
  readonly isWanted: () => boolean
  /** Takes over the unit that came, in the moment in which its bytes are read. */
  readonly deliver: (unit: UnitOfWork) => void
}

/** A waiting connection. */
export class Lane {
  readonly #options: LaneOptions
  readonly #connection: MoveConnection
  #clientId: number | null = null
  /** The waiting under way. */
  #waiting: symbol | null = null

  constructor(options: LaneOptions) {
    this.#options = options
    this.#connection = options.redis.openMoves()
  }

  /** Resolves when a unit was delivered, time is over or the waiting was interrupted. */
  async wait(order: WaitOrder): Promise<void> {
    const { ownership } = this.#options
    const incarnation = await ownership.current()
    incarnation.pendingFetches += 1
    try {
      this.#clientId = await this.#connection.clientId()
      // Connecting may have taken long, and Redis may not know the name any more.
      if (!order.isWanted() || !ownership.isCurrent(incarnation)) return
      await this.#block(order, incarnation)
    } catch (error) {
      // What Redis refused it has not done; whatever else, a unit may have been taken.
      if (!isRefusal(error)) ownership.retire(incarnation)
      throw error
    } finally {
      incarnation.pendingFetches -= 1
    }
  }

  /**
   * Ends the waiting under way, if any; a job that is already on its way still arrives. Asks until
   * it has ended: the order to stop may overtake the waiting command, which has its own connection.
   * The next waiting, which may begin before the order is answered, goes on.
   */
  async interrupt(): Promise<void> {
    const waiting = this.#waiting
    if (waiting === null) return
    while (this.#waiting === waiting && this.#clientId !== null) {
      await this.#options.redis.call('CLIENT', 'UNBLOCK', this.#clientId)
      if (this.#waiting === waiting) await sleep(INTERRUPT_PAUSE_MS)
    }
  }

  close(): void {
    this.#connection.disconnect()
  }

  async #block(order: WaitOrder, incarnation: HeldIncarnation): Promise<void> {
    const { queue, timeoutSeconds } = order
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const source = this.#options.redis.keys.queue(queue)
    const target = incarnation.listOf(queue)
    const timer = setTimeout(
      () => {
        reject(new RedisUnavailableError('Redis did not answer a waiting fetch in time.'))
        this.#connection.reconnect()
      },
      timeoutSeconds * 1000 + SILENCE_GRACE_MS,
    )
    this.#waiting = Symbol(queue)
    this.#connection.move({ source, target, timeoutSeconds }, (answer) => {
      this.#waiting = null
      clearTimeout(timer)
      if (answer instanceof Error) return reject(answer)
      if (answer !== null) this.#deliver(answer, order, incarnation)
      resolve()
    })
    await promise
  }

  /** In the list of a lost incarnation it is the reapers'. */
  #deliver(raw: string, { queue, deliver }: WaitOrder, incarnation: HeldIncarnation): void {
    if (incarnation.isLost) return
    deliver(takeUnit(incarnation, queue, raw, this.#options.nowMs()))
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof RedisReplyError || error instanceof RedisFullError
}
