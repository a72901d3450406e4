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
import { end, LEASE_MS, leaseEnd } from './operation-slice.ts'
import type { OperationWork, RestoredJob, Slice } from './operation-slice.ts'
import { nextSize, RESTORED } from './pace.ts'

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

/** How a place is worked off; true when it must be taken up again from what its record says. */
const MOVE = { set: moveSet, queue: deleteFromQueue }
const RESTORE = { set: restoreSet, queue: restoreQueue }

function restoreSet(slice: Slice): Promise<boolean> {
  const { redis, set } = slice
  return restore(slice, async (own) => {
    const entries = await redis.run(operationRestore, { ...own, set })
    return entries?.map(({ jid, at }) => ({ jid, dueAt: at })) ?? null
  })
}

function restoreQueue(slice: Slice): Promise<boolean> {
  const { redis, queue } = slice
  return restore(slice, async (own) => {
    const texts = await redis.run(operationQueueRestore, { ...own, queue })
    return texts?.map((text) => ({ jid: readJobRecord(text, queue).jid, dueAt: null })) ?? null
  })
}

interface OwnSlice {
  readonly id: string
  readonly owner: string
  readonly count: number
  readonly leaseUntilMs: number
}

/** Slice by slice until nothing is left, or it is somebody else's to go on; each as large as Redis can do quickly. */
async function restore(
  { redis, record: { id }, options }: Slice,
  restoreSlice: (own: OwnSlice) => Promise<readonly RestoredJob[] | null>,
): Promise<boolean> {
  for (let count = RESTORED.least; ;) {
    const sentAtMs = performance.now()
    const own = { id, owner: options.owner, count, leaseUntilMs: leaseEnd() }
    const jobs = await restoreSlice(own)
    if (jobs === null) return false
    if (jobs.length === 0) {
      await end(redis, id, { to: 'undone', from: 'undoing' })
      return false
    }
    count = nextSize(count, performance.now() - sentAtMs, RESTORED)
    await options.onRestored?.(jobs)
  }
}

/** The set that a place names; a queue's slices do not look at it. */
export function setOf(place: OperationPlace): OperationSet {
  return place === 'schedule' || place === 'retry' ? place : 'dead'
}
