/**
 * Operations: retrying, burying or deleting many jobs of a set or a queue, a slice at a time, with a record
 * that says who, why, how far; to be aborted, taken over when their process dies, and undone where they
 * deleted.
 */
import { randomBytes } from 'node:crypto'
import type { RedisClient } from '../redis/contract.ts'
import { systemClock } from '../support/epoch.ts'
import type { SetEntry } from './job-record.ts'
import { rewriteFor } from './operation-set.ts'
import { queueOf, readRecord, TRASH_SECONDS } from './operation-record.ts'
import type {
  OperationPlace,
  OperationRecord,
  OperationRequest,
  OperationSet,
} from './operation-record.ts'
import { operationSlice, operationState } from './operation-scripts.ts'
import { end, LEASE_MS, SLICE } from './operation-slice.ts'
import { setOf, workOff } from './operation-work.ts'
import { toCount, toTexts } from './replies.ts'

/** Records are kept for a month, 200 at most. */
const RECORD_SECONDS = 30 * 86_400
const MOST_RECORDS = 200

/** No entry has a score up to this one. */
const NO_SCORE = '(-inf'

/** Operations on the sets and queues of one Redis. */
export const Operations = { start, fetch, list, abort, undo, unowned, work: workOff, deleteEntries }

/** Writes an operation down; `work` does it. */
function start(redis: RedisClient, request: OperationRequest): Promise<string> {
  return begin(redis, request, {})
}

async function begin(
  redis: RedisClient,
  request: OperationRequest,
  more: Readonly<Record<string, string | number>>,
): Promise<string> {
  const { keys } = redis
  const nowMs = systemClock.nowMs()
  const id = `${nowMs.toString(36)}${randomBytes(5).toString('hex')}`
  const extent = await extentOf(redis, request.place)
  const fields = { ...request, ...extent, state: 'running', created: nowMs, lease: 0, ...more }
  await redis.multi([
    ['HSET', keys.operation(id), ...Object.entries(fields).flat()],
    ['EXPIRE', keys.operation(id), RECORD_SECONDS],
    ['ZADD', keys.operations, nowMs, id],
    ['ZREMRANGEBYRANK', keys.operations, 0, -MOST_RECORDS - 1],
  ])
  return id
}

/** How many jobs there are, and in a set the highest score: what comes behind it later is none of these. */
async function extentOf(redis: RedisClient, place: OperationPlace) {
  const queue = queueOf(place)
  if (queue !== null) return { total: toCount(await redis.call('LLEN', redis.keys.queue(queue))) }
  const key = redis.keys[setOf(place)]
  const [size, last] = await redis.pipeline([
    ['ZCARD', key],
    ['ZREVRANGE', key, 0, 0, 'WITHSCORES'],
  ])
  return { total: toCount(size), last_score: toTexts(last)[1] ?? NO_SCORE }
}

/**
 * Deletes these entries of a set at once, at most a slice of 500, as an operation that has ended: so
 * they can be put back. True for each one that was still there.
 */
async function deleteEntries(
  redis: RedisClient,
  request: Omit<OperationRequest, 'action' | 'query' | 'place'> & { readonly place: OperationSet },
  entries: readonly SetEntry[],
): Promise<{ readonly id: string; readonly deleted: readonly boolean[] }> {
  const own = entries.slice(0, SLICE)
  const owner = `once ${randomBytes(8).toString('hex')}`
  const leaseUntilMs = systemClock.nowMs() + LEASE_MS
  // Nothing is left to look at: whoever takes it over ends it, and no more.
  const counts = { total: own.length, looked: own.length, last_score: NO_SCORE }
  const more = { owner, lease: leaseUntilMs, ...counts, chosen: 1 }
  const id = await begin(redis, { ...request, action: 'delete', query: '' }, more)
  const deleted = await redis.run(operationSlice, {
    id,
    set: request.place,
    owner,
    verb: 'delete',
    before: own.length,
    piece: { looked: 0, score: '-inf', text: '' },
    leaseUntilMs,
    trashSeconds: TRASH_SECONDS,
    moves: own.map(rewriteFor('delete')),
  })
  await end(redis, id, { to: 'done', from: 'running' })
  return { id, deleted: deleted ?? [] }
}

/** One operation; null when there is none (any more). */
async function fetch(redis: RedisClient, id: string): Promise<OperationRecord | null> {
  return readRecord(id, await redis.call('HGETALL', redis.keys.operation(id)))
}

/** The latest operations, newest first; at most 50. */
async function list(redis: RedisClient): Promise<OperationRecord[]> {
  const ids = toTexts(await redis.call('ZREVRANGE', redis.keys.operations, 0, 49))
  const replies = await redis.pipeline(
    ids.map((id) => ['HGETALL', redis.keys.operation(id)] as const),
  )
  return replies.flatMap((reply, index) => readRecord(ids[index] ?? '', reply) ?? [])
}

/** Stops an operation at its next slice; false when it has ended. */
function abort(redis: RedisClient, id: string): Promise<boolean> {
  const change = { id, to: 'aborted', from: ['running'], nowMs: systemClock.nowMs() }
  return redis.run(operationState, change)
}

/** Begins to put back what was deleted, for `by`; false when that cannot be. `work` does it. */
async function undo(redis: RedisClient, id: string, by = ''): Promise<boolean> {
  if (toCount(await redis.call('EXISTS', redis.keys.trash(id))) === 0) return false
  const nowMs = systemClock.nowMs()
  const from = ['done', 'aborted']
  return redis.run(operationState, { id, to: 'undoing', from, nowMs, undoneBy: by })
}

/** The ids of operations that are under way and that no process works on. */
async function unowned(redis: RedisClient): Promise<string[]> {
  const records = await list(redis)
  const busy = records.filter(({ state }) => state === 'running' || state === 'undoing')
  const leases = await redis.pipeline(
    busy.map(({ id }) => ['HGET', redis.keys.operation(id), 'lease'] as const),
  )
  return busy.flatMap(({ id }, index) => {
    return Number(leases[index] ?? 0) < systemClock.nowMs() ? [id] : []
  })
}
