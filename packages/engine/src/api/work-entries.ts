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
import { NO_PAUSE } from '../support/pause.ts'
import type { Pause } from '../support/pause.ts'
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

/** Processes whose running jobs are read at once: some thousand jobs. */
const MOST_PROCESSES = 40

/** Jobs read between two pauses: some tenths of a millisecond. */
const READ_AT_ONCE = 100

/** Which running jobs are read, and how. */
export interface WorkReading {
  /** Only jobs with this text in them, see `textOfJid`. Default "": all. */
  readonly holding?: string
  /** Only what this process of ours holds. Default: what any holds. */
  readonly only?: string
  /** Awaited after some hundred jobs. Default: nothing is. */
  readonly pause?: Pause
}

/** Reads what these living processes run, the longest-running first. */
export async function readWorkEntries(
  redis: RedisClient,
  identities: readonly string[],
  reading: WorkReading = {},
): Promise<WorkEntries> {
  const { holding = '', pause = NO_PAUSE } = reading
  const [told, { identities: ours, units }] = await Promise.all([
    readTold(redis, identities, { holding, pause }),
    readInFlight(redis, reading),
  ])
  const living = new Set(identities)
  const inFlight = textsByProcess(units)
  await pause()
  const known = textsByProcess(told.filter(({ identity }) => ours.has(identity)))
  await pause()
  // What has been settled since the heartbeat goes, what was fetched since comes.
  const still = told.filter((one) => !ours.has(one.identity) || isAmong(inFlight, one))
  const fresh = units.filter((one) => living.has(one.identity) && !isAmong(known, one))
  await pause()
  return {
    running: [...still.sort(byStart), ...fresh.map(untold)],
    orphaned: units.filter(({ identity }) => !living.has(identity)).map(untold),
  }
}

/** What all jobs with this jid hold; "" where their JSON may write it in other ways. */
export function textOfJid(jid: string): string {
  return /^[\w.-]+$/u.test(jid) ? jid : ''
}

type PacedReading = Required<Pick<WorkReading, 'holding' | 'pause'>>

/** As the heartbeats tell. */
async function readTold(
  redis: RedisClient,
  identities: readonly string[],
  reading: PacedReading,
): Promise<WorkEntry[]> {
  const workKey = (identity: string): string => redis.keys.work(identity)
  const current = await readHashes(redis, identities, { ...reading, keyOf: workKey })
  // Sidekiq up to 6.4.1 writes only the old key; our own processes write both.
  const oldKey = (identity: string): string => redis.keys.workers(identity)
  const old = await readHashes(redis, current.missing, { ...reading, keyOf: oldKey })
  return [...current.entries, ...old.entries]
}

/** Some processes at a time: neither Redis nor this process is kept from other work for long. */
async function readHashes(
  redis: RedisClient,
  identities: readonly string[],
  { holding, pause, keyOf }: PacedReading & { readonly keyOf: (identity: string) => string },
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
        if (entry !== null && entries.push(entry) % READ_AT_ONCE === 0) await pause()
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

type Held = Pick<WorkEntry, 'identity' | 'raw'>

/** The same job runs in the same process: what tells it in a heartbeat and in flight. */
function textsByProcess(jobs: readonly Held[]): ReadonlyMap<string, ReadonlySet<string>> {
  const texts = new Map<string, Set<string>>()
  for (const { identity, raw } of jobs) {
    const ofProcess = texts.get(identity)
    if (ofProcess === undefined) texts.set(identity, new Set([raw]))
    else ofProcess.add(raw)
  }
  return texts
}

function isAmong(texts: ReturnType<typeof textsByProcess>, { identity, raw }: Held): boolean {
  return texts.get(identity)?.has(raw) ?? false
}

function untold({ identity, queue, raw }: InFlightUnit): WorkEntry {
  return { identity, thread: '', queue, startedAtMs: null, raw }
}

function byStart(one: WorkEntry, other: WorkEntry): number {
  const [oneMs, otherMs] = [one.startedAtMs ?? Infinity, other.startedAtMs ?? Infinity]
  return oneMs === otherMs ? 0 : oneMs - otherMs
}
