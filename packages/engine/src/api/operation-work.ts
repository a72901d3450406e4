/**
 * How operations are worked off: a slice of a set or of a queue at a time, each moved and counted in one
 * script, so that whoever goes on finds what is left.
 */
import type { RedisClient } from '../redis/contract.ts'
import { systemClock } from '../support/epoch.ts'
import { mayBeInexact } from '../support/exact-text.ts'
import { readJobRecord, readSetEntry } from './job-record.ts'
import type { JobRecord, SetEntry } from './job-record.ts'
import { queueOf, readRecord, TRASH_SECONDS } from './operation-record.ts'
import type {
  OperationAction,
  OperationPlace,
  OperationRecord,
  OperationSet,
  OperationState,
} from './operation-record.ts'
import {
  operationClaim,
  operationQueueRestore,
  operationQueueSlice,
  operationRestore,
  operationSlice,
  operationState,
} from './operation-scripts.ts'
import { toBytes, toCount } from './replies.ts'
import { searchPiece } from './scripts.ts'
import { canRun, readEntries, toQueue, toRetry } from './set-entries.ts'

/** Jobs moved in one go: about three milliseconds of Redis's time. */
export const SLICE = 500

/** Entries that Redis looks through in one go for the texts of a query: less than that. */
const SCAN = 2_000

/** So many pieces are read, and then moved, in one round trip; each is a short script of its own. */
const PIECES = 4

/** A process that does not go on for so long has died. */
export const LEASE_MS = 15_000

/** A queue that grows faster than it is looked through must not keep an operation for ever. */
const MOST_ROUNDS = 3

/** A job that was put back. */
export interface RestoredJob {
  readonly jid: string
  /** When it is due, or died; null in a queue. */
  readonly dueAt: Date | null
}

/** How an operation is worked off. */
export interface OperationWork {
  /** Who works on it: one name a process. */
  readonly owner: string
  /** Which jobs fit the operation's query. Default: all. */
  readonly accept?: (job: JobRecord) => boolean
  /** Texts that every fitting job contains, letter for letter: Redis passes over the others in sets. */
  readonly texts?: readonly string[]
  /** Told of each slice that was done; the next one is told when this has ended. */
  onMoved?(jobs: readonly JobRecord[]): Promise<void>
  /** Told of each slice that was put back. */
  onRestored?(jobs: readonly RestoredJob[]): Promise<void>
}

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

/** What one slice works with. */
interface Slice {
  readonly redis: RedisClient
  readonly record: OperationRecord
  readonly options: OperationWork
  readonly queue: string
  readonly set: OperationSet
}

/** Each does one slice; true while there is more. */
const MOVE = { set: moveSlice, queue: deleteFromQueueSlice }
const RESTORE = { set: restoreSlice, queue: restoreQueueSlice }

async function moveSlice({ redis, record, options, set }: Slice): Promise<boolean> {
  const { id } = record
  const { total, looked, stayed } = await progressOf(redis, id)
  const { texts = [] } = options
  const pieces = await readPieces(redis, set, { from: stayed, left: total - looked, texts })
  if (pieces.length === 0) {
    await end(redis, id, { to: 'done', from: 'running' })
    return false
  }
  const moves = pieces.map((piece) => movePiece({ redis, record, options, set }, piece))
  const moved = await Promise.all(moves)
  const done = moved.flatMap((entries) => entries ?? [])
  if (done.length > 0) await options.onMoved?.(done)
  return !moved.includes(null)
}

/** The entries that were moved; null when the operation is not ours to go on with. */
async function movePiece(
  { redis, record, options, set }: Pick<Slice, 'redis' | 'record' | 'options' | 'set'>,
  piece: Piece,
): Promise<SetEntry[] | null> {
  const { id, action } = record
  const { owner, accept = () => true } = options
  const needsQueue = action === 'retry' || action === 'run-now'
  const fitting = piece.entries.filter((entry) => accept(entry) && (!needsQueue || canRun(entry)))
  const moved = await redis.run(operationSlice, {
    id,
    set,
    owner,
    verb: needsQueue ? 'enqueue' : action,
    looked: piece.looked,
    stayed: piece.looked - fitting.length,
    leaseUntilMs: leaseEnd(),
    trashSeconds: TRASH_SECONDS,
    moves: fitting.map(rewriteFor(action)),
  })
  return moved && fitting.filter((_, index) => moved[index] === true)
}

/** Entries that may fit, and how many were looked at for them. */
interface Piece {
  readonly looked: number
  readonly entries: readonly SetEntry[]
}

