/**
 * Heals limits: publishes what the code says, frees the slots of processes that are gone, wakes
 * what now fits. Hangs on the reaper's loop. A process without limits, on a Redis that knew of
 * none when it started, never asks anything.
 */
import { sweepLimitsScript } from '../redis/claim-scripts.ts'
import type { RedisClient } from '../redis/contract.ts'
import { readLimitNames } from '../redis/parked.ts'
import type { Logger } from '../support/logger.ts'
import type { LimitRules } from './limit-rules.ts'

/** A woken job is next in its queue; if nobody takes it for so long, others get its slot. */
const RESERVATION_MS = 15_000

/** A limit that no process has spoken of for so long is defined by none; its jobs go free. */
const DEFINED_SECONDS = 120

/** What a sweeper needs. */
export interface LimitSweeperOptions {
  readonly redis: RedisClient
  readonly rules: LimitRules
  readonly logger: Logger
}

/** Sweeps all limits of one Redis. */
export class LimitSweeper {
  readonly #options: LimitSweeperOptions
  #isNeeded: boolean | null = null

  constructor(options: LimitSweeperOptions) {
    this.#options = options
  }

  /** One look at all limits; call it after the dead were reaped. Throws when Redis fails. */
  async sweep(): Promise<void> {
    const { redis, rules, logger } = this.#options
    this.#isNeeded ??= rules.size > 0 || (await readLimitNames(redis)).length > 0
    if (!this.#isNeeded) return
    const { freed, woken } = await redis.run(sweepLimitsScript, {
      reservationMs: RESERVATION_MS,
      definedSeconds: DEFINED_SECONDS,
      rules: rules.all(),
    })
    if (freed > 0) logger.info({ freed, woken }, 'Slots of limits were freed for others.')
  }
}
