/**
 * The sorted sets of jobs: scheduled, retry and dead. Look at a page, find one entry, act on it.
 *
 * Every action compares the exact stored text inside Redis, so an entry that was moved, retried or
 * deleted by somebody else in the meantime is simply not there any more.
 */
import type { DeathHandler } from '../config/settings.ts'
import { JobKilledError } from '../errors.ts'
import { parsePayload } from '../job/payload.ts'
import type { JobPayload } from '../job/payload.ts'
import type { RedisClient } from '../redis/contract.ts'
import { secondsOf, systemClock } from '../support/epoch.ts'
import { stringifyJson } from '../support/json.ts'
import { parseEntryKey } from './job-record.ts'
import type { SetEntry } from './job-record.ts'
import { toCount } from './replies.ts'
import { clearSet, deleteEntries, enqueueEntries, killEntries } from './scripts.ts'
import {
  canRun,
  DEAD_MAX_ENTRIES,
  DEAD_TTL_SECONDS,
  readEntries,
  toQueue,
  toRetry,
} from './set-entries.ts'
import type { Rewrite } from './set-entries.ts'
import {
  eachEntry,
  findByJid,
  findEntry,
  findEntryNear,
  readPage,
  scanEntries,
  searchEntries,
} from './set-reading.ts'
import type {
  SetPage,
  SetPageOptions,
  SetPlace,
  SetSearchOptions,
  SetSearchResult,
} from './set-reading.ts'

/** How a set is opened. */
export interface JobSetOptions {
  /** Told of each job that `kill` moves to the dead set. Default: nobody. */
  readonly deathHandlers?: readonly DeathHandler[]
}

/** Entries moved by one script: about a millisecond of Redis's time, however large the set is. */
const SLICE = 100

/** Deleting costs Redis less than moving: about a millisecond as well. */
const CLEAR_SLICE = 1_000

/** What the scheduled, the retry and the dead set have in common. */
export class JobSet {
  readonly #redis: RedisClient
  readonly #key: string
  readonly #place: SetPlace
  readonly #deathHandlers: readonly DeathHandler[]

  protected constructor(
    redis: RedisClient,
    { key, order }: { readonly key: string; readonly order: 'earliest' | 'latest' },
    options: JobSetOptions = {},
  ) {
    this.#redis = redis
    this.#deathHandlers = options.deathHandlers ?? []
    this.#key = key
    this.#place = { redis, key, isNewestFirst: order === 'latest' }
  }

