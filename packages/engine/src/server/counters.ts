/** Processed and failed jobs, and when each queue's last one ended: in memory, and to Redis with each beat. */
import type { RedisClient } from '../redis/contract.ts'
import { countScript } from '../redis/process-scripts.ts'
import type { Clock, EpochMs } from '../support/epoch.ts'

/** Five years, renewed with each write, as Sidekiq keeps them. */
const DAY_TTL_SECONDS = 157_680_000

/** The counters of one process. */
export class Counters {
  processed = 0
  failed = 0
  /** Queue → when a run of its jobs ended last, done or failed, since the last flush. */
  finished = new Map<string, EpochMs>()
  readonly #redis: RedisClient
  readonly #clock: Clock

  constructor(redis: RedisClient, clock: Clock) {
    this.#redis = redis
    this.#clock = clock
  }

  /** Adds what was counted to Redis; counts it again next time if that fails. */
  async flush(): Promise<void> {
    const { processed, failed, finished } = this
    if (processed === 0 && failed === 0) return
    this.processed = 0
    this.failed = 0
    this.finished = new Map()
    try {
      const day = new Date(this.#clock.nowMs()).toISOString().slice(0, 10)
      const ttlSeconds = DAY_TTL_SECONDS
      await this.#redis.run(countScript, { day, processed, failed, ttlSeconds, finished })
    } catch (error) {
      this.processed += processed
      this.failed += failed
      this.finished = new Map([...finished, ...this.finished])
      throw error
    }
  }
}
