/**
 * A periodic job as it is known in Redis, so that the leader can tick for programs that it knows
 * nothing of, and a console can show what runs when: the field values of `howdah:periodic` and
 * `howdah:periodic-ticks`.
 */
import type { PlainJob, UniquePushOptions } from '../client/options.ts'
import { wireArguments } from '../job/arguments.ts'
import type { UniqueOptions } from '../job/definition.ts'
import { optionFields } from '../job/options.ts'
import type { MissedPolicy, PeriodicJob } from '../job/periodic-job.ts'
import type { RedisClient } from '../redis/contract.ts'
import { epochMs } from '../support/epoch.ts'
import type { EpochMs } from '../support/epoch.ts'
import { parseJson, stringifyJson } from '../support/json.ts'

/** What every process may know of a periodic job. */
export interface Registration {
  readonly class: string
  readonly args: readonly unknown[]
  /** The payload fields of its options, by their names on the wire. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly cron: string
  readonly timeZone: string
  readonly missed: MissedPolicy
  readonly unique: RegisteredUnique | null
}

/** At most one at a time: what the definition says, with the key of these arguments worked out. */
type RegisteredUnique = Omit<UniqueOptions, 'by'> & { readonly key?: unknown }

/** The JSON of a definition; equal definitions give equal texts. */
export function describePeriodic(periodic: PeriodicJob): string {
  const { job, args, options, cron, timeZone, missed } = periodic
  const registration: Registration = {
    class: job.class,
    args: wireArguments(args),
    fields: { ...optionFields(job), ...optionFields(options) },
    cron,
    timeZone,
    missed,
    unique: uniqueOf(periodic),
  }
  return stringifyJson(registration)
}

function uniqueOf({ job, args }: PeriodicJob): RegisteredUnique | null {
  if (job.unique === undefined) return null
  const { by, ...rest } = job.unique
  return { ...rest, ...(by !== undefined && { key: by(wireArguments(args)) }) }
}

/** What to push for it. */
export function jobOf(
  { class: jobClass, args, fields, unique }: Registration,
  more: Readonly<Record<string, unknown>>,
): PlainJob & UniquePushOptions {
  const job = { class: jobClass, args, fields: { ...fields, ...more } }
  if (unique === null) return job
  const { key, ...rest } = unique
  return { ...job, unique: { ...rest, ...(key !== undefined && { by: () => key }) } }
}

/** Reads such a JSON; null for what is none. */
export function parseRegistration(text: string): Registration | null {
  try {
    const value = parseJson(text)
    return isRegistration(value) ? value : null
  } catch {
    return null // Somebody else's field: there is nothing to run.
  }
}

function isRegistration(value: unknown): value is Registration {
  if (typeof value !== 'object' || value === null) return false
  return (
    'class' in value &&
    'cron' in value &&
    'timeZone' in value &&
    'fields' in value &&
    'unique' in value &&
    'args' in value &&
    Array.isArray(value.args)
  )
}

/** The part of a tick's text that names the schedule: a new one starts from now. */
export function scheduleText({ cron, timeZone }: { cron: string; timeZone: string }): string {
  return `${timeZone} ${cron}`
}

/** "<epoch ms> <zone> <cron>" */
export function tickText(tickMs: EpochMs, schedule: string): string {
  return `${tickMs} ${schedule}`
}

/** When a tick's text says that it was. */
export function tickTime(text: string): EpochMs {
  return epochMs(Number.parseInt(text, 10))
}

/** Who asked for a run. */
export type RunCause = 'clock' | 'hand'

/** One run of a periodic job. */
export interface PeriodicRun {
  readonly jid: string
  /** For which moment; for a run by hand the same as `pushedAt`. */
  readonly tickAt: Date
  readonly pushedAt: Date
  readonly cause: RunCause
}

/** The list of runs of one name keeps so many. */
export const KEPT_RUNS = 25

/** "<jid> <tick ms> <epoch ms> <cause>" */
export function runText(jid: string, tickMs: EpochMs, nowMs: EpochMs, cause: RunCause): string {
  return `${jid} ${tickMs} ${nowMs} ${cause}`
}

/** Reads an entry of the list of runs. */
export function parseRun(text: string): PeriodicRun {
  const [jid = '', tickMs, nowMs, cause] = text.split(' ')
  return {
    jid,
    tickAt: new Date(Number(tickMs)),
    pushedAt: new Date(Number(nowMs)),
    cause: cause === 'hand' ? 'hand' : 'clock',
  }
}

/** Puts a run into the list of runs. */
export async function rememberRun(redis: RedisClient, name: string, run: string): Promise<void> {
  const key = redis.keys.periodicRuns(name)
  await redis.multi([
    ['LPUSH', key, run],
    ['LTRIM', key, 0, KEPT_RUNS - 1],
  ])
}
