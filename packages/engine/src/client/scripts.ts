/** The scripts that find, cancel and remove jobs that wait. Each one gates on the exact text. */
import { encodeOutcome, OUTCOME_TTL_SECONDS } from '../job/outcome.ts'
import type { JobOutcome } from '../job/outcome.ts'
import type { RedisArgument } from '../redis/contract.ts'
import { asBoolean, asNumber, asTexts, defineScript } from '../redis/script.ts'
import { uniqueLockKeys, uniqueLockLibrary } from '../redis/unique-lock.ts'
import type { EpochSeconds } from '../support/epoch.ts'

/** A stored text, or its bytes where it is not UTF-8. */
export type Stored = string | Buffer

/** Deletes one job from a queue by its exact text, looking from both ends. */
export const deleteFromQueue = defineScript<
  { readonly queue: string; readonly stored: Stored },
  boolean
>({
  file: new URL('../redis/scripts/delete-from-queue.lua', import.meta.url),
  libraries: [uniqueLockLibrary],
  keys: ({ queue }, keys) => [keys.queue(queue), ...uniqueLockKeys(keys)],
  parameters: ({ stored }) => [stored],
  reply: asBoolean,
})

/** Deletes entries of a sorted set; true for each one that was still there. */
export const deleteEntries = defineScript<
  { readonly set: string; readonly stored: readonly Stored[] },
  boolean[]
>({
  file: new URL('../redis/scripts/delete-entries.lua', import.meta.url),
  libraries: [uniqueLockLibrary],
  keys: ({ set }, keys) => [set, ...uniqueLockKeys(keys)],
  parameters: ({ stored }) => stored,
  reply: (raw) => (Array.isArray(raw) ? raw.map(asBoolean) : []),
})

/** A piece of a queue; positions count from the left, where the newest job is. */
interface PieceOfQueue {
  readonly queue: string
  readonly from: number
  readonly count: number
}

/** Finds the jobs of a piece that contain one of the texts; `seen` says how many it looked at. */
export const scanQueue = defineScript<
  PieceOfQueue & { readonly texts: readonly string[] },
  { readonly seen: number; readonly found: readonly string[] }
>({
  file: new URL('../redis/scripts/scan-queue.lua', import.meta.url),
  keys: ({ queue }, keys) => [keys.queue(queue)],
  parameters: ({ from, count, texts }) => [from, count, ...texts],
  reply: (raw) => {
    const [seen, ...found] = Array.isArray(raw) ? raw : []
    return { seen: asNumber(seen ?? 0), found: asTexts(found) }
  },
})

interface MarkInput {
  readonly jid: string
  readonly now: EpochSeconds
  readonly outcome: string
  readonly announcement: readonly RedisArgument[]
}

/** Sidekiq's own: the state of an iterable job, and with it a mark, lies there for so long. */
const MARK_TTL_SECONDS = 30 * 86_400

/** Marks a job as cancelled and tells everyone; true when it was not marked before. */
export const markCancelled = defineScript<MarkInput, boolean>({
  file: new URL('../redis/scripts/mark-cancelled.lua', import.meta.url),
  keys: ({ jid }, keys) => [keys.iteration(jid), keys.outcome(jid)],
  parameters: ({ now, outcome, announcement }) => [
    Math.trunc(now),
    MARK_TTL_SECONDS,
    outcome,
    OUTCOME_TTL_SECONDS,
    ...announcement,
  ],
  reply: asBoolean,
})

/** Writes down how a cancelled job ended; its mark and its iteration state go. */
export const recordCancelled = defineScript<
  {
    readonly jid: string
    readonly outcome: JobOutcome
    /** Where the unit lies in flight that ends with it; null = nowhere. */
    readonly place: { readonly list: string; readonly raw: string | Buffer } | null
  },
  boolean
>({
  file: new URL('../redis/scripts/record-cancelled.lua', import.meta.url),
  keys: ({ jid, place }, keys) => [
    keys.iteration(jid),
    keys.outcome(jid),
    ...(place === null ? [] : [place.list]),
  ],
  parameters: ({ outcome, place }) => [
    encodeOutcome(outcome),
    OUTCOME_TTL_SECONDS,
    ...(place === null ? [] : [place.raw]),
  ],
  reply: asBoolean,
})

/** Takes a mark back; gives the outcome that somebody else has written since, or null. */
export const unmarkCancelled = defineScript<
  { readonly jid: string; readonly outcome: string; readonly isOurMark: boolean },
  string | null
>({
  file: new URL('../redis/scripts/unmark-cancelled.lua', import.meta.url),
  keys: ({ jid }, keys) => [keys.iteration(jid), keys.outcome(jid)],
  parameters: ({ outcome, isOurMark }) => [outcome, isOurMark ? '1' : '0'],
  reply: (raw) => (typeof raw === 'string' ? raw : null),
})
