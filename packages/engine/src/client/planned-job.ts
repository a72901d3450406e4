/** A job on its way from what was asked for to what is written. */
import { InvalidJobError } from '../errors.ts'
import { validateArguments, wireArguments } from '../job/arguments.ts'
import type { JobDeclaration, UniqueOptions } from '../job/definition.ts'
import { createJid } from '../job/jid.ts'
import { optionFields } from '../job/options.ts'
import type { JobOptions } from '../job/options.ts'
import type { Jid, JobPayload } from '../job/payload.ts'
import type { EpochMs } from '../support/epoch.ts'
import type { UniquePushOptions } from './options.ts'
import type { JobToWrite } from './write-jobs.ts'

/** A job about to be written; `unique` null = without a lock. */
export interface PlannedJob extends JobToWrite {
  readonly unique: UniqueOptions | null
}

export function isUnique(job: PlannedJob): job is PlannedJob & { readonly unique: UniqueOptions } {
  return job.unique !== null
}

/** What the push says wins over what the definition says. */
export function uniqueOptionsOf(
  job: JobOptions & UniquePushOptions,
  options: UniquePushOptions,
): UniqueOptions | null {
  const unique = options.unique ?? job.unique ?? false
  return unique === false ? null : unique
}

export function isDeclaration(job: object): job is JobDeclaration {
  return 'args' in job && !Array.isArray(job.args)
}

/** The wire carries what was given, not what the schema makes of it; the schema only judges. */
export async function fitting(job: JobDeclaration, args: object): Promise<readonly unknown[]> {
  const list = wireArguments(args)
  await validateArguments(job, list)
  return list
}

/**
 * The payload before middleware has seen it. What the push says wins over what the job says.
 * @throws InvalidJobError where the class has no name or the arguments are no array
 */
export function payloadOf(
  job: JobOptions & { readonly class: string },
  args: readonly unknown[],
  options: JobOptions & { readonly jid?: Jid },
  nowMs: EpochMs,
): JobPayload {
  if (typeof job.class !== 'string' || job.class === '') {
    throw new InvalidJobError('A job needs the name of its class.')
  }
  if (!Array.isArray(args)) throw new InvalidJobError(`The args of ${job.class} are no array.`)
  return {
    retry: true,
    queue: 'default',
    ...optionFields(job),
    ...optionFields(options),
    class: job.class,
    args,
    jid: options.jid ?? createJid(),
    created_at: nowMs,
  }
}
