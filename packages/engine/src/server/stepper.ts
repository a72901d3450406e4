/**
 * A server process without loops: fetches, runs and settles one unit of work when it is told to,
 * and moves what is due when it is told to. The parts are those of the launcher, so a test that
 * goes through here goes through everything a job goes through in production.
 */
import { randomBytes } from 'node:crypto'
import type { Client } from '../client/client.ts'
import { parseQueues } from '../config/queue-spec.ts'
import { resolveSettings } from '../config/settings.ts'
import type { LauncherOptions, ServerSettings } from '../config/settings.ts'
import { standScript } from '../periodic/scripts.ts'
import type { RedisClient, RedisCommand } from '../redis/contract.ts'
import { asTexts } from '../redis/script.ts'
import { assemble } from './assemble.ts'
import type { Parts } from './parts.ts'
import { Fetcher } from './fetcher.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** Signs of life that are renewed only between two jobs: a test may stop at a breakpoint. */
const LIFE_MS = 3_600_000

/** A process that goes step by step. */
export class Stepper {
  readonly identity: string
  readonly #settings: ServerSettings
  readonly #parts: Parts
  #term: number | null = null

  /** Throws InvalidSettingsError. */
  constructor(options: LauncherOptions) {
    this.#settings = resolveSettings({ ...options, livenessTtlMs: LIFE_MS, leaderTtlMs: LIFE_MS })
    this.identity = `${this.#settings.hostname}:${process.pid}:${randomBytes(6).toString('hex')}`
    this.#parts = assemble(this.#settings, this.identity, {
      isQuiet: () => false,
      onSignal: () => {},
    })
  }

  get redis(): RedisClient {
    return this.#parts.redis
  }

  get client(): Client {
    return this.#parts.client
  }

  /** Makes the periodic jobs known: their ticks count from now. */
  async start(): Promise<void> {
    const { ticker, redis } = this.#parts
    const { clock, periodic, leaderTtlMs: ttlMs } = this.#settings
    if (periodic.length === 0) return
    await ticker.register()
    const input = { identity: this.identity, ttlMs, now: clock.nowMs(), names: ticker.names }
    this.#term = (await redis.run(standScript, input)).term
    await ticker.load()
  }

  /** Runs the next unit of some queue to its end; null when none waits that may run. */
  async runNext(onFetched: (unit: UnitOfWork) => void = () => {}): Promise<UnitOfWork | null> {
    const { processors, settler } = this.#parts
    const unit = await this.#fetchOne()
    if (unit === null) return null
    onFetched(unit)
    const { capsules } = this.#settings
    const place = capsules.findIndex(({ plan }) => plan.names.includes(unit.queue))
    await processors[Math.max(0, place)]?.process(unit)
    await settler.flush()
    return unit
  }

  /** When something will be due, as epoch milliseconds; Infinity when nothing is scheduled. */
  async nextDueAt(): Promise<number> {
    const { redis, ticker } = this.#parts
    const heads = await redis.pipeline(
      [redis.keys.retry, redis.keys.schedule].map((set): RedisCommand => [
        'ZRANGE',
        set,
        0,
        0,
        'WITHSCORES',
      ]),
    )
    const scores = heads.map((head) => Number(asTexts(head)[1] ?? Infinity))
    return Math.min(ticker.nextAt(), Math.ceil(Math.min(...scores) * 1000))
  }

  /** Moves due jobs to their queues and pushes periodic ones. */
  async moveDue(): Promise<void> {
    const { poller, ticker } = this.#parts
    await poller.enqueueDue()
    if (this.#term !== null) await ticker.runDue(`${this.#term} ${this.identity}`)
  }

  /** Leaves Redis as a process does. */
  async stop(): Promise<void> {
    const { settler, progress, ownership, poller, redis } = this.#parts
    await poller.stop()
    await settler.flush()
    await progress.stop()
    await ownership.leave()
    redis.disconnect()
  }

  async #fetchOne(): Promise<UnitOfWork | null> {
    const { redis, ownership } = this.#parts
    const { clock, random } = this.#settings
    const names = asTexts(await redis.call('SMEMBERS', redis.keys.queues)).sort((a, b) =>
      a < b ? -1 : 1,
    )
    if (names.length === 0) return null
    const plan = parseQueues(names)
    const [unit = null] = await new Fetcher({ redis, ownership, plan, clock, random }).fetch(1)
    return unit
  }
}
