/**
 * Gives the units of work of dead processes back to their queues. Runs in every process; who comes
 * first does it.
 *
 * A process is dead when its sign of life has run out, whatever its jobs' age; or at once, when it
 * ran on this machine and its pid is gone. First its incarnation is entombed, in one script with
 * the look at its life: from then on it has no rights. Then its lists are emptied, and again for a
 * while, because a `BLMOVE` of the dead may land late.
 */
import { PoisonousJobError } from '../errors.ts'
import { parsePayload } from '../job/payload.ts'
import type { RedisClient } from '../redis/contract.ts'
import { TOMBSTONE, decodeRegistry, encodeIncarnation } from '../redis/registry.ts'
import type { Incarnation } from '../redis/registry.ts'
import { entombScript, recoverScript } from '../redis/process-scripts.ts'
import type { RecoveredUnit } from '../redis/process-scripts.ts'
import { secondsOf } from '../support/epoch.ts'
import type { Clock } from '../support/epoch.ts'
import { exactTexts } from '../support/exact-text.ts'
import type { ExactText } from '../support/exact-text.ts'
import { readField, spliceFields } from '../support/json-text.ts'
import type { Logger } from '../support/logger.ts'
import { isPidGone, placeOfThisProcess } from '../support/process-place.ts'

/** Longer than any waiting fetch lasts, and than Redis takes to notice a dead connection. */
const TOMBSTONE_LIFE_MS = 5 * 60_000

/** A job may be taken from a dead process so often; Sidekiq Pro's rule: 3 times in 72 hours. */
const MAX_RECOVERIES = 3

/** And so often where it never ran alone (see `suspects.ts`), so that nobody knows who it was. */
const MAX_UNTRIED_RECOVERIES = 12
const RECOVERY_WINDOW_SECONDS = 72 * 3_600

/** How many units one script moves. */
const UNITS_PER_STEP = 200

/** What a reaper needs. */
export interface ReaperOptions {
  readonly redis: RedisClient
  /** Our own identity, which we never reap. */
  readonly identity: string
  readonly clock: Clock
  readonly logger: Logger
  /** A job is about to be given back that was taken from a dead process before. */
  readonly onSecondRecovery?: () => Promise<void>
  /** A job went to the dead set, with this payload: it had been in so many processes that died. */
  readonly onBuried?: (payload: string, deaths: number) => Promise<void>
  /** Default: 12. */
  readonly maxUntriedRecoveries?: number
}

/** A unit of a dead process, with the number of its deaths. */
interface JudgedUnit extends RecoveredUnit {
  readonly deaths: number
}

/** Looks for dead processes. */
export class Reaper {
  readonly #options: ReaperOptions
  readonly #place = placeOfThisProcess()

  constructor(options: ReaperOptions) {
    this.#options = options
  }

  /** One look at all processes. Gives the number of units that were recovered. */
  async reap(): Promise<number> {
    const { redis, identity } = this.#options
    const others = decodeRegistry(await redis.call('HGETALL', redis.keys.registry)).filter(
      (incarnation) => incarnation.identity !== identity || incarnation.reapedAtMs !== null,
    )
    if (others.length === 0) return 0
    const living = others.filter(({ reapedAtMs }) => reapedAtMs === null)
    const entombed = await this.#entombDead(living)
    const tombs = others.filter(({ reapedAtMs }) => reapedAtMs !== null)
    let count = 0
    for (const incarnation of [...entombed, ...tombs]) count += await this.#recover(incarnation)
    for (const tomb of tombs) await this.#forget(tomb)
    return count
  }

