/**
 * One connection that waits for one queue: `BLMOVE` carries a job from the queue straight into the
 * in-flight list, so waiting is safe and costs one round trip.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { RedisClient } from '../redis/contract.ts'
import { RedisFullError, RedisReplyError, RedisUnavailableError } from '../errors.ts'
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

/** A waiting connection. */
export class Lane {
  readonly #options: LaneOptions
  readonly #connection: RedisClient
  #clientId: number | null = null
  #isWaiting = false

  constructor(options: LaneOptions) {
    this.#options = options
    this.#connection = options.redis.duplicate({ patience: 'wait' })
    this.#connection.onReady(() => (this.#clientId = null))
  }

  /**
   * Waits for a job of the queue; null when the time is over or the waiting was interrupted. Asks
   * `isWanted` again just before it blocks.
   */
  async wait(
    queue: string,
    timeoutSeconds: number,
    isWanted: () => boolean,
  ): Promise<UnitOfWork | null> {
    const { ownership, nowMs } = this.#options
    const incarnation = await ownership.current()
    const { keys } = this.#connection
    incarnation.pendingFetches += 1
    try {
      await this.#learnClientId()
      // Connecting may have taken long, and Redis may not know the name any more.
      if (!isWanted() || !ownership.isCurrent(incarnation)) return null
      const source = keys.queue(queue)
      const target = incarnation.listOf(queue)
      const raw = await this.#block(['BLMOVE', source, target, 'RIGHT', 'LEFT'], timeoutSeconds)
      // In the list of a lost incarnation it is the reapers'.
      return raw === null || incarnation.isLost ? null : takeUnit(incarnation, queue, raw, nowMs())
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
   */
  async interrupt(): Promise<void> {
    while (this.#isWaiting && this.#clientId !== null) {
      await this.#options.redis.call('CLIENT', 'UNBLOCK', this.#clientId)
      if (this.#isWaiting) await sleep(INTERRUPT_PAUSE_MS)
    }
  }

  close(): void {
    this.#connection.disconnect()
  }

  async #learnClientId(): Promise<void> {
    this.#clientId ??= Number(await this.#connection.call('CLIENT', 'ID'))
  }

  async #block(
    [name, ...parameters]: readonly [string, ...string[]],
    timeoutSeconds: number,
  ): Promise<string | null> {
    const { promise: silence, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(
      () => {
        reject(new RedisUnavailableError('Redis did not answer a waiting fetch in time.'))
        this.#connection.reconnect()
      },
      timeoutSeconds * 1000 + SILENCE_GRACE_MS,
    )
    this.#isWaiting = true
    try {
      const waiting = this.#connection.call(name, ...parameters, timeoutSeconds)
      const raw = await Promise.race([waiting, silence])
      return typeof raw === 'string' ? raw : null
    } finally {
      this.#isWaiting = false
      clearTimeout(timer)
    }
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof RedisReplyError || error instanceof RedisFullError
}
