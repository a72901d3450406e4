/**
 * The main thread's side of the sign of life: starts the thread that renews it, and knows how long
 * ago the last renewal was.
 */
import { Worker } from 'node:worker_threads'
import type { RedisSettings } from '../redis/contract.ts'

const RESTART_PAUSE_MS = 500

/** What the thread is told. */
export interface LivenessData {
  readonly redis: RedisSettings
  readonly identity: string
  readonly ttlMs: number
  /** One BigInt64: the monotonic time just before the last successful renewal, in nanoseconds. */
  readonly renewedAtNs: SharedArrayBuffer
}

/** What the thread says. */
export type LivenessMessage =
  /** A renewal succeeded. */
  | 'renewed'
  /** The key had run out. */
  | 'expired'

/** What liveness needs. */
export interface LivenessOptions {
  readonly redis: RedisSettings
  readonly identity: string
  readonly ttlMs: number
  /** The key had run out: we may have been reaped. */
  readonly onExpired: () => void
  readonly onError: (error: Error) => void
}

/** A clock that jumped or a thread that died shows as an old renewal; both are then looked into. */
export class Liveness {
  readonly #options: LivenessOptions
  readonly #shared = new SharedArrayBuffer(8)
  readonly #renewedAtNs = new BigInt64Array(this.#shared)
  #thread: Worker | null = null
  #isStopped = false

  constructor(options: LivenessOptions) {
    this.#options = options
  }

  /** One BigInt64, see `LivenessData`: lets another thread see renewals while this one is busy. */
  get renewals(): SharedArrayBuffer {
    return this.#shared
  }

  /** Milliseconds since the last renewal, ours or the thread's. */
  renewedAgoMs(): number {
    return Number(process.hrtime.bigint() - Atomics.load(this.#renewedAtNs, 0)) / 1e6
  }

  /** The main thread has renewed life itself; `atNs` is from just before it asked. */
  noteRenewal(atNs: bigint): void {
    Atomics.store(this.#renewedAtNs, 0, atNs)
  }

  /** Starts the thread; resolves when it has renewed for the first time. */
  async start(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#launch(resolve)
    await promise
  }

  #launch(onFirstRenewal: () => void): void {
    if (this.#thread !== null || this.#isStopped) return onFirstRenewal()
    const { redis, identity, ttlMs } = this.#options
    const data: LivenessData = { redis, identity, ttlMs, renewedAtNs: this.#shared }
    // The same suffix as this file's: .ts when run from source, .js from the built package.
    const file = new URL(`./liveness-thread${suffixOf(import.meta.url)}`, import.meta.url)
    const thread = new Worker(file, { workerData: data, name: 'howdah-liveness' })
    thread.on('message', (message: LivenessMessage) => {
      if (message === 'expired') this.#options.onExpired()
      else onFirstRenewal()
    })
    thread.on('error', (error: Error) => {
      this.#options.onError(error)
      this.#thread = null
      // At once would be a busy loop if the thread cannot start at all.
      setTimeout(() => this.#launch(onFirstRenewal), RESTART_PAUSE_MS).unref()
    })
    thread.unref()
    this.#thread = thread
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    const thread = this.#thread
    this.#thread = null
    await thread?.terminate()
  }
}

function suffixOf(url: string): string {
  return url.slice(url.lastIndexOf('.'))
}
