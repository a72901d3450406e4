/**
 * The scripts that fetching, settling, reaping and the scheduled poller use, with named inputs.
 *
 * When you add a script: a file in `scripts/` with its header, an entry here, a test in
 * `scripts.test.ts`.
 */
import { asBoolean, asNumber, defineScript } from './script.ts'
import type { RedisArgument } from './contract.ts'
import { TOMBSTONE } from './registry.ts'
import { uniqueLockKeys, uniqueLockLibrary } from './unique-lock.ts'
import type { EpochMs, EpochSeconds } from '../support/epoch.ts'

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

interface LifeInput {
  readonly identity: string
  readonly ttlMs: number
}

/** Gives for each incarnation whether it is still in its rights. */
interface RenewInput extends LifeInput {
  readonly incarnations: readonly string[]
  /** For incarnations that Redis has forgotten, see `encodeIncarnation`. */
  readonly tombstone: string
}

export const renewScript = defineScript({
  file: new URL('./scripts/renew.lua', import.meta.url),
  keys: ({ identity }: RenewInput, keys) => [keys.registry, keys.alive(identity)],
  parameters: ({ ttlMs, incarnations, tombstone }) => [
    ttlMs,
    tombstone,
    ...incarnations.flatMap((incarnation) => [incarnation, `${TOMBSTONE}${incarnation}`]),
  ],
  reply: (raw) => (Array.isArray(raw) ? raw.map(asBoolean) : []),
})

export const registerScript = defineScript({
  file: new URL('./scripts/register.lua', import.meta.url),
  keys: (
    { identity }: LifeInput & { readonly incarnation: string; readonly description: string },
    keys,
  ) => [keys.registry, keys.alive(identity)],
  parameters: ({ ttlMs, incarnation, description }) => [ttlMs, incarnation, description],
  reply: asBoolean,
})

interface EntombInput {
  readonly identity: string
  readonly incarnation: string
  readonly tombstone: string
  /** Even if the process seems to live: its owner itself asks, or its pid is known to be gone. */
  readonly isCertain: boolean
}

export const entombScript = defineScript({
  file: new URL('./scripts/entomb.lua', import.meta.url),
  keys: ({ identity }: EntombInput, keys) => [keys.registry, keys.alive(identity)],
  parameters: ({ incarnation, tombstone, isCertain }) => [
    incarnation,
    `${TOMBSTONE}${incarnation}`,
    tombstone,
    isCertain ? '1' : '0',
  ],
  reply: asBoolean,
})

/** A unit found in the list of a reaped incarnation. */
export interface RecoveredUnit {
  readonly raw: string | Buffer
  readonly jid: string
  /** What to put into the dead set; null = give it back to its queue. */
  readonly burial: string | null
}

interface RecoverInput {
  readonly incarnation: string
  readonly queue: string
  readonly units: readonly RecoveredUnit[]
  readonly now: EpochSeconds
  readonly counterTtlSeconds: number
}

export const recoverScript = defineScript({
  file: new URL('./scripts/recover.lua', import.meta.url),
  libraries: [uniqueLockLibrary],
  keys: ({ incarnation, queue, units }: RecoverInput, keys) => [
    keys.inFlight(incarnation, queue),
    keys.queue(queue),
    keys.queues,
    keys.dead,
    ...uniqueLockKeys(keys),
    ...units.map(({ jid }) => keys.recoveries(jid)),
  ],
  parameters: ({ queue, units, now, counterTtlSeconds }) => [
    queue,
    counterTtlSeconds,
    now,
    ...units.flatMap(({ raw, burial }) => [raw, burial ?? '']),
  ],
  reply: asNumber,
})

/** A due member of a sorted set; `queue` null = it is no job and goes to the dead set. */
export interface DueJob {
  readonly member: string | Buffer
  readonly payload: string | Buffer
  readonly queue: string | null
}

