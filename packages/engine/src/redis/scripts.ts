/**
 * The scripts of fetching and settling, with named inputs. Those of processes (process-scripts.ts), of
 * due jobs (due-scripts.ts) and of locks and slots (claim-scripts.ts) lie beside.
 *
 * When you add a script: a file in `scripts/` with its header, an entry here, a test in
 * `scripts.test.ts`.
 */
import { asBoolean, asNumber, defineScript } from './script.ts'
import type { RedisArgument } from './contract.ts'
import type { EpochSeconds } from '../support/epoch.ts'

/** Redis' Lua unpacks some 8,000 values at most; this many units are still a short script. */
export const MAX_UNITS_PER_SCRIPT = 1_000

/** Finished units of one in-flight list. */
export interface FinishedUnits {
  readonly list: string
  readonly payloads: readonly RedisArgument[]
}

interface FetchInput {
  readonly incarnation: string
  readonly limit: number
  /** In the order in which they are asked. */
  readonly queues: readonly string[]
  /** To be forgotten in the same step. */
  readonly finished: readonly FinishedUnits[]
}

/** What a fetch found. Indexes are those of `queues`. */
export interface FetchReply {
  /** How many of the finished units were still there. */
  readonly removed: number
  readonly pausedIndexes: readonly number[]
  /** Null when the incarnation was reaped. */
  readonly found: readonly (readonly [queueIndex: number, payloads: readonly string[]])[] | null
}

export const fetchScript = defineScript({
  file: new URL('./scripts/fetch.lua', import.meta.url),
  keys: ({ incarnation, queues, finished }: FetchInput, keys) => {
    const list = [keys.registry, keys.paused]
    for (const queue of queues) list.push(keys.queue(queue), keys.inFlight(incarnation, queue))
    for (const units of finished) list.push(units.list)
    return list
  },
  parameters: ({ incarnation, limit, queues, finished }) => {
    const most = Math.min(limit, MAX_UNITS_PER_SCRIPT)
    const list: RedisArgument[] = [incarnation, most, queues.length, ...queues]
    for (const { payloads } of finished) list.push(payloads.length, ...payloads)
    return list
  },
  reply: readFetchReply,
})

function readFetchReply(raw: unknown): FetchReply {
  const [removed, paused, ...pairs]: unknown[] = Array.isArray(raw) ? raw : []
  if (!Array.isArray(paused)) return { removed: Number(removed), pausedIndexes: [], found: null }
  const found: [number, string[]][] = []
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    // Texts already, and many: they are not looked at one by one.
    found.push([Number(pairs[at]), pairs[at + 1] as string[]])
  }
  return { removed: Number(removed), pausedIndexes: paused.map(Number), found }
}

export const acknowledgeScript = defineScript({
  file: new URL('./scripts/acknowledge.lua', import.meta.url),
  keys: ({ finished }: { readonly finished: readonly FinishedUnits[] }) =>
    finished.map(({ list }) => list),
  parameters: ({ finished }) => finished.flatMap(({ payloads }) => [payloads.length, ...payloads]),
  reply: asNumber,
})

interface SettleInput {
  readonly list: string
  readonly raw: string | Buffer
  readonly payload: string
}

export const retryScript = defineScript({
  file: new URL('./scripts/retry.lua', import.meta.url),
  keys: ({ list }: SettleInput & { readonly at: EpochSeconds }, keys) => [list, keys.retry],
  parameters: ({ raw, at, payload }) => [raw, at, payload],
  reply: asBoolean,
})

/** The limits of the dead set. */
export interface DeadSetLimits {
  readonly maxJobs: number
  readonly timeoutSeconds: number
}

export const buryScript = defineScript({
  file: new URL('./scripts/bury.lua', import.meta.url),
  keys: (
    {
      list,
    }: Omit<SettleInput, 'payload'> & {
      readonly payload: string | Buffer
      readonly now: EpochSeconds
      readonly limits: DeadSetLimits
    },
    keys,
  ) => [list, keys.dead],
  parameters: ({ raw, now, payload, limits }) => [
    raw,
    now,
    payload,
    now - limits.timeoutSeconds,
    limits.maxJobs,
  ],
  reply: asBoolean,
})

interface GiveBackInput {
  readonly incarnation: string
  readonly queue: string
  /** The last one will be fetched first. */
  readonly payloads: readonly (string | Buffer)[]
}

export const giveBackScript = defineScript({
  file: new URL('./scripts/give-back.lua', import.meta.url),
  keys: ({ incarnation, queue }: GiveBackInput, keys) => [
    keys.inFlight(incarnation, queue),
    keys.queue(queue),
    keys.queues,
  ],
  parameters: ({ queue, payloads }) => [queue, ...payloads],
  reply: asNumber,
})

export const requeueScript = defineScript({
  file: new URL('./scripts/requeue.lua', import.meta.url),
  keys: (
    {
      incarnation,
      queue,
    }: {
      readonly incarnation: string
      readonly queue: string
      readonly raw: string | Buffer
      readonly payload: string
    },
    keys,
  ) => [keys.inFlight(incarnation, queue), keys.queue(queue), keys.queues],
  parameters: ({ queue, raw, payload }) => [queue, raw, payload],
  reply: asBoolean,
})

export const acknowledgeIteratedScript = defineScript({
  file: new URL('./scripts/acknowledge-iterated.lua', import.meta.url),
  keys: (
    { list, jid }: { readonly list: string; readonly raw: string | Buffer; readonly jid: string },
    keys,
  ) => [list, keys.iteration(jid)],
  parameters: ({ raw }) => [raw],
  reply: asBoolean,
})

/** Tells whether the job was cancelled. */
export const saveIterationScript = defineScript({
  file: new URL('./scripts/save-iteration.lua', import.meta.url),
  keys: (
    {
      jid,
    }: {
      readonly jid: string
      readonly executions: number
      /** JSON */
      readonly cursor: string
      readonly runtimeSeconds: number
      readonly isDone: boolean
      readonly ttlSeconds: number
    },
    keys,
  ) => [keys.iteration(jid)],
  parameters: ({ executions, cursor, runtimeSeconds, isDone, ttlSeconds }) => [
    executions,
    cursor,
    runtimeSeconds,
    ttlSeconds,
    isDone ? '1' : '',
  ],
  reply: (raw) => raw !== '' && raw !== null,
})
