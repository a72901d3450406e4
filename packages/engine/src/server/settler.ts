/**
 * Ends units of work: each way out removes the unit from its in-flight list and writes where the
 * job is now, in one script. Acknowledgements are gathered until the event loop has a pause and
 * sent together.
 *
 * While Redis cannot be reached a unit stays unsettled and is tried again, for as long as this
 * process lives: it is safe where it lies.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { RedisUnavailableError, toError } from '../errors.ts'
import type { RedisArgument, RedisClient } from '../redis/contract.ts'
import {
  acknowledgeScript,
  buryScript,
  giveBackScript,
  requeueScript,
  retryScript,
} from '../redis/scripts.ts'
import type { DeadSetLimits } from '../redis/scripts.ts'
import { secondsOf } from '../support/epoch.ts'
import type { Clock, EpochSeconds } from '../support/epoch.ts'
import { exactTexts } from '../support/exact-text.ts'
import { spliceFields } from '../support/json-text.ts'
import type { Reporter } from './reporter.ts'
import type { UnitOfWork } from './unit-of-work.ts'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000

/** What the settler needs. */
export interface SettlerOptions {
  readonly redis: RedisClient
  readonly deadSet: DeadSetLimits
  readonly clock: Clock
  readonly reporter: Reporter
  /** A unit was not there any more: find out whether we were reaped. */
  readonly onSuspicion: () => void
}

/** Settles the units of one process. */
export class Settler {
  readonly #options: SettlerOptions
  #gathered: UnitOfWork[] = []
  #isArmed = false
  #writing = new Set<Promise<unknown>>()

  constructor(options: SettlerOptions) {
    this.#options = options
  }

  /** The job is done: forget the unit. Written soon, together with others. */
  acknowledge(unit: UnitOfWork): void {
    this.#gathered.push(unit)
    if (this.#isArmed) return
    this.#isArmed = true
    setImmediate(() => {
      this.#isArmed = false
      this.#track(this.#writeAcknowledgements())
    })
  }

  /** Looks up the bytes of a payload that is not UTF-8: only they can be removed. */
  async learnBytes(unit: UnitOfWork): Promise<void> {
    const list = unit.incarnation.listOf(unit.queue)
    const lying = await this.#persist(
      async (redis) => exactTexts(await redis.callBuffer('LRANGE', list, 0, -1)),
      { value: false },
    )
    unit.exact = lying.find(({ text }) => text === unit.raw)?.exact ?? unit.exact
  }

  /** Into the retry set. */
  async retry(unit: UnitOfWork, payload: string, at: EpochSeconds): Promise<void> {
    const list = unit.incarnation.listOf(unit.queue)
    await this.#settle(unit, (redis) =>
      redis.run(retryScript, { list, raw: unit.exact, payload, at }),
    )
  }

  /** Into the dead set. */
  async bury(unit: UnitOfWork, payload: string | Buffer): Promise<void> {
    const { clock, deadSet: limits } = this.#options
    const list = unit.incarnation.listOf(unit.queue)
    const now = secondsOf(clock.nowMs())
    await this.#settle(unit, (redis) =>
      redis.run(buryScript, { list, raw: unit.exact, payload, now, limits }),
    )
  }

  /** To the back of its queue: interrupted, to be resumed. */
  async requeue(unit: UnitOfWork): Promise<void> {
    const payload = spliceFields(unit.raw, { enqueued_at: String(this.#options.clock.nowMs()) })
    const { incarnation, queue } = unit
    await this.#settle(unit, (redis) =>
      redis.run(requeueScript, { incarnation: incarnation.id, queue, raw: unit.exact, payload }),
    )
  }

  /** Back to the tails of their queues, as they came; the first given will be fetched first. */
  async giveBack(units: readonly UnitOfWork[]): Promise<number> {
    const groups = Map.groupBy(units, ({ incarnation, queue }) => incarnation.listOf(queue))
    let count = 0
    for (const group of groups.values()) {
      const [first] = group
      if (first === undefined) continue
      count += await this.#options.redis.run(giveBackScript, {
        incarnation: first.incarnation.id,
        queue: first.queue,
        payloads: group.map(({ exact }) => exact).toReversed(),
      })
      for (const unit of group) forfeit(unit)
    }
    return count
  }

  /** Resolves when nothing is gathered and nothing is being written. */
  async flush(): Promise<void> {
    while (this.#gathered.length > 0 || this.#writing.size > 0) {
      this.#track(this.#writeAcknowledgements())
      await Promise.all(this.#writing)
    }
  }

  async #writeAcknowledgements(): Promise<void> {
    const units = this.#gathered
    this.#gathered = []
    if (units.length === 0) return
    const input = acknowledgementsOf(units)
    const wasUncertain = { value: false }
    const removed = await this.#persist(
      (redis) => redis.run(acknowledgeScript, input),
      wasUncertain,
    )
    for (const unit of units) unit.incarnation.units.delete(unit)
    if (removed < input.pairs.length / 2 && !wasUncertain.value) this.#options.onSuspicion()
  }

  async #settle(unit: UnitOfWork, write: (redis: RedisClient) => Promise<boolean>): Promise<void> {
    const wasUncertain = { value: false }
    const writing = this.#persist(write, wasUncertain)
    this.#track(writing)
    const isOurs = await writing
    unit.incarnation.units.delete(unit)
    if (!isOurs && !wasUncertain.value) this.#options.onSuspicion()
  }

  /**
   * Tries until Redis has answered. After a broken connection the script may have run already, so
   * "not there any more" means nothing then: `wasUncertain` says so.
   */
  async #persist<Reply>(
    write: (redis: RedisClient) => Promise<Reply>,
    wasUncertain: { value: boolean },
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

  #track(writing: Promise<unknown>): void {
    this.#writing.add(writing)
    void writing.finally(() => this.#writing.delete(writing))
  }
}

function forfeit(unit: UnitOfWork): void {
  unit.isForfeited = true
  unit.incarnation.units.delete(unit)
}

function acknowledgementsOf(units: readonly UnitOfWork[]): {
  lists: string[]
  pairs: RedisArgument[]
} {
  const lists: string[] = []
  const pairs: RedisArgument[] = []
  for (const { incarnation, queue, exact } of units) {
    const list = incarnation.listOf(queue)
    let number = lists.indexOf(list) + 1
    if (number === 0) number = lists.push(list)
    pairs.push(number, exact)
  }
  return { lists, pairs }
}
