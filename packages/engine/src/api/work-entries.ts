/**
 * The running jobs of all processes, read no further than to sort them: of thousands a page shows a
 * few dozen, and reading a job costs ten times the rest.
 */
import { readInFlight } from '../redis/in-flight.ts'
import type { InFlightUnit } from '../redis/in-flight.ts'
import type { RedisClient } from '../redis/contract.ts'
import { readHolding } from '../redis/read-many.ts'
import { readTime } from '../support/epoch.ts'
import { parseJson, stringifyJson } from '../support/json.ts'
import { toPairs } from './replies.ts'

/** One running job, its payload unread. */
export interface WorkEntry {
  readonly identity: string
  /** "" until the process's next heartbeat has told. */
  readonly thread: string
  readonly queue: string
  /** Null likewise. */
  readonly startedAtMs: number | null
  readonly raw: string
}

/** What runs, and what a process of ours had taken before it fell silent. */
export interface WorkEntries {
  readonly running: readonly WorkEntry[]
  readonly orphaned: readonly WorkEntry[]
}

/** Processes whose running jobs are read at once: some two thousand jobs. */
const MOST_PROCESSES = 80

/**
 * Reads what these living processes run, the longest-running first.
 * @param holding only jobs with this text in them, see `textOfJid`; "" for all
 */
export async function readWorkEntries(
  redis: RedisClient,
  identities: readonly string[],
  holding = '',
): Promise<WorkEntries> {
  const [told, { identities: ours, units }] = await Promise.all([
    readTold(redis, identities, holding),
    readInFlight(redis, holding),
  ])
  const living = new Set(identities)
  const inFlight = new Set(units.map(nameOf))
  const known = new Set(told.filter(({ identity }) => ours.has(identity)).map(nameOf))
  // What has been settled since the heartbeat goes, what was fetched since comes.
  const still = told.filter((one) => !ours.has(one.identity) || inFlight.has(nameOf(one)))
  const fresh = units.filter((one) => living.has(one.identity) && !known.has(nameOf(one)))
  return {
    running: [...still.sort(byStart), ...fresh.map(untold)],
    orphaned: units.filter(({ identity }) => !living.has(identity)).map(untold),
  }
}

/** What all jobs with this jid hold; "" where their JSON may write it in other ways. */
export function textOfJid(jid: string): string {
  return /^[\w.-]+$/u.test(jid) ? jid : ''
}

/** As the heartbeats tell. */
async function readTold(
  redis: RedisClient,
  identities: readonly string[],
  holding: string,
): Promise<WorkEntry[]> {
  const current = await readHashes(redis, identities, {
    holding,
    keyOf: (identity) => redis.keys.work(identity),
  })
  // Sidekiq up to 6.4.1 writes only the old key; our own processes write both.
  const { missing: silent } = current
  const old = await readHashes(redis, silent, {
    holding,
    keyOf: (identity) => redis.keys.workers(identity),
  })
  return [...current.entries, ...old.entries]
}

/** Some processes at a time: neither Redis nor this process is kept from other work for long. */
async function readHashes(
  redis: RedisClient,
  identities: readonly string[],
  { holding, keyOf }: { readonly holding: string; readonly keyOf: (identity: string) => string },
): Promise<{ readonly entries: WorkEntry[]; readonly missing: string[] }> {
  const entries: WorkEntry[] = []
  const missing: string[] = []
  for (let at = 0; at < identities.length; at += MOST_PROCESSES) {
    const piece = identities.slice(at, at + MOST_PROCESSES)
    const options = { holding, most: MOST_PROCESSES }
    const replies = await readHolding(redis, piece.map(keyOf), ['HGETALL'], options)
    for (const [index, identity] of piece.entries()) {
      if (replies[index] === null) missing.push(identity)
      for (const [thread, text] of toPairs(replies[index])) {
        const entry = readEntry(identity, thread, text)
        if (entry !== null) entries.push(entry)
      }
    }
  }
  return { entries, missing }
}

function readEntry(identity: string, thread: string, text: string): WorkEntry | null {
  const fields = readFields(text)
  if (fields === null) return null
  const { queue, payload, run_at: runAt } = fields
  return {
    identity,
    thread,
    queue: typeof queue === 'string' ? queue : 'default',
    startedAtMs: readTime(runAt)?.getTime() ?? null,
    // Up to Sidekiq 6.0.1 the payload was an object, since then it is the stored text.
    raw: typeof payload === 'string' ? payload : objectText(text),
  }
}

interface ToldFields {
  readonly queue?: unknown
  readonly payload?: unknown
  readonly run_at?: unknown
}

function readFields(text: string): ToldFields | null {
  try {
    // Its own numbers are small; those of the payload are inside a text.
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? value : null
  } catch {
    return null // Not Sidekiq's: nothing here can be shown.
  }
}

/** Once more, with whole numbers of any length. */
function objectText(text: string): string {
  const value = parseJson(text)
  const payload = typeof value === 'object' && value !== null && 'payload' in value
  return stringifyJson(payload ? value.payload : null)
}

/** The same job runs in the same process: what tells it in a heartbeat and in flight. */
function nameOf({ identity, raw }: Pick<WorkEntry, 'identity' | 'raw'>): string {
  return `${identity} ${raw}`
}

function untold({ identity, queue, raw }: InFlightUnit): WorkEntry {
  return { identity, thread: '', queue, startedAtMs: null, raw }
}

function byStart(one: WorkEntry, other: WorkEntry): number {
  const [oneMs, otherMs] = [one.startedAtMs ?? Infinity, other.startedAtMs ?? Infinity]
  return oneMs === otherMs ? 0 : oneMs - otherMs
}
