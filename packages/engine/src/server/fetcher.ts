/**
 * Takes units of work for one capsule: many at once with a script while there is work, one at a
 * time with blocking commands (see `idle-wait.ts`) while there is none.
 */
import { drawOrder } from '../config/queue-spec.ts'
import type { QueuePlan } from '../config/queue-spec.ts'
import type { RedisClient } from '../redis/contract.ts'
import { fetchScript } from '../redis/scripts.ts'
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

/** Fetches for one capsule. */
export class Fetcher {
  readonly #options: FetcherOptions

  constructor(options: FetcherOptions) {
    this.#options = options
  }

  /** Up to `limit` units, now. Throws when Redis does not answer. */
  async fetch(limit: number): Promise<UnitOfWork[]> {
    const { ownership, plan, random } = this.#options
    const queues = drawOrder(plan, random)
    const incarnation = await ownership.current()
    const found = await this.#ask(incarnation, queues, limit)
    if (found === null) {
      await ownership.verify()
      return []
    }
    const nowMs = this.#options.clock.nowMs()
    const units: UnitOfWork[] = []
    for (const [index, payloads] of found) {
      const queue = queues[index] ?? ''
      for (const raw of payloads) units.push(takeUnit(incarnation, queue, raw, nowMs))
    }
    return units
  }

  async #ask(
    incarnation: HeldIncarnation,
    queues: readonly string[],
    limit: number,
  ): Promise<readonly (readonly [number, readonly string[]])[] | null> {
    const { redis, ownership } = this.#options
    incarnation.pendingFetches += 1
    try {
      return await redis.run(fetchScript, { incarnation: incarnation.id, limit, queues })
    } catch (error) {
      ownership.retire(incarnation)
      throw error
    } finally {
      incarnation.pendingFetches -= 1
    }
  }
}
