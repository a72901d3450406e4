/**
 * Tells Redis every few seconds that this process lives and what it runs, in Sidekiq's format, so
 * that any Sidekiq Web shows it; and reads the signals that were sent to it there.
 */
import type { ServerSettings } from '../config/settings.ts'
import { RedisFullError } from '../errors.ts'
import type { RedisClient, RedisCommand } from '../redis/contract.ts'
import { beatScript } from '../redis/process-scripts.ts'
import { secondsOf } from '../support/epoch.ts'
import type { EpochSeconds } from '../support/epoch.ts'
import { stringifyJson } from '../support/json.ts'
import type { Counters } from './counters.ts'
import { RoundTrips } from './round-trips.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** Sidekiq's: a process that has not beaten for a minute is gone. */
const PROCESS_TTL_SECONDS = 60

/** How often the processes are counted. */
const COUNT_INTERVAL_MS = 60_000

/** Shown as the version of the process. */
const VERSION = '0.1.0'

/** A signal that can be sent through Redis. */
export type RemoteSignal = 'TSTP' | 'TERM' | 'TTIN'

/** What the heartbeat needs. */
export interface HeartbeatOptions {
  readonly redis: RedisClient
  readonly settings: ServerSettings
  readonly identity: string
  readonly counters: Counters
  readonly isQuiet: () => boolean
  readonly running: () => readonly UnitOfWork[]
  readonly onSignal: (signal: RemoteSignal) => void
}

/** Beats. */
export class Heartbeat {
  readonly #options: HeartbeatOptions
  readonly #info: string
  readonly #concurrency: number
  readonly #roundTrips = new RoundTrips()
  #hadWork = false
  #processCount = 1
  #beatsUntilCount = 0

