/**
 * Where some jobs are now, by their jids: for a ledger that must notice when a job is nowhere.
 *
 * Redis has no index by jid, so this reads through the sets and queues, within a limit. A job may
 * move from a place that is still unread to one that was read: look twice before calling it lost.
 */
import type { RedisClient } from '../redis/contract.ts'
import { findParked } from '../redis/parked.ts'
import { readJobRecord, readSetEntry } from './job-record.ts'
import type { JobRecord, SetEntry } from './job-record.ts'
import { mayBeInexact } from '../support/exact-text.ts'
import { readNames, toBytes, toCount } from './replies.ts'
import { findJobs } from './scripts.ts'
import { readWorkEntries, textOfJid } from './work-entries.ts'

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
  /** Stop after so many jobs of each place likewise. Default: none. */
  readonly mostInAPlace?: number
  /** Look only here, in this order; a job that is elsewhere is 'unknown'. Default: everywhere. */
  readonly places?: readonly LocatePlace[]
}

/** Jobs looked through in one go: a millisecond of Redis's time. */
const STEP = 1_000

/** Where `locateJobs` looks. */
export type LocatePlace = 'running' | 'retry' | 'scheduled' | 'queues' | 'parked' | 'dead'

/**
 * From where jobs come to where they go, and running once more: a job that was fetched or moved on
 * meanwhile is most likely running then.
 */
const EVERYWHERE = [
  'running',
  'retry',
  'scheduled',
  'queues',
  'parked',
  'dead',
  'running',
] as const satisfies readonly LocatePlace[]

const JID = /^"jid"\s*:\s*"([^"\\]*)"/u

/** Finds jobs by jid. A jid that is not in the result is in none of the places. */
export async function locateJobs(
  redis: RedisClient,
  jids: readonly string[],
  options: LocateOptions,
): Promise<Map<string, JobLocation>> {
  const { budgetMs = 2_000, mostInAPlace = Infinity } = options
  const search = new Search(redis, jids, {
    deadlineMs: performance.now() + budgetMs,
    mostInAPlace,
  })
  for (const place of options.places ?? EVERYWHERE) await search.lookAt(place, options.queues)
  return search.result({ isEverywhere: options.places === undefined })
}

const UP = ['up', 'ZRANGE'] as const

/** A script's reply is text: what is not UTF-8 is read again, as bytes, near where it was found. */
function bytesOf(text: string, near: unknown): Buffer | string {
  return toBytes(near).find((one) => one.toString('utf8') === text) ?? text
}

interface SearchLimits {
  readonly deadlineMs: number
  readonly mostInAPlace: number
}

class Search {
  readonly #redis: RedisClient
  readonly #wanted: Set<string>
  readonly #found = new Map<string, JobLocation>()
  readonly #limits: SearchLimits
  #isCut = false

  constructor(redis: RedisClient, jids: readonly string[], limits: SearchLimits) {
    this.#redis = redis
    this.#wanted = new Set(jids)
    this.#limits = limits
  }

  async lookAt(place: LocatePlace, queues: readonly string[]): Promise<void> {
    const { keys } = this.#redis
    if (place === 'running') return this.#lookAtRunning()
    if (place === 'parked') return this.#lookAtParked()
    if (place !== 'queues') {
      return this.#lookAtSet(place, place === 'scheduled' ? keys.schedule : keys[place])
    }
    for (const queue of queues) await this.#lookAtQueue(queue)
    return undefined
  }

  /** In flight with one of our processes, or shown as running by any process's heartbeat. */
  async #lookAtRunning(): Promise<void> {
    if (this.#wanted.size === 0) return
    const identities = await readNames(this.#redis, this.#redis.keys.processes)
    const [jid = '', ...others] = this.#wanted
    const holding = others.length === 0 ? textOfJid(jid) : ''
    const { running, orphaned } = await readWorkEntries(this.#redis, identities, { holding })
    for (const { raw, queue } of [...running, ...orphaned]) {
      if (!this.#mayBeWanted(raw)) continue
      const job = readJobRecord(raw, queue)
      this.#add(job.jid, { kind: 'running', queue, job })
    }
  }

  async #lookAtSet(kind: 'scheduled' | 'retry' | 'dead', key: string): Promise<void> {
    // The latest deaths first: they are what people ask for.
    const [way, command] = kind === 'dead' ? (['down', 'ZREVRANGE'] as const) : UP
    await this.#steps({ way, key }, async ({ score, text }, range) => {
      const stored = mayBeInexact(text)
        ? bytesOf(text, await this.#redis.callBuffer(command, key, ...range))
        : text
      const entry = readSetEntry(stored, score)
      this.#add(entry.jid, { kind, entry })
    })
  }

  /** A hash by jid: the one place that needs no search. */
  async #lookAtParked(): Promise<void> {
    if (this.#wanted.size === 0) return
    for (const { jid, queue, limit, exact } of (
      await findParked(this.#redis, [...this.#wanted])
    ).values()) {
      this.#add(jid, { kind: 'parked', queue, limit, job: readJobRecord(exact, queue) })
    }
  }

  async #lookAtQueue(queue: string): Promise<void> {
    if (this.#wanted.size === 0) return
    const { keys } = this.#redis
    const key = keys.queue(queue)
    let paused: Promise<unknown> | undefined
    // From the right end, where the next jobs are, so that newly pushed ones shift nothing.
    await this.#steps({ way: 'queue', key }, async ({ text }, [first, last]) => {
      const stored = mayBeInexact(text)
        ? bytesOf(text, await this.#redis.callBuffer('LRANGE', key, -last - 1, -first - 1))
        : text
      const job = readJobRecord(stored, queue)
      if (!this.#wanted.has(job.jid)) return
      paused ??= this.#redis.call('SISMEMBER', keys.paused, queue)
      this.#add(job.jid, { kind: 'queue', queue, job, isPaused: toCount(await paused) === 1 })
    })
  }

  result({ isEverywhere }: { readonly isEverywhere: boolean }): Map<string, JobLocation> {
    if (this.#isCut || !isEverywhere)
      for (const jid of this.#wanted) this.#found.set(jid, { kind: 'unknown' })
    return this.#found
  }

  /** Goes on until the end, all jobs found, or no time left; `read` reads what may be meant. */
  async #steps(
    { way, key }: { readonly way: 'queue' | 'up' | 'down'; readonly key: string },
    read: (
      found: { readonly score: string; readonly text: string },
      range: readonly [first: number, last: number],
    ) => Promise<void>,
  ): Promise<void> {
    for (let from = 0; this.#wanted.size > 0; from += STEP) {
      const { deadlineMs, mostInAPlace } = this.#limits
      if (performance.now() > deadlineMs || from >= mostInAPlace) {
        this.#isCut = true
        return
      }
      const jids = [...this.#wanted]
      const piece = await this.#redis.run(findJobs, { way, key, from, count: STEP, jids })
      for (const found of piece.found) await read(found, [from, from + STEP * 2 - 1])
      if (piece.looked < STEP) return
    }
  }

  /**
   * Parsing each running job would cost ten times the look for the jid's text. The arguments may
   * hold a "jid" too: such a job is parsed.
   */
  #mayBeWanted(raw: string): boolean {
    const first = raw.indexOf('"jid"')
    if (first === -1 || first !== raw.lastIndexOf('"jid"')) return true
    const jid = JID.exec(raw.slice(first, first + 200))?.[1]
    return jid === undefined || this.#wanted.has(jid)
  }

  #add(jid: string, location: JobLocation): void {
    if (this.#wanted.delete(jid)) this.#found.set(jid, location)
  }
}
