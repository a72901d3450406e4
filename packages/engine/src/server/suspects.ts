/**
 * Finds the job that takes processes down among those that merely ran beside it.
 *
 * When a process dies, all that it had fetched is under suspicion. What was taken from dead processes
 * twice is put on trial: in each process one such job runs at a time, and Redis knows which. Only a job
 * that was on trial when its process died is buried for it; its neighbours go on.
 *
 * States: unwary (asks nothing; the usual one) ⇄ wary for a while, after a job came back a second time
 * somewhere: then each job's deaths are looked up before it starts.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { toError } from '../errors.ts'
import type { RedisClient } from '../redis/contract.ts'
import { announcement } from '../redis/control-channel.ts'
import type { Gate } from './gate.ts'
import type { JobRun } from './job-run.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** So often must a job have come back before it runs alone. */
const SUSPICIOUS = 2

/** All processes are wary for so long after the last second death. */
const WARY_SECONDS = 900

/** Who has not had its turn by then runs beside the others: a long job must not hold them up. */
const LONGEST_WAIT_MS = 30_000

/** As long as deaths are remembered. */
const TRIAL_TTL_SECONDS = 72 * 3_600

/** What it needs. */
export interface SuspectsOptions {
  readonly redis: RedisClient
  readonly onError: (error: Error) => void
}

/** The last gate before a run. */
export class Suspects implements Gate {
  readonly #options: SuspectsOptions
  #isWary = false
  #calmDown: NodeJS.Timeout | undefined
  /** Settled when the last suspect that has a turn, or will have one, has ended. */
  #line: Promise<void> = Promise.resolve()

  constructor(options: SuspectsOptions) {
    this.#options = options
  }

  /** A job was taken from a dead process for the second time: all processes shall be wary. */
  async warn(): Promise<void> {
    const { redis } = this.#options
    this.#beWary(WARY_SECONDS)
    await this.#guard(() =>
      redis.pipeline([
        ['SET', redis.keys.wary, '1', 'EX', WARY_SECONDS],
        announcement(redis, 'wary'),
      ]),
    )
  }

  /** Whether somebody has warned; asked at the start, and whenever the line says so. */
  async lookUp(): Promise<void> {
    const { redis } = this.#options
    const left = Number(await this.#guard(() => redis.call('TTL', redis.keys.wary)))
    if (left > 0) this.#beWary(left)
  }

  /** Asks nothing more. */
  stop(): void {
    clearTimeout(this.#calmDown)
  }

  concerns(): boolean {
    return this.#isWary
  }

  async admit(unit: UnitOfWork, run: JobRun): Promise<boolean> {
    const { redis } = this.#options
    const deaths = await this.#guard(() => redis.call('GET', redis.keys.recoveries(run.jid)))
    if (Number(deaths ?? 0) < SUSPICIOUS) return !unit.isForfeited
    const before = this.#line
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    this.#line = before.then(() => ended)
    const isMyTurn = await Promise.race([before.then(() => true), givingUp(unit)])
    if (!isMyTurn || unit.isForfeited) {
      end()
      return !unit.isForfeited
    }
    await this.#beginTrial(unit, run)
    run.atEnd = () => {
      end()
      void this.#guard(() => redis.call('UNLINK', redis.keys.trial(run.jid)))
    }
    return true
  }

  async #beginTrial({ incarnation }: UnitOfWork, { jid, logger }: JobRun): Promise<void> {
    const { redis } = this.#options
    logger.warn('This job was in processes that died; it runs without others of its kind.')
    const key = redis.keys.trial(jid)
    await this.#guard(() => redis.call('SET', key, incarnation.id, 'EX', TRIAL_TTL_SECONDS))
  }

  #beWary(seconds: number): void {
    this.#isWary = true
    clearTimeout(this.#calmDown)
    this.#calmDown = setTimeout(() => (this.#isWary = false), seconds * 1000)
    this.#calmDown.unref()
  }

  /** A Redis that is full or away only makes us less wary. */
  async #guard<Reply>(ask: () => Promise<Reply>): Promise<Reply | null> {
    try {
      return await ask()
    } catch (error) {
      this.#options.onError(toError(error))
      return null
    }
  }
}

/** False after the longest wait, or soon after the unit was given to others. */
async function givingUp(unit: UnitOfWork): Promise<false> {
  const deadline = performance.now() + LONGEST_WAIT_MS
  while (!unit.isForfeited && performance.now() < deadline) {
    await sleep(100, undefined, { ref: false })
  }
  return false
}
