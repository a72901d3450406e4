/**
 * What one server watches for all its readers: the queues, every few seconds, while anybody looks.
 *
 * It starts with the first page and rests an hour after the last, so that a console nobody opens
 * costs nothing.
 */

import { MetricsMemory, ProcessSet, Queue, WorkSet } from '@howdah/engine/api'
import type {
  Keeping,
  KeptValue,
  LastSeen,
  Pause,
  ProcessRecord,
  QueueSummary,
  WorkOrder,
} from '@howdah/engine/api'
import type { RedisClient } from '@howdah/engine'
import { KeptValues } from './kept-values.ts'
import { QueueHistory, RATE_WINDOW_SECONDS } from './queue-history.ts'
import type { QueueSample } from './queue-history.ts'

const INTERVAL_MS = 10_000

const REST_AFTER_MS = 3_600_000

/** Reading so many processes takes no longer than a page's other numbers: they are read each time. */
const FEW_PROCESSES = 20

/** More are held for a second: they beat every ten. */
const HOLD_PROCESSES: Keeping = { freshMs: 1_000 }

/** So many running jobs are read and put in order each time. */
const FEW_RUNNING = 500

/** The order of more serves for some seconds: Ruby's processes tell what they run every ten. */
const KEEP_ORDER: Keeping = { freshMs: 2_000, staleMs: 10_000 }

const READ_EACH_TIME: Keeping = { freshMs: 0 }

/** Counting arrivals takes Redis a millisecond a queue: only the longest are counted. */
const MOST_COUNTED = 10

const LONG_AGO = new Date(0)

/** By then a page has gone out, and its reader has hardly seen it. */
const PREPARE_AFTER_MS = 1_000

/** For numbers that change with each beat, every ten seconds; pages say what moment they are of. */
export const KEEP_A_BEAT: Keeping = { freshMs: 10_000, staleMs: 60_000 }

/** How a watch is made. */
export interface WatchOptions {
  readonly redis: RedisClient
  onError?(error: unknown): void
  /** Called every ten seconds while anybody looks. */
  onTick?(): Promise<void>
}

/** The watch of one Redis. */
export class Watch {
  readonly history = new QueueHistory()
  /** The minutes of the metrics that are over. */
  readonly metrics = new MetricsMemory()
  readonly #options: WatchOptions
  readonly #kept: KeptValues
  /** What a change by a reader may change too. */
  readonly #held: KeptValues
  #timer: NodeJS.Timeout | undefined
  #lastVisitMs = 0
  #lastSeen: LastSeen | null = null
  #processCount = 0
  #runningCount = 0

  constructor(options: WatchOptions) {
    this.#options = options
    const tell = (error: unknown): void => options.onError?.(error)
    this.#kept = new KeptValues(tell)
    this.#held = new KeptValues(tell)
  }

  /** Somebody asked for a page: the watch goes on for another hour. */
  visit(): void {
    this.#lastVisitMs = Date.now()
    if (this.#timer !== undefined) return
    this.#timer = setInterval(() => this.#tick(), INTERVAL_MS)
    this.#timer.unref()
  }

  /** The queues now; each look is remembered. */
  queues(): Promise<readonly QueueSummary[]> {
    return this.#look()
  }

  /** Who beat last as far as this server has watched, Ruby's processes included. */
  get lastSeen(): LastSeen | null {
    return this.#lastSeen
  }

  /** The processes, of many at most a second ago; who beat last is remembered. */
  async processes(): Promise<readonly ProcessRecord[]> {
    const keeping = this.#processCount > FEW_PROCESSES ? HOLD_PROCESSES : READ_EACH_TIME
    const held = await this.#held.get('processes', keeping, () => this.#readProcesses())
    return held.value
  }

  /** The running jobs in their order: of many as it was some seconds ago. */
  running(): Promise<KeptValue<WorkOrder>> {
    const keeping = this.#runningCount > FEW_RUNNING ? KEEP_ORDER : READ_EACH_TIME
    return this.#held.get('running', keeping, async (pause) => {
      const order = await WorkSet.order(this.#options.redis, pause)
      this.#runningCount = order.running.length + order.orphaned.length
      return order
    })
  }

  /** A reader changed something: what was read before it is of no use any more. */
  forget(): void {
    this.#held.clear()
  }

  async #readProcesses(): Promise<readonly ProcessRecord[]> {
    const processes = await ProcessSet.fetch(this.#options.redis)
    this.#processCount = processes.length
    for (const { identity, beatAt } of processes) {
      if (beatAt !== null && beatAt > (this.#lastSeen?.at ?? LONG_AGO)) {
        this.#lastSeen = { identity, at: beatAt }
      }
    }
    return processes
  }

  /**
   * What `load` gave not long ago, for all readers together: numbers that are costly to bring together
   * and change slowly. A failure is not kept.
   */
  kept<Value>(
    name: string,
    keeping: Keeping,
    load: (pause: Pause) => Promise<Value>,
  ): Promise<KeptValue<Value>> {
    return this.#kept.get(name, keeping, load)
  }

  /**
   * For what a reader of this page is likely to ask for next: loads it, where it was never loaded, when the
   * page has gone out, and slowly.
   */
  prepare(name: string, load: (pause: Pause) => Promise<unknown>): void {
    if (this.#kept.has(name)) return
    const begin = (): void => {
      if (this.#timer !== undefined) this.#kept.prepare(name, load)
    }
    setTimeout(begin, PREPARE_AFTER_MS).unref()
  }

  /** Ends the watch for good, as far as nobody looks again. */
  close(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #tick(): void {
    if (Date.now() - this.#lastVisitMs > REST_AFTER_MS) return this.close()
    const options = this.#options
    const tell = (error: unknown): void => options.onError?.(error)
    this.#look().catch(tell)
    this.processes().catch(tell)
    options.onTick?.().catch(tell)
  }

  async #look(): Promise<readonly QueueSummary[]> {
    const queues = await Queue.all(this.#options.redis, { processes: this.processes() })
    const arrivals = await this.#countArrivals(queues)
    const samples = queues.map(({ name, size, latencySeconds }): QueueSample => {
      return { name, size, latencySeconds, recentArrivals: arrivals.get(name) ?? null }
    })
    this.history.add(Date.now(), samples)
    return queues
  }

  /** Only where jobs wait longer than the window: elsewhere the size says it already. */
  async #countArrivals(queues: readonly QueueSummary[]): Promise<ReadonlyMap<string, number>> {
    const since = new Date(Date.now() - RATE_WINDOW_SECONDS * 1_000)
    const waiting = queues
      .filter(({ latencySeconds }) => latencySeconds > RATE_WINDOW_SECONDS)
      .sort((one, other) => other.size - one.size)
      .slice(0, MOST_COUNTED)
    const names = waiting.map(({ name }) => name)
    return Queue.countAllSince(this.#options.redis, names, since)
  }
}
