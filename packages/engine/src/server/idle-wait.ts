/**
 * Waits for work without asking for it. Every queue has a lane (up to a bound; above it the lanes
 * take turns), and a job that arrives is handed over by the lane that brought it.
 *
 * The waiting ends when fetching in batches is better again: jobs arrive faster than they are
 * waited for, all slots are taken, or other queues must have their turn.
 */
import type { RedisClient } from '../redis/contract.ts'
import { asTexts } from '../redis/script.ts'
import { Lane } from './lane.ts'
import type { Ownership } from './ownership.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** A connection for each queue up to this many; Redis and the process hardly notice eight. */
const MAX_LANES = 8

/** A worker without work should cost Redis less than two commands a second, whatever it waits for. */
const SHORTEST_WAIT_SECONDS = 10
const LONGEST_WAIT_SECONDS = 20
const WAIT_SECONDS_PER_LANE = 2.5

/** With more queues than lanes a job waits at most so long for its queue's turn. */
const TURN_SECONDS = 2

/** A job that was there so soon after the asking was not waited for: there is more. */
const BURST_MS = 2

/** What waiting needs. */
export interface IdleWaitOptions {
  readonly redis: RedisClient
  readonly ownership: Ownership
  readonly nowMs: () => number
  /** Takes over a unit that arrived. */
  readonly deliver: (unit: UnitOfWork) => void
  readonly hasFreeSlot: () => boolean
}

/** The lanes of one capsule. */
export class IdleWait {
  readonly #options: IdleWaitOptions
  readonly #lanes: Lane[] = []
  #wakeSleeper: (() => void) | undefined
  #isOver = true
  #isClosed = false
  #turn = 0

  constructor(options: IdleWaitOptions) {
    this.#options = options
  }

  /** Waits on the queues; returns when a batch should be fetched. Throws when Redis fails. */
  async wait(queues: readonly string[]): Promise<void> {
    if (this.#isClosed) return
    this.#isOver = false
    const paused = await this.#paused()
    const open = queues.filter((queue) => !paused.includes(queue))
    const chosen = this.#choose(open)
    const seconds = waitSeconds(chosen.length, chosen.length < open.length)
    const isTakingTurns = chosen.length < open.length
    const afterSilence = isTakingTurns ? () => this.end() : () => this.#endIfPausesChanged(paused)
    const runs = chosen.map((queue, index) =>
      // One lane is enough to look after the pauses.
      this.#run(index, queue, seconds, index === 0 ? afterSilence : () => {}),
    )
    if (runs.length === 0) runs.push(this.#sleep(seconds))
    const results = await Promise.allSettled(runs)
    const failed = results.find((result) => result.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  /** Ends the waiting under way. */
  end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#wakeSleeper?.()
    // If Redis cannot be told, the lanes end by themselves within their time-out.
    for (const lane of this.#lanes) lane.interrupt().catch(() => {})
  }

  /** Ends the waiting for good. */
  close(): void {
    this.#isClosed = true
    this.end()
  }

  /** Drops the connections; only when no waiting is under way. */
  disconnect(): void {
    for (const lane of this.#lanes) lane.close()
  }

  async #run(
    index: number,
    queue: string,
    seconds: number,
    afterSilence: () => Promise<void> | void,
  ): Promise<void> {
    const { deliver, hasFreeSlot } = this.#options
    const lane = this.#lane(index)
    try {
      while (!this.#isOver) {
        const askedAt = performance.now()
        const unit = await lane.wait(queue, seconds, () => !this.#isOver)
        if (unit === null) {
          await afterSilence()
          continue
        }
        deliver(unit)
        if (!hasFreeSlot() || performance.now() - askedAt < BURST_MS) this.end()
      }
    } catch (error) {
      this.end()
      throw error
    }
  }

  #choose(queues: readonly string[]): string[] {
    if (queues.length <= MAX_LANES) return [...queues]
    this.#turn = (this.#turn + MAX_LANES) % queues.length
    return [...queues, ...queues].slice(this.#turn, this.#turn + MAX_LANES)
  }

  #lane(index: number): Lane {
    const lane = this.#lanes[index] ?? new Lane(this.#options)
    this.#lanes[index] = lane
    return lane
  }

  async #paused(): Promise<readonly string[]> {
    const { redis } = this.#options
    return asTexts(await redis.call('SMEMBERS', redis.keys.paused))
  }

  async #endIfPausesChanged(known: readonly string[]): Promise<void> {
    if (this.#isOver) return
    const now = new Set(await this.#paused())
    if (now.size !== known.length || known.some((queue) => !now.has(queue))) this.end()
  }

  /** Every queue is paused: there is nothing to wait for but the end of the pause. */
  async #sleep(seconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000)
      this.#wakeSleeper = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#wakeSleeper = undefined
  }
}

function waitSeconds(laneCount: number, isTakingTurns: boolean): number {
  if (isTakingTurns) return TURN_SECONDS
  const seconds = laneCount * WAIT_SECONDS_PER_LANE
  return Math.min(LONGEST_WAIT_SECONDS, Math.max(SHORTEST_WAIT_SECONDS, seconds))
}
