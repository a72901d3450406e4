/** Processed and failed jobs, counted in memory and added to Redis with each beat. */
import type { RedisClient, RedisCommand } from '../redis/contract.ts'
import type { Clock } from '../support/epoch.ts'

/** Five years, renewed with each write, as Sidekiq keeps them. */
const DAY_TTL_SECONDS = 157_680_000

/** The counters of one process. */
export class Counters {
  processed = 0
  failed = 0
  readonly #redis: RedisClient
  readonly #clock: Clock

  constructor(redis: RedisClient, clock: Clock) {
    this.#redis = redis
    this.#clock = clock
  }

  /** Adds what was counted to Redis; counts it again next time if that fails. */
  async flush(): Promise<void> {
    const { processed, failed } = this
    if (processed === 0 && failed === 0) return
    this.processed = 0
    this.failed = 0
    try {
      await this.#redis.multi(this.#commands(processed, failed))
    } catch (error) {
      this.processed += processed
      this.failed += failed
      throw error
    }
  }

  #commands(processed: number, failed: number): RedisCommand[] {
    const { keys } = this.#redis
    const day = new Date(this.#clock.nowMs()).toISOString().slice(0, 10)
    return [
      ...counting(keys.statProcessed, keys.statProcessedOn(day), processed),
      ...counting(keys.statFailed, keys.statFailedOn(day), failed),
    ]
  }
}

function counting(total: string, ofDay: string, count: number): RedisCommand[] {
  return [
    ['INCRBY', total, count],
    ['INCRBY', ofDay, count],
    ['EXPIRE', ofDay, DAY_TTL_SECONDS],
  ]
}
