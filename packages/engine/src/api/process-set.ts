/**
 * The processes that work on this Redis, Ruby's and ours, as their heartbeats describe them, and
 * signals to them.
 */
import { MisuseError } from '../errors.ts'
import { parseJson } from '../support/json.ts'
import type { RedisClient } from '../redis/contract.ts'
import { readMany } from '../redis/read-many.ts'
import { readNames, toCount, toText, toTexts } from './replies.ts'

/** One capsule of a process: some queues and how many of their jobs run at once. */
export interface CapsuleRecord {
  readonly name: string
  readonly concurrency: number
  /** 'strict' | 'random' | 'weighted' */
  readonly mode: string
  /** Queue → weight; 0 where the order is strict. */
  readonly weights: Readonly<Record<string, number>>
}

/** One living process. */
export interface ProcessRecord {
  /** `<hostname>:<pid>:<nonce>` */
  readonly identity: string
  readonly hostname: string
  readonly pid: number
  /** "" when it has none. */
  readonly tag: string
  readonly labels: readonly string[]
  /** Of all capsules, each once. */
  readonly queues: readonly string[]
  /** Empty before Sidekiq 8.0.9. */
  readonly capsules: readonly CapsuleRecord[]
  readonly concurrency: number
  readonly busy: number
  readonly startedAt: Date | null
  /** Its last sign of life: at most 10 s ago when all is well. */
  readonly beatAt: Date | null
  /** It takes no new jobs. */
  readonly isQuiet: boolean
  /** It runs inside another program and takes no signals. */
  readonly isEmbedded: boolean
  readonly rssKilobytes: number | null
  /** Round trip to Redis in microseconds. */
  readonly roundTripMicroseconds: number | null
  readonly version: string
}

/** A value, or its promise. */
export type MaybeLater<Value> = Value | Promise<Value>

/** A process and its last sign of life. */
export interface LastSeen {
  readonly identity: string
  readonly at: Date
}

/** A process reads its signals within a beat; a signal for a dead one is forgotten after this. */
const SIGNAL_TTL_SECONDS = 60

/** The processes of one Redis. */
export class ProcessSet {
  readonly #redis: RedisClient

  constructor(redis: RedisClient) {
    this.#redis = redis
  }

  /** All living processes, by host name and process id. */
  static async fetch(redis: RedisClient): Promise<ProcessRecord[]> {
    const identities = await readNames(redis, redis.keys.processes)
    const keys = identities.map((identity) => redis.keys.process(identity))
    const replies = await readMany(redis, keys, ['HMGET', ...FIELDS])
    const found = replies.flatMap(
      (reply, index) => readProcess(identities[index] ?? '', reply) ?? [],
    )
    return found.sort((one, other) => {
      const byHost = NATURAL_ORDER.compare(one.hostname, other.hostname)
      return byHost === 0 ? one.pid - other.pid : byHost
    })
  }

