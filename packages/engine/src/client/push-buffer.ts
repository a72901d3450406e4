/**
 * Keeps pushes that Redis cannot take because it is away, in order, and writes them when it is back.
 *
 * States: empty (a push goes straight to Redis) → holding (each push queues up behind the others;
 * the first is tried again whenever the connection is back, and every second besides) → empty.
 *
 * What it holds lives in this process's memory only: it outlives a restart of Redis, not one of the
 * process. A push that was cut off in the middle may have been written; it is written again.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  PushBufferFullError,
  RedisFullError,
  RedisReplyError,
  RedisUnavailableError,
  toError,
} from '../errors.ts'
import type { RedisClient, RedisCommand } from '../redis/contract.ts'

/**
 * How pushes are kept while Redis is away. An error of one of the hooks is a warning of the process: it
 * neither fails a push that is kept nor keeps the others from being written.
 */
export interface PushBufferOptions {
  /** How many jobs at most. Default: 1,000, as Sidekiq Pro's. */
  readonly limit?: number
  /** Redis did not take a push, and it is kept. Told for each push. */
  readonly onBuffered?: (event: { readonly buffered: number; readonly error: Error | null }) => void
  /** The buffer is empty again; `flushed` jobs were written since it began to fill. */
  readonly onFlushed?: (event: { readonly flushed: number }) => void
  /**
   * Redis is back and refuses what was kept, for example because a key has another type: those
   * jobs are dropped. Default: a warning of the process.
   */
  readonly onRefused?: (event: { readonly refused: number; readonly error: Error }) => void
}

/** One push as it will be written. */
interface KeptPush {
  readonly commands: readonly RedisCommand[]
  readonly jobs: number
  readonly atMs: number
}

const DEFAULT_LIMIT = 1_000

/** A Redis that hangs comes back without a new connection: it is asked now and then. */
const RETRY_MS = 1_000

/** What a Redis answers that is starting, or is no primary any more: soon another will take it. */
const AWAY = /\b(LOADING|READONLY|MASTERDOWN|NOREPLICAS|UNBLOCKED)\b/

/** The buffer of one client. */
export class PushBuffer {
  readonly #redis: RedisClient
  readonly #options: PushBufferOptions
  readonly #limit: number
  readonly #kept: KeptPush[] = []
  #jobs = 0
  #flushed = 0
  #flushing: Promise<void> | null = null
  #timer: NodeJS.Timeout | undefined
  #stopListening: (() => void) | undefined

  constructor(redis: RedisClient, options: PushBufferOptions) {
    this.#redis = redis
    this.#options = options
    this.#limit = options.limit ?? DEFAULT_LIMIT
  }

  /** Jobs that wait here. */
  get size(): number {
    return this.#jobs
  }

  /** How long the first of them has been waiting; 0 when there is none. */
  get oldestAgeMs(): number {
    const [oldest] = this.#kept
    return oldest === undefined ? 0 : performance.now() - oldest.atMs
  }

  /** Writes, or keeps. Throws PushBufferFullError, and what Redis says when it is there. */
  async write(commands: readonly RedisCommand[], jobs: number): Promise<void> {
    if (this.#kept.length > 0) {
      this.#keep({ commands, jobs, atMs: performance.now() }, null)
      void this.flush()
      return
    }
    try {
      await this.#redis.pipeline(commands)
    } catch (error) {
      if (!isAway(error)) throw error
      this.#keep({ commands, jobs, atMs: performance.now() }, toError(error))
    }
  }

  /** Writes what is kept, the oldest first, until all is written or Redis fails. Never throws. */
  flush(): Promise<void> {
    this.#flushing ??= this.#flush().finally(() => (this.#flushing = null))
    return this.#flushing
  }

  /** Tries for so long to write what is kept; says how many jobs are left. */
  async drain(timeoutMs: number): Promise<number> {
    const deadlineMs = performance.now() + timeoutMs
    while (this.#kept.length > 0) {
      const leftMs = deadlineMs - performance.now()
      if (leftMs <= 0) break
      await within(leftMs, this.flush())
      if (this.#kept.length > 0) await sleep(Math.min(leftMs, DRAIN_PAUSE_MS))
    }
    return this.#jobs
  }

  /** No more attempts. */
  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#stopListening?.()
    this.#stopListening = undefined
  }

  #keep(push: KeptPush, error: Error | null): void {
    if (this.#jobs + push.jobs > this.#limit) {
      throw new PushBufferFullError(this.#jobs, this.#limit, { cause: error })
    }
    this.#kept.push(push)
    this.#jobs += push.jobs
    guard('onBuffered', () => this.#options.onBuffered?.({ buffered: this.#jobs, error }))
    if (this.#timer !== undefined) return
    this.#timer = setInterval(() => void this.flush(), RETRY_MS)
    // Waiting for Redis must not keep a program alive that has nothing else to do: it calls drain().
    this.#timer.unref()
    this.#stopListening = this.#redis.onReady(() => void this.flush())
  }

  async #flush(): Promise<void> {
    for (;;) {
      const [first] = this.#kept
      if (first === undefined) return this.#finish()
      try {
        await this.#redis.pipeline(first.commands)
        this.#flushed += first.jobs
      } catch (error) {
        if (isAway(error) || error instanceof RedisFullError) return
        this.#refuse(first, toError(error))
      }
      this.#kept.shift()
      this.#jobs -= first.jobs
    }
  }

  #finish(): void {
    this.stop()
    const flushed = this.#flushed
    this.#flushed = 0
    if (flushed > 0) guard('onFlushed', () => this.#options.onFlushed?.({ flushed }))
  }

  #refuse({ jobs }: KeptPush, error: Error): void {
    const { onRefused } = this.#options
    if (onRefused !== undefined)
      return guard('onRefused', () => onRefused({ refused: jobs, error }))
    process.emitWarning(`Redis refused ${jobs} buffered jobs, which are lost: ${error.message}`)
  }
}

const DRAIN_PAUSE_MS = 50

function isAway(error: unknown): boolean {
  if (error instanceof RedisUnavailableError) return true
  return error instanceof RedisReplyError && AWAY.test(error.message)
}

function guard(hook: string, call: () => void): void {
  try {
    call()
  } catch (error) {
    process.emitWarning(`An error in ${hook} of a push buffer: ${toError(error).message}`)
  }
}

async function within(timeoutMs: number, work: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, timeoutMs)
  await Promise.race([work, promise])
  clearTimeout(timer)
}
