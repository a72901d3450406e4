/**
 * What Redis can tell about the queues right now: in which one a job lies, is anybody listening,
 * does the clock tick.
 *
 * The schedule itself comes from the ledger. Redis only adds why something waits, so a silent
 * Redis costs the page one sentence and never the page.
 */
import type { RedisClient } from '@howdah/engine'
import {
  type JobLocation,
  type LocateOptions,
  type LocatePlace,
  type LimitRecord,
  Limits,
  locateJobs,
  type ProcessRecord,
  schedulerHealth,
} from '@howdah/engine/api'
import { EXPORT_LIMIT_NAME } from './export-queue.ts'
import type { ExportRecord, ExportState } from './types.ts'

/** The state of one queue. */
export interface LiveQueue {
  readonly name: string
  /** Processes that take jobs from this queue and are not quiet. */
  readonly listeners: number
  /** Jobs that they can run at once. */
  readonly capacity: number
  readonly isPaused: boolean
  readonly overdue: number
  readonly pollers: number
}

/** Redis at one moment, asked once a page. */
export interface LiveQueues {
  /** The queue that exports go to unless somebody chose another. */
  readonly usual: string
  readonly named: (name: string) => LiveQueue
  /** How many exports may run at once, and do. */
  readonly limit: LimitRecord
  /** Where the jobs of the page are, by jid; those that were found. */
  readonly locations: ReadonlyMap<string, JobLocation>
}

/** What is needed to look for the job of an export. */
export type Sought = Pick<ExportRecord, 'jid' | 'queue' | 'state'>

/** Longer than any healthy answer; the page does not wait longer. */
const LIMIT_MS = 1_000

/** Behind a million of other people's jobs an export may stay unfound; the page is in time. */
const SEARCH: Pick<LocateOptions, 'budgetMs' | 'mostInAPlace'> = {
  budgetMs: 200,
  mostInAPlace: 2_000,
}

/** Where the job of an export is to be looked for: the ledger knows the place, not its name there. */
const PLACES: Readonly<Record<ExportState, readonly LocatePlace[]>> = {
  pending: ['queues', 'parked', 'running'],
  scheduled: ['scheduled'],
  running: ['running'],
  retrying: ['retry', 'queues', 'running'],
  failed: ['dead'],
  stuck: ['queues', 'parked', 'running', 'retry', 'scheduled', 'dead'],
  done: [],
  expired: [],
  cancelled: [],
}

/** Whether the job of an export in this state is looked for: one that has ended needs none. */
export function isLookedFor(state: ExportState): boolean {
  return PLACES[state].length > 0
}

/** What is asked for. */
export interface LiveQuestion {
  /** The queue that exports go to unless somebody chose another. */
  readonly usual: string
  /** Whose jobs are looked for. */
  readonly exports: readonly Sought[]
  /** Who works, at this moment or a second ago. */
  readonly processes: () => Promise<readonly ProcessRecord[]>
}

/** Asks Redis; null when it does not answer in time. */
export async function readLiveQueues(
  redis: RedisClient,
  question: LiveQuestion,
): Promise<LiveQueues | null> {
  return answerInTime(ask(redis, question))
}

async function ask(
  redis: RedisClient,
  { usual, exports, processes: readProcesses }: LiveQuestion,
): Promise<LiveQueues> {
  const processes = await readProcesses()
  const [health, limit, paused, locations] = await Promise.all([
    schedulerHealth(redis, { processes }),
    Limits.get(redis, EXPORT_LIMIT_NAME),
    redis.call('SMEMBERS', redis.keys.paused),
    locate(redis, usual, exports),
  ])
  const describe = (name: string): LiveQueue => {
    const listeners = processes.filter((one) => !one.isQuiet && one.queues.includes(name))
    return {
      name,
      isPaused: Array.isArray(paused) && paused.includes(name),
      listeners: listeners.length,
      capacity: listeners.reduce((sum, one) => sum + one.concurrency, 0),
      overdue: health.overdue,
      pollers: health.pollers,
    }
  }
  return { usual, limit, locations, named: rememberEach(describe) }
}

/** A page asks for the same few queues once for each of its rows. */
function rememberEach(describe: (name: string) => LiveQueue): (name: string) => LiveQueue {
  const known = new Map<string, LiveQueue>()
  return (name) => {
    const queue = known.get(name) ?? describe(name)
    known.set(name, queue)
    return queue
  }
}

async function locate(
  redis: RedisClient,
  usual: string,
  exports: readonly Sought[],
): Promise<ReadonlyMap<string, JobLocation>> {
  const jids = new Set(exports.flatMap(({ jid }) => (jid === null ? [] : [jid])))
  const queues = new Set(exports.map(({ queue }) => queue ?? usual))
  const places = new Set(exports.flatMap(({ state }) => PLACES[state]))
  return locateJobs(redis, [...jids], { ...SEARCH, queues: [...queues], places: [...places] })
}

/** The queue that the export's job lies in or will come to; the usual one where none was found. */
export function queueOf(
  live: LiveQueues,
  row: Pick<ExportRecord, 'jid'> & { readonly queue?: string | null },
): LiveQueue {
  const location = live.locations.get(row.jid ?? '')
  return live.named((location && queueName(location)) ?? row.queue ?? live.usual)
}

/** The name of the queue that a job belongs to, wherever it is; null when that is not known. */
export function queueName(location: JobLocation): string | null {
  switch (location.kind) {
    case 'queue':
    case 'parked':
    case 'running':
      return location.queue
    case 'scheduled':
    case 'retry':
    case 'dead':
      return location.entry.queue
    case 'unknown':
    default:
      return null
  }
}

/** The promise's value, or null when it fails or takes longer than a second. */
async function answerInTime<T>(promise: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), LIMIT_MS)
  })
  // A failing Redis reads like a silent one: the caller shows the same banner for both.
  const answer = promise.catch(() => null)
  return Promise.race([answer, silence]).finally(() => clearTimeout(timer))
}
