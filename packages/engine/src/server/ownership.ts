/**
 * What this process may call its own. It registers incarnations, knows how fresh its sign of life
 * is, finds out when it was taken for dead, and cleans up after fetches that broke off.
 *
 * States of an incarnation: current (fetches go under its name) → retired (a fetch broke off; its
 * known units still run, what else lies in its lists is a stray and is given back) → dropped.
 * From both, if it was reaped: lost (its units' signals fire, nothing they do counts).
 *
 * A Redis that comes back may come back with older data, after a power cut or a fail-over. So each
 * new connection retires the current incarnation too: what had ended lies in flight again, and only
 * as a stray it is found. Incarnations that had been dropped may be there again as well.
 */
import type { RedisClient } from '../redis/contract.ts'
import { decodeRegistry, encodeIncarnation, incarnationId } from '../redis/registry.ts'
import { entombScript, registerScript, renewScript } from '../redis/process-scripts.ts'
import { giveBackScript } from '../redis/scripts.ts'
import type { Clock } from '../support/epoch.ts'
import { exactTexts } from '../support/exact-text.ts'
import type { ExactText } from '../support/exact-text.ts'
import type { Logger } from '../support/logger.ts'
import { placeOfThisProcess } from '../support/process-place.ts'
import { HeldIncarnation } from './incarnation.ts'
import type { Liveness } from './liveness.ts'

/** A fetch that broke off can land late: a server notices a dead connection within minutes. */
const STRAY_WATCH_MS = 120_000

/** What ownership needs. */
export interface OwnershipOptions {
  readonly redis: RedisClient
  readonly identity: string
  readonly queues: readonly string[]
  readonly ttlMs: number
  readonly clock: Clock
  readonly logger: Logger
  readonly liveness: Pick<Liveness, 'renewedAgoMs' | 'noteRenewal'>
  /** Told once for an incarnation that was reaped. */
  readonly onLost: (incarnation: HeldIncarnation) => void
}

interface Retired {
  readonly incarnation: HeldIncarnation
  readonly atMs: number
}

/** Registers and watches this process's incarnations. */
export class Ownership {
  readonly #options: OwnershipOptions
  #current: HeldIncarnation | null = null
  #retired: Retired[] = []
  #count = 0
  #verifying: Promise<void> | null = null
  #registering: Promise<HeldIncarnation> | null = null
  /** Redis may know incarnations that we gave up long ago. */
  #isLookDue = false

  constructor(options: OwnershipOptions) {
    this.#options = options
  }

