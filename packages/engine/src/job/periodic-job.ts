/**
 * `definePeriodic`: a job that is pushed by the clock. Only the value and its checks; who pushes it
 * and when is in `periodic/` and `server/leader.ts`.
 */
import { InvalidSettingsError, JobArgumentsError, toError } from '../errors.ts'
import { CronSchedule } from '../support/cron.ts'
import { checkArguments } from './strict-arguments.ts'
import { wireArguments } from './arguments.ts'
import type { ArgumentsOf, ArgumentsSchema, JobDeclaration } from './definition.ts'
import { optionFields } from './options.ts'
import type { JobOptions } from './options.ts'
import type { JobPayload } from './payload.ts'

/**
 * What becomes of ticks that nobody was there for: dropped, unless less than a minute late; one run
 * for all of them; or one run for each, the newest hundred.
 */
export type MissedPolicy = 'skip' | 'once' | 'all'

/** Who runs when. */
export interface PeriodicSchedule {
  /** Known by this name in Redis; unique among all programs there. Default: the job's class. */
  readonly name?: string
  /** Five fields, or six with seconds in front: `"30 2 * * *"`, `"*\/10 * * * * *"`. */
  readonly cron: string
  /** A name of the IANA database, for example "Europe/Berlin". Default: "UTC". */
  readonly timeZone?: string
  /** Default: "once". */
  readonly missed?: MissedPolicy
  /** They win over those of the definition. */
  readonly options?: JobOptions
}

/** The arguments may be left out where the job takes none. */
type PeriodicArguments<Schema extends ArgumentsSchema> =
  [] extends ArgumentsOf<Schema>
    ? { readonly args?: ArgumentsOf<Schema> }
    : { readonly args: ArgumentsOf<Schema> }

/** What `definePeriodic` is given. */
export type PeriodicInput<Schema extends ArgumentsSchema> = PeriodicSchedule &
  PeriodicArguments<Schema> & { readonly job: JobDeclaration<Schema> }

/** A periodic job. */
export interface PeriodicJob extends Required<PeriodicSchedule> {
  readonly job: JobDeclaration
  readonly args: object
}

/**
 * Defines a job that runs by the clock. Checked when a Launcher is made, so that all mistakes are
 * told together.
 *
 * @example
 * const nightly = definePeriodic({
 *   cron: '30 2 * * *',
 *   timeZone: 'Europe/Berlin',
 *   job: cleanUp,
 *   args: [{ days: 30 }],
 * })
 * new Launcher({ redis, jobs: [cleanUp], periodic: [nightly] })
 */
export function definePeriodic<Schema extends ArgumentsSchema>(
  input: PeriodicInput<Schema>,
): PeriodicJob {
  const { job, cron, name = job.class, timeZone = 'UTC', missed = 'once', options = {} } = input
  return Object.freeze({ name, cron, timeZone, missed, job, args: input.args ?? [], options })
}

/** Throws one InvalidSettingsError that names every mistake. */
export function checkPeriodicJobs(jobs: readonly PeriodicJob[]): void {
  const mistakes = jobs.flatMap((periodic) => mistakesOf(periodic))
  const names = jobs.map(({ name }) => name)
  for (const name of new Set(names.filter((name, index) => names.indexOf(name) !== index))) {
    mistakes.push(`"${name}": two periodic jobs have this name; give one of them another.`)
  }
  if (mistakes.length === 0) return
  throw new InvalidSettingsError(`Periodic jobs have mistakes:\n- ${mistakes.join('\n- ')}`)
}

const POLICIES: readonly MissedPolicy[] = ['skip', 'once', 'all']

function mistakesOf(periodic: PeriodicJob): string[] {
  const { name, cron, timeZone, job, args, options, missed } = periodic
  const checks = [
    () => checkName(name),
    () => void new CronSchedule(cron, timeZone),
    () => void optionFields(options),
    () => checkPolicy(missed),
    () => checkArguments(job.class, wireArguments(args)),
    () => checkSchema(job, wireArguments(args)),
  ]
  return checks.flatMap((check) => {
    try {
      check()
      return []
    } catch (error) {
      return [`"${name}": ${toError(error).message}`]
    }
  })
}

/** Where a schema must wait for something, only the push can tell. */
function checkSchema(job: JobDeclaration, args: readonly unknown[]): void {
  const { validate } = job.args['~standard']
  const results = [validate(args), ...(args.length === 1 ? [validate(args[0])] : [])]
  const [first] = results
  if (first === undefined || first instanceof Promise) return
  if (results.some((result) => result instanceof Promise || result.issues === undefined)) return
  throw new JobArgumentsError(
    job.class,
    (first.issues ?? []).map(({ message }) => message),
  )
}

function checkName(name: string): void {
  if (name === '') throw new InvalidSettingsError('A periodic job needs a name; "" is none.')
}

function checkPolicy(missed: string): void {
  if (POLICIES.some((policy) => policy === missed)) return
  throw new InvalidSettingsError(`missed must be one of ${POLICIES.join(', ')}, not "${missed}".`)
}

/** The payload fields that say for which tick a job was pushed. */
export function tickFields(name: string, tickMs: number): Record<string, unknown> {
  return { howdah_periodic: name, howdah_tick: tickMs }
}

/** For which tick of which periodic job this job was pushed; null when it was pushed otherwise. */
export function tickOf(payload: JobPayload): { readonly name: string; readonly at: Date } | null {
  const { howdah_periodic: name, howdah_tick: tickMs } = payload
  if (typeof name !== 'string' || typeof tickMs !== 'number') return null
  return { name, at: new Date(tickMs) }
}