  async #entombDead(living: readonly Incarnation[]): Promise<Incarnation[]> {
    const { redis, clock, logger } = this.#options
    if (living.length === 0) return []
    const signs = await redis.call(
      'MGET',
      ...living.map(({ identity }) => redis.keys.alive(identity)),
    )
    const entombed: Incarnation[] = []
    for (const [index, incarnation] of living.entries()) {
      const isGone = this.#isCertainlyGone(incarnation)
      if (Array.isArray(signs) && signs[index] !== null && !isGone) continue
      const isDone = await redis.run(entombScript, {
        identity: incarnation.identity,
        incarnation: incarnation.id,
        tombstone: encodeIncarnation({ ...incarnation, reapedAtMs: clock.nowMs() }),
        isCertain: isGone,
      })
      if (!isDone) continue
      logger.warn({ incarnation: incarnation.id }, 'A process died; its jobs go back.')
      await this.#strikeOff(incarnation)
      entombed.push(incarnation)
    }
    return entombed
  }

  #isCertainlyGone({ place, pid }: Incarnation): boolean {
    return place !== null && place === this.#place && isPidGone(pid)
  }

  /**
   * Takes the dead off the list of processes, where Sidekiq would show them for another minute as
   * if they still listened. One that was only asleep is back with its next beat.
   */
  async #strikeOff({ identity }: Incarnation): Promise<void> {
    const { redis } = this.#options
    const { keys } = redis
    await redis.pipeline([
      ['SREM', keys.processes, identity],
      ['UNLINK', keys.process(identity), keys.work(identity), keys.workers(identity)],
    ])
  }

  async #recover(incarnation: Incarnation): Promise<number> {
    let count = 0
    for (const queue of incarnation.queues) {
      for (;;) {
        const moved = await this.#recoverSome(incarnation, queue)
        count += moved
        if (moved === 0) break
      }
    }
    if (count > 0) {
      this.#options.logger.info({ incarnation: incarnation.id, count }, 'Jobs were recovered.')
    }
    return count
  }

  /** The leftmost were fetched last; given back first, they end up behind the others. */
  async #recoverSome(incarnation: Incarnation, queue: string): Promise<number> {
    const { redis, clock } = this.#options
    const list = redis.keys.inFlight(incarnation.id, queue)
    const raws = exactTexts(await redis.callBuffer('LRANGE', list, 0, UNITS_PER_STEP - 1))
    if (raws.length === 0) return 0
    const units = await this.#judge(incarnation, raws)
    await this.#forgetProgress(units)
    const recover = (some: readonly RecoveredUnit[]): Promise<number> =>
      redis.run(recoverScript, {
        incarnation: incarnation.id,
        queue,
        units: some,
        now: secondsOf(clock.nowMs()),
        counterTtlSeconds: RECOVERY_WINDOW_SECONDS,
      })
    const innocent = units.filter(({ burial }) => burial === null)
    let count = innocent.length === 0 ? 0 : await recover(innocent)
    for (const unit of units.filter(({ burial }) => burial !== null)) {
      // Of two reapers only the one that buried it tells of it.
      if ((await recover([unit])) === 0) continue
      count += 1
      await this.#options.onBuried?.(unit.burial ?? '', unit.deaths)
    }
    return count
  }

  /** Progress goes with its run; whoever ran it cannot take it away any more. */
  async #forgetProgress(units: readonly RecoveredUnit[]): Promise<void> {
    const { redis } = this.#options
    const keys = units.flatMap(({ jid }) => (jid === '' ? [] : [redis.keys.progress(jid)]))
    if (keys.length > 0) await redis.call('UNLINK', ...keys)
  }

  /** A job that took its processes down too often is buried instead of taking the next one down. */
  async #judge({ id }: Incarnation, raws: readonly ExactText[]): Promise<JudgedUnit[]> {
    const { redis, onSecondRecovery, maxUntriedRecoveries } = this.#options
    const jids = raws.map(({ text }) => jidOf(text))
    const [counts, trials] = (
      await redis.pipeline([
        ['MGET', ...jids.map((jid) => redis.keys.recoveries(jid))],
        ['MGET', ...jids.map((jid) => redis.keys.trial(jid))],
      ])
    ).map((reply) => (Array.isArray(reply) ? reply : []))
    const deaths = raws.map((_, index) => Number(counts?.[index] ?? 0))
    if (deaths.some((before) => before > 0)) await onSecondRecovery?.()
    return raws.map(({ text, exact }, index) => {
      const [jid = '', before = 0] = [jids[index], deaths[index]]
      const most = trials?.[index] === id ? MAX_RECOVERIES : maxUntriedRecoveries
      const isPoison = jid !== '' && before >= (most ?? MAX_UNTRIED_RECOVERIES)
      const burial = isPoison ? this.#epitaph(text, before + 1) : null
      return { raw: exact, jid, deaths: before + 1, burial }
    })
  }

  #epitaph(raw: string, count: number): string {
    const { message } = new PoisonousJobError(count)
    return spliceFields(raw, {
      error_class: '"PoisonousJob"',
      error_message: JSON.stringify(message),
      // The time of the first failure, where there was one before.
      ...(readField(raw, 'failed_at') === undefined && {
        failed_at: String(this.#options.clock.nowMs()),
      }),
      howdah_recoveries: String(count),
    })
  }

  async #forget(tomb: Incarnation): Promise<void> {
    const { redis, clock } = this.#options
    if (clock.nowMs() - (tomb.reapedAtMs ?? 0) < TOMBSTONE_LIFE_MS) return
    await redis.call('HDEL', redis.keys.registry, `${TOMBSTONE}${tomb.id}`)
  }
}

/** The jid of a payload, or "" where it is no job: such a unit has no counter that matters. */
function jidOf(raw: string): string {
  try {
    return parsePayload(raw).jid
  } catch {
    return '' // The processor that gets it back will bury it.
  }
}