  /** The process that enqueues periodic jobs, Ruby's or ours; null when there is none. */
  async leader(): Promise<string | null> {
    return toText(await this.#redis.call('GET', this.#redis.keys.leader))
  }

  /** Which of our processes beat last, in the last 30 days, living or not; null when none did. */
  async lastSeen(): Promise<LastSeen | null> {
    const text = toText(await this.#redis.call('GET', this.#redis.keys.lastSeen))
    if (text === null) return null
    const space = text.indexOf(' ')
    return { identity: text.slice(space + 1), at: new Date(Number(text.slice(0, space))) }
  }

  /** How many jobs all processes can run at the same time. */
  async totalConcurrency(): Promise<number> {
    const processes = await ProcessSet.fetch(this.#redis)
    return processes.reduce((sum, { concurrency }) => sum + concurrency, 0)
  }

  /** The memory of all processes, as far as they tell. */
  async totalRssKilobytes(): Promise<number> {
    const processes = await ProcessSet.fetch(this.#redis)
    return processes.reduce((sum, { rssKilobytes }) => sum + (rssKilobytes ?? 0), 0)
  }

  /**
   * Forgets the names of processes whose heartbeat has stopped; says how many. Whoever calls this
   * within a minute of another is told 0: once a minute is enough for all.
   */
  async cleanup(): Promise<number> {
    const { keys } = this.#redis
    const isOurs = await this.#redis.call('SET', keys.processCleanup, '1', 'NX', 'EX', 60)
    if (isOurs === null) return 0
    const identities = await readNames(this.#redis, keys.processes)
    const infos = await this.#redis.pipeline(
      identities.map((identity) => ['HGET', keys.process(identity), 'info'] as const),
    )
    const gone = identities.filter((_, index) => infos[index] === null)
    return gone.length === 0 ? 0 : toCount(await this.#redis.call('SREM', keys.processes, ...gone))
  }

  /**
   * Asks a process to take no new jobs. It obeys with its next beat and cannot be turned back.
   * Throws MisuseError for an embedded process, which belongs to the program around it.
   */
  quiet(identity: string): Promise<void> {
    return this.#signal(identity, 'TSTP')
  }

  /**
   * Asks a process to end: its running jobs get its timeout, then go back to their queues. Throws
   * MisuseError for an embedded process.
   */
  stop(identity: string): Promise<void> {
    return this.#signal(identity, 'TERM')
  }

  /** Asks a process to log what it is doing. Throws MisuseError for an embedded process. */
  dumpThreads(identity: string): Promise<void> {
    return this.#signal(identity, 'TTIN')
  }

  /** `quiet` for all processes that take signals; says how many. */
  quietAll(): Promise<number> {
    return this.#signalAll('TSTP')
  }

  /** `stop` for all processes that take signals; says how many. */
  stopAll(): Promise<number> {
    return this.#signalAll('TERM')
  }

  async #signalAll(name: RemoteSignal): Promise<number> {
    const processes = await ProcessSet.fetch(this.#redis)
    const listening = processes.filter(({ isEmbedded }) => !isEmbedded)
    for (const { identity } of listening) await this.#send(identity, name)
    return listening.length
  }

  async #signal(identity: string, name: RemoteSignal): Promise<void> {
    const info = await this.#redis.call('HGET', this.#redis.keys.process(identity), 'info')
    if (readInfo(toText(info))?.['embedded'] === true) {
      throw new MisuseError(
        `The process ${identity} runs inside another program and takes no signals: stop it there.`,
      )
    }
    await this.#send(identity, name)
  }

  async #send(identity: string, name: RemoteSignal): Promise<void> {
    const key = this.#redis.keys.signals(identity)
    await this.#redis.multi([
      ['LPUSH', key, name],
      ['EXPIRE', key, SIGNAL_TTL_SECONDS],
    ])
  }
}

/** The three words that a process obeys. */
type RemoteSignal = 'TSTP' | 'TERM' | 'TTIN'

const FIELDS = ['info', 'concurrency', 'busy', 'beat', 'quiet', 'rss', 'rtt_us']

/** worker-2 comes before worker-10. */
const NATURAL_ORDER = new Intl.Collator('en', { numeric: true })

type Info = Readonly<Record<string, unknown>>

/** Null for a process whose heartbeat has stopped: its hash is gone, its name not yet. */
function readProcess(identity: string, reply: unknown): ProcessRecord | null {
  const [infoText, concurrency, busy, beat, quiet, rss, roundTrip] = Array.isArray(reply)
    ? reply
    : []
  const info = readInfo(toText(infoText))
  if (info === null) return null
  const capsules = readCapsules(info['capsules'])
  return {
    identity,
    hostname: textOf(info['hostname']),
    pid: toCount(info['pid']),
    tag: textOf(info['tag']),
    labels: toTexts(info['labels']),
    queues: readQueues(info, capsules),
    capsules,
    concurrency: toCount(concurrency ?? info['concurrency']),
    busy: toCount(busy),
    startedAt: readSeconds(info['started_at']),
    beatAt: readSeconds(beat),
    isQuiet: quiet === 'true',
    isEmbedded: info['embedded'] === true,
    rssKilobytes: toText(rss) === null ? null : toCount(rss),
    roundTripMicroseconds: toText(roundTrip) === null ? null : toCount(roundTrip),
    version: textOf(info['version']),
  }
}

function readInfo(text: string | null): Info | null {
  if (text === null) return null
  try {
    const value = parseJson(text)
    return isFields(value) ? value : null
  } catch {
    return null // Not a Sidekiq process, whatever its name says.
  }
}

/** `queues` and `weights` leave with Sidekiq 9; capsules came with 8.0.9. */
function readQueues(info: Info, capsules: readonly CapsuleRecord[]): string[] {
  const listed = toTexts(info['queues'])
  const ofCapsules = capsules.flatMap((capsule) => Object.keys(capsule.weights))
  return [...new Set([...listed, ...ofCapsules])]
}

function readCapsules(value: unknown): CapsuleRecord[] {
  if (!isFields(value)) return []
  return Object.entries(value).flatMap(([name, capsule]) => {
    if (!isFields(capsule)) return []
    const weights = isFields(capsule['weights']) ? Object.entries(capsule['weights']) : []
    return {
      name,
      concurrency: toCount(capsule['concurrency']),
      mode: textOf(capsule['mode']),
      weights: Object.fromEntries(weights.map(([queue, weight]) => [queue, toCount(weight)])),
    }
  })
}

function readSeconds(value: unknown): Date | null {
  if (value === null || value === undefined || value === '') return null
  const date = new Date(Number(value) * 1_000)
  return Number.isNaN(date.getTime()) ? null : date
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isFields(value: unknown): value is Info {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
