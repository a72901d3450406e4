/** The scripts of periodic jobs and of their leader, with named inputs. */
import { asBoolean, asNumber, defineScript } from '../redis/script.ts'
import type { EpochMs } from '../support/epoch.ts'

interface StandInput {
  readonly identity: string
  readonly ttlMs: number
  readonly now: EpochMs
  readonly names: readonly string[]
}

/** How an election went. */
export interface Standing {
  /** Null when another process leads. */
  readonly term: number | null
  /** So long the leadership lasts if it is not renewed. */
  readonly leftMs: number
  /** Names that must be registered (again). */
  readonly unknownCount: number
}

export const standScript = defineScript({
  file: new URL('../redis/scripts/stand.lua', import.meta.url),
  keys: (_input: StandInput, keys) => [
    keys.ticker,
    keys.leaderTerm,
    keys.leader,
    keys.periodic,
    keys.periodicSeen,
  ],
  parameters: ({ identity, ttlMs, now, names }) => [identity, ttlMs, now, ...names],
  reply: (raw): Standing => {
    const [term = 0, leftMs = 0, unknownCount = 0] = Array.isArray(raw) ? raw.map(Number) : []
    return { term: term === 0 ? null : term, leftMs, unknownCount }
  },
})

interface StepDownInput {
  readonly identity: string
  readonly term: number
}

export const stepDownScript = defineScript({
  file: new URL('../redis/scripts/step-down.lua', import.meta.url),
  keys: (_input: StepDownInput, keys) => [keys.ticker, keys.leader],
  parameters: ({ identity, term }) => [`${term} ${identity}`, identity],
  reply: asBoolean,
})

interface RegisterInput {
  readonly now: EpochMs
  readonly jobs: readonly {
    readonly name: string
    readonly description: string
    readonly schedule: string
  }[]
}

export const registerPeriodicScript = defineScript({
  file: new URL('../redis/scripts/register-periodic.lua', import.meta.url),
  keys: (_input: RegisterInput, keys) => [keys.periodic, keys.periodicTicks, keys.periodicSeen],
  parameters: ({ now, jobs }) => [
    now,
    ...jobs.flatMap(({ name, description, schedule }) => [name, description, schedule]),
  ],
  reply: asNumber,
})

/** What came of a tick. */
export type TickResult = 'pushed' | 'recorded' | 'not-leader' | 'outdated'

interface TickInput {
  /** "<term> <identity>" */
  readonly leader: string
  readonly name: string
  readonly lastTick: string
  readonly thisTick: string
  readonly queue: string
  /** Null when client middleware stopped it. */
  readonly payload: string | null
  readonly run: string
  readonly keepRuns: number
}

const TICK_RESULTS: Readonly<Record<number, TickResult>> = {
  [1]: 'pushed',
  [0]: 'recorded',
  [-1]: 'not-leader',
}

export const tickScript = defineScript({
  file: new URL('../redis/scripts/tick.lua', import.meta.url),
  keys: ({ name, queue }: TickInput, keys) => [
    keys.ticker,
    keys.periodicTicks,
    keys.periodicPaused,
    keys.periodicRuns(name),
    keys.queue(queue),
    keys.queues,
  ],
  parameters: ({ leader, name, lastTick, thisTick, queue, payload, run, keepRuns }) => [
    leader,
    name,
    lastTick,
    thisTick,
    queue,
    payload ?? '',
    run,
    keepRuns,
  ],
  reply: (raw): TickResult => TICK_RESULTS[Number(raw)] ?? 'outdated',
})
