/**
 * Leads the processes that have periodic jobs: one of them is elected and ticks. The leader renews
 * its term; when it stops it steps down, when it dies its term runs out and another is elected.
 *
 * States: follower (stands for election when the term of the leader may be over) ⇄ leader. What a
 * former leader still tries counts nothing: each tick compares the term.
 */
import type { Ticker } from '../periodic/ticker.ts'
import { standScript, stepDownScript } from '../periodic/scripts.ts'
import type { RedisClient } from '../redis/contract.ts'
import { announcement } from '../redis/control-channel.ts'
import type { Clock } from '../support/epoch.ts'
import type { Logger } from '../support/logger.ts'
import { Loop } from '../support/loop.ts'

/** Three renewals in a term, so two may fail. */
const RENEWALS_PER_TERM = 3.3

/** A follower looks so often in a term: the leader may have left without a word to it. */
const LOOKS_PER_TERM = 4

/** Redis removes an expired key when it is next looked at; a moment later it is surely gone. */
const EXPIRY_GRACE_MS = 20

/** Redis did not answer: ticks must not be late by more than this because of it. */
const ERROR_DELAY_MS = 1_000

/** What a leader needs. */
export interface LeaderOptions {
  readonly redis: RedisClient
  readonly identity: string
  readonly ticker: Ticker
  readonly clock: Clock
  readonly logger: Logger
  /** How long a term lasts that is not renewed. */
  readonly ttlMs: number
  /** Called each time this process becomes the leader. */
  readonly onElected: () => Promise<void> | void
  readonly onError: (error: Error) => void
}

/** Stands for election, and ticks while elected. */
export class Leader {
  readonly #options: LeaderOptions
  readonly #loop: Loop
  #term: number | null = null
  /** When to stand or to renew next, on the clock that never jumps. */
  #standAt = 0
  #isRegistered = false

  constructor(options: LeaderOptions) {
    this.#options = options
    this.#loop = new Loop({
      turn: () => this.#turn(),
      onError: options.onError,
      errorDelayMs: ERROR_DELAY_MS,
    })
  }

  /** Whether this process leads, as far as it knows. */
  get isLeader(): boolean {
    return this.#term !== null
  }

  start(): void {
    this.#loop.start()
  }

  /** The leader has left, or definitions have changed: stand, or renew and look, at once. */
  standNow(): void {
    this.#standAt = 0
    this.#loop.wake()
  }

  /** Ends after the tick under way and gives the leadership up. */
  async stop(): Promise<void> {
    await this.#loop.stop()
    const { redis, identity } = this.#options
    const term = this.#term
    this.#term = null
    if (term === null || !(await redis.run(stepDownScript, { identity, term }))) return
    await redis.pipeline([announcement(redis, 'periodic')])
  }

  async #turn(): Promise<number> {
    const { identity, ticker, clock } = this.#options
    if (performance.now() >= this.#standAt) await this.#stand()
    const untilStandMs = this.#standAt - performance.now()
    if (this.#term === null) return untilStandMs
    if (!(await ticker.runDue(`${this.#term} ${identity}`))) {
      this.#lose()
      return 0
    }
    return Math.min(untilStandMs, ticker.nextAt() - clock.nowMs())
  }

  async #stand(): Promise<void> {
    const { redis, identity, ticker, clock, ttlMs } = this.#options
    const now = clock.nowMs()
    if (!this.#isRegistered) await ticker.register()
    this.#isRegistered = true
    const input = { identity, ttlMs, now, names: ticker.names }
    const { term, leftMs, unknownCount } = await redis.run(standScript, input)
    if (unknownCount > 0) await ticker.register()
    if (term === null) {
      if (this.#term !== null) this.#lose()
      const lookMs = Math.min(leftMs + EXPIRY_GRACE_MS, ttlMs / LOOKS_PER_TERM)
      this.#standAt = performance.now() + lookMs
      return
    }
    await ticker.load()
    this.#standAt = performance.now() + ttlMs / RENEWALS_PER_TERM
    if (term !== this.#term) await this.#win(term)
  }

  async #win(term: number): Promise<void> {
    this.#term = term
    this.#options.logger.info({ term }, 'This process leads: it pushes periodic jobs.')
    await this.#options.onElected()
  }

  #lose(): void {
    this.#term = null
    this.#standAt = 0
    this.#options.logger.warn('Another process leads now. Was this one stopped or cut off?')
  }
}
