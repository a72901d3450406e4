/** The scripts of operations on whole sets. */
import { asBoolean, defineScript } from '../redis/script.ts'
import { uniqueLockKeys, uniqueLockLibrary } from '../redis/unique-lock.ts'
import { readSetEntry } from './job-record.ts'
import type { SetEntry } from './job-record.ts'
import { toPairs } from './replies.ts'
import type { EntryMove } from './scripts.ts'

interface SliceInput {
  readonly id: string
  readonly set: 'schedule' | 'retry' | 'dead'
  readonly owner: string
  readonly verb: 'delete' | 'enqueue'
  readonly looked: number
  readonly stayed: number
  readonly leaseUntilMs: number
  readonly trashSeconds: number
  readonly moves: readonly EntryMove[]
}

/** Does and counts one slice; null when the operation is not the caller's to go on with. */
export const operationSlice = defineScript<SliceInput, boolean[] | null>({
  file: new URL('../redis/scripts/operation-slice.lua', import.meta.url),
  libraries: [uniqueLockLibrary],
  keys: ({ id, set, moves }, keys) => [
    keys.operation(id),
    keys[set],
    keys.trash(id),
    keys.queues,
    ...uniqueLockKeys(keys),
    ...queuesOf(moves).map((name) => keys.queue(name)),
  ],
  parameters: (input) => {
    const positions = new Map(queuesOf(input.moves).map((name, index) => [name, index + 1]))
    const { owner, verb, looked, stayed, leaseUntilMs, trashSeconds, moves } = input
    const entries = moves.flatMap(({ stored, text, queue }) => {
      return [stored, text, queue, positions.get(queue) ?? 1]
    })
    return [owner, verb, looked, stayed, leaseUntilMs, trashSeconds, ...entries]
  },
  reply: (raw) => (Array.isArray(raw) ? raw.map(asBoolean) : null),
})

function queuesOf(moves: readonly EntryMove[]): string[] {
  return [...new Set(moves.map((move) => move.queue))]
}

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
