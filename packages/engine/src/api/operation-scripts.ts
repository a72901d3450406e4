/** The scripts of operations on whole sets and queues. */
import type { RedisArgument } from '../redis/contract.ts'
import { asBoolean, asNumber, defineScript } from '../redis/script.ts'
import { exactText } from '../support/exact-text.ts'
import { secondsOf, systemClock } from '../support/epoch.ts'
import { uniqueLockKeys, uniqueLockLibrary } from '../redis/unique-lock.ts'
import { readSetEntry } from './job-record.ts'
import type { SetEntry } from './job-record.ts'
import type { OperationSet } from './operation-record.ts'
import { toBytes, toPairs } from './replies.ts'
import { DEAD_MAX_ENTRIES, DEAD_TTL_SECONDS } from './set-entries.ts'
import { lookThroughLibrary } from './scripts.ts'
import type { EntryMove, Stored } from './scripts.ts'

const NOTHING = Buffer.alloc(0)

/** For scripts that go on in a sorted set where they were. */
const setCursorLibrary = new URL('../redis/scripts/library/set-cursor.lua', import.meta.url)

interface SliceInput {
  readonly id: string
  readonly set: OperationSet
  readonly owner: string
  readonly verb: 'delete' | 'kill' | 'enqueue'
  /** How many the operation had looked at before. */
  readonly before: number
  readonly piece: PieceEnd
  readonly leaseUntilMs: number
  readonly trashSeconds: number
  readonly moves: readonly EntryMove[]
}

/** How far a piece reaches. */
export interface PieceEnd {
  readonly looked: number
  /** Score and text of the last entry that was looked at. */
  readonly score: Stored
  readonly text: Stored
}

interface LookInput {
  readonly id: string
  readonly set: OperationSet
  readonly owner: string
  /** 0 begins behind what was done, each other one goes on behind the turn before it. */
  readonly turn: number
  /** How many to look at, and after how many found to stop. */
  readonly count: number
  readonly most: number
  readonly texts: readonly string[]
}

/** A piece, and what was found in it. */
export interface LookReply extends PieceEnd {
  readonly found: readonly Buffer[]
}

/**
 * Looks through the next piece of a set, lowest scores first; null when the operation is not the caller's to
 * go on with, or has not come to this turn.
 */
export const operationLook = defineScript<LookInput, LookReply | null>({
  file: new URL('../redis/scripts/operation-look.lua', import.meta.url),
  libraries: [setCursorLibrary, lookThroughLibrary],
  keys: ({ id, set }, keys) => [keys.operation(id), keys[set]],
  parameters: ({ owner, turn, count, most, texts }) => [owner, turn, count, most, ...texts],
  repliesBytes: true,
  reply: (raw) => {
    if (!Array.isArray(raw)) return null
    const [score = NOTHING, text = NOTHING, ...found] = toBytes(raw.slice(1))
    // As text: one argument of bytes would make bytes of all others.
    const end = { score: score.toString(), text: exactText(text).exact }
    return { looked: asNumber(raw[0]), ...end, found }
  },
})

/** Does and counts one slice; null when it is not the caller's to do, or is not the next one. */
export const operationSlice = defineScript<SliceInput, boolean[] | null>({
  file: new URL('../redis/scripts/operation-slice.lua', import.meta.url),
  libraries: [uniqueLockLibrary],
  keys: ({ id, set, moves, verb }, keys) => [
    keys.operation(id),
    keys[set],
    keys.trash(id),
    keys.queues,
    keys.dead,
    ...uniqueLockKeys(keys),
    ...queuesOf(verb, moves).map((name) => keys.queue(name)),
  ],
  parameters: ({ owner, verb, before, piece, leaseUntilMs, trashSeconds, moves }) => {
    const { looked, score, text } = piece
    const head = [owner, verb, before, looked, score, text, leaseUntilMs, trashSeconds]
    const queues = queuesOf(verb, moves)
    const positions = new Map(queues.map((name, index) => [name, index + 1]))
    const list: RedisArgument[] = [...head, ...deadLimits(), ...queues]
    for (const move of moves) {
      list.push(move.stored)
      if (verb === 'enqueue') list.push(move.text, positions.get(move.queue) ?? 1)
    }
    return list
  },
  reply: (raw) => (Array.isArray(raw) ? raw.map(asBoolean) : null),
})

/** Time of death, who is forgotten, and how many are kept. */
function deadLimits(): readonly number[] {
  const nowSeconds = secondsOf(systemClock.nowMs())
  return [nowSeconds, nowSeconds - DEAD_TTL_SECONDS, DEAD_MAX_ENTRIES]
}

function queuesOf(verb: string, moves: readonly EntryMove[]): string[] {
  return verb === 'enqueue' ? [...new Set(moves.map(({ queue }) => queue))] : []
}

