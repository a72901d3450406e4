/**
 * Where some jobs are now, by their jids: for a ledger that must notice when a job is nowhere.
 *
 * Redis has no index by jid, so this reads through the sets and queues, within a limit. A job may
 * move from a place that is still unread to one that was read: look twice before calling it lost.
 */
import type { RedisClient } from '../redis/contract.ts'
import { readInFlight } from '../redis/in-flight.ts'
import { findParked } from '../redis/parked.ts'
import { readJobRecord, readSetEntry } from './job-record.ts'
import type { JobRecord, SetEntry } from './job-record.ts'
import { toBytes, toCount, toScoredBytes } from './replies.ts'
import { WorkSet } from './work-set.ts'

/** Where a job is. */
export type JobLocation =
  | { readonly kind: 'running'; readonly queue: string; readonly job: JobRecord }
  | {
      readonly kind: 'queue'
      readonly queue: string
      readonly job: JobRecord
      /** The queue is paused: it will wait until somebody resumes it. */
      readonly isPaused: boolean
    }
  /** It waits for a slot of a concurrency limit. */
  | {
      readonly kind: 'parked'
      readonly queue: string
      readonly limit: string
      readonly job: JobRecord
    }
  | { readonly kind: 'scheduled' | 'retry' | 'dead'; readonly entry: SetEntry }
  /** The limit was reached before everything was read: it may exist or not. */
  | { readonly kind: 'unknown' }

/** Where to look, and how long. */
export interface LocateOptions {
  readonly queues: readonly string[]
  /** Stop after this time; what was not found by then is 'unknown'. Default 2,000. */
  readonly budgetMs?: number
}

const STEP = 1_000

const JID = /^"jid"\s*:\s*"([^"\\]*)"/u

/** Finds jobs by jid. A jid that is not in the result is in none of the places. */
export async function locateJobs(
  redis: RedisClient,
  jids: readonly string[],
  options: LocateOptions,
): Promise<Map<string, JobLocation>> {
  const search = new Search(redis, jids, performance.now() + (options.budgetMs ?? 2_000))
  await search.lookAtRunning()
  await search.lookAtSet('retry', redis.keys.retry)
  await search.lookAtSet('scheduled', redis.keys.schedule)
  for (const queue of options.queues) await search.lookAtQueue(queue)
  await search.lookAtParked()
  await search.lookAtSet('dead', redis.keys.dead)
  // Once more: a job that was fetched or moved on meanwhile is most likely running now.
  await search.lookAtRunning()
  return search.result()
}

class Search {
  readonly #redis: RedisClient
  readonly #wanted: Set<string>
  readonly #found = new Map<string, JobLocation>()
  readonly #deadlineMs: number
  #isCut = false

  constructor(redis: RedisClient, jids: readonly string[], deadlineMs: number) {
    this.#redis = redis
    this.#wanted = new Set(jids)
    this.#deadlineMs = deadlineMs
  }

  /** In flight with one of our processes, or shown as running by any process's heartbeat. */
  async lookAtRunning(): Promise<void> {
    if (this.#wanted.size === 0) return
    const { units } = await readInFlight(this.#redis)
    for (const { raw, queue } of units) this.#addRunning(readJobRecord(raw, queue), queue)
    for (const work of await WorkSet.fetch(this.#redis)) this.#addRunning(work.job, work.queue)
  }

  async lookAtSet(kind: 'scheduled' | 'retry' | 'dead', key: string): Promise<void> {
    await this.#steps(async (start) => {
      const range = [start, start + STEP - 1]
      const members = toScoredBytes(
        await this.#redis.callBuffer('ZRANGE', key, ...range, 'WITHSCORES'),
      )
      for (const [stored, score] of members) {
        if (!this.#mayBeWanted(stored.toString('utf8'))) continue
        const entry = readSetEntry(stored, score)
        this.#add(entry.jid, { kind, entry })
      }
      return members.length
    })
  }

  /** A hash by jid: the one place that needs no search. */
  async lookAtParked(): Promise<void> {
    for (const { jid, queue, limit, exact } of (
      await findParked(this.#redis, [...this.#wanted])
    ).values()) {
      this.#add(jid, { kind: 'parked', queue, limit, job: readJobRecord(exact, queue) })
    }
  }

  async lookAtQueue(queue: string): Promise<void> {
    if (this.#wanted.size === 0) return
    const paused = await this.#redis.call('SISMEMBER', this.#redis.keys.paused, queue)
    const isPaused = toCount(paused) === 1
    await this.#steps(async (start) => {
      // From the right end, where the next jobs are, so that newly pushed ones shift nothing.
      const range = [-start - STEP, -start - 1]
      const texts = toBytes(
        await this.#redis.callBuffer('LRANGE', this.#redis.keys.queue(queue), ...range),
      )
      for (const stored of texts) {
        if (!this.#mayBeWanted(stored.toString('utf8'))) continue
        const job = readJobRecord(stored, queue)
        this.#add(job.jid, { kind: 'queue', queue, job, isPaused })
      }
      return texts.length
    })
  }

  result(): Map<string, JobLocation> {
    if (this.#isCut) for (const jid of this.#wanted) this.#found.set(jid, { kind: 'unknown' })
    return this.#found
  }

  /** Reads on until the end, all jobs found, or no time left. */
  async #steps(read: (start: number) => Promise<number>): Promise<void> {
    for (let start = 0; this.#wanted.size > 0; start += STEP) {
      if (performance.now() > this.#deadlineMs) {
        this.#isCut = true
        return
      }
      if ((await read(start)) < STEP) return
    }
  }

  /**
   * Parsing each stored job would cost ten times the look for the jid's text. The arguments may
   * hold a "jid" too: such a job is parsed.
   */
  #mayBeWanted(raw: string): boolean {
    const first = raw.indexOf('"jid"')
    if (first === -1 || first !== raw.lastIndexOf('"jid"')) return true
    const jid = JID.exec(raw.slice(first, first + 200))?.[1]
    return jid === undefined || this.#wanted.has(jid)
  }

  #addRunning(job: JobRecord, queue: string): void {
    this.#add(job.jid, { kind: 'running', queue, job })
  }

  #add(jid: string, location: JobLocation): void {
    if (this.#wanted.delete(jid)) this.#found.set(jid, location)
  }
}