/** The next pieces, one behind the other; none when all was looked at. */
async function readPieces(
  redis: RedisClient,
  set: OperationSet,
  { from, left, texts }: { from: number; left: number; texts: readonly string[] },
): Promise<Piece[]> {
  const size = texts.length === 0 ? SLICE : SCAN
  const sizes = Array.from({ length: PIECES }, (_, index) => Math.min(size, left - index * size))
  const counts = sizes.filter((count) => count > 0)
  const reads = counts.map((count, index) => {
    return readPiece(redis, set, { from: from + index * size, count, texts })
  })
  const pieces = await Promise.all(reads)
  // Where one stopped early, because it found so many, the next does not follow it.
  const short = pieces.findIndex(({ looked }, index) => looked < (counts[index] ?? 0))
  return pieces.slice(0, short === -1 ? PIECES : short + 1).filter(({ looked }) => looked > 0)
}

async function readPiece(
  redis: RedisClient,
  set: OperationSet,
  { from, count, texts }: { from: number; count: number; texts: readonly string[] },
): Promise<Piece> {
  if (texts.length === 0) {
    const entries = await readRange(redis, set, { from, count })
    return { looked: entries.length, entries }
  }
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
  set: OperationSet,
  { from, count }: { readonly from: number; readonly count: number },
): Promise<SetEntry[]> {
  const range = [from, from + count - 1]
  return readEntries(await redis.callBuffer('ZRANGE', redis.keys[set], ...range, 'WITHSCORES'))
}

/** How an entry leaves its set. */
export function rewriteFor(action: OperationAction) {
  if (action === 'retry') return toRetry
  if (action === 'run-now') return toQueue
  return ({ exact }: SetEntry) => ({ stored: exact, text: '', queue: '' })
}

/**
 * From the newest job on: what is pushed meanwhile only moves what was seen to where it is seen again,
 * and what is taken at the other end moves nothing.
 */
async function deleteFromQueueSlice({ redis, record, options, queue }: Slice): Promise<boolean> {
  const { id } = record
  const { total, looked, stayed: from } = await progressOf(redis, id)
  const range = [from, from + SLICE - 1]
  const isLost = looked > total * MOST_ROUNDS + SLICE
  const bytes = isLost ? [] : await redis.callBuffer('LRANGE', redis.keys.queue(queue), ...range)
  const jobs = toBytes(bytes).map((one) => readJobRecord(one, queue))
  if (jobs.length === 0) {
    await end(redis, id, { to: 'done', from: 'running' })
    return false
  }
  const fitting = jobs.filter(options.accept ?? (() => true))
  const deleted = await redis.run(operationQueueSlice, {
    id,
    queue,
    owner: options.owner,
    looked: jobs.length,
    from,
    // What was pushed since the look moved the piece to the right.
    to: from + SLICE * 2,
    grave: `deleted ${crypto.randomUUID()}`,
    leaseUntilMs: leaseEnd(),
    trashSeconds: TRASH_SECONDS,
    stored: fitting.map(({ exact }) => exact),
  })
  return tellMoved(options, fitting, deleted)
}

/** False when the operation is not ours to go on with. */
async function tellMoved(
  options: OperationWork,
  jobs: readonly JobRecord[],
  moved: readonly boolean[] | null,
): Promise<boolean> {
  if (moved === null) return false
  const done = jobs.filter((_, index) => moved[index] === true)
  if (done.length > 0) await options.onMoved?.(done)
  return true
}

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

async function progressOf(
  redis: RedisClient,
  id: string,
): Promise<{ readonly total: number; readonly looked: number; readonly stayed: number }> {
  const names = ['total', 'looked', 'stayed']
  const reply = await redis.call('HMGET', redis.keys.operation(id), ...names)
  const [total = 0, looked = 0, stayed = 0] = Array.isArray(reply) ? reply.map(toCount) : []
  return { total, looked, stayed }
}

function leaseEnd(): number {
  return systemClock.nowMs() + LEASE_MS
}

/** The set that a place names; a queue's slices do not look at it. */
export function setOf(place: OperationPlace): OperationSet {
  return place === 'schedule' || place === 'retry' ? place : 'dead'
}

/** Ends an operation, or its undoing. */
export async function end(
  redis: RedisClient,
  id: string,
  { to, from }: { to: OperationState; from: OperationState },
): Promise<void> {
  await redis.run(operationState, { id, to, from: [from], nowMs: systemClock.nowMs() })
}