/** Looks through one piece of a queue, the newest job first; null where the operation stands elsewhere. */
export const operationQueueLook = defineScript<
  Pick<LookInput, 'id' | 'count' | 'most' | 'texts'> & {
    readonly queue: string
    /** How many the operation has looked at where `from` holds. */
    readonly before: number
    readonly from: number
  },
  { readonly looked: number; readonly found: readonly Buffer[] } | null
>({
  file: new URL('../redis/scripts/operation-queue-look.lua', import.meta.url),
  libraries: [lookThroughLibrary],
  keys: ({ id, queue }, keys) => [keys.operation(id), keys.queue(queue)],
  parameters: ({ before, from, count, most, texts }) => [before, from, count, most, ...texts],
  repliesBytes: true,
  reply: (raw) => {
    if (!Array.isArray(raw)) return null
    const [looked, ...found] = raw
    return { looked: asNumber(looked ?? 0), found: toBytes(found) }
  },
})

interface QueueSliceInput {
  readonly id: string
  readonly queue: string
  readonly owner: string
  /** How many the operation had looked at before, and in this piece. */
  readonly before: number
  readonly looked: number
  /** Position from the left where the piece begins. */
  readonly from: number
  /** By how many what was pushed since the look may have moved it. */
  readonly shift: number
  /** A text that no job has. */
  readonly grave: string
  readonly leaseUntilMs: number
  readonly trashSeconds: number
  readonly stored: readonly Stored[]
}

/** Deletes and counts one slice of a queue; null when it is not the caller's to do, or is not the next one. */
export const operationQueueSlice = defineScript<QueueSliceInput, boolean[] | null>({
  file: new URL('../redis/scripts/operation-queue-slice.lua', import.meta.url),
  libraries: [uniqueLockLibrary],
  keys: ({ id, queue }, keys) => [
    keys.operation(id),
    keys.queue(queue),
    keys.trash(id),
    ...uniqueLockKeys(keys),
  ],
  parameters: (input) => {
    const { owner, before, looked, from, shift, leaseUntilMs, trashSeconds, grave } = input
    const head = [owner, before, looked, from, shift, leaseUntilMs, trashSeconds, grave]
    return [...head, ...input.stored]
  },
  reply: (raw) => (Array.isArray(raw) ? raw.map(asBoolean) : null),
})

/** Puts one slice back into a queue; gives its texts, null when it is not the caller's to undo. */
export const operationQueueRestore = defineScript<
  Omit<RestoreInput, 'set'> & { readonly queue: string },
  string[] | null
>({
  file: new URL('../redis/scripts/operation-queue-restore.lua', import.meta.url),
  libraries: [uniqueLockLibrary],
  keys: ({ id, queue }, keys) => [
    keys.operation(id),
    keys.trash(id),
    keys.queue(queue),
    ...uniqueLockKeys(keys),
    keys.queues,
  ],
  parameters: ({ owner, count, leaseUntilMs, queue }) => [owner, count, leaseUntilMs, queue],
  reply: (raw) => (Array.isArray(raw) ? raw.map(String) : null),
})

interface RestoreInput {
  readonly id: string
  readonly set: OperationSet
  readonly owner: string
  readonly count: number
  readonly leaseUntilMs: number
}

/** Puts one slice back; gives its entries, null when it is not the caller's to undo. */
export const operationRestore = defineScript<RestoreInput, SetEntry[] | null>({
  file: new URL('../redis/scripts/operation-restore.lua', import.meta.url),
  libraries: [uniqueLockLibrary],
  keys: ({ id, set }, keys) => [
    keys.operation(id),
    keys.trash(id),
    keys[set],
    ...uniqueLockKeys(keys),
  ],
  parameters: ({ owner, count, leaseUntilMs }) => [owner, count, leaseUntilMs],
  reply: (raw) =>
    Array.isArray(raw) ? toPairs(raw).map(([score, stored]) => readSetEntry(stored, score)) : null,
})

/** Claims an operation whose process has gone. */
export const operationClaim = defineScript<
  {
    readonly id: string
    readonly owner: string
    readonly nowMs: number
    readonly leaseUntilMs: number
  },
  boolean
>({
  file: new URL('../redis/scripts/operation-claim.lua', import.meta.url),
  keys: ({ id }, keys) => [keys.operation(id)],
  parameters: ({ owner, nowMs, leaseUntilMs }) => [owner, nowMs, leaseUntilMs],
  reply: asBoolean,
})

/** Changes the state of an operation, if it is one of `from`. */
export const operationState = defineScript<
  {
    readonly id: string
    readonly to: string
    readonly from: readonly string[]
    readonly nowMs: number
    /** Who wants it undone. */
    readonly undoneBy?: string
  },
  boolean
>({
  file: new URL('../redis/scripts/operation-state.lua', import.meta.url),
  keys: ({ id }, keys) => [keys.operation(id)],
  parameters: ({ to, from, nowMs, undoneBy = '' }) => [to, nowMs, undoneBy, ...from],
  reply: asBoolean,
})
