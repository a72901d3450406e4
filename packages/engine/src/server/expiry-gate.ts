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

/** A job that waits longer than this for its second start was not worth much. */
const BEGUN_TTL_SECONDS = 259_200

/** Before units are given back: those that can expire have begun in time, and may begin again late. */
export async function rememberBegun(
  redis: RedisClient,
  units: readonly UnitOfWork[],
): Promise<void> {
  const jids = units.flatMap(({ run }) => (run !== null && canExpire(run.payload) ? [run.jid] : []))
  await redis.pipeline(
    jids.map((jid) => ['SET', redis.keys.begun(jid), '1', 'EX', BEGUN_TTL_SECONDS]),
  )
}

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
    const traces = [keys.iteration(jid), keys.recoveries(jid), keys.begun(jid)]
    return Number(await this.#options.redis.call('EXISTS', ...traces)) > 0
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
