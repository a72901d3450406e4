/**
 * Where a job is now: first where the link says it was, which costs next to nothing, then everywhere
 * else within a limit.
 */

import { locateJobs, Queue, WorkSet } from '@howdah/engine/api'
import type { JobLocation, JobRecord, SetEntry, WorkRecord } from '@howdah/engine/api'
import { parseJobKey } from '../http/params.ts'
import { queueOf } from '../search/address.ts'
import type { PageContext } from './context.ts'
import { DEAD, RETRIES, SCHEDULED, SET_KINDS } from './set-kinds.ts'
import type { SetKind } from './set-kinds.ts'

/** Where a link says that a job was: a set's key, `queue:<name>` or `running`. */
export interface PlaceHint {
  readonly in: string
  /** The entry's key, in a set. */
  readonly key?: string
  /** How many jobs ran before it, in a queue. */
  readonly at?: number
  /** The process that runs it. */
  readonly process?: string
}

/** Where a job is, with all that its page shows. */
export type JobPlace =
  | { readonly kind: 'set'; readonly set: SetKind; readonly job: SetEntry }
  | {
      readonly kind: 'queue'
      readonly queue: string
      readonly isPaused: boolean
      readonly job: JobRecord
      /** How many jobs ran before it when it was seen last. */
      readonly at?: number
    }
  | {
      readonly kind: 'parked'
      readonly queue: string
      readonly limit: string
      readonly job: JobRecord
    }
  /** `work` is null until the process's next beat tells of it. */
  | {
      readonly kind: 'running'
      readonly queue: string
      readonly work: WorkRecord | null
      readonly job: JobRecord
    }

/** The result of a look. */
export type Found = JobPlace | 'nowhere' | 'unknown'

/** How long (milliseconds) everything is searched for a job that is not where it was. */
const SEARCH_BUDGET_MS = 200

/** How long (milliseconds) the queue of the link is searched: two million jobs a second. */
const QUEUE_BUDGET_MS = 200

/** The address of a job's page. */
export function jobHref(context: PageContext, jid: string, hint?: PlaceHint): string {
  const query = hint === undefined ? '' : `?${hintQuery(hint)}`
  return `${context.basePath}/jobs/${encodeURIComponent(jid.toWellFormed())}${query}`
}

function hintQuery(hint: PlaceHint): string {
  const fields = {
    in: hint.in.toWellFormed(),
    ...(hint.key === undefined ? {} : { key: hint.key }),
    ...(hint.at === undefined ? {} : { at: String(hint.at) }),
    ...(hint.process === undefined ? {} : { process: hint.process.toWellFormed() }),
  }
  return new URLSearchParams(fields).toString()
}

/** The hint that would find this place at once. */
export function hintOf(place: JobPlace): PlaceHint | undefined {
  if (place.kind === 'set') return { in: place.set.key, key: place.job.key }
  if (place.kind === 'queue') {
    const { queue, at } = place
    return { in: `queue:${queue}`, ...(at !== undefined && { at }) }
  }
  return place.kind === 'running' ? hintOfRunning(place.work?.identity ?? null) : undefined
}

/** The hint for a job that runs in this process; null: nobody knows in which. */
export function hintOfRunning(identity: string | null): PlaceHint {
  return { in: 'running', ...(identity !== null && { process: identity }) }
}

/** Where the link says, if it is still there. */
export async function findByHint(context: PageContext, jid: string): Promise<JobPlace | null> {
  const where = context.url.searchParams.get('in') ?? ''
  const kind = SET_KINDS.find(({ key }) => key === where)
  if (kind !== undefined) return findInSet(context, kind, jid)
  if (where === 'running') return findRunning(context, jid)
  const queue = queueOf(where)
  if (queue === null) return null
  const text = context.url.searchParams.get('at') ?? ''
  const near = /^\d{1,9}$/u.test(text) ? { near: Number(text) } : {}
  const options = { budgetMs: QUEUE_BUDGET_MS, ...near }
  const job = await new Queue(context.redis, queue).findJid(jid, options)
  if (job === null) return null
  const isPaused = await new Queue(context.redis, queue).isPaused()
  return { kind: 'queue', queue, isPaused, job, ...('near' in near && { at: near.near }) }
}

async function findInSet(
  context: PageContext,
  set: SetKind,
  jid: string,
): Promise<JobPlace | null> {
  const parts = parseJobKey(context.url.searchParams.get('key') ?? '')
  const job = parts === null ? null : await set.open(context.redis).find(parts.score, jid)
  return job === null ? null : { kind: 'set', set, job }
}

/** In the process that the link names, which costs next to nothing; else in any. */
async function findRunning({ redis, url }: PageContext, jid: string): Promise<JobPlace | null> {
  const identity = url.searchParams.get('process')
  const named = identity === null ? null : await WorkSet.find(redis, jid, { identity })
  const work = named ?? (await WorkSet.find(redis, jid))
  return work === null ? null : { kind: 'running', queue: work.queue, work, job: work.job }
}

/** Wherever it is; 'unknown' when there was no time to look everywhere. */
export async function findAnywhere(context: PageContext, jid: string): Promise<Found> {
  const { queues } = await context.stats()
  const names = queues.map((queue) => queue.name)
  const found = await locateJobs(context.redis, [jid], {
    queues: names,
    budgetMs: SEARCH_BUDGET_MS,
  })
  const location = found.get(jid)
  if (location === undefined) return 'nowhere'
  return location.kind === 'unknown' ? 'unknown' : placeOf(context, location)
}

const KIND_OF_SET = { scheduled: SCHEDULED, retry: RETRIES, dead: DEAD } as const

async function placeOf(
  context: PageContext,
  location: Exclude<JobLocation, { kind: 'unknown' }>,
): Promise<JobPlace> {
  if (location.kind === 'queue' || location.kind === 'parked') return location
  if (location.kind !== 'running') {
    return { kind: 'set', set: KIND_OF_SET[location.kind], job: location.entry }
  }
  const work = await WorkSet.find(context.redis, location.job.jid)
  return { ...location, work }
}
