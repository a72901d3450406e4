/**
 * Operations: retrying or deleting many entries of a set, a slice at a time, with a record that says
 * who, why, how far; to be aborted, taken over when their process dies, and undone where they deleted.
 */
import { randomBytes } from 'node:crypto'
import type { RedisClient } from '../redis/contract.ts'
import { systemClock } from '../support/epoch.ts'
import { mayBeInexact } from '../support/exact-text.ts'
import { readSetEntry } from './job-record.ts'
import type { JobRecord, SetEntry } from './job-record.ts'
import {
  operationClaim,
  operationRestore,
  operationSlice,
  operationState,
} from './operation-scripts.ts'
import { toCount, toPairs, toTexts } from './replies.ts'
import { searchPiece } from './scripts.ts'
import { canRun, readEntries, toQueue, toRetry } from './set-entries.ts'

/** What an operation does: move to the queues (`retry`, `run-now`), or delete into the trash. */
export type OperationAction = 'retry' | 'run-now' | 'delete'

/** Where it stands. */
export type OperationState = 'running' | 'done' | 'aborted' | 'undoing' | 'undone'

/** How an operation begins. */
export interface OperationRequest {
  readonly action: OperationAction
  readonly set: 'schedule' | 'retry' | 'dead'
  /** What the entries must fit, in the words of whoever judges them; "" means all. */
  readonly query: string
  readonly reason: string
  readonly by: string
}

/** An operation as it stands. */
export interface OperationRecord extends OperationRequest {
  readonly id: string
  readonly state: OperationState
  readonly createdAt: Date
  readonly endedAt: Date | null
  /** Entries in the set when it began: so many are looked at. */
  readonly total: number
  readonly looked: number
  /** Entries that were moved or deleted. */
  readonly done: number
  /** Deleted entries that were put back. */
  readonly restored: number
  /** Until when deleted entries can be put back; null where there are none. */
  readonly undoUntil: Date | null
  /** Who had them put back; "" where nobody did. */
  readonly undoneBy: string
  /** It deleted entries that somebody chose one by one. */
  readonly isChosen: boolean
}

/** Entries moved in one go: about three milliseconds of Redis's time. */
const SLICE = 500

/** Entries that Redis looks through in one go for the texts of a query: less than that. */
const SCAN = 2_000

/** A process that does not go on for so long has died. */
const LEASE_MS = 15_000

/** Deleted entries can be put back for a day. */
const TRASH_SECONDS = 86_400

/** Records are kept for a month, 200 at most. */
const RECORD_SECONDS = 30 * 86_400
const MOST_RECORDS = 200

/** Operations on the sets of one Redis. */
export const Operations = { start, fetch, list, abort, undo, unowned, work, deleteEntries }

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
  const total = toCount(await redis.call('ZCARD', keys[request.set]))
  const fields = { ...request, state: 'running', created: nowMs, total, lease: 0, ...more }
  await redis.multi([
    ['HSET', keys.operation(id), ...Object.entries(fields).flat()],
    ['EXPIRE', keys.operation(id), RECORD_SECONDS],
    ['ZADD', keys.operations, nowMs, id],
    ['ZREMRANGEBYRANK', keys.operations, 0, -MOST_RECORDS - 1],
  ])
  return id
}

/**
 * Deletes these entries of a set at once, at most a slice of 500, as an operation that has ended: so
 * they can be put back. True for each one that was still there.
 */
