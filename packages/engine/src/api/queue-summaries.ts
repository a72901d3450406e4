/** All queues at a glance: size, age of the next job, paused or not, who works them. */
import { systemClock } from '../support/epoch.ts'
import type { RedisClient } from '../redis/contract.ts'
import { readJobRecord } from './job-record.ts'
import { parsePauseNote } from './pause-note.ts'
import { ProcessSet } from './process-set.ts'
import type { MaybeLater, ProcessRecord } from './process-set.ts'
import { defineScript } from '../redis/script.ts'
import { readNames, toCount, toText } from './replies.ts'

/** One queue in a list of queues. */
export interface QueueSummary {
  readonly name: string
  readonly size: number
  /** How long the next job has been waiting; 0 when the queue is empty. */
  readonly latencySeconds: number
  /** When the next job came into the queue; null when it is empty or does not say. */
  readonly oldestAt: Date | null
  /** Paused by Sidekiq Pro or by us: its jobs wait. */
  readonly isPaused: boolean
  /** Who paused it; null when it is not paused, or the one who did left no name. */
  readonly pausedBy: string | null
  /** Since when; null when it is not paused, or was paused by another program. */
  readonly pausedAt: Date | null
  /** How many living processes take from it … */
  readonly processes: number
  /** … and how many jobs those run at the same time at most, other queues' included. */
  readonly concurrency: number
}

/** What the caller knows already. */
export interface KnownProcesses {
  /** Where the caller has read them, or does. Default: read. */
  readonly processes?: MaybeLater<readonly ProcessRecord[]>
}

/** Reads all queues that exist, by name. */
export async function fetchQueueSummaries(
  redis: RedisClient,
  known: KnownProcesses = {},
): Promise<QueueSummary[]> {
  const [facts, processes] = await Promise.all([
    readAllQueueFacts(redis),
    known.processes ?? ProcessSet.fetch(redis),
  ])
  return facts.map((queue) => {
    const workers = processes.filter(
      ({ queues, isQuiet }) => !isQuiet && queues.includes(queue.name),
    )
    const concurrency = workers.reduce((sum, worker) => sum + worker.concurrency, 0)
    return { ...queue, processes: workers.length, concurrency }
  })
}

type QueueFacts = Omit<QueueSummary, 'processes' | 'concurrency'>

const queueFacts = defineScript<readonly string[], unknown[]>({
  file: new URL('../redis/scripts/queue-facts.lua', import.meta.url),
  keys: (names, keys) => [keys.paused, keys.pauseNotes, ...names.map((name) => keys.queue(name))],
  parameters: (names) => names,
  reply: (raw) => (Array.isArray(raw) ? raw : []),
})

/** Size, age and pause of all queues that exist, by name. */
export async function readAllQueueFacts(redis: RedisClient): Promise<QueueFacts[]> {
  return readQueueFacts(redis, await readNames(redis, redis.keys.queues))
}

/** Size, age and pause of the named queues, in one command. */
async function readQueueFacts(redis: RedisClient, names: readonly string[]): Promise<QueueFacts[]> {
  const replies = await redis.run(queueFacts, names)
  return names.map((name, index) => {
    const [size, next, paused, noted] = replies.slice(index * 4, index * 4 + 4)
    const oldestAt = enqueuedAtOf(toText(next))
    const isPaused = toCount(paused) === 1
    const note = isPaused ? parsePauseNote(toText(noted)) : null
    return {
      name,
      size: toCount(size),
      latencySeconds: secondsSince(oldestAt),
      oldestAt,
      isPaused,
      pausedBy: note?.by ?? null,
      pausedAt: note === null ? null : new Date(note.at),
    }
  })
}

/** The age of a queue's next job in seconds, by its stored text; 0 when there is none. */
export function latencyOf(next: string | null): number {
  return secondsSince(enqueuedAtOf(next))
}

function enqueuedAtOf(next: string | null): Date | null {
  if (next === null) return null
  const { enqueuedAt, createdAt } = readJobRecord(next)
  return enqueuedAt ?? createdAt
}

function secondsSince(time: Date | null): number {
  return time === null ? 0 : Math.max(0, (systemClock.nowMs() - time.getTime()) / 1_000)
}
