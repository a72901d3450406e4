/**
 * Pushes the jobs of the periodic definitions in Redis when their time has come. Only the leader
 * ticks, but any number of tickers could: each tick is one script that compares the leader's term
 * and the last tick, so it happens once or not at all.
 *
 * The definitions of all programs on this Redis are ticked, not only those of this process: the
 * leader may be a program that knows nothing of the others.
 */
import type { Client } from '../client/client.ts'
import { toError } from '../errors.ts'
import { tickFields } from '../job/periodic-job.ts'
import type { PeriodicJob } from '../job/periodic-job.ts'
import type { JobPayload } from '../job/payload.ts'
import type { RedisClient } from '../redis/contract.ts'
import { asTexts } from '../redis/script.ts'
import { CronSchedule } from '../support/cron.ts'
import type { Clock, EpochMs } from '../support/epoch.ts'
import { stringifyJson } from '../support/json.ts'
import type { Logger } from '../support/logger.ts'
import { dueTicks } from './due-ticks.ts'
import {
  KEPT_RUNS,
  describePeriodic,
  jobOf,
  parseRegistration,
  rememberRun,
  runText,
  scheduleText,
  tickText,
  tickTime,
} from './registration.ts'
import type { Registration } from './registration.ts'
import { registerPeriodicScript, tickScript } from './scripts.ts'
import type { TickResult } from './scripts.ts'

/** A definition that nobody has vouched for this long is not ticked: its program is gone. */
const VOUCHED_WITHIN_MS = 60_000

/** … and after this long it is forgotten, with its history. */
const FORGOTTEN_AFTER_MS = 24 * 3_600_000

/** A last tick this far ahead was made by a clock that was wrong: it must not stop us for years. */
const FUTURE_MS = 3_600_000

/** What a ticker needs. */
export interface TickerOptions {
  readonly redis: RedisClient
  readonly client: Client
  readonly clock: Clock
  readonly logger: Logger
  /** Those of this process. */
  readonly periodic: readonly PeriodicJob[]
  /** Told when a job could not be made, for example by client middleware that threw. */
  readonly onError: (error: Error) => void
}

/** A definition and where its ticks are. */
interface Plan {
  readonly name: string
  readonly description: string
  readonly registration: Registration
  readonly schedule: CronSchedule
  isPaused: boolean
  /** The last tick as it lies in Redis. */
  recorded: string
  last: EpochMs
  /** Null = never again. */
  next: EpochMs | null
}

/** Ticks. */
export class Ticker {
  /** Of the definitions of this process. */
  readonly names: readonly string[]
  readonly #options: TickerOptions
  #plans: ReadonlyMap<string, Plan> = new Map()

  constructor(options: TickerOptions) {
    this.#options = options
    this.names = options.periodic.map(({ name }) => name)
  }

  /** Makes this process's definitions known; those with a new schedule start from now. */
  async register(): Promise<void> {
    const { redis, clock, periodic } = this.#options
    await redis.run(registerPeriodicScript, {
      now: clock.nowMs(),
      jobs: periodic.map((one) => ({
        name: one.name,
        description: describePeriodic(one),
        schedule: scheduleText(one),
      })),
    })
  }

  /** Reads what is to be ticked, and forgets definitions that nobody has any more. */
  async load(): Promise<void> {
    const { redis, clock } = this.#options
    const { keys } = redis
    const [described, ticks, seen, paused] = await redis.pipeline([
      ['HGETALL', keys.periodic],
      ['HGETALL', keys.periodicTicks],
      ['ZRANGE', keys.periodicSeen, 0, -1, 'WITHSCORES'],
      ['SMEMBERS', keys.periodicPaused],
    ])
    const now = clock.nowMs()
    const seenAt = pairsOf(seen)
    const ageMs = (name: string): number => now - Number(seenAt.get(name) ?? 0)
    const tickOf = pairsOf(ticks)
    const pausedNames = new Set(asTexts(paused))
    const plans = new Map<string, Plan>()
    for (const [name, description] of pairsOf(described)) {
      if (ageMs(name) > FORGOTTEN_AFTER_MS) await this.#forget(name)
      if (ageMs(name) > VOUCHED_WITHIN_MS) continue
      const plan = this.#plan(name, description, tickOf.get(name))
      if (plan === null) continue
      plan.isPaused = pausedNames.has(name)
      plans.set(name, plan)
    }
    this.#plans = plans
  }

