/**
 * Writes that do not give up: a script that ends a job is tried until Redis has answered, for as long as
 * this process lives. Until then the unit of work is safe where it lies.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { RedisUnavailableError, toError } from '../errors.ts'
import type { RedisClient } from '../redis/contract.ts'
import type { Reporter } from './reporter.ts'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000

/** What such writes need. */
export interface PersistentWritesOptions {
  readonly redis: RedisClient
  readonly reporter: Reporter
}

/** The writes of one process that are under way. */
export class PersistentWrites {
  readonly #options: PersistentWritesOptions
  readonly #underWay = new Set<Promise<unknown>>()

  constructor(options: PersistentWritesOptions) {
    this.#options = options
  }

  get isIdle(): boolean {
    return this.#underWay.size === 0
  }

  /**
   * Tries until Redis has answered. After a broken connection the script may have run already, so
   * "not there any more" means nothing then: `wasUncertain` says so.
   */
  async persist<Reply>(
    write: (redis: RedisClient) => Promise<Reply>,
    wasUncertain: { value: boolean } = { value: false },
  ): Promise<Reply> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        return await write(this.#options.redis)
      } catch (error) {
        if (!wasUncertain.value || !(error instanceof RedisUnavailableError)) {
          this.#options.reporter.report(toError(error), {
            doing: 'The outcome of a job could not be written; it is tried again.',
          })
        }
        wasUncertain.value = true
      }
      await sleep(pauseMs)
    }
  }

  /** A process that stops waits for it. */
  track(writing: Promise<unknown>): void {
    this.#underWay.add(writing)
    void writing.finally(() => this.#underWay.delete(writing))
  }

  /** When what is under way now has ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay)
  }
}
