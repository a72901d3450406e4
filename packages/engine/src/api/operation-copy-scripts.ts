/** The scripts with which an operation deletes from a long queue. */
import type { Keys } from '../redis/keys.ts'
import { asNumber, defineScript } from '../redis/script.ts'
import { exactText } from '../support/exact-text.ts'
import { uniqueLockKeys, uniqueLockLibrary } from '../redis/unique-lock.ts'
import { toBytes } from './replies.ts'
import { lookThroughLibrary } from './scripts.ts'
import type { Stored } from './scripts.ts'

const queueCopyLibrary = new URL('../redis/scripts/library/queue-copy.lua', import.meta.url)

const NOTHING = Buffer.alloc(0)

interface CopyInput {
  readonly id: string
  readonly queue: string
  readonly owner: string
  /** How many the operation has looked at, as the caller believes. */
  readonly before: number
}

interface LookInput extends CopyInput {
  /** How many of a piece that is being judged to pass over. */
  readonly unmoved: number
  readonly count: number
  readonly most: number
  readonly texts: readonly string[]
}

function copyKeys({ id, queue }: CopyInput, keys: Keys): readonly string[] {
  return [keys.operation(id), keys.queue(queue), keys.queueCopy(id), keys.queueCopyGoes(id)]
}

/** Looks through the next piece; null where the operation stands elsewhere, or must begin again. */
export const operationCopyLook = defineScript<
  LookInput,
  { readonly looked: number; readonly last: Stored; readonly found: readonly Buffer[] } | null
>({
  file: new URL('../redis/scripts/operation-copy-look.lua', import.meta.url),
  libraries: [queueCopyLibrary, lookThroughLibrary],
  keys: copyKeys,
  parameters: ({ owner, before, unmoved, count, most, texts }) => {
    return [owner, before, unmoved, count, most, ...texts]
  },
  repliesBytes: true,
  reply: (raw) => {
    if (!Array.isArray(raw)) return null
    const [last = NOTHING, ...found] = toBytes(raw.slice(1))
    return { looked: asNumber(raw[0]), last: exactText(last).exact, found }
  },
})

interface PieceInput extends CopyInput {
  readonly looked: number
  /** The last that was looked at; "" where it was the queue's last. */
  readonly last: Stored
  readonly leaseUntilMs: number
  readonly copySeconds: number
  /** What goes. */
  readonly stored: readonly Stored[]
}

/** Copies a piece; false when it is not the caller's to do, not the next one, or it must begin again. */
export const operationCopyPiece = defineScript<PieceInput, boolean>({
  file: new URL('../redis/scripts/operation-copy-piece.lua', import.meta.url),
  libraries: [queueCopyLibrary],
  keys: copyKeys,
  parameters: ({ owner, before, looked, last, leaseUntilMs, copySeconds, stored }) => {
    return [owner, before, looked, leaseUntilMs, copySeconds, last, ...stored]
  },
  reply: (raw) => raw !== null,
})

interface EndInput extends CopyInput {
  /** How many to add in one go. */
  readonly most: number
  readonly leaseUntilMs: number
  readonly trashSeconds: number
}

/** Puts the copy in the queue's place; "more" when it must be asked again, null when it was not to be. */
export const operationCopyEnd = defineScript<EndInput, 'exchanged' | 'more' | null>({
  file: new URL('../redis/scripts/operation-copy-end.lua', import.meta.url),
  libraries: [queueCopyLibrary],
  keys: (input, keys) => [...copyKeys(input, keys), keys.trash(input.id)],
  parameters: ({ owner, before, most, leaseUntilMs, trashSeconds }) => {
    return [owner, before, most, leaseUntilMs, trashSeconds]
  },
  reply: (raw) => (raw === null ? null : asNumber(raw) === 2 ? 'exchanged' : 'more'),
})

/** Frees the locks of what was deleted, a slice at a time; gives its texts, null when it is not to be. */
export const operationCopySettle = defineScript<
  Pick<CopyInput, 'id' | 'owner'> & { readonly count: number; readonly leaseUntilMs: number },
  readonly Buffer[] | null
>({
  file: new URL('../redis/scripts/operation-copy-settle.lua', import.meta.url),
  libraries: [uniqueLockLibrary],
  keys: ({ id }, keys) => [keys.operation(id), keys.trash(id), ...uniqueLockKeys(keys)],
  parameters: ({ owner, count, leaseUntilMs }) => [owner, count, leaseUntilMs],
  repliesBytes: true,
  reply: (raw) => (Array.isArray(raw) ? toBytes(raw) : null),
})
