/**
 * One queue: how full, how old, what waits in it, pausing it, and deleting from it.
 *
 * The list's left end is the newest job, its right end is next. Everything here reads a page, a
 * slice or an end, never the whole list: a queue of a million jobs must open as fast as an empty
 * one.
 */
import type { RedisClient } from '../redis/contract.ts'
import { announcement } from '../redis/control-channel.ts'
import { systemClock } from '../support/epoch.ts'
import { mayBeInexact } from '../support/exact-text.ts'
import { readJobRecord } from './job-record.ts'
import type { JobRecord } from './job-record.ts'
import { deleteMatching, findInQueue, findNear, walkQueue } from './queue-walk.ts'
import { encodePauseNote } from './pause-note.ts'
import { fetchQueueSummaries, latencyOf } from './queue-summaries.ts'
import type { KnownProcesses, QueueSummary } from './queue-summaries.ts'
import { toBytes, toCount, toText } from './replies.ts'
import { clearQueue, countSince, deleteFromQueue, moveToFront } from './scripts.ts'
import type { Stored } from './scripts.ts'

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

/** Deleting so many at once takes Redis about a millisecond. */
const CLEAR_SLICE = 1_000

/** A queue of a million takes Redis a millisecond. */
const COUNTED_AT_ONCE = 3

/** A queue by its name. */
export class Queue {
  readonly name: string
  readonly #redis: RedisClient

  constructor(redis: RedisClient, name: string) {
    this.#redis = redis
    this.name = name
  }

  /** All queues that exist, by name. */
  static all(redis: RedisClient, known: KnownProcesses = {}): Promise<QueueSummary[]> {
    return fetchQueueSummaries(redis, known)
  }

  /** Whether a job was ever pushed to it since it was last cleared. */
  static async exists(redis: RedisClient, name: string): Promise<boolean> {
    return toCount(await redis.call('SISMEMBER', redis.keys.queues, name)) === 1
  }

