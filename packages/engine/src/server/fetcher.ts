/**
 * Takes units of work for one capsule: many at once with a script while there is work, one at a
 * time with blocking commands (see `idle-wait.ts`) while there is none. The script also forgets
 * the units that were finished in the meantime: one round trip for both.
 */
import { drawOrder } from '../config/queue-spec.ts'
import type { QueuePlan } from '../config/queue-spec.ts'
import type { RedisClient } from '../redis/contract.ts'
import { fetchScript } from '../redis/scripts.ts'
import type { FetchReply, FinishedUnits } from '../redis/scripts.ts'
import type { Clock } from '../support/epoch.ts'
import type { HeldIncarnation } from './incarnation.ts'
import type { Ownership } from './ownership.ts'
import { takeUnit } from './unit-of-work.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** What a fetcher needs. */
export interface FetcherOptions {
  readonly redis: RedisClient
  readonly ownership: Ownership
  readonly plan: QueuePlan
  readonly clock: Clock
  readonly random: () => number
}

/** What a fetch brought. */
export interface Fetched {
  readonly units: readonly UnitOfWork[]
  /** Queues of the plan that were paused at that moment. */
  readonly paused: readonly string[]
  /** How many of the finished units were still ours to finish. */
  readonly removed: number
}

interface FetchOrder {
  readonly queues: readonly string[]
  readonly limit: number
  readonly finished: readonly FinishedUnits[]
}

/** Fetches for one capsule. */
export class Fetcher {
  readonly #options: FetcherOptions

  constructor(options: FetcherOptions) {
    this.#options = options
  }

  /** Up to `limit` units, now. Throws when Redis does not answer. */
  async fetch(limit: number): Promise<readonly UnitOfWork[]> {
    const incarnation = await this.#options.ownership.current()
    return (await this.fetchAs(incarnation, limit, [])).units
  }

  /**
   * The same under a name that is known to be ours, and forgets `finished` units on the way.
   * `names`: take from these queues only. Default: all of the plan.
   */
  async fetchAs(
    incarnation: HeldIncarnation,
    limit: number,
    finished: readonly FinishedUnits[],
    names?: readonly string[],
  ): Promise<Fetched> {
    const { ownership, plan, random, clock } = this.#options
    const queues = names ?? drawOrder(plan, random)
    const { removed, pausedIndexes, found } = await this.#ask(incarnation, {
      queues,
      limit,
      finished,
    })
    if (found === null) {
      await ownership.verify()
      return { units: [], paused: [], removed }
    }
    const nowMs = clock.nowMs()
    const units: UnitOfWork[] = []
    for (const [index, payloads] of found) {
      const queue = queues[index] ?? ''
      for (const raw of payloads) units.push(takeUnit(incarnation, queue, raw, nowMs))
    }
    return { units, paused: pausedIndexes.map((index) => queues[index] ?? ''), removed }
  }

  async #ask(
    incarnation: HeldIncarnation,
    { queues, limit, finished }: FetchOrder,
  ): Promise<FetchReply> {
    const { redis, ownership } = this.#options
    incarnation.pendingFetches += 1
    try {
      return await redis.run(fetchScript, { incarnation: incarnation.id, limit, queues, finished })
    } catch (error) {
      ownership.retire(incarnation)
      throw error
    } finally {
      incarnation.pendingFetches -= 1
    }
  }
}
