/**
 * What all processes run at this moment. Of Ruby's processes only their last heartbeat tells, which
 * may be ten seconds old; of our own, the units of work in flight tell the truth.
 */
import type { JobProgress } from '../job/context.ts'
import { parseJson, stringifyJson } from '../support/json.ts'
import type { RedisClient } from '../redis/contract.ts'
import { readInFlight } from '../redis/in-flight.ts'
import { readMany } from '../redis/read-many.ts'
import { readJobRecord } from './job-record.ts'
import type { JobRecord } from './job-record.ts'
import { readNames, toCount, toPairs, toText } from './replies.ts'

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
  find: findWork,
  iterations: fetchIterations,
  orphans: fetchOrphans,
}

/** All running jobs, the longest-running first. */
async function fetchWork(redis: RedisClient): Promise<WorkRecord[]> {
  const identities = await readNames(redis, redis.keys.processes)
  const replies = await redis.pipeline(
    identities.flatMap((identity) => [
      ['HGETALL', redis.keys.work(identity)] as const,
      ['HGETALL', redis.keys.workers(identity)] as const,
    ]),
  )
  const works = identities.flatMap((identity, index) => {
    const [current, old] = [toPairs(replies[index * 2]), toPairs(replies[index * 2 + 1])]
    // Sidekiq up to 6.4.1 writes only the old key; our own processes write both.
    return (current.length > 0 ? current : old).flatMap(([thread, text]) => {
      return readWork(identity, thread, text) ?? []
    })
  })
  const current = await correct(redis, works, new Set(identities))
  return (await withProgress(redis, current)).sort(byStart)
}

/** The running job with this jid; null when it does not run, or its process has not told yet. */
async function findWork(redis: RedisClient, jid: string): Promise<WorkRecord | null> {
  return (await fetchWork(redis)).find(({ job }) => job.jid === jid) ?? null
}

/**
 * Jobs that a process of ours had taken before it fell silent: nobody runs them, until a living
 * process gives them back to their queues.
 */
async function fetchOrphans(redis: RedisClient): Promise<WorkRecord[]> {
  const [processes, { units }] = await Promise.all([
    readNames(redis, redis.keys.processes),
    readInFlight(redis),
  ])
  const living = new Set(processes)
  const left = units.filter(({ identity }) => !living.has(identity))
  return left.map(({ identity, queue, raw }): WorkRecord => {
    const job = readJobRecord(raw, queue)
    return { identity, thread: '', queue, startedAt: null, job, progress: null }
  })
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

/** Takes away what has been settled since the heartbeat, and adds what was fetched since. */
async function correct(
  redis: RedisClient,
  works: readonly WorkRecord[],
  processes: ReadonlySet<string>,
): Promise<WorkRecord[]> {
  const { identities, units } = await readInFlight(redis)
  const inFlight = new Set(units.map(({ identity, raw }) => `${identity} ${raw}`))
  const known = new Set(works.map(({ identity, job }) => `${identity} ${job.raw}`))
  const still = works.filter(({ identity, job }) => {
    return !identities.has(identity) || inFlight.has(`${identity} ${job.raw}`)
  })
  const fresh = units.filter(({ identity, raw }) => {
    return processes.has(identity) && !known.has(`${identity} ${raw}`)
  })
  const added = fresh.map(({ identity, queue, raw }): WorkRecord => {
    const job = readJobRecord(raw, queue)
    return { identity, thread: '', queue, startedAt: null, job, progress: null }
  })
  return [...still, ...added]
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

async function withProgress(
  redis: RedisClient,
  works: readonly WorkRecord[],
): Promise<WorkRecord[]> {
  const progress = await readProgress(
    redis,
    works.map((work) => work.job.jid),
  )
  return works.map((work, index) => ({ ...work, progress: progress[index] ?? null }))
}

function readWork(identity: string, thread: string, text: string): WorkRecord | null {
  const fields = readFields(text)
  if (fields === null) return null
  const { queue, payload, run_at: runAt } = fields
  const name = typeof queue === 'string' ? queue : 'default'
  // Up to Sidekiq 6.0.1 the payload was an object, since then it is the stored text.
  const raw = typeof payload === 'string' ? payload : stringifyJson(payload ?? null)
  const startedAt = runAt === undefined ? null : new Date(Number(runAt) * 1_000)
  return { identity, thread, queue: name, startedAt, job: readJobRecord(raw, name), progress: null }
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

function byStart(one: WorkRecord, other: WorkRecord): number {
  const [oneMs, otherMs] = [one, other].map((work) => work.startedAt?.getTime() ?? Infinity)
  return oneMs === otherMs ? 0 : (oneMs ?? 0) - (otherMs ?? 0)
}
