/**
 * Waits for work without asking for it. Every queue has a lane (up to a bound; the queues above it
 * are looked at every second), and a job that arrives is handed over by the lane that brought it.
 *
 * The waiting ends when fetching in batches is better again: jobs arrive faster than they are
 * waited for, all slots are taken, or a queue was paused or resumed.
 */
import { Lane } from './lane.ts'
import type { LaneOptions } from './lane.ts'
import type { PauseWatch } from './pause-watch.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** A connection for each queue up to this many: as many as a Sidekiq of 25 threads holds. */
const MAX_LANES = 24

/**
 * Short waits notice a dead connection early; but all lanes together may cost Redis only one
 * command in five seconds.
 */
const SHORTEST_WAIT_SECONDS = 10
const LONGEST_WAIT_SECONDS = 25
const WAIT_SECONDS_PER_LANE = 5

/** With more queues than lanes a job waits at most so long. */
const LOOK_INTERVAL_MS = 1_000

/** A job that was there so soon after the asking was not waited for: there is more. */
const BURST_MS = 2

/** What waiting needs. */
export interface IdleWaitOptions extends LaneOptions {
  readonly pauses: PauseWatch
  /** Takes over a unit that arrived. */
  readonly deliver: (unit: UnitOfWork) => void
  readonly hasFreeSlot: () => boolean
  /** Fetches from these queues without waiting. */
  readonly fetchFrom: (queues: readonly string[]) => Promise<void>
  /** Redis has answered. */
  readonly onAnswer: () => void
}

/** The lanes of one capsule. */
export class IdleWait {
  readonly #options: IdleWaitOptions
  readonly #lanes: Lane[] = []
  #endSleep: (() => void) | undefined
  #isOver = true
  #isClosed = false

  constructor(options: IdleWaitOptions) {
    this.#options = options
  }

  /**
   * Waits on the queues but those that are `paused`, as a fetch has just found; returns when a
   * batch should be fetched. Throws when Redis fails.
   */
  async wait(queues: readonly string[], paused: readonly string[]): Promise<void> {
    if (this.#isClosed) return
    this.#isOver = false
    const stopWatching = this.#endWhenPausesChange(queues, paused)
    try {
      await this.#waitOn(queues.filter((queue) => !paused.includes(queue)))
    } finally {
      stopWatching()
    }
  }

  /** Ends the waiting under way. */
  end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#endSleep?.()
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

  #endWhenPausesChange(queues: readonly string[], paused: readonly string[]): () => void {
    return this.#options.pauses.watch((now) => {
      if (queues.some((queue) => now.has(queue) !== paused.includes(queue))) this.end()
    })
  }

  async #waitOn(queues: readonly string[]): Promise<void> {
    const waited = queues.slice(0, MAX_LANES)
    const others = queues.slice(MAX_LANES)
    const seconds = waitSeconds(waited.length)
    const runs = waited.map((queue, index) => this.#run(index, queue, seconds))
    // Where every queue is paused there is nothing to wait for but the end of the pause.
    if (others.length > 0 || runs.length === 0) runs.push(this.#lookAt(others))
    const results = await Promise.allSettled(runs)
    const failed = results.find((result) => result.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  async #run(index: number, queue: string, seconds: number): Promise<void> {
    const { onAnswer } = this.#options
    const lane = this.#lane(index)
    const isWanted = (): boolean => !this.#isOver
    try {
      while (!this.#isOver) {
        const askedAt = performance.now()
        const deliver = (unit: UnitOfWork): void => this.#deliver(unit, askedAt)
        await lane.wait({ queue, timeoutSeconds: seconds, isWanted, deliver })
        onAnswer()
      }
    } catch (error) {
      this.end()
      throw error
    }
  }

  #deliver(unit: UnitOfWork, askedAt: number): void {
    const { deliver, hasFreeSlot } = this.#options
    const waitedMs = performance.now() - askedAt
    deliver(unit)
    if (!hasFreeSlot() || waitedMs < BURST_MS) this.end()
  }

  async #lookAt(queues: readonly string[]): Promise<void> {
    try {
      while (!this.#isOver) {
        await this.#sleep(LOOK_INTERVAL_MS)
        if (this.#isOver || queues.length === 0) continue
        await this.#options.fetchFrom(queues)
        if (!this.#options.hasFreeSlot()) this.end()
      }
    } catch (error) {
      this.end()
      throw error
    }
  }

  #lane(index: number): Lane {
    const lane = this.#lanes[index] ?? new Lane(this.#options)
    this.#lanes[index] = lane
    return lane
  }

  async #sleep(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#endSleep = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#endSleep = undefined
  }
}

function waitSeconds(laneCount: number): number {
  const seconds = laneCount * WAIT_SECONDS_PER_LANE
  return Math.min(LONGEST_WAIT_SECONDS, Math.max(SHORTEST_WAIT_SECONDS, seconds))
}
