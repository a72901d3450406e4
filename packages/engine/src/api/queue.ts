/**
 * One queue: how full, how old, what waits in it, and deleting from it.
 *
 * The list's left end is the newest job, its right end is next. Everything here reads a page or an
 * end, never the whole list: a queue of a million jobs must open as fast as an empty one.
 */
import type { RedisClient } from '../redis/contract.ts'
import { readJobRecord } from './job-record.ts'
import type { JobRecord } from './job-record.ts'
import { toCount, toText, toTexts } from './replies.ts'
import { deleteFromQueue } from './scripts.ts'
import { fetchQueueSummaries, latencyOf } from './queue-summaries.ts'
import type { QueueSummary } from './queue-summaries.ts'

/** Which jobs of a queue to read. */
export interface QueuePageOptions {
  readonly offset: number
  /** At most 1,000. */
  readonly limit: number
  /** 'next' (default): in the order in which they run; 'newest': last pushed first. */
  readonly order?: 'next' | 'newest'
}

/** One page of a queue and how many jobs wait in all. */
export interface QueuePage {
  readonly total: number
  readonly jobs: readonly JobRecord[]
}

const MAX_PAGE = 1_000

/** How many jobs one step of a search reads. */
const SEARCH_STEP = 500

/** A queue by its name. */
export class Queue {
  readonly name: string
  readonly #redis: RedisClient

  constructor(redis: RedisClient, name: string) {
    this.#redis = redis
    this.name = name
  }

  /** All queues that exist, by name. */
  static all(redis: RedisClient): Promise<QueueSummary[]> {
    return fetchQueueSummaries(redis)
  }

  async size(): Promise<number> {
    return toCount(await this.#redis.call('LLEN', this.#key))
  }

  /** How long the next job has been waiting; 0 when the queue is empty. */
  async latencySeconds(): Promise<number> {
    return latencyOf(toText(await this.#redis.call('LINDEX', this.#key, -1)))
  }

  /** A page; jobs move while one reads, so two pages may share or miss some. */
  async page({ offset, limit, order = 'next' }: QueuePageOptions): Promise<QueuePage> {
    const first = Math.max(0, Math.trunc(offset))
    const last = first + Math.min(MAX_PAGE, Math.max(1, Math.trunc(limit))) - 1
    const range = order === 'newest' ? [first, last] : [-last - 1, -first - 1]
    const [total, texts] = await this.#redis.multi([
      ['LLEN', this.#key],
      ['LRANGE', this.#key, ...range],
    ])
    const jobs = toTexts(texts).map((raw) => readJobRecord(raw, this.name))
    return { total: toCount(total), jobs: order === 'newest' ? jobs : jobs.toReversed() }
  }

  /**
   * The job with this jid, looked for from the next one on; null when it was not found within
   * `budgetMs` (default 1,000).
   */
  async findJid(jid: string, { budgetMs = 1_000 } = {}): Promise<JobRecord | null> {
    const deadlineMs = performance.now() + budgetMs
    for (let seen = 0; performance.now() < deadlineMs; seen += SEARCH_STEP) {
      const range = [-seen - SEARCH_STEP, -seen - 1]
      const texts = toTexts(await this.#redis.call('LRANGE', this.#key, ...range))
      const found = texts
        .filter((raw) => raw.includes(jid))
        .map((raw) => readJobRecord(raw, this.name))
      const job = found.find((candidate) => candidate.jid === jid)
      if (job !== undefined) return job
      if (texts.length < SEARCH_STEP) return null
    }
    return null
  }

  /** Deletes the job with exactly this stored text; false when it is not there any more. */
  delete(raw: string): Promise<boolean> {
    return this.#redis.run(deleteFromQueue, { queue: this.name, stored: raw })
  }

  /** Deletes all jobs and the queue's name; says how many jobs there were. */
  async clear(): Promise<number> {
    const [size] = await this.#redis.multi([
      ['LLEN', this.#key],
      ['UNLINK', this.#key],
      ['SREM', this.#redis.keys.queues, this.name],
    ])
    return toCount(size)
  }

  get #key(): string {
    return this.#redis.keys.queue(this.name)
  }
}
