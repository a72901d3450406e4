/** The scripts with which an administrator acts. Each one gates on the exact stored text. */
import type { Stored } from '../client/scripts.ts'
import { asBoolean, asNumber, defineScript } from '../redis/script.ts'
import { toPairs } from './replies.ts'
import { uniqueLockKeys, uniqueLockLibrary } from '../redis/unique-lock.ts'

/** For scripts that look through pieces of queues and sets. */
export const lookThroughLibrary = new URL(
  '../redis/scripts/library/look-through.lua',
  import.meta.url,
)

export { deleteEntries, deleteFromQueue, scanQueue } from '../client/scripts.ts'
export type { Stored } from '../client/scripts.ts'

/** An entry that goes to a queue. */
export interface EntryMove {
  readonly stored: Stored
  /** The same payload with the fields that change on the way. */
  readonly text: Stored
  readonly queue: string
}

/** Moves entries of a sorted set to their queues; true for each one that was still there. */
export const enqueueEntries = defineScript<
  { readonly set: string; readonly moves: readonly EntryMove[] },
  boolean[]
>({
  file: new URL('../redis/scripts/enqueue-entries.lua', import.meta.url),
  libraries: [uniqueLockLibrary],
  keys: ({ set, moves }, keys) => [
    set,
    keys.queues,
    ...uniqueLockKeys(keys),
    ...queuesOf(moves).map((name) => keys.queue(name)),
  ],
  parameters: ({ moves }) => {
    const positions = new Map(queuesOf(moves).map((name, index) => [name, index + 1]))
    return moves.flatMap(({ stored, text, queue }) => [
      stored,
      text,
      queue,
      positions.get(queue) ?? 1,
    ])
  },
  reply: asBooleans,
})

/** Moves entries of a sorted set to the dead set and trims that. */
export const killEntries = defineScript<
  {
    readonly set: string
    readonly diedAtSeconds: number
    readonly forgetBeforeSeconds: number
    readonly keepAtMost: number
    readonly stored: readonly Stored[]
  },
  boolean[]
>({
  file: new URL('../redis/scripts/kill-entries.lua', import.meta.url),
  libraries: [uniqueLockLibrary],
  keys: ({ set }, keys) => [set, keys.dead, ...uniqueLockKeys(keys)],
  parameters: (input) => [
    input.diedAtSeconds,
    input.forgetBeforeSeconds,
    input.keepAtMost,
    ...input.stored,
  ],
  reply: asBooleans,
})

/** Deletes the first entries of a sorted set; says how many. */
export const clearSet = defineScript<{ readonly set: string; readonly count: number }, number>({
  file: new URL('../redis/scripts/clear-set.lua', import.meta.url),
  libraries: [uniqueLockLibrary],
  keys: ({ set }, keys) => [set, ...uniqueLockKeys(keys)],
  parameters: ({ count }) => [count],
  reply: asNumber,
})

/** Deletes the next jobs of a queue, and its name when it is empty then; says how many. */
export const clearQueue = defineScript<{ readonly queue: string; readonly count: number }, number>({
  file: new URL('../redis/scripts/clear-queue.lua', import.meta.url),
  libraries: [uniqueLockLibrary],
  keys: ({ queue }, keys) => [keys.queue(queue), keys.queues, ...uniqueLockKeys(keys)],
  parameters: ({ queue, count }) => [count, queue],
  reply: asNumber,
})

interface DeletionOfPiece {
  readonly queue: string
  /** Positions from the left, where the newest job is; both included. */
  readonly from: number
  readonly to: number
  /** A text that no job has. */
  readonly grave: string
  readonly stored: readonly Stored[]
}

/** Deletes chosen jobs of one piece of a queue; says how many were there. */
export const deletePieceOfQueue = defineScript<DeletionOfPiece, number>({
  file: new URL('../redis/scripts/delete-piece-of-queue.lua', import.meta.url),
  libraries: [uniqueLockLibrary],
  keys: ({ queue }, keys) => [keys.queue(queue), ...uniqueLockKeys(keys)],
  parameters: ({ from, to, grave, stored }) => [from, to, grave, ...stored],
  reply: asNumber,
})

