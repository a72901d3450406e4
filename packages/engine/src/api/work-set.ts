/**
 * What all processes run at this moment. Of Ruby's processes only their last heartbeat tells, which
 * may be ten seconds old; of our own, the units of work in flight tell the truth.
 */
import type { JobProgress } from '../job/context.ts'
import { parseJson } from '../support/json.ts'
import { NO_PAUSE } from '../support/pause.ts'
import type { Pause } from '../support/pause.ts'
import type { RedisClient } from '../redis/contract.ts'
import { readMany } from '../redis/read-many.ts'
import { readJobRecord } from './job-record.ts'
import type { JobRecord } from './job-record.ts'
import { readNames, toCount, toPairs, toText } from './replies.ts'
import { readWorkEntries, textOfJid } from './work-entries.ts'
import type { WorkEntries, WorkEntry } from './work-entries.ts'

/** One running job. */
export interface WorkRecord {
  /** The process that runs it. */
  readonly identity: string
  /** Which of the process's threads or slots runs it. */
  readonly thread: string
  readonly queue: string
  /** Null until the process's next heartbeat has told. */
  readonly startedAt: Date | null
  readonly job: JobRecord
  readonly progress: JobProgress | null
}

/** The state of an iterable job, Ruby's or ours. */
export interface IterationRecord {
  /** How often it was started. */
  readonly executions: number
  /** The item to be processed next, as JSON; null before the first. */
  readonly cursorJson: string | null
  /** Of the runs that have ended. */
  readonly runtimeSeconds: number
  /** Somebody cancelled it; any job can carry this mark. */
  readonly cancelledAt: Date | null
}

/** The running jobs of one Redis. */
export const WorkSet = {
  fetch: fetchWork,
  order: fetchOrder,
  page: fetchPage,
  find: findWork,
  iterations: fetchIterations,
  orphans: fetchOrphans,
}

/** All running jobs, the longest-running first. */
async function fetchWork(redis: RedisClient): Promise<WorkRecord[]> {
  const identities = await readNames(redis, redis.keys.processes)
  return describe(redis, (await readWorkEntries(redis, identities)).running)
}

/** One page of what runs. */
export interface WorkPage {
  /** Orphans first, then the longest-running. */
  readonly works: readonly (WorkRecord & {
    /** Its process is gone: a living one will give the job back to its queue. */
    readonly isOrphan: boolean
  })[]
  readonly orphans: number
  readonly running: number
}

/** All running jobs in their order at one moment, unread: for several pages. */
export type WorkOrder = WorkEntries

/**
 * The order of all running jobs: with thousands of them the longest part of making a page.
 * @param pause awaited after some hundred jobs. Default: nothing is
 */
async function fetchOrder(redis: RedisClient, pause: Pause = NO_PAUSE): Promise<WorkOrder> {
  return readWorkEntries(redis, await readNames(redis, redis.keys.processes), { pause })
}

/** Which of the running jobs. */
interface WorkPageOptions {
  readonly offset: number
  readonly limit: number
  /** Of an earlier moment. Default: of now. */
  readonly order?: WorkOrder
}

/** Some of the running jobs, and how many there are in all; only those shown are read. */
async function fetchPage(
  redis: RedisClient,
  { offset, limit, order }: WorkPageOptions,
): Promise<WorkPage> {
  const { running, orphaned } = order ?? (await fetchOrder(redis))
  const shown = [...orphaned, ...running].slice(offset, offset + limit)
  const works = await describe(redis, shown)
  return {
    works: works.map((work, index) => ({ ...work, isOrphan: offset + index < orphaned.length })),
    orphans: orphaned.length,
    running: running.length,
  }
}

/**
 * The running job with this jid; null when it does not run, or its process has not told yet.
 * @param identity the process that it runs in, which is the only one asked. Default: all are
 */
async function findWork(
  redis: RedisClient,
  jid: string,
  { identity }: { readonly identity?: string } = {},
): Promise<WorkRecord | null> {
  const names = await readNames(redis, redis.keys.processes)
  const identities = identity === undefined ? names : names.filter((name) => name === identity)
  const { running } = await readWorkEntries(redis, identities, {
    holding: textOfJid(jid),
    ...(identity !== undefined && { only: identity }),
  })
  return (await describe(redis, running)).find(({ job }) => job.jid === jid) ?? null
}

/**
 * Jobs that a process of ours had taken before it fell silent: nobody runs them, until a living
 * process gives them back to their queues.
 */
async function fetchOrphans(redis: RedisClient): Promise<WorkRecord[]> {
  const identities = await readNames(redis, redis.keys.processes)
  return (await readWorkEntries(redis, identities)).orphaned.map(readWork)
}

/** How far iterable jobs are; null for those that never began to iterate. */
async function fetchIterations(
  redis: RedisClient,
  jids: readonly string[],
): Promise<(IterationRecord | null)[]> {
  const keys = jids.map((jid) => redis.keys.iteration(jid))
  const replies = await readMany(redis, keys, ['HGETALL'])
  return replies.map((reply) => {
    const state = new Map(toPairs(reply))
    if (!state.has('ex') && !state.has('cancelled')) return null
    const cancelled = state.get('cancelled')
    return {
      executions: toCount(state.get('ex')),
      cursorJson: state.get('c') ?? null,
      runtimeSeconds: Number(state.get('rt') ?? 0),
      cancelledAt: cancelled === undefined ? null : new Date(Number(cancelled) * 1_000),
    }
  })
}

/** The progress of jobs by their jids, in one round trip; null where none is reported. */
export async function readProgress(
  redis: RedisClient,
  jids: readonly string[],
): Promise<(JobProgress | null)[]> {
  if (jids.length === 0) return []
  const texts = await redis.call('MGET', ...jids.map((jid) => redis.keys.progress(jid)))
  return Array.isArray(texts) ? texts.map((text) => parseProgress(toText(text))) : []
}

async function describe(redis: RedisClient, entries: readonly WorkEntry[]): Promise<WorkRecord[]> {
  const works = entries.map(readWork)
  const progress = await readProgress(
    redis,
    works.map((work) => work.job.jid),
  )
  return works.map((work, index) => ({ ...work, progress: progress[index] ?? null }))
}

function readWork({ identity, thread, queue, startedAtMs, raw }: WorkEntry): WorkRecord {
  const startedAt = startedAtMs === null ? null : new Date(startedAtMs)
  return { identity, thread, queue, startedAt, job: readJobRecord(raw, queue), progress: null }
}

function parseProgress(text: string | null): JobProgress | null {
  const fields = text === null ? null : readFields(text)
  if (fields === null) return null
  const { stage, done, total } = fields
  return {
    stage: typeof stage === 'string' ? stage : '',
    done: typeof done === 'number' ? done : 0,
    total: typeof total === 'number' ? total : null,
  }
}

function readFields(text: string): Record<string, unknown> | null {
  try {
    const value = parseJson(text)
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch {
    return null // Not Sidekiq's: nothing here can be shown.
  }
}
