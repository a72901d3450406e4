/**
 * How an operation works a sorted set off: while Redis moves one batch and looks for the next but one,
 * this process judges the batch between, and the host is told of the one before.
 */
import type { RedisClient } from '../redis/contract.ts'
import { mayBeInexact } from '../support/exact-text.ts'
import { readSetEntry } from './job-record.ts'
import type { SetEntry } from './job-record.ts'
import { TRASH_SECONDS } from './operation-record.ts'
import type { OperationAction, OperationSet } from './operation-record.ts'
import { operationLook, operationSlice } from './operation-scripts.ts'
import { end, leaseEnd, progressOf, SLICE } from './operation-slice.ts'
import type { Slice } from './operation-slice.ts'
import { canRun, readEntries, toQueue, toRetry } from './set-entries.ts'

/** Entries that Redis looks through in one go for the texts of a query: about two milliseconds. */
const SCAN = 2_000

/** So many pieces make a batch: read, and moved, in one round trip; each by a short script of its own. */
const PIECES = 4

/** What was found in one piece, and how many were looked at for it. */
interface Piece {
  readonly looked: number
  readonly entries: readonly SetEntry[]
}

/** Where an operation stands. */
interface Progress {
  readonly total: number
  readonly looked: number
  readonly stayed: number
}

/** Until all was looked at; true when it must be taken up again from what its record says. */
export async function moveSet(slice: Slice): Promise<boolean> {
  const { redis, record, options } = slice
  let at = await progressOf(redis, record.id)
  const first = await look(slice, at, 0)
  let next = first && (await look(slice, at, lookedIn(first)))
  if (first === null || next === null) return true
  let held = judge(slice, first)
  let telling = Promise.resolve()
  while (held.length > 0) {
    const moves = held.map((piece) => move(slice, piece))
    at = after(at, held)
    // Sent behind the moves, not after them.
    const coming = look(slice, at, lookedIn(next))
    held = judge(slice, next)
    const [moved, found] = await Promise.all([Promise.all(moves), coming, telling])
    const done = moved.flatMap((entries) => entries ?? [])
    telling = done.length === 0 ? Promise.resolve() : tell(options, done)
    if (moved.includes(null) || found === null) {
      await telling
      return !moved.includes(null)
    }
    next = found
  }
  await telling
  await end(redis, record.id, { to: 'done', from: 'running' })
  return false
}

/** The pieces with only what the operation takes. */
function judge({ record, options }: Slice, pieces: readonly Piece[]): Piece[] {
  const { accept = () => true } = options
  const fits = (entry: SetEntry) => accept(entry) && (!enqueues(record.action) || canRun(entry))
  return pieces.map(({ looked, entries }) => ({ looked, entries: entries.filter(fits) }))
}

async function tell(options: Slice['options'], entries: readonly SetEntry[]): Promise<void> {
  await options.onMoved?.(entries)
}

/** Where it stands when these were moved. */
function after({ total, looked, stayed }: Progress, pieces: readonly Piece[]): Progress {
  const seen = lookedIn(pieces)
  const taken = pieces.reduce((sum, { entries }) => sum + entries.length, 0)
  return { total, looked: looked + seen, stayed: stayed + seen - taken }
}

function lookedIn(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { looked }) => sum + looked, 0)
}

/** The entries that were moved; null when the operation is not ours to go on with. */
async function move(
  { redis, record: { id, action }, options, set }: Slice,
  { looked, entries }: Piece,
): Promise<SetEntry[] | null> {
  const moved = await redis.run(operationSlice, {
    id,
    set,
    owner: options.owner,
    verb: enqueues(action) ? 'enqueue' : action,
    looked,
    stayed: looked - entries.length,
    leaseUntilMs: leaseEnd(),
    trashSeconds: TRASH_SECONDS,
    moves: entries.map(rewriteFor(action)),
  })
  return moved && entries.filter((_, index) => moved[index] === true)
}

function enqueues(action: OperationAction): action is 'retry' | 'run-now' {
  return action === 'retry' || action === 'run-now'
}

/**
 * The next pieces, one behind the other, beyond those that are held already; none when all was looked at,
 * null when the operation stands elsewhere.
 */
async function look(slice: Slice, at: Progress, held: number): Promise<Piece[] | null> {
  const size = (slice.options.texts ?? []).length === 0 ? SLICE : SCAN
  const left = at.total - at.looked - held
  const counts = Array.from({ length: PIECES }, (_, index) => Math.min(size, left - index * size))
  const reads = counts
    .filter((count) => count > 0)
    .map((count, index) => lookAt(slice, at, { from: at.stayed + held + index * size, count }))
  const pieces: Piece[] = []
  for (const piece of await Promise.all(reads)) {
    if (piece === null) return null
    if (piece.looked > 0) pieces.push(piece)
    // Where one stopped early, because it found so many, the next does not follow it.
    if (piece.looked < size) break
  }
  return pieces
}

async function lookAt(
  { redis, record: { id }, options: { texts = [] }, set }: Slice,
  { looked }: Progress,
  { from, count }: { readonly from: number; readonly count: number },
): Promise<Piece | null> {
  const reply = await redis.run(operationLook, { id, set, looked, from, count, most: SLICE, texts })
  if (reply === null) return null
  // A script's reply is text: what is not UTF-8 is read again, as bytes.
  const entries = reply.found.some(({ text }) => mayBeInexact(text))
    ? await readRange(redis, set, { from, count: reply.looked })
    : reply.found.map(({ score, text }) => readSetEntry(text, score))
  return { looked: reply.looked, entries }
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