/** Counts the jobs of queues that came in since a moment (epoch milliseconds). */
export const countSince = defineScript<
  { readonly queues: readonly string[]; readonly sinceMs: number },
  number[]
>({
  file: new URL('../redis/scripts/count-since.lua', import.meta.url),
  keys: ({ queues }, keys) => queues.map((queue) => keys.queue(queue)),
  parameters: ({ sinceMs }) => [sinceMs],
  reply: (raw) => (Array.isArray(raw) ? raw.map(asNumber) : []),
})

interface SearchInput {
  readonly place: { readonly set: 'schedule' | 'retry' | 'dead' } | { readonly queue: string }
  /** How many to pass over, and how many to look at. */
  readonly from: number
  readonly count: number
  /** Stop after so many that were found. */
  readonly most: number
  readonly texts: readonly string[]
}

/** What looking through a piece gives. */
export interface SearchReply {
  readonly total: number
  readonly looked: number
  readonly found: readonly { readonly score: string; readonly text: string }[]
}

/** Looks through one piece for jobs with all of some texts: those that run next first, or died last. */
export const searchPiece = defineScript<SearchInput, SearchReply>({
  file: new URL('../redis/scripts/search-jobs.lua', import.meta.url),
  libraries: [lookThroughLibrary],
  keys: ({ place }, keys) => ['queue' in place ? keys.queue(place.queue) : keys[place.set]],
  parameters: ({ place, from, count, most, texts }) => [
    'queue' in place ? 'queue' : place.set === 'dead' ? 'down' : 'up',
    from,
    count,
    most,
    ...texts,
  ],
  reply: readSearchReply,
})

interface FindInput {
  /** Next to run first; or the lowest scores first, or the highest. */
  readonly way: 'queue' | 'up' | 'down'
  readonly key: string
  /** How many to pass over, and how many to look at. */
  readonly from: number
  readonly count: number
  readonly jids: readonly string[]
}

/** Looks through one piece of a queue or set for jobs with some jids. Whoever asks reads them to be sure. */
export const findJobs = defineScript<FindInput, SearchReply>({
  file: new URL('../redis/scripts/find-jobs.lua', import.meta.url),
  keys: ({ key }) => [key],
  parameters: ({ way, from, count, jids }) => [way, from, count, ...jids],
  reply: readSearchReply,
})

interface FailuresReply {
  readonly total: number
  readonly looked: number
  readonly found: readonly { readonly errorClass: string; readonly at: string }[]
}

/** Reads error class and time of one piece of a set of failures. */
export const scanFailures = defineScript<
  { readonly set: 'retry' | 'dead'; readonly from: number; readonly count: number },
  FailuresReply
>({
  file: new URL('../redis/scripts/scan-failures.lua', import.meta.url),
  keys: ({ set }, keys) => [keys[set]],
  parameters: ({ from, count }) => [from, count],
  reply: (raw) => {
    const { total, looked, pairs } = readPairs(raw)
    return { total, looked, found: pairs.map(([errorClass, at]) => ({ errorClass, at })) }
  },
})

function readSearchReply(raw: unknown): SearchReply {
  const { total, looked, pairs } = readPairs(raw)
  return { total, looked, found: pairs.map(([score, text]) => ({ score, text })) }
}

function readPairs(raw: unknown) {
  const [total, looked, ...flat] = Array.isArray(raw) ? raw : []
  return { total: asNumber(total ?? 0), looked: asNumber(looked ?? 0), pairs: toPairs(flat) }
}

/** Makes a job the next one of its queue; false when it is not there any more. */
export const moveToFront = defineScript<
  { readonly queue: string; readonly stored: Stored },
  boolean
>({
  file: new URL('../redis/scripts/move-to-front.lua', import.meta.url),
  keys: ({ queue }, keys) => [keys.queue(queue)],
  parameters: ({ stored }) => [stored],
  reply: asBoolean,
})

function queuesOf(moves: readonly EntryMove[]): string[] {
  return [...new Set(moves.map((move) => move.queue))]
}

function asBooleans(raw: unknown): boolean[] {
  return Array.isArray(raw) ? raw.map(asBoolean) : []
}
