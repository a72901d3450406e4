/**
 * Looking into a sorted set of jobs: a page, one entry, all that contain a text. Nothing here changes
 * anything.
 */
import type { RedisClient } from '../redis/contract.ts'
import { near } from '../redis/near.ts'
import { parseEntryKey, scoreText } from './job-record.ts'
import type { SetEntry } from './job-record.ts'
import { escapeGlob, toCount } from './replies.ts'
import { readEntries } from './set-entries.ts'

/** Which entries of a set to read: from an offset, or after an entry that was seen. */
export interface SetPageOptions {
  readonly offset?: number
  /** The key of the last entry of the page before; wins over `offset`. */
  readonly after?: string
  /** At most 1,000. */
  readonly limit: number
}

/** One page of a set. */
export interface SetPage {
  /** How many entries the set has in all. */
  readonly total: number
  /** The position of the page's first entry, from 0. */
  readonly offset: number
  readonly entries: readonly SetEntry[]
}

/** A search through a set; it stops early and can be continued. */
export interface SetSearchOptions {
  /** Looked for literally, case included, anywhere in the stored text. */
  readonly text: string
  /** Where the search before stopped; default: from the start. */
  readonly cursor?: string
  /** Stop after about so many entries. Default 25. */
  readonly limit?: number
  /** Stop after this time. Default 250. */
  readonly budgetMs?: number
}

/** What a search found; `cursor` null means that all of the set was looked at. */
export interface SetSearchResult {
  readonly entries: readonly SetEntry[]
  readonly cursor: string | null
}

/** A set, and the end that its readers begin with. */
export interface SetPlace {
  readonly redis: RedisClient
  readonly key: string
  readonly isNewestFirst: boolean
}

const MAX_PAGE = 1_000

/** Entries read at a time where all are: about a millisecond of Redis's time. */
const SLICE = 100

/** How many entries of a set one step of a scan looks at: 1,000 measured best (3.2 s a million). */
const SCAN_STEP = 1_000

/** A page: earliest first, in the dead set latest first. */
export async function readPage(place: SetPlace, options: SetPageOptions): Promise<SetPage> {
  const offset = await offsetOf(place, options)
  const last = offset + Math.min(MAX_PAGE, Math.max(1, Math.trunc(options.limit))) - 1
  const direction = place.isNewestFirst ? ['REV'] : []
  const [total, members] = await Promise.all([
    place.redis.call('ZCARD', place.key),
    place.redis.callBuffer('ZRANGE', place.key, offset, last, ...direction, 'WITHSCORES'),
  ])
  return { total: toCount(total), offset, entries: readEntries(members) }
}

/** The entry with this score and jid; null when it is not there (any more). */
export async function findEntry(
  place: SetPlace,
  score: string | number,
  jid: string,
): Promise<SetEntry | null> {
  const at = scoreText(score)
  const members = await place.redis.callBuffer('ZRANGE', place.key, at, at, 'BYSCORE', 'WITHSCORES')
  return readEntries(members).find((entry) => entry.jid === jid) ?? null
}

/** The entry with this jid within two seconds of `time`, however large the set is. */
export async function findEntryNear(
  place: SetPlace,
  jid: string,
  time: Date,
): Promise<SetEntry | null> {
  const members = await place.redis.callBuffer('ZRANGE', place.key, ...near(time), 'WITHSCORES')
  return readEntries(members).find((entry) => entry.jid === jid) ?? null
}

/** The entry with this jid, looked for in the whole set for at most `budgetMs` (1,000). */
export async function findByJid(
  place: SetPlace,
  jid: string,
  budgetMs: number,
): Promise<SetEntry | null> {
  const deadlineMs = performance.now() + budgetMs
  let cursor: string | null = '0'
  while (cursor !== null && performance.now() < deadlineMs) {
    const step = await scanStep(place, cursor, jid)
    const found = step.entries.find((entry) => entry.jid === jid)
    if (found !== undefined) return found
    cursor = step.cursor
  }
  return null
}