  async size(): Promise<number> {
    return toCount(await this.#redis.call('ZCARD', this.#key))
  }

  /** A page: earliest first, in the dead set latest first. */
  page(options: SetPageOptions): Promise<SetPage> {
    return readPage(this.#place, options)
  }

  /** The entry with this score and jid; null when it is not there (any more). */
  find(score: string | number, jid: string): Promise<SetEntry | null> {
    return findEntry(this.#place, score, jid)
  }

  /** The entry with this key (`<score>-<jid>`); null when it is not there. */
  async findKey(key: string): Promise<SetEntry | null> {
    const parts = parseEntryKey(key)
    return parts === null ? null : this.find(parts.score, parts.jid)
  }

  /** The entry with this jid within two seconds of `time`, however large the set is. */
  findNear(jid: string, time: Date): Promise<SetEntry | null> {
    return findEntryNear(this.#place, jid, time)
  }

  /** The entry with this jid, looked for in the whole set for at most `budgetMs` (1,000). */
  findJid(jid: string, { budgetMs = 1_000 } = {}): Promise<SetEntry | null> {
    return findByJid(this.#place, jid, budgetMs)
  }

  /** Looks for a text in the stored jobs, a bounded piece at a time. */
  search(options: SetSearchOptions): Promise<SetSearchResult> {
    return searchEntries(this.#place, options)
  }

  /** All entries that contain a text, looked for literally, in no order, a step at a time. */
  scan(text: string): AsyncGenerator<SetEntry, void> {
    return scanEntries(this.#place, text)
  }

  /**
   * The entries in the order of the set, a slice at a time, no more than there are at the start.
   * What the reader deletes or moves on the way makes it skip nothing.
   */
  each(): AsyncGenerator<SetEntry, void> {
    return eachEntry(this.#place)
  }

  /** Deletes an entry; false when it is not there any more. */
  async delete(target: SetEntry | string): Promise<boolean> {
    const entry = await this.#resolve(target)
    if (entry === null) return false
    const [isDeleted] = await this.#redis.run(deleteEntries, {
      set: this.#key,
      stored: [entry.exact],
    })
    return isDeleted === true
  }

  /** Deletes the entry with this score and jid; false when it is not there any more. */
  async deleteByJid(score: string | number, jid: string): Promise<boolean> {
    const entry = await this.find(score, jid)
    return entry !== null && this.delete(entry)
  }

  /**
   * Puts a job into the set: its text as it is, or a payload. A job that is in the set already only
   * gets the new time. Throws InvalidJobError and MalformedJsonError for what is no job.
   */
  async add(job: JobPayload | string, atSeconds: number): Promise<void> {
    const text = typeof job === 'string' ? job : stringifyJson(job)
    parsePayload(text)
    await this.#redis.call('ZADD', this.#key, atSeconds, text)
  }

  /**
   * Moves an entry to its queue, to be run next after what waits there. Returns the queue; null
   * when the entry is not there any more, or is no job that could run.
   */
  enqueue(target: SetEntry | string): Promise<string | null> {
    return this.#moveOne(target, toQueue)
  }

  /** Like `enqueue`, without counting the coming attempt as one of its retries. */
  retryNow(target: SetEntry | string): Promise<string | null> {
    return this.#moveOne(target, toRetry)
  }

  /** Moves an entry to the dead set; false when it is not there any more. */
  async kill(target: SetEntry | string): Promise<boolean> {
    const entry = await this.#resolve(target)
    if (entry === null || (await this.#bury([entry])).moved === 0) return false
    if (!entry.invalid) await this.#tellOfDeath(entry)
    return true
  }

  /** Gives an entry another time; false when it is not there any more. */
  async reschedule(target: SetEntry | string, atSeconds: number): Promise<boolean> {
    const entry = await this.#resolve(target)
    if (entry === null) return false
    const [, score] = await this.#redis.multi([
      ['ZADD', this.#key, 'XX', atSeconds, entry.exact],
      ['ZSCORE', this.#key, entry.exact],
    ])
    return score !== null
  }

  /** Moves all entries that are there now to their queues; says how many. */
  enqueueAll(): Promise<number> {
    return this.#forAll((entries) => this.#move(entries, toQueue))
  }

  /** Like `enqueueAll`, without counting the coming attempts as retries. */
  retryAll(): Promise<number> {
    return this.#forAll((entries) => this.#move(entries, toRetry))
  }

  /** Moves all entries that are there now to the dead set; says how many. */
  killAll(): Promise<number> {
    return this.#forAll((entries) => this.#bury(entries))
  }

  /** Deletes as many entries as there are now, in slices; says how many. */
  async deleteAll(): Promise<number> {
    const size = await this.size()
    let deleted = 0
    while (deleted < size) {
      const count = Math.min(CLEAR_SLICE, size - deleted)
      const popped = await this.#redis.run(clearSet, { set: this.#key, count })
      if (popped === 0) break
      deleted += popped
    }
    return deleted
  }

  async #tellOfDeath({ raw }: SetEntry): Promise<void> {
    for (const tell of this.#deathHandlers) await tell(parsePayload(raw), new JobKilledError())
  }

  async #resolve(target: SetEntry | string): Promise<SetEntry | null> {
    return typeof target === 'string' ? this.findKey(target) : target
  }

  async #moveOne(target: SetEntry | string, rewrite: Rewrite): Promise<string | null> {
    const entry = await this.#resolve(target)
    if (entry === null || (await this.#move([entry], rewrite)).moved === 0) return null
    return entry.queue
  }

  async #move(entries: readonly SetEntry[], rewrite: Rewrite): Promise<Outcome> {
    const moves = entries.filter(canRun).map(rewrite)
    const stayed = entries.length - moves.length
    if (moves.length === 0) return { moved: 0, stayed }
    const moved = await this.#redis.run(enqueueEntries, { set: this.#key, moves })
    return { moved: countTrue(moved), stayed }
  }

  async #bury(entries: readonly SetEntry[]): Promise<Outcome> {
    const nowSeconds = secondsOf(systemClock.nowMs())
    const moved = await this.#redis.run(killEntries, {
      set: this.#key,
      diedAtSeconds: nowSeconds,
      forgetBeforeSeconds: nowSeconds - DEAD_TTL_SECONDS,
      keepAtMost: DEAD_MAX_ENTRIES,
      stored: entries.map((entry) => entry.exact),
    })
    return { moved: countTrue(moved), stayed: 0 }
  }

  /** In slices, and no more entries than there are now: a job that fails again is not ours. */
  async #forAll(act: (entries: readonly SetEntry[]) => Promise<Outcome>): Promise<number> {
    let moved = 0
    let stayed = 0
    let left = await this.size()
    while (left > 0) {
      const last = stayed + Math.min(SLICE, left) - 1
      const members = await this.#redis.callBuffer('ZRANGE', this.#key, stayed, last, 'WITHSCORES')
      const entries = readEntries(members)
      if (entries.length === 0) break
      const outcome = await act(entries)
      moved += outcome.moved
      stayed += outcome.stayed
      left -= entries.length
    }
    return moved
  }
}

/** How many of some entries were moved, and how many were left where they are. */
interface Outcome {
  readonly moved: number
  readonly stayed: number
}

function countTrue(values: readonly boolean[]): number {
  return values.filter(Boolean).length
}
