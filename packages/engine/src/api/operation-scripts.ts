/** The scripts of operations on whole sets and queues. */
import { asBoolean, defineScript } from '../redis/script.ts'
import { secondsOf, systemClock } from '../support/epoch.ts'
import { uniqueLockKeys, uniqueLockLibrary } from '../redis/unique-lock.ts'
import { readSetEntry } from './job-record.ts'
import type { SetEntry } from './job-record.ts'
import { toPairs } from './replies.ts'
import { DEAD_MAX_ENTRIES, DEAD_TTL_SECONDS } from './set-entries.ts'
import { lookThroughLibrary, readSearchReply } from './scripts.ts'
import type { EntryMove, SearchReply, Stored } from './scripts.ts'

interface SliceInput {
  readonly id: string
  readonly set: 'schedule' | 'retry' | 'dead'
  readonly owner: string
  readonly verb: 'delete' | 'kill' | 'enqueue'
  readonly looked: number
  readonly stayed: number
  readonly leaseUntilMs: number
  readonly trashSeconds: number
  readonly moves: readonly EntryMove[]
}

interface LookInput {
  readonly id: string
  readonly set: 'schedule' | 'retry' | 'dead'
  /** How many the operation has looked at. */
  readonly looked: number
  /** How many to pass over, how many to look at, and after how many found to stop. */
  readonly from: number
  readonly count: number
  readonly most: number
  readonly texts: readonly string[]
}

/** Looks through one piece of a set, lowest scores first; null when the operation stands elsewhere. */
export const operationLook = defineScript<LookInput, SearchReply | null>({
  file: new URL('../redis/scripts/operation-look.lua', import.meta.url),
  libraries: [lookThroughLibrary],
  keys: ({ id, set }, keys) => [keys.operation(id), keys[set]],
  parameters: ({ looked, from, count, most, texts }) => [looked, from, count, most, ...texts],
  reply: (raw) => (Array.isArray(raw) ? readSearchReply(raw) : null),
})

/** Does and counts one slice; null when the operation is not the caller's to go on with. */
export const operationSlice = defineScript<SliceInput, boolean[] | null>({
  file: new URL('../redis/scripts/operation-slice.lua', import.meta.url),
  libraries: [uniqueLockLibrary],
  keys: ({ id, set, moves }, keys) => [
    keys.operation(id),
    keys[set],
    keys.trash(id),
    keys.queues,
    keys.dead,
    ...uniqueLockKeys(keys),
    ...queuesOf(moves).map((name) => keys.queue(name)),
  ],
  parameters: (input) => {
    const positions = new Map(queuesOf(input.moves).map((name, index) => [name, index + 1]))
    const { owner, verb, looked, stayed, leaseUntilMs, trashSeconds, moves } = input
    const entries = moves.flatMap(({ stored, text, queue }) => {
      return [stored, text, queue, positions.get(queue) ?? 1]
    })
    const limits = deadLimits()
    return [owner, verb, looked, stayed, leaseUntilMs, trashSeconds, ...limits, ...entries]
  },
  reply: (raw) => (Array.isArray(raw) ? raw.map(asBoolean) : null),
})

/** Time of death, who is forgotten, and how many are kept. */
function deadLimits(): readonly number[] {
  const nowSeconds = secondsOf(systemClock.nowMs())
  return [nowSeconds, nowSeconds - DEAD_TTL_SECONDS, DEAD_MAX_ENTRIES]
}

function queuesOf(moves: readonly EntryMove[]): string[] {
  return [...new Set(moves.map((move) => move.queue))]
}

interface QueueSliceInput {
  readonly id: string
  readonly queue: string
  readonly owner: string
  readonly looked: number
  /** Positions from the left where the piece begins and ends. */
  readonly from: number
  readonly to: number
  /** A text that no job has. */
  readonly grave: string
  readonly leaseUntilMs: number
  readonly trashSeconds: number
  readonly stored: readonly Stored[]
}

/** Deletes and counts one slice of a queue; null when the operation is not the caller's to go on with. */
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
    const { owner, looked, from, to, leaseUntilMs, trashSeconds, grave, stored } = input
    return [owner, looked, from, to, leaseUntilMs, trashSeconds, grave, ...stored]
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
  readonly set: 'schedule' | 'retry' | 'dead'
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
    Array.isArray(raw) ? toPairs(raw).map(([stored, score]) => readSetEntry(stored, score)) : null,
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