/** Looks for a text in the stored jobs, a bounded piece at a time. */
export async function searchEntries(
  place: SetPlace,
  options: SetSearchOptions,
): Promise<SetSearchResult> {
  const { text, limit = 25, budgetMs = 250 } = options
  const deadlineMs = performance.now() + budgetMs
  const entries = new Map<string, SetEntry>() // A scan may show an entry twice.
  let cursor: string | null = options.cursor ?? '0'
  do {
    const step = await scanStep(place, cursor, text)
    step.entries.forEach((entry) => entries.set(entry.raw, entry))
    cursor = step.cursor
  } while (cursor !== null && entries.size < limit && performance.now() < deadlineMs)
  return { entries: [...entries.values()], cursor }
}

/** All entries that contain a text, looked for literally, in no order, a step at a time. */
export async function* scanEntries(place: SetPlace, text: string): AsyncGenerator<SetEntry, void> {
  let cursor: string | null = '0'
  do {
    const step: SetSearchResult = await scanStep(place, cursor, text)
    yield* step.entries // Redis may show an entry twice when the set changes meanwhile.
    cursor = step.cursor
  } while (cursor !== null)
}

/**
 * The entries in the order of the set, a slice at a time, no more than there are at the start.
 * What the reader deletes or moves on the way makes it skip nothing.
 */
export async function* eachEntry(place: SetPlace): AsyncGenerator<SetEntry, void> {
  let last: SetEntry | null = null
  let where: SetPageOptions = { limit: SLICE }
  for (let left = toCount(await place.redis.call('ZCARD', place.key)); left > 0;) {
    const { total, offset, entries }: SetPage = await readPage(place, where)
    const unseen: readonly SetEntry[] = last === null ? entries : unseenOf(place, last, entries)
    for (const entry of unseen.slice(0, left)) {
      last = entry
      left -= 1
      yield entry
    }
    const next: number = offset + entries.length
    if (next >= total) return
    where =
      last === null || unseen.length === 0
        ? { offset: next, limit: SLICE }
        : { after: last.key, limit: SLICE }
  }
}

/** The rank after an entry that was seen; by its score, when it has left the set since. */
async function offsetOf(place: SetPlace, { offset = 0, after }: SetPageOptions): Promise<number> {
  const parts = after === undefined ? null : parseEntryKey(after)
  if (parts === null) return Math.max(0, Math.trunc(offset))
  const { score, jid } = parts
  const seen = await findEntry(place, score, jid)
  if (seen !== null) {
    const rank = await place.redis.call(
      place.isNewestFirst ? 'ZREVRANK' : 'ZRANK',
      place.key,
      seen.exact,
    )
    if (rank !== null) return toCount(rank) + 1
  }
  const range = place.isNewestFirst ? [`(${score}`, '+inf'] : ['-inf', `(${score}`]
  return toCount(await place.redis.call('ZCOUNT', place.key, ...range))
}

/** Of equal scores the bytes decide. Where the last one seen is gone, its neighbours come again. */
function unseenOf(
  place: SetPlace,
  last: SetEntry,
  entries: readonly SetEntry[],
): readonly SetEntry[] {
  const sign = place.isNewestFirst ? -1 : 1
  return entries.filter(({ score, exact }) => {
    return score !== last.score || compareBytes(exact, last.exact) * sign > 0
  })
}

async function scanStep(place: SetPlace, cursor: string, text: string): Promise<SetSearchResult> {
  const pattern = `*${escapeGlob(text)}*`
  const reply = await place.redis.callBuffer(
    'ZSCAN',
    place.key,
    cursor,
    'MATCH',
    pattern,
    'COUNT',
    SCAN_STEP,
  )
  const [next, members] = Array.isArray(reply) ? reply : []
  return {
    entries: readEntries(members),
    cursor: String(next ?? '0') === '0' ? null : String(next),
  }
}

function compareBytes(one: string | Buffer, other: string | Buffer): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}
