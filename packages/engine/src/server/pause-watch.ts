/**
 * Which queues are paused, for parts that wait and therefore fetch nothing: a fetch looks for
 * itself. One look for all capsules, and none while nobody waits.
 */
import type { RedisClient } from '../redis/contract.ts'
import { asTexts } from '../redis/script.ts'
import { Loop } from '../support/loop.ts'

/** A pause is obeyed within two seconds, whoever wrote it. */
const LOOK_INTERVAL_MS = 1_850

/** Watches the pauses while somebody wants to know. */
export class PauseWatch {
  readonly #redis: RedisClient
  readonly #onLook: () => void
  readonly #listeners = new Set<(paused: ReadonlySet<string>) => void>()
  #loop: Loop | null = null

  /** `onLook` is told of each answer of Redis. */
  constructor(redis: RedisClient, onLook: () => void = () => {}) {
    this.#redis = redis
    this.#onLook = onLook
  }

  /** Tells the listener at each look which queues are paused. Returns how to stop. */
  watch(listener: (paused: ReadonlySet<string>) => void): () => void {
    this.#listeners.add(listener)
    this.#loop ??= this.#startLooking()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      void this.#loop?.stop()
      this.#loop = null
    }
  }

  /** Looks now, if anybody waits: a pause may have begun or ended. */
  lookNow(): void {
    this.#loop?.wake()
  }

  #startLooking(): Loop {
    const loop = new Loop({
      turn: async () => {
        const paused = new Set(asTexts(await this.#redis.call('SMEMBERS', this.#redis.keys.paused)))
        this.#onLook()
        for (const listener of this.#listeners) listener(paused)
        return LOOK_INTERVAL_MS
      },
      // Whoever waits finds out by itself that Redis is away, and says so.
      onError: () => {},
      errorDelayMs: LOOK_INTERVAL_MS,
      // Who begins to wait has just fetched, and knows.
      firstDelayMs: LOOK_INTERVAL_MS,
    })
    loop.start()
    return loop
  }
}
