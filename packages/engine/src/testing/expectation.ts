/** What a test expects to be enqueued, and the sentences that say what is there instead. Pure. */
import { AssertionError } from 'node:assert'
import { InvalidSettingsError } from '../errors.ts'
import { differenceOf, show } from './partial-match.ts'
import type { StoredJob } from './stored-jobs.ts'

/** What else must be true of the job. */
export interface EnqueuedOptions {
  /** Exactly so many. Default: one or more. */
  readonly count?: number
  /** It runs in so many seconds from the clock's now, give or take one. */
  readonly in?: number
  /** It runs at this time, give or take a second. */
  readonly at?: Date
  readonly queue?: string
}

/** A whole expectation. */
export interface Expectation extends EnqueuedOptions {
  readonly class: string
  /** Undefined = any arguments. */
  readonly args: unknown
  readonly nowMs: number
}

const TOLERANCE_MS = 1_000

/** As many lines about what is there; a test that pushed a thousand jobs is still readable. */
const MAX_LINES = 20

/** Why the job is not the expected one; null when it is. */
export function mismatchOf(job: StoredJob<unknown>, expected: Expectation): string | null {
  if (job.class !== expected.class) return `its class is ${job.class}`
  if (expected.queue !== undefined && job.queue !== expected.queue) {
    return `its queue is "${job.queue}", not "${expected.queue}"`
  }
  return timeMismatch(job, expected) ?? argumentsMismatch(job, expected.args)
}

function timeMismatch({ at }: StoredJob<unknown>, expected: Expectation): string | null {
  const wanted = timeOf(expected)
  if (wanted === null) return null
  if (at === null) return `it waits in its queue, and is not scheduled for ${wanted.toISOString()}`
  if (Math.abs(at.getTime() - wanted.getTime()) <= TOLERANCE_MS) return null
  return `it runs at ${at.toISOString()}, not at ${wanted.toISOString()}`
}

function timeOf({ in: seconds, at, nowMs }: Expectation): Date | null {
  if (seconds !== undefined && at !== undefined) {
    throw new InvalidSettingsError('Expect either "in" or "at", not both.')
  }
  return seconds === undefined ? (at ?? null) : new Date(nowMs + seconds * 1000)
}

function argumentsMismatch({ args }: StoredJob<unknown>, expected: unknown): string | null {
  if (expected === undefined) return null
  if (typeof expected === 'function') {
    return expected(args) === true ? null : `the function does not accept ${show(args)}`
  }
  return differenceOf(asList(args), asList(expected))
}

/** A lone hash and the list that holds it are the same arguments. */
function asList(args: unknown): readonly unknown[] {
  return Array.isArray(args) ? args : [args]
}

/** The error of a failed assertion: what was expected, then what is there and why it does not fit. */
export function enqueuedError(
  expected: Expectation,
  jobs: readonly StoredJob<unknown>[],
  matching: number,
): AssertionError {
  const { class: jobClass, args, count } = expected
  const wanted = count === undefined ? 'A job' : count === 0 ? 'No job' : `${count} job(s)`
  const head = `${wanted} ${describeExpected(expected)} should be enqueued, but there ${are(matching)}.`
  const lines = jobs.slice(0, MAX_LINES).map((job) => describeJob(job, expected))
  if (jobs.length > MAX_LINES) lines.push(`… and ${jobs.length - MAX_LINES} more`)
  const there = jobs.length === 0 ? 'Nothing is enqueued.' : `Enqueued:\n${lines.join('\n')}`
  return new AssertionError({
    message: `${head}\n${there}`,
    expected: { class: jobClass, ...(args !== undefined && { args }) },
    actual: jobs.map((job) => ({ class: job.class, args: job.args })),
    operator: count === 0 ? 'refuteEnqueued' : 'assertEnqueued',
  })
}

function are(count: number): string {
  if (count === 0) return 'is none'
  return count === 1 ? 'is 1' : `are ${count}`
}

function describeExpected(expected: Expectation): string {
  const { class: jobClass, args, queue } = expected
  const at = timeOf(expected)
  const parts = [jobClass]
  if (args !== undefined) parts.push(`with ${show(args)}`)
  if (queue !== undefined) parts.push(`in queue "${queue}"`)
  if (at !== null) parts.push(`at ${at.toISOString()}`)
  return parts.join(' ')
}

function describeJob(job: StoredJob<unknown>, expected: Expectation): string {
  const when = job.at === null ? '' : ` at ${job.at.toISOString()}`
  const line = `  ${job.class} ${show(job.args)} in "${job.queue}"${when}`
  if (job.class !== expected.class) return line
  const why = mismatchOf(job, expected)
  return why === null ? `${line}  ← fits` : `${line}  ← ${why}`
}