  constructor(options: HeartbeatOptions) {
    const { settings, identity } = options
    this.#options = options
    this.#concurrency = settings.capsules.reduce((sum, { concurrency }) => sum + concurrency, 0)
    this.#info = describeProcess(settings, identity, {
      startedAt: secondsOf(settings.clock.nowMs()),
      concurrency: this.#concurrency,
    })
  }

  /** How long Redis took to answer the last beat; null before the first. */
  get roundTripMs(): number | null {
    return this.#roundTrips.lastUs === 0 ? null : this.#roundTrips.lastUs / 1000
  }

  /**
   * One beat. Tells whether Redis did not know this process (any more), and how many processes
   * there are.
   */
  async beat(): Promise<{ isNew: boolean; processCount: number }> {
    const { redis, settings, counters, identity, running, onSignal } = this.#options
    const units = running()
    this.#setTitle(units.length)
    await counters.flush()
    await this.#writeWork(units)
    const askedAt = performance.now()
    const { isNew, signal } = await redis.run(beatScript, {
      identity,
      ttlSeconds: PROCESS_TTL_SECONDS,
      nowMs: settings.clock.nowMs(),
      fields: this.#fields(units.length),
    })
    if (this.#roundTrips.note(performance.now() - askedAt)) this.#warnOfSlowness()
    if (isRemoteSignal(signal)) onSignal(signal)
    // Only the pace of the poller depends on it, which may follow within a minute.
    if (isNew || this.#beatsUntilCount <= 0) await this.#countProcesses()
    this.#beatsUntilCount -= 1
    return { isNew, processCount: this.#processCount }
  }

  /** The last beat: what was counted is written, the process leaves the list. */
  async leave(): Promise<void> {
    const { redis, counters, identity } = this.#options
    await counters.flush()
    await redis.pipeline([
      ['SREM', redis.keys.processes, identity],
      ['UNLINK', redis.keys.work(identity), redis.keys.workers(identity)],
    ])
  }

  /** Forgets processes whose info has expired; at most one process a minute does it. */
  async prune(): Promise<void> {
    const { redis } = this.#options
    if (!(await this.#takesCleanup())) return
    const members = await redis.call('SMEMBERS', redis.keys.processes)
    const identities = Array.isArray(members) ? members.map(String) : []
    const infos = await redis.pipeline(
      identities.map((identity) => ['HGET', redis.keys.process(identity), 'info'] as const),
    )
    const gone = identities.filter((_, index) => infos[index] === null)
    if (gone.length > 0) await redis.call('SREM', redis.keys.processes, ...gone)
  }

  #warnOfSlowness(): void {
    this.#options.settings.logger.warn(
      { milliseconds: this.roundTripMs },
      'Redis has answered slowly for a while: it or the network is overloaded, or a handler keeps ' +
        'the event loop of this process busy.',
    )
  }

  async #takesCleanup(): Promise<boolean> {
    const { redis } = this.#options
    try {
      const reply = await redis.call('SET', redis.keys.processCleanup, '1', 'NX', 'EX', 60)
      return reply !== null
    } catch (error) {
      if (error instanceof RedisFullError) return false // Jobs are more urgent than tidiness.
      throw error
    }
  }

  async #countProcesses(): Promise<void> {
    const { redis, settings } = this.#options
    this.#processCount = Number(await redis.call('SCARD', redis.keys.processes))
    this.#beatsUntilCount = Math.ceil(COUNT_INTERVAL_MS / settings.beatIntervalMs)
  }

  async #writeWork(units: readonly UnitOfWork[]): Promise<void> {
    if (units.length === 0 && !this.#hadWork) return
    this.#hadWork = units.length > 0
    const { redis, identity } = this.#options
    const work = redis.keys.work(identity)
    const workers = redis.keys.workers(identity)
    const fields = units.flatMap((unit, index) => [threadName(index), describeUnit(unit)])
    const commands: RedisCommand[] = [['UNLINK', work, workers]]
    // Sidekiq ≥ 6.4.2 reads the first, older ones the second.
    for (const key of fields.length > 0 ? [work, workers] : []) {
      commands.push(['HSET', key, ...fields], ['EXPIRE', key, PROCESS_TTL_SECONDS])
    }
    await redis.multi(commands)
  }

  #fields(busy: number): (string | number)[] {
    const { settings, isQuiet } = this.#options
    const fields = {
      info: this.#info,
      concurrency: this.#concurrency,
      busy,
      beat: secondsOf(settings.clock.nowMs()),
      quiet: String(isQuiet()),
      rss: Math.round(process.memoryUsage.rss() / 1024),
      rtt_us: this.#roundTrips.lastUs,
    }
    return Object.entries(fields).flat()
  }

  /** As Sidekiq's, so that `ps` tells who is busy. */
  #setTitle(busy: number): void {
    const { settings, isQuiet } = this.#options
    if (!settings.hasSignals) return
    const stopping = isQuiet() ? ' stopping' : ''
    const tag = settings.tag === '' ? '' : ` ${settings.tag}`
    process.title = `howdah ${VERSION}${tag} [${busy} of ${this.#concurrency} busy]${stopping}`
  }
}

/** Everything that Ruby's Busy page of any version reads. */
function describeProcess(
  settings: ServerSettings,
  identity: string,
  { startedAt, concurrency }: { startedAt: EpochSeconds; concurrency: number },
): string {
  const { capsules, queues, hostname, tag, labels, hasSignals } = settings
  return stringifyJson({
    hostname,
    // Ruby tells floats and integers apart: a whole second would still be right, but be a float.
    started_at: startedAt,
    pid: process.pid,
    tag,
    concurrency,
    capsules: Object.fromEntries(
      capsules.map(({ name, plan, concurrency }) => [
        name,
        { concurrency, mode: plan.mode, weights: plan.weights },
      ]),
    ),
    queues,
    weights: capsules.map(({ plan }) => plan.weights),
    labels,
    identity,
    version: VERSION,
    embedded: !hasSignals,
  })
}

function describeUnit({ queue, raw, startedAtMs }: UnitOfWork): string {
  return stringifyJson({ queue, payload: raw, run_at: Math.trunc(startedAtMs / 1000) })
}

/** Sidekiq's threads have base-36 names; a slot's number serves as well. */
function threadName(index: number): string {
  return index.toString(36)
}

function isRemoteSignal(signal: unknown): signal is RemoteSignal {
  return signal === 'TSTP' || signal === 'TERM' || signal === 'TTIN'
}
