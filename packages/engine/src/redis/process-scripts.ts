/**
 * The scripts of processes, with named inputs: that they live, what they run, and what becomes of the
 * units of those that died.
 */
import { asBoolean, asNumber, defineScript } from './script.ts'
import { TOMBSTONE } from './registry.ts'
import { uniqueLockKeys, uniqueLockLibrary } from './unique-lock.ts'
import type { EpochMs, EpochSeconds } from '../support/epoch.ts'

interface LifeInput {
  readonly identity: string
  readonly ttlMs: number
}

interface RenewInput extends LifeInput {
  readonly incarnations: readonly string[]
  /** For incarnations that Redis has forgotten, see `encodeIncarnation`. */
  readonly tombstone: string
}

/** Tells for each incarnation whether it is still in its rights. */
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