async function deleteEntries(
  redis: RedisClient,
  request: Omit<OperationRequest, 'action' | 'query'>,
  entries: readonly SetEntry[],
): Promise<{ readonly id: string; readonly deleted: readonly boolean[] }> {
  const own = entries.slice(0, SLICE)
  const owner = `once ${randomBytes(8).toString('hex')}`
  const leaseUntilMs = systemClock.nowMs() + LEASE_MS
  // Nothing is left to look at (`looked` is `total`): whoever takes it over ends it, and no more.
  const more = { owner, lease: leaseUntilMs, total: own.length, looked: own.length, chosen: 1 }
  const id = await begin(redis, { ...request, action: 'delete', query: '' }, more)
  const deleted = await redis.run(operationSlice, {
    id,
    set: request.set,
    owner,
    verb: 'delete',
    looked: 0,
    stayed: 0,
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

/** How an operation is worked off. */
export interface OperationWork {
  /** Who works on it: one name a process. */
  readonly owner: string
  /** Which entries fit the operation's query. Default: all. */
  readonly accept?: (job: JobRecord) => boolean
  /** Texts that every fitting entry contains, letter for letter: Redis passes over the others. */
  readonly texts?: readonly string[]
  /** Told of each slice that was done; the next one is told when this has ended. */
  onMoved?(entries: readonly SetEntry[]): Promise<void>
  /** Told of each slice that was put back, with the times at which its jobs are due again. */
  onRestored?(entries: readonly SetEntry[]): Promise<void>
}

/**
 * Works an operation off until it has ended, was aborted, or is somebody else's. A process that dies
 * on the way leaves it to whoever calls this after the lease: nothing is lost, nothing done twice.
 */
async function work(redis: RedisClient, id: string, options: OperationWork): Promise<void> {
  const { owner } = options
  const nowMs = systemClock.nowMs()
  const isOurs = await redis.run(operationClaim, {
    id,
    owner,
    nowMs,
    leaseUntilMs: nowMs + LEASE_MS,
  })
  const record = isOurs ? await fetch(redis, id) : null
  if (record === null) return
  const step = record.state === 'undoing' ? restoreSlice : moveSlice
  while (await step(redis, record, options));
}

/** True while there is more. */
async function moveSlice(
  redis: RedisClient,
  { id, set, action }: OperationRecord,
  options: OperationWork,
): Promise<boolean> {
  const { owner, accept = () => true, texts = [] } = options
  const { keys } = redis
  const counts = await redis.call('HMGET', keys.operation(id), 'total', 'looked', 'stayed')
  const [total = 0, looked = 0, stayed = 0] = Array.isArray(counts) ? counts.map(toCount) : []
  const piece = await readPiece(redis, set, { from: stayed, left: total - looked, texts })
  if (piece.looked === 0) {
    await end(redis, id, { to: 'done', from: 'running' })
    return false
  }
  const fitting = piece.entries.filter(
    (entry) => accept(entry) && (action === 'delete' || canRun(entry)),
  )
  const moved = await redis.run(operationSlice, {
    id,
    set,
    owner,
    verb: action === 'delete' ? 'delete' : 'enqueue',
    looked: piece.looked,
    stayed: piece.looked - fitting.length,
    leaseUntilMs: systemClock.nowMs() + LEASE_MS,
    trashSeconds: TRASH_SECONDS,
    moves: fitting.map(rewriteFor(action)),
  })
  if (moved === null) return false
  const done = fitting.filter((_, index) => moved[index] === true)
  if (done.length > 0) await options.onMoved?.(done)
  return true
}

/** The next entries that may fit, and how many were looked at for them. */
async function readPiece(
  redis: RedisClient,
  set: OperationRequest['set'],
  { from, left, texts }: { from: number; left: number; texts: readonly string[] },
): Promise<{ readonly looked: number; readonly entries: readonly SetEntry[] }> {
  if (left <= 0) return { looked: 0, entries: [] }
  if (texts.length === 0) {
    const entries = await readRange(redis, set, { from, count: Math.min(SLICE, left) })
    return { looked: entries.length, entries }
  }
  const count = Math.min(SCAN, left)
  const place = { set }
  const { looked, found } = await redis.run(searchPiece, {
    place,
    from,
    count,
    most: SLICE,
    texts,
    isAscending: true,
  })
  // A script's reply is text: what is not UTF-8 is read again, as bytes.
  const entries = found.some(({ text }) => mayBeInexact(text))
    ? await readRange(redis, set, { from, count: looked })
    : found.map(({ score, text }) => readSetEntry(text, score))
  return { looked, entries }
}

async function readRange(
  redis: RedisClient,
  set: OperationRequest['set'],
  { from, count }: { readonly from: number; readonly count: number },
): Promise<SetEntry[]> {
  const range = [from, from + count - 1]
  return readEntries(await redis.callBuffer('ZRANGE', redis.keys[set], ...range, 'WITHSCORES'))
}

function rewriteFor(action: OperationAction) {
  if (action === 'delete') {
    return ({ exact }: SetEntry) => ({ stored: exact, text: '', queue: '' })
  }
  return action === 'retry' ? toRetry : toQueue
}

async function restoreSlice(
  redis: RedisClient,
  { id, set }: OperationRecord,
  options: OperationWork,
): Promise<boolean> {
  const leaseUntilMs = systemClock.nowMs() + LEASE_MS
  const input = { id, set, owner: options.owner, count: SLICE, leaseUntilMs }
  const entries = await redis.run(operationRestore, input)
  if (entries === null) return false
  if (entries.length === 0) await end(redis, id, { to: 'undone', from: 'undoing' })
  else await options.onRestored?.(entries)
  return entries.length > 0
}

async function end(
  redis: RedisClient,
  id: string,
  { to, from }: { to: OperationState; from: OperationState },
): Promise<void> {
  await redis.run(operationState, { id, to, from: [from], nowMs: systemClock.nowMs() })
}

const ACTIONS: readonly OperationAction[] = ['retry', 'run-now', 'delete']
const SETS = ['schedule', 'retry', 'dead'] as const
const STATES: readonly OperationState[] = ['running', 'done', 'aborted', 'undoing', 'undone']

function readRecord(id: string, reply: unknown): OperationRecord | null {
  const fields = new Map(toPairs(reply))
  const action = ACTIONS.find((one) => one === fields.get('action'))
  const set = SETS.find((one) => one === fields.get('set'))
  const state = STATES.find((one) => one === fields.get('state'))
  if (action === undefined || set === undefined || state === undefined) return null
  const ended = fields.get('ended')
  const endedAt = ended === undefined ? null : new Date(Number(ended))
  const createdAt = new Date(Number(fields.get('created') ?? 0))
  const done = toCount(fields.get('done'))
  const canUndo = action === 'delete' && done > 0 && (state === 'done' || state === 'aborted')
  return {
    id,
    action,
    set,
    state,
    query: fields.get('query') ?? '',
    reason: fields.get('reason') ?? '',
    by: fields.get('by') ?? '',
    createdAt,
    endedAt: state === 'running' || state === 'undoing' ? null : endedAt,
    total: toCount(fields.get('total')),
    looked: toCount(fields.get('looked')),
    done,
    restored: toCount(fields.get('restored')),
    undoUntil: canUndo ? undoEnd(endedAt ?? createdAt) : null,
    undoneBy: fields.get('undone_by') ?? '',
    isChosen: fields.has('chosen'),
  }
}

function undoEnd(at: Date): Date | null {
  const until = new Date(at.getTime() + TRASH_SECONDS * 1_000)
  return until.getTime() > systemClock.nowMs() ? until : null
}
