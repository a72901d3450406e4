/**
 * Looks at the periodic jobs of every program on a Redis, and acts on one: pause, unpause, run now.
 * Works from any process, also from one that knows none of the definitions.
 */
import { Client } from '../client/client.ts'
import { MisuseError } from '../errors.ts'
import type { Jid } from '../job/payload.ts'
import { tickFields } from '../job/periodic-job.ts'
import type { MissedPolicy } from '../job/periodic-job.ts'
import type { RedisClient, RedisCommand } from '../redis/contract.ts'
import { asTexts } from '../redis/script.ts'
import { CronSchedule } from '../support/cron.ts'
import { epochMs, systemClock } from '../support/epoch.ts'
import type { Clock, EpochMs } from '../support/epoch.ts'
import {
  KEPT_RUNS,
  jobOf,
  parseRegistration,
  parseRun,
  rememberRun,
  runText,
  tickTime,
} from './registration.ts'
import type { PeriodicRun, Registration } from './registration.ts'

/** A periodic job, as a console shows it. */
export interface PeriodicRecord {
  readonly name: string
  readonly class: string
  readonly queue: string
  readonly args: readonly unknown[]
  readonly cron: string
  readonly timeZone: string
  readonly missed: MissedPolicy
  readonly isPaused: boolean
  /** The next tick after now, paused or not; null when there is none. */
  readonly nextAt: Date | null
  /** The last tick that was passed; null before the first. */
  readonly lastAt: Date | null
  /** When a process that defines it was last seen. Older than a minute: it is not run. */
  readonly seenAt: Date | null
  /** At most 25, newest first. */
  readonly runs: readonly PeriodicRun[]
}

/** How to run now. */
export interface RunNowOptions {
  /** Pushes the job, through its own middleware. Default: a client without any. */
  readonly client?: Pick<Client, 'push'>
  readonly clock?: Clock
}

/** One periodic job by its name. */
export class Periodic {
  readonly name: string
  readonly #redis: RedisClient

  constructor(redis: RedisClient, name: string) {
    this.#redis = redis
    this.name = name
  }

  /** All that are defined by programs on this Redis, by name; those of the last day if none runs. */
  static async all(redis: RedisClient, clock: Clock = systemClock): Promise<PeriodicRecord[]> {
    const names = asTexts(await redis.call('HKEYS', redis.keys.periodic)).sort()
    const found = await readRecords(redis, names, clock.nowMs())
    return found.filter((record) => record !== null)
  }

  /** The same without their runs, in four commands however many they are. */
  static async overview(
    redis: RedisClient,
    clock: Clock = systemClock,
  ): Promise<Omit<PeriodicRecord, 'runs'>[]> {
    const { keys } = redis
    const [texts, ticks, seen, paused] = await redis.pipeline([
      ['HGETALL', keys.periodic],
      ['HGETALL', keys.periodicTicks],
      ['ZRANGE', keys.periodicSeen, 0, -1, 'WITHSCORES'],
      ['SMEMBERS', keys.periodicPaused],
    ])
    const [tickOf, seenOf] = [mapOf(ticks), mapOf(seen)]
    const isPaused = new Set(asTexts(paused))
    const found = [...mapOf(texts)].map(([name, text]) => {
      const stored = { text, tick: tickOf.get(name), seen: seenOf.get(name) }
      return readRecord(name, { ...stored, isPaused: isPaused.has(name) }, clock.nowMs())
    })
    return found
      .filter((record) => record !== null)
      .sort((one, other) => (one.name < other.name ? -1 : 1))
  }

  /** What is known of it; null when there is no such definition. */
  async find(clock: Clock = systemClock): Promise<PeriodicRecord | null> {
    const [record = null] = await readRecords(this.#redis, [this.name], clock.nowMs())
    return record
  }

  /** Its ticks pass without a job until it is unpaused. Holds for every process, at once. */
  async pause(): Promise<void> {
    await this.#redis.call('SADD', this.#redis.keys.periodicPaused, this.name)
  }

  /** Goes on with the next tick; what was passed meanwhile is not made good. */
  async unpause(): Promise<void> {
    await this.#redis.call('SREM', this.#redis.keys.periodicPaused, this.name)
  }

  /**
   * Pushes its job now, paused or not; the ticks of the clock go on as they would. Gives the jid,
   * or null when middleware or the lock of a unique job stopped it. Throws MisuseError when there is no such definition.
   */
  async runNow(options: RunNowOptions = {}): Promise<Jid | null> {
    const redis = this.#redis
    const { clock = systemClock, client = new Client({ redis, clock }) } = options
    const text = await redis.call('HGET', redis.keys.periodic, this.name)
    const registration = typeof text === 'string' ? parseRegistration(text) : null
    if (registration === null) {
      throw new MisuseError(`No program on this Redis defines the periodic job "${this.name}".`)
    }
    const now = clock.nowMs()
    const jid = await client.push(jobOf(registration, tickFields(this.name, now)))
    if (jid !== null) await rememberRun(redis, this.name, runText(jid, now, now, 'hand'))
    return jid
  }
}

async function readRecords(
  redis: RedisClient,
  names: readonly string[],
  now: EpochMs,
): Promise<(PeriodicRecord | null)[]> {
  const { keys } = redis
  const replies = await redis.pipeline(
    names.flatMap((name): RedisCommand[] => [
      ['HGET', keys.periodic, name],
      ['HGET', keys.periodicTicks, name],
      ['ZSCORE', keys.periodicSeen, name],
      ['SISMEMBER', keys.periodicPaused, name],
      ['LRANGE', keys.periodicRuns(name), 0, KEPT_RUNS - 1],
    ]),
  )
  return names.map((name, index) => {
    const [text, tick, seen, paused, runs] = replies.slice(index * 5, index * 5 + 5)
    const record = readRecord(name, { text, tick, seen, isPaused: Number(paused) === 1 }, now)
    return record === null ? null : { ...record, runs: asTexts(runs).map(parseRun) }
  })
}

interface StoredPeriodic {
  readonly text: unknown
  readonly tick: unknown
  readonly seen: unknown
  readonly isPaused: boolean
}

function readRecord(
  name: string,
  { text, tick, seen, isPaused }: StoredPeriodic,
  now: EpochMs,
): Omit<PeriodicRecord, 'runs'> | null {
  const registration = parseRegistration(String(text))
  if (registration === null) return null
  return {
    ...recordOf(name, registration),
    isPaused,
    nextAt: nextAt(registration, now),
    lastAt: dateOf(tick),
    seenAt: dateOf(seen),
  }
}

function mapOf(reply: unknown): Map<string, string> {
  const flat = asTexts(reply)
  return new Map(
    Array.from({ length: flat.length / 2 }, (_, index) => [
      flat[index * 2] ?? '',
      flat[index * 2 + 1] ?? '',
    ]),
  )
}

function recordOf(name: string, registration: Registration) {
  const { fields, class: jobClass, args, cron, timeZone, missed } = registration
  const queue = typeof fields['queue'] === 'string' ? fields['queue'] : 'default'
  return { name, class: jobClass, queue, args, cron, timeZone, missed }
}

function nextAt({ cron, timeZone }: Registration, now: EpochMs): Date | null {
  try {
    const next = new CronSchedule(cron, timeZone).next(now)
    return next === null ? null : new Date(next)
  } catch {
    return null // A cron line that only its own program understands.
  }
}

/** A number, alone or at the beginning of a text. */
function dateOf(value: unknown): Date | null {
  const time = tickTime(String(value))
  return Number.isNaN(time) ? null : new Date(epochMs(time))
}