  /** When the next tick is; Infinity when there is none. */
  nextAt(): number {
    let earliest = Infinity
    for (const { next } of this.#plans.values()) earliest = Math.min(earliest, next ?? Infinity)
    return earliest
  }

  /** Runs every tick that has come. False: another leads now. */
  async runDue(leader: string): Promise<boolean> {
    const now = this.#options.clock.nowMs()
    for (const plan of this.#plans.values()) {
      if (plan.next === null || plan.next > now) continue
      if (!(await this.#catchUp(plan, leader, now))) return false
    }
    return true
  }

  async #catchUp(plan: Plan, leader: string, now: EpochMs): Promise<boolean> {
    // A paused definition only notes where it is: what it sleeps through is not missed.
    const missed = plan.isPaused ? 'once' : plan.registration.missed
    for (const tick of dueTicks(plan.schedule, missed, { last: plan.last, now })) {
      const result = await this.#tick(plan, leader, tick)
      if (result === 'not-leader') return false
      if (result === 'outdated') {
        await this.load()
        return true
      }
    }
    moveTo(plan, now)
    return true
  }

  async #tick(plan: Plan, leader: string, tick: EpochMs): Promise<TickResult> {
    const { redis, clock } = this.#options
    const { name, recorded, registration } = plan
    const isUnique = registration.unique !== null
    const payload = plan.isPaused || isUnique ? null : await this.#prepare(plan, tick)
    const now = clock.nowMs()
    const thisTick = tickText(tick, scheduleText(registration))
    const result = await redis.run(tickScript, {
      leader,
      name,
      lastTick: recorded,
      thisTick,
      queue: payload?.queue ?? 'default',
      payload: payload && stringifyJson({ ...payload, at: undefined, enqueued_at: now }),
      run: payload === null ? '' : runText(payload.jid, tick, now, 'clock'),
      keepRuns: KEPT_RUNS,
    })
    if (result !== 'pushed' && result !== 'recorded') return result
    plan.recorded = thisTick
    if (isUnique && !plan.isPaused) await this.#pushUnique(plan, tick)
    return result
  }

  /** One definition that cannot be pushed must not stop the others: its tick is lost, and told. */
  async #prepare({ name, registration }: Plan, tick: EpochMs): Promise<JobPayload | null> {
    const { client, onError } = this.#options
    try {
      const job = jobOf(registration, tickFields(name, tick))
      return await client.prepare(job, job.args)
    } catch (error) {
      onError(toError(error))
      return null
    }
  }

  /** Its lock is taken by the push itself, so the tick is recorded first. */
  async #pushUnique({ name, registration }: Plan, tick: EpochMs): Promise<void> {
    const { client, clock, redis, onError } = this.#options
    try {
      const jid = await client.push(jobOf(registration, tickFields(name, tick)))
      if (jid === null) return
      await rememberRun(redis, name, runText(jid, tick, clock.nowMs(), 'clock'))
    } catch (error) {
      onError(toError(error))
    }
  }

  #plan(name: string, description: string, recorded: string | undefined): Plan | null {
    const known = this.#plans.get(name)
    if (known !== undefined && this.#isCurrent(known, description, recorded)) return known
    const registration = parseRegistration(description)
    const schedule = registration && readSchedule(registration)
    if (registration === null || schedule === null || recorded === undefined) return null
    const plan: Plan = {
      name,
      description,
      registration,
      schedule,
      isPaused: false,
      recorded,
      last: tickTime(recorded),
      next: null,
    }
    moveTo(plan, this.#trusted(plan))
    return plan
  }

  #isCurrent(plan: Plan, description: string, recorded: string | undefined): boolean {
    const isSame = plan.description === description && plan.recorded === recorded
    return isSame && plan.last - this.#options.clock.nowMs() < FUTURE_MS
  }

  #trusted({ name, last }: Plan): EpochMs {
    const { clock, logger } = this.#options
    const now = clock.nowMs()
    if (last - now < FUTURE_MS) return last
    logger.warn(
      { periodic: name, lastTick: new Date(last).toISOString() },
      'The last tick lies in the future: a clock was wrong. Ticks count from now on.',
    )
    return now
  }

  async #forget(name: string): Promise<void> {
    const { redis } = this.#options
    const { keys } = redis
    await redis.multi([
      ['HDEL', keys.periodic, name],
      ['HDEL', keys.periodicTicks, name],
      ['ZREM', keys.periodicSeen, name],
      ['SREM', keys.periodicPaused, name],
      ['DEL', keys.periodicRuns(name)],
    ])
  }
}

function moveTo(plan: Plan, time: EpochMs): void {
  plan.last = time
  plan.next = plan.schedule.next(time)
}

/** What another version of this program registered may be more than this one understands. */
function readSchedule({ cron, timeZone }: Registration): CronSchedule | null {
  try {
    return new CronSchedule(cron, timeZone)
  } catch {
    return null // Its own program checked it: it ticks when that leads.
  }
}

function pairsOf(reply: unknown): Map<string, string> {
  const texts = asTexts(reply)
  const pairs = new Map<string, string>()
  for (let at = 0; at + 1 < texts.length; at += 2) pairs.set(texts[at] ?? '', texts[at + 1] ?? '')
  return pairs
}
