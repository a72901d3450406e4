/** Drops jobs that did not start in time: acknowledged, counted, written down, nobody bereaved. */
import { canExpire, expiresAtMs } from '../job/expiry.ts'
import { encodeOutcome, OUTCOME_TTL_SECONDS } from '../job/outcome.ts'
import type { Jid } from '../job/payload.ts'
import type { RedisClient } from '../redis/contract.ts'
import type { Clock } from '../support/epoch.ts'
import type { Gate } from './gate.ts'
import type { JobRun } from './job-run.ts'
import type { Settler } from './settler.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** What the gate needs. */
export interface ExpiryGateOptions {
  readonly redis: RedisClient
  readonly settler: Pick<Settler, 'acknowledge'>
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}

/** Keeps late jobs from starting. */
export class ExpiryGate implements Gate {
  readonly #options: ExpiryGateOptions

  constructor(options: ExpiryGateOptions) {
    this.#options = options
  }

  concerns(run: JobRun): boolean {
    return canExpire(run.payload)
  }

  async admit(unit: UnitOfWork, run: JobRun): Promise<boolean> {
    const at = expiresAtMs(run.payload)
    if (at === null || at > this.#options.clock.nowMs()) return true
    if (await this.#hasBegun(run.jid)) return true
    run.logger.info({ expiredAt: new Date(at).toISOString() }, 'Dropped: not started in time.')
    this.#options.settler.acknowledge(unit)
    // The drop is sure without it, so nobody waits for the tale.
    this.#record(run.jid).catch(this.#options.onError)
    return false
  }

  /** It started in time, and was interrupted or lost its process since: then it is to be finished. */
  async #hasBegun(jid: Jid): Promise<boolean> {
    const { keys } = this.#options.redis
    const found = await this.#options.redis.call(
      'EXISTS',
      keys.iteration(jid),
      keys.recoveries(jid),
    )
    return Number(found) > 0
  }

  async #record(jid: Jid): Promise<void> {
    const { redis, clock } = this.#options
    const outcome = encodeOutcome({ outcome: 'expired', at: clock.nowMs(), by: null })
    await redis.pipeline([
      ['INCR', redis.keys.expired],
      ['SET', redis.keys.outcome(jid), outcome, 'EX', OUTCOME_TTL_SECONDS],
    ])
  }
}
