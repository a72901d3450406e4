/**
 * The scripts for units of work that hold more than their place in flight: the lock of a unique
 * job, slots of limits. All other units leave through the faster scripts of `scripts.ts`.
 */
import type { EpochMs, EpochSeconds } from '../support/epoch.ts'
import { limitKeys, limitLibraries } from './limit-library.ts'
import { asBoolean, asNumber, asTexts, defineScript } from './script.ts'
import type { DeadSetLimits } from './scripts.ts'
import { uniqueLockKeys, uniqueLockLibrary } from './unique-lock.ts'

/** A limit that a job is subject to, with the job's key and what the code says (`encodeRule`). */
export interface LimitClaim {
  readonly limit: string
  readonly key: string
  readonly rule: string
}

interface AcquireInput {
  readonly list: string
  readonly incarnation: string
  readonly jid: string
  readonly raw: string | Buffer
  readonly queue: string
  readonly claims: readonly LimitClaim[]
}

/** `gone`: the unit was not ours any more. */
export type Admission = 'admitted' | 'parked' | 'gone'

export const acquireScript = defineScript({
  file: new URL('./scripts/acquire.lua', import.meta.url),
  libraries: limitLibraries,
  keys: ({ list }: AcquireInput, keys) => [...limitKeys(keys), list],
  parameters: ({ incarnation, jid, raw, queue, claims }) => [
    incarnation,
    jid,
    raw,
    queue,
    ...claims.flatMap(({ limit, key, rule }) => [limit, key, rule]),
  ],
  reply: (raw): Admission => {
    const code = asNumber(raw)
    if (code === -1) return 'gone'
    return code === 1 ? 'admitted' : 'parked'
  },
})

/** How many hold a slot, and wait for one, of each limit. */
export const limitCountsScript = defineScript({
  file: new URL('./scripts/limit-counts.lua', import.meta.url),
  keys: (_names: readonly string[], keys) => [keys.slots(''), keys.parkedOrder('')],
  parameters: (names) => names,
  reply: (raw) => (Array.isArray(raw) ? raw.map(Number) : []),
})

/** How a unit ends; `discarded` is an end without success, `given-back` is to be fetched next. */
export type WayOut = 'done' | 'discarded' | 'retry' | 'dead' | 'requeued' | 'given-back'

interface FinishInput {
  readonly way: WayOut
  /** The in-flight list. */
  readonly list: string
  readonly raw: string | Buffer
  readonly incarnation: string
  readonly jid: string
  readonly queue: string
  /** Where the job is afterwards, and its text; not for `done` and `discarded`. */
  readonly payload?: string | Buffer
  /** The time of the next attempt, or of death. */
  readonly at?: EpochSeconds
  readonly deadSet: DeadSetLimits
  readonly lock: { readonly digest: string; readonly isKeptOnSuccess: boolean } | null
  readonly claims: readonly LimitClaim[]
}

/** False when the unit was not ours any more. */
export const finishScript = defineScript({
  file: new URL('./scripts/finish.lua', import.meta.url),
  libraries: limitLibraries,
  keys: ({ way, list, queue }: FinishInput, keys) => {
    const target = way === 'retry' ? keys.retry : way === 'dead' ? keys.dead : keys.queue(queue)
    return [...limitKeys(keys), list, target]
  },
  parameters: ({ way, raw, payload, at = 0, deadSet, queue, incarnation, jid, lock, claims }) => [
    way,
    raw,
    payload ?? raw,
    at,
    at - deadSet.timeoutSeconds,
    deadSet.maxJobs,
    queue,
    incarnation,
    jid,
    lock?.digest ?? '',
    lock?.isKeptOnSuccess === true ? '1' : '',
    ...claims.flatMap(({ limit, rule }) => [limit, rule]),
  ],
  reply: asBoolean,
})

export const startUniqueScript = defineScript({
  file: new URL('./scripts/start-unique.lua', import.meta.url),
  libraries: [uniqueLockLibrary],
  keys: (
    _input: { readonly digest: string; readonly jid: string; readonly isReleased: boolean },
    keys,
  ) => uniqueLockKeys(keys),
  parameters: ({ digest, jid, isReleased }) => [digest, jid, isReleased ? '1' : ''],
  reply: asBoolean,
})

/** A unique job to be pushed. */
export interface UniqueJobToPush {
  readonly digest: string
  readonly jid: string
  /** How long the lock is held at most, from the job's run time on. */
  readonly lifeMs: number
  readonly onConflict: 'reject' | 'replace' | 'run-again'
  readonly queue: string
  /** Null = now. */
  readonly at: EpochSeconds | null
  /** Without `at` and `enqueued_at`. */
  readonly text: string
}

/** Gives for each job whether it was written. */
export const pushUniqueScript = defineScript({
  file: new URL('./scripts/push-unique.lua', import.meta.url),
  libraries: limitLibraries,
  keys: (_input: { readonly nowMs: EpochMs; readonly jobs: readonly UniqueJobToPush[] }, keys) =>
    limitKeys(keys),
  parameters: ({ nowMs, jobs }) => [
    nowMs,
    ...jobs.flatMap(({ digest, jid, lifeMs, onConflict, queue, at, text }) => [
      digest,
      jid,
      lifeMs,
      onConflict,
      queue,
      at ?? '',
      text,
    ]),
  ],
  reply: (raw) => asTexts(raw).map((code) => code === '1'),
})

export const setLimitScript = defineScript({
  file: new URL('./scripts/set-limit.lua', import.meta.url),
  libraries: limitLibraries,
  keys: (_input: { readonly limit: string; readonly rule: string | null }, keys) => limitKeys(keys),
  parameters: ({ limit, rule }) => [limit, rule ?? ''],
  reply: asNumber,
})

interface SweepInput {
  readonly reservationMs: number
  readonly definedSeconds: number
  readonly rules: readonly (readonly [limit: string, rule: string])[]
}

/** Gives how many slots were freed and how many jobs woken. */
export const sweepLimitsScript = defineScript({
  file: new URL('./scripts/sweep-limits.lua', import.meta.url),
  libraries: limitLibraries,
  keys: (_input: SweepInput, keys) => limitKeys(keys),
  parameters: ({ reservationMs, definedSeconds, rules }) => [
    reservationMs,
    definedSeconds,
    ...rules.flat(),
  ],
  reply: (raw) => {
    const [freed = 0, woken = 0] = asTexts(raw).map(Number)
    return { freed, woken }
  },
})

export const deleteParkedScript = defineScript({
  file: new URL('./scripts/delete-parked.lua', import.meta.url),
  libraries: limitLibraries,
  keys: (
    _input: { readonly limit: string; readonly jid: string; readonly raw: string | Buffer },
    keys,
  ) => limitKeys(keys),
  parameters: ({ limit, jid, raw }) => [limit, jid, raw],
  reply: asBoolean,
})
