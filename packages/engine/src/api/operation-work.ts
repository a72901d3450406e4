/**
 * How operations are worked off: a slice of a set or of a queue at a time, each moved and counted in one
 * script, so that whoever goes on finds what is left.
 */
import type { RedisClient } from '../redis/contract.ts'
import { systemClock } from '../support/epoch.ts'
import { readJobRecord } from './job-record.ts'
import { moveSet } from './operation-set.ts'
import { deleteFromQueue } from './operation-queue.ts'
import { queueOf, readRecord } from './operation-record.ts'
import type { OperationPlace, OperationSet } from './operation-record.ts'
import { operationClaim, operationQueueRestore, operationRestore } from './operation-scripts.ts'
import { end, LEASE_MS, leaseEnd, SLICE } from './operation-slice.ts'
import type { OperationWork, RestoredJob, Slice } from './operation-slice.ts'

/**
 * Works an operation off until it has ended, was aborted, or is somebody else's. A process that dies
 * on the way leaves it to whoever calls this after the lease: nothing is lost, nothing done twice.
 */
export async function workOff(
  redis: RedisClient,
  id: string,
  options: OperationWork,
): Promise<void> {
  const { owner } = options
  const nowMs = systemClock.nowMs()
  const isOurs = await redis.run(operationClaim, {
    id,
    owner,
    nowMs,
    leaseUntilMs: nowMs + LEASE_MS,
  })
  const reply = isOurs ? await redis.call('HGETALL', redis.keys.operation(id)) : []
  const record = readRecord(id, reply)
  if (record === null) return
  const { place, state } = record
  const queue = queueOf(place)
  const sliceOf = state === 'undoing' ? RESTORE : MOVE
  const step = queue === null ? sliceOf.set : sliceOf.queue
  while (await step({ redis, record, options, queue: queue ?? '', set: setOf(place) }));
}

/** Each does one slice; true while there is more. */
const MOVE = { set: moveSet, queue: deleteFromQueue }
const RESTORE = { set: restoreSlice, queue: restoreQueueSlice }

async function restoreSlice({ redis, record: { id }, options, set }: Slice): Promise<boolean> {
  const input = { id, set, owner: options.owner, count: SLICE, leaseUntilMs: leaseEnd() }
  const entries = await redis.run(operationRestore, input)
  const jobs = entries?.map(({ jid, at }) => ({ jid, dueAt: at })) ?? null
  return tellRestored({ redis, id, options }, jobs)
}

async function restoreQueueSlice({
  redis,
  record: { id },
  options,
  queue,
}: Slice): Promise<boolean> {
  const input = { id, queue, owner: options.owner, count: SLICE, leaseUntilMs: leaseEnd() }
  const texts = await redis.run(operationQueueRestore, input)
  const jobs = texts?.map((text) => ({ jid: readJobRecord(text, queue).jid, dueAt: null })) ?? null
  return tellRestored({ redis, id, options }, jobs)
}

async function tellRestored(
  { redis, id, options }: { redis: RedisClient; id: string; options: OperationWork },
  jobs: readonly RestoredJob[] | null,
): Promise<boolean> {
  if (jobs === null) return false
  if (jobs.length === 0) await end(redis, id, { to: 'undone', from: 'undoing' })
  else await options.onRestored?.(jobs)
  return jobs.length > 0
}

/** The set that a place names; a queue's slices do not look at it. */
export function setOf(place: OperationPlace): OperationSet {
  return place === 'schedule' || place === 'retry' ? place : 'dead'
}