interface EnqueueDueInput {
  readonly set: string
  readonly now: EpochSeconds
  readonly jobs: readonly DueJob[]
}

export const enqueueDueScript = defineScript({
  file: new URL('./scripts/enqueue-due.lua', import.meta.url),
  libraries: [uniqueLockLibrary],
  keys: ({ set, jobs }: EnqueueDueInput, keys) => [
    set,
    keys.queues,
    keys.dead,
    ...uniqueLockKeys(keys),
    ...queuesOf(jobs).map((queue) => keys.queue(queue)),
  ],
  parameters: ({ now, jobs }) => {
    const queues = queuesOf(jobs)
    const numbers = new Map(queues.map((queue, index) => [queue, index + 1]))
    return [
      now,
      queues.length,
      ...queues,
      ...jobs.flatMap(({ queue, member, payload }) => [
        queue === null ? 0 : (numbers.get(queue) ?? 0),
        member,
        payload,
      ]),
    ]
  },
  reply: asNumber,
})

/** The quick way for jobs as clients write them; what is not plain is left for the careful one. */
export const moveDueScript = defineScript({
  file: new URL('./scripts/move-due.lua', import.meta.url),
  keys: (
    {
      set,
    }: {
      readonly set: string
      readonly now: EpochSeconds
      readonly nowMs: EpochMs
      readonly limit: number
    },
    keys,
  ) => [set, keys.queues, keys.queue('')],
  parameters: ({ now, nowMs, limit }) => [now, nowMs, Math.min(limit, MAX_UNITS_PER_SCRIPT)],
  reply: (raw) => {
    const [moved, isStuck] = Array.isArray(raw) ? raw : [0, 0]
    return { moved: asNumber(moved), isStuck: asBoolean(isStuck) }
  },
})

function queuesOf(jobs: readonly DueJob[]): string[] {
  const names = new Set<string>()
  for (const { queue } of jobs) if (queue !== null) names.add(queue)
  return [...names]
}

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

/** What is told of a time in which nothing works any more. */
const LAST_SEEN_TTL_SECONDS = 30 * 86_400

/** Tells whether Redis did not know the process, and which signal was sent to it. */
export const beatScript = defineScript({
  file: new URL('./scripts/beat.lua', import.meta.url),
  keys: (
    {
      identity,
    }: {
      readonly identity: string
      readonly ttlSeconds: number
      readonly nowMs: EpochMs
      /** Names and values, alternating. */
      readonly fields: readonly (string | number)[]
    },
    keys,
  ) => [keys.process(identity), keys.processes, keys.signals(identity), keys.lastSeen],
  parameters: ({ identity, ttlSeconds, nowMs, fields }) => [
    identity,
    ttlSeconds,
    nowMs,
    LAST_SEEN_TTL_SECONDS,
    ...fields,
  ],
  reply: (raw): { readonly isNew: boolean; readonly signal: unknown } => {
    const [isNew, signal]: unknown[] = Array.isArray(raw) ? raw : []
    return { isNew: Number(isNew) === 1, signal }
  },
})

export const countScript = defineScript({
  file: new URL('./scripts/count.lua', import.meta.url),
  keys: (
    {
      day,
      finished,
    }: {
      /** `YYYY-MM-DD` */
      readonly day: string
      readonly processed: number
      readonly failed: number
      readonly ttlSeconds: number
      /** Queue → when a run of its jobs ended last. */
      readonly finished: ReadonlyMap<string, EpochMs>
    },
    keys,
  ) => [
    keys.statProcessed,
    keys.statProcessedOn(day),
    keys.statFailed,
    keys.statFailedOn(day),
    ...[...finished.keys()].map((queue) => keys.finished(queue)),
  ],
  parameters: ({ processed, failed, ttlSeconds, finished }) => [
    ttlSeconds,
    processed,
    failed,
    LAST_SEEN_TTL_SECONDS,
    ...finished.values(),
  ],
  reply: () => null,
})
