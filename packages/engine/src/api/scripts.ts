/** The scripts with which an administrator acts. Each one gates on the exact stored text. */
import { asBoolean, defineScript } from '../redis/script.ts'

/** An entry that goes to a queue. */
export interface EntryMove {
  readonly stored: string
  /** The same payload with the fields that change on the way. */
  readonly text: string
  readonly queue: string
}

/** Moves entries of a sorted set to their queues; true for each one that was still there. */
export const enqueueEntries = defineScript<
  { readonly set: string; readonly moves: readonly EntryMove[] },
  boolean[]
>({
  file: new URL('../redis/scripts/enqueue-entries.lua', import.meta.url),
  keys: ({ set, moves }, keys) => [
    set,
    keys.queues,
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
    readonly stored: readonly string[]
  },
  boolean[]
>({
  file: new URL('../redis/scripts/kill-entries.lua', import.meta.url),
  keys: ({ set }, keys) => [set, keys.dead],
  parameters: (input) => [
    input.diedAtSeconds,
    input.forgetBeforeSeconds,
    input.keepAtMost,
    ...input.stored,
  ],
  reply: asBooleans,
})

/** Deletes one job from a queue by its exact text, looking from both ends. */
export const deleteFromQueue = defineScript<
  { readonly queue: string; readonly stored: string },
  boolean
>({
  file: new URL('../redis/scripts/delete-from-queue.lua', import.meta.url),
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