  async size(): Promise<number> {
    return toCount(await this.#redis.call('LLEN', this.#key))
  }

  /** How long the next job has been waiting; 0 when the queue is empty. */
  async latencySeconds(): Promise<number> {
    return latencyOf(toText(await this.#redis.call('LINDEX', this.#key, -1)))
  }

  /**
   * When one of its jobs was last done or failed, in the last 30 days; null when none was. Only our
   * processes write it, with their next beat.
   */
  async lastFinishedAt(): Promise<Date | null> {
    const ms = toText(await this.#redis.call('GET', this.#redis.keys.finished(this.name)))
    return ms === null ? null : new Date(Number(ms))
  }

  /**
   * How many of the waiting jobs came in at or after `moment`: by halving, so as quick in a queue of
   * a million. Jobs that were put at the front by hand make it inexact.
   */
  async countSince(moment: Date): Promise<number> {
    const counts = await Queue.countAllSince(this.#redis, [this.name], moment)
    return counts.get(this.name) ?? 0
  }

  /** The same of several queues, a few in one command. */
  static async countAllSince(
    redis: RedisClient,
    names: readonly string[],
    moment: Date,
  ): Promise<Map<string, number>> {
    const sinceMs = moment.getTime()
    const groups = Array.from({ length: Math.ceil(names.length / COUNTED_AT_ONCE) }, (_, group) =>
      names.slice(group * COUNTED_AT_ONCE, (group + 1) * COUNTED_AT_ONCE),
    )
    const counts = await Promise.all(
      groups.map((queues) => redis.run(countSince, { queues, sinceMs })),
    )
    return new Map(counts.flat().map((count, index) => [names[index] ?? '', count]))
  }

  /** A page; jobs move while one reads, so two pages may share or miss some. */
  async page({ offset, limit, order = 'next' }: QueuePageOptions): Promise<QueuePage> {
    const first = Math.max(0, Math.trunc(offset))
    const last = first + Math.min(MAX_PAGE, Math.max(1, Math.trunc(limit))) - 1
    const range = order === 'newest' ? [first, last] : [-last - 1, -first - 1]
    const [total, stored] = await Promise.all([
      this.#redis.call('LLEN', this.#key),
      this.#redis.callBuffer('LRANGE', this.#key, ...range),
    ])
    const jobs = toBytes(stored).map((bytes) => readJobRecord(bytes, this.name))
    return { total: toCount(total), jobs: order === 'newest' ? jobs : jobs.toReversed() }
  }

  /**
   * The jobs, the newest first, a slice at a time, no more than there are at the start. A job that
   * stays in the queue is never skipped; one may come twice when others work on the queue.
   */
  each(): AsyncGenerator<JobRecord, void> {
    return walkQueue(this.#redis, this.name)
  }

  /**
   * The job with this jid; null when it was not found within `budgetMs` (default 1,000). Redis
   * itself looks through the queue, some two million jobs a second. `near` is how many jobs ran
   * before it when it was seen last: there it is found at once, however long the queue.
   */
  async findJid(
    jid: string,
    { budgetMs = 1_000, near }: { readonly budgetMs?: number; readonly near?: number } = {},
  ): Promise<JobRecord | null> {
    const there = near === undefined ? null : await findNear(this.#redis, this.name, { jid, near })
    return there ?? findInQueue(this.#redis, this.name, { jid, budgetMs })
  }

  /** Deletes exactly this stored job; false when it is not there any more. */
  async delete(job: JobRecord | Stored): Promise<boolean> {
    const stored = await this.#exactly(job)
    return this.#redis.run(deleteFromQueue, { queue: this.name, stored })
  }

  /** Deletes the job with this jid; false when it is not there, or not found in time. */
  async deleteByJid(jid: string, options?: { readonly budgetMs?: number }): Promise<boolean> {
    const job = await this.findJid(jid, options)
    return job !== null && this.delete(job)
  }

  /**
   * Deletes the jobs of a class that are there now, ActiveJob's too by their real name; says how
   * many. In slices, so that Redis answers others in between.
   */
  deleteByClass(jobClass: string): Promise<number> {
    return deleteMatching(this.#redis, this.name, jobClass)
  }

  /** Makes a job the next one to run; false when it is not there any more. */
  async moveToFront(job: JobRecord | Stored): Promise<boolean> {
    const stored = await this.#exactly(job)
    return this.#redis.run(moveToFront, { queue: this.name, stored })
  }

  /** Deletes as many jobs as there are now, in slices, and then the queue's name; says how many. */
  async clear(): Promise<number> {
    const size = await this.size()
    let deleted = 0
    do {
      const count = Math.min(CLEAR_SLICE, Math.max(1, size - deleted))
      const popped = await this.#redis.run(clearQueue, { queue: this.name, count })
      if (popped === 0) break
      deleted += popped
    } while (deleted < size)
    return deleted
  }

  /**
   * Pauses the queue for all our processes, until `resume`, over restarts too. Its running jobs go
   * on, pushing goes on. Sidekiq Pro's processes read the same set when they start. With `by` it is
   * written down who paused it and when; of two who pause, the first is remembered.
   */
  async pause({ by = null }: { readonly by?: string | null } = {}): Promise<void> {
    const { keys } = this.#redis
    const added = toCount(await this.#redis.call('SADD', keys.paused, this.name))
    const note = encodePauseNote({ by, at: systemClock.nowMs() })
    await this.#redis.pipeline([
      // What is left of a pause that somebody else ended says nothing about this one.
      [added === 1 ? 'HSET' : 'HSETNX', keys.pauseNotes, this.name, note],
      announcement(this.#redis, 'pause', this.name),
    ])
  }

  /** Ends a pause. */
  async resume(): Promise<void> {
    await this.#redis.pipeline([
      ['SREM', this.#redis.keys.paused, this.name],
      ['HDEL', this.#redis.keys.pauseNotes, this.name],
      announcement(this.#redis, 'unpause', this.name),
    ])
  }

  async isPaused(): Promise<boolean> {
    return toCount(await this.#redis.call('SISMEMBER', this.#redis.keys.paused, this.name)) === 1
  }

  /** Text in which bytes were replaced, because they are not UTF-8, is looked up again. */
  async #exactly(job: JobRecord | Stored): Promise<Stored> {
    if (typeof job !== 'string') return Buffer.isBuffer(job) ? job : job.exact
    if (!mayBeInexact(job)) return job
    for await (const { raw, exact } of this.each()) if (raw === job) return exact
    return job
  }

  get #key(): string {
    return this.#redis.keys.queue(this.name)
  }
}
