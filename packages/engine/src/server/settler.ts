/**
 * Ends units of work: each way out removes the unit from its in-flight list and writes where the
 * job is now, in one script.
 */
import { finishScript } from '../redis/claim-scripts.ts'
import type { WayOut } from '../redis/claim-scripts.ts'
import type { Jid } from '../job/payload.ts'
import type { RedisClient } from '../redis/contract.ts'
import {
  acknowledgeIteratedScript,
  buryScript,
  giveBackScript,
  requeueScript,
  retryScript,
} from '../redis/scripts.ts'
import type { DeadSetLimits, FinishedUnits } from '../redis/scripts.ts'
import { secondsOf } from '../support/epoch.ts'
import type { Clock, EpochSeconds } from '../support/epoch.ts'
import { exactTexts } from '../support/exact-text.ts'
import { spliceFields } from '../support/json-text.ts'
import { Acknowledgements } from './acknowledgements.ts'
import { PersistentWrites } from './persistent-writes.ts'
import type { Reporter } from './reporter.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** Where a unit lies in flight. */
export interface UnitPlace {
  readonly list: string
  readonly raw: string | Buffer
}

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
  readonly #writes: PersistentWrites
  readonly #acknowledgements: Acknowledgements

  constructor(options: SettlerOptions) {
    this.#options = options
    this.#writes = new PersistentWrites(options)
    this.#acknowledgements = new Acknowledgements({ ...options, writes: this.#writes })
  }

  /** The job is done: forget the unit. Written soon, together with others. */
  acknowledge(unit: UnitOfWork): void {
    if (unit.claims !== null) return void this.#finish(unit, { way: 'done' })
    this.#acknowledgements.add(unit)
  }

  /** Sends a fetch, and the acknowledgements that are gathered with it: one round trip for both. */
  carry<Fetched extends { readonly removed: number }>(
    send: (finished: readonly FinishedUnits[]) => Promise<Fetched>,
  ): Promise<Fetched> {
    return this.#acknowledgements.carry(send)
  }

  /** Resolves when nothing is gathered and nothing is being written. */
  flush(): Promise<void> {
    return this.#acknowledgements.flush()
  }

  /** The job is given up without a place in the dead set: forget the unit. */
  discard(unit: UnitOfWork): void {
    if (unit.claims !== null) return void this.#finish(unit, { way: 'discarded' })
    this.acknowledge(unit)
  }

  /** Asks Redis until it answers: for what must be known before a unit can start. */
  insist<Reply>(ask: (redis: RedisClient) => Promise<Reply>): Promise<Reply> {
    return this.#writes.persist(ask)
  }

  /** The job is done: forget the unit and, with it, where it was. */
  async acknowledgeIterated(unit: UnitOfWork, jid: Jid): Promise<void> {
    if (unit.claims !== null) {
      await this.#finish(unit, { way: 'done' })
      await this.insist((redis) => redis.call('UNLINK', redis.keys.iteration(jid)))
      return
    }
    const list = unit.incarnation.listOf(unit.queue)
    await this.#settle(unit, (redis) =>
      redis.run(acknowledgeIteratedScript, { list, raw: unit.exact, jid }),
    )
  }

  /**
   * The job was cancelled: forget the unit and, if it was still ours, `note` that. Where the unit
   * holds nothing else, `note` gets its place and does both in one script.
   */
  async endCancelled(
    unit: UnitOfWork,
    note: (redis: RedisClient, place: UnitPlace | null) => Promise<boolean>,
  ): Promise<void> {
    if (unit.claims === null) {
      const place = { list: unit.incarnation.listOf(unit.queue), raw: unit.exact }
      await this.#settle(unit, (redis) => note(redis, place))
    } else if (await this.#finish(unit, { way: 'done' })) {
      await this.insist((redis) => note(redis, null))
    }
  }

  /** Looks up the bytes of a payload that is not UTF-8: only they can be removed. */
  async learnBytes(unit: UnitOfWork): Promise<void> {
    const list = unit.incarnation.listOf(unit.queue)
    const lying = await this.#writes.persist(async (redis) =>
      exactTexts(await redis.callBuffer('LRANGE', list, 0, -1)),
    )
    unit.exact = lying.find(({ text }) => text === unit.raw)?.exact ?? unit.exact
  }

  /** Into the retry set. */
  async retry(unit: UnitOfWork, payload: string, at: EpochSeconds): Promise<void> {
    if (unit.claims !== null) return void (await this.#finish(unit, { way: 'retry', payload, at }))
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
    if (unit.claims !== null) {
      return void (await this.#finish(unit, { way: 'dead', payload, at: now }))
    }
    await this.#settle(unit, (redis) =>
      redis.run(buryScript, { list, raw: unit.exact, payload, now, limits }),
    )
  }

  /** To the back of its queue: interrupted, to be resumed. */
  async requeue(unit: UnitOfWork): Promise<void> {
    const payload = spliceFields(unit.raw, { enqueued_at: String(this.#options.clock.nowMs()) })
    if (unit.claims !== null) return void (await this.#finish(unit, { way: 'requeued', payload }))
    const { incarnation, queue } = unit
    await this.#settle(unit, (redis) =>
      redis.run(requeueScript, { incarnation: incarnation.id, queue, raw: unit.exact, payload }),
    )
  }

  /** Back to the tails of their queues, as they came; the first given will be fetched first. */
  async giveBack(units: readonly UnitOfWork[]): Promise<number> {
    const groups = Map.groupBy(
      units.filter(({ claims }) => claims === null),
      ({ incarnation, queue }) => incarnation.listOf(queue),
    )
    let count = await this.#giveClaimedBack(units.filter(({ claims }) => claims !== null))
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

  /** One by one: each has something of its own to release. */
  async #giveClaimedBack(units: readonly UnitOfWork[]): Promise<number> {
    let count = 0
    for (const unit of units.toReversed()) {
      if (await this.#runFinish(this.#options.redis, unit, { way: 'given-back' })) count += 1
      forfeit(unit)
    }
    return count
  }

  /** Ends a unit that holds a lock or slots, and releases them. */
  #finish(unit: UnitOfWork, ending: Ending): Promise<boolean> {
    return this.#settle(unit, (redis) => this.#runFinish(redis, unit, ending))
  }

  #runFinish(redis: RedisClient, unit: UnitOfWork, ending: Ending): Promise<boolean> {
    const { claims, incarnation, queue, exact: raw } = unit
    return redis.run(finishScript, {
      ...ending,
      list: incarnation.listOf(queue),
      raw,
      incarnation: incarnation.id,
      jid: claims?.jid ?? '',
      queue,
      deadSet: this.#options.deadSet,
      lock: claims?.lock ?? null,
      claims: claims?.slots ?? [],
    })
  }

  /** Tells whether the unit was ours until then; where nobody knows, that it was. */
  async #settle(
    unit: UnitOfWork,
    write: (redis: RedisClient) => Promise<boolean>,
  ): Promise<boolean> {
    const wasUncertain = { value: false }
    const writing = this.#writes.persist(write, wasUncertain)
    this.#writes.track(writing)
    const isOurs = await writing
    unit.incarnation.units.delete(unit)
    if (!isOurs && !wasUncertain.value) this.#options.onSuspicion()
    return isOurs || wasUncertain.value
  }
}

/** How a unit with claims ends; the payload is what is stored. */
interface Ending {
  readonly way: WayOut
  readonly payload?: string | Buffer
  readonly at?: EpochSeconds
}

function forfeit(unit: UnitOfWork): void {
  unit.isForfeited = true
  unit.incarnation.units.delete(unit)
}