  /** The incarnation to fetch under. Registers one, or checks its rights first, where needed. */
  async current(): Promise<HeldIncarnation> {
    if (this.#current === null || !this.isFresh()) await this.verify()
    return this.#current ?? (await this.#registerOnce())
  }

  /** Whether life was renewed recently enough that nobody can have reaped us. */
  isFresh(): boolean {
    return this.#options.liveness.renewedAgoMs() < this.#options.ttlMs
  }

  /** Every incarnation with units that may still be settled. */
  held(): HeldIncarnation[] {
    const all = this.#retired.map(({ incarnation }) => incarnation)
    return this.#current === null ? all : [...all, this.#current]
  }

  /** Renews life and asks Redis which incarnations are still ours; gives up those that are not. */
  verify(): Promise<void> {
    this.#verifying ??= this.#verify().finally(() => (this.#verifying = null))
    return this.#verifying
  }

  /** After a fetch that broke off: go on under a new name, so that strays can be told apart. */
  retire(incarnation: HeldIncarnation): void {
    if (this.#current !== incarnation) return
    this.#current = null
    this.#retired.push({ incarnation, atMs: this.#options.clock.nowMs() })
  }

  /** A new connection: Redis may have older data than before. What runs goes on undisturbed. */
  noteReconnection(): void {
    if (this.#count === 0) return
    this.#isLookDue = true
    if (this.#current !== null) this.retire(this.#current)
  }

  /** Whether fetches still go under this name. */
  isCurrent(incarnation: HeldIncarnation): boolean {
    return this.#current === incarnation
  }

  /** Gives back what retired incarnations have in flight and nobody here runs. */
  async sweep(): Promise<void> {
    if (this.#isLookDue) await this.#adoptForgotten()
    for (const retired of this.#retired) {
      if (retired.incarnation.pendingFetches > 0) continue
      await this.#giveStraysBack(retired.incarnation)
      const ageMs = this.#options.clock.nowMs() - retired.atMs
      if (retired.incarnation.units.size === 0 && ageMs > STRAY_WATCH_MS) await this.#drop(retired)
    }
  }

  /**
   * Leaves the registry; call when nothing is in flight any more. Where a fetch may still land
   * late, a tombstone stays, so that others look after it.
   */
  async leave(): Promise<void> {
    const { redis, identity } = this.#options
    const held = this.held()
    const isUncertain = (one: HeldIncarnation) => one !== this.#current || one.pendingFetches > 0
    const [uncertain, done] = [held.filter(isUncertain), held.filter((one) => !isUncertain(one))]
    this.#current = null
    this.#retired = []
    for (const incarnation of uncertain) await this.#entomb(incarnation)
    if (done.length > 0) await redis.call('HDEL', redis.keys.registry, ...done.map(({ id }) => id))
    await redis.call('DEL', redis.keys.alive(identity))
  }

  async #verify(): Promise<void> {
    const { redis, identity, ttlMs } = this.#options
    const held = this.held()
    const askedAtNs = process.hrtime.bigint()
    const rights = await redis.run(renewScript, {
      identity,
      ttlMs,
      incarnations: held.map(({ id }) => id),
      tombstone: this.#describe(this.#options.clock.nowMs()),
    })
    this.#options.liveness.noteRenewal(askedAtNs)
    held.forEach((incarnation, index) => {
      if (rights[index] !== true) this.#lose(incarnation)
    })
    if (this.#current === null) await this.#registerOnce()
  }

  async #entomb({ id }: HeldIncarnation): Promise<void> {
    const { redis, identity, clock } = this.#options
    const tombstone = this.#describe(clock.nowMs())
    await redis.run(entombScript, { identity, incarnation: id, tombstone, isCertain: true })
  }

  #describe(reapedAtMs: number | null): string {
    const { queues } = this.#options
    const place = placeOfThisProcess()
    return encodeIncarnation({ queues, place, pid: process.pid, reapedAtMs })
  }

  /** Several ask at once after a name was given up; one that nobody holds would never be swept. */
  #registerOnce(): Promise<HeldIncarnation> {
    this.#registering ??= this.#register().finally(() => (this.#registering = null))
    return this.#registering
  }

  async #register(): Promise<HeldIncarnation> {
    const { redis, identity, ttlMs } = this.#options
    const id = incarnationId(identity, (this.#count += 1))
    const description = this.#describe(null)
    await redis.run(registerScript, { identity, ttlMs, incarnation: id, description })
    return (this.#current = new HeldIncarnation(id, redis.keys))
  }

  /** Names that we had dropped, or whose registration was not answered: to be swept. */
  async #adoptForgotten(): Promise<void> {
    const { redis, identity, clock } = this.#options
    const known = decodeRegistry(await redis.call('HGETALL', redis.keys.registry))
    if (this.#registering !== null) return // Its name may be among them: next time.
    this.#isLookDue = false
    const held = new Set(this.held().map(({ id }) => id))
    for (const { id, identity: owner, reapedAtMs } of known) {
      if (owner !== identity || reapedAtMs !== null || held.has(id)) continue
      const incarnation = new HeldIncarnation(id, redis.keys)
      this.#retired.push({ incarnation, atMs: clock.nowMs() })
    }
  }

  #lose(incarnation: HeldIncarnation): void {
    incarnation.isLost = true
    if (this.#current === incarnation) this.#current = null
    this.#retired = this.#retired.filter((retired) => retired.incarnation !== incarnation)
    this.#options.logger.warn(
      { incarnation: incarnation.id, units: incarnation.units.size },
      'This process was taken for dead; its jobs were given to others. Was it stopped or cut off?',
    )
    this.#options.onLost(incarnation)
  }

  async #giveStraysBack(incarnation: HeldIncarnation): Promise<void> {
    const { redis, queues, logger } = this.#options
    for (const queue of queues) {
      const lying = exactTexts(await redis.callBuffer('LRANGE', incarnation.listOf(queue), 0, -1))
      const strays = without(lying, incarnation, queue)
      if (strays.length === 0) continue
      const count = await redis.run(giveBackScript, {
        incarnation: incarnation.id,
        queue,
        payloads: strays.map(({ exact }) => exact),
      })
      logger.warn({ queue, count }, 'A fetch broke off; its jobs were given back.')
    }
  }

  async #drop(retired: Retired): Promise<void> {
    const { redis } = this.#options
    this.#retired = this.#retired.filter((other) => other !== retired)
    await redis.call('HDEL', redis.keys.registry, retired.incarnation.id)
  }
}

/** The payloads that no known unit accounts for; equal payloads count as often as they lie there. */
function without(
  payloads: readonly ExactText[],
  incarnation: HeldIncarnation,
  queue: string,
): ExactText[] {
  const known = new Map<string, number>()
  for (const unit of incarnation.units) {
    if (unit.queue === queue) known.set(unit.raw, (known.get(unit.raw) ?? 0) + 1)
  }
  return payloads.filter(({ text }) => {
    const count = known.get(text) ?? 0
    if (count > 0) known.set(text, count - 1)
    return count === 0
  })
}
