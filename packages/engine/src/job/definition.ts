/**
 * `defineJob`: a job class as one value that is checked in the editor, when a job is pushed and
 * when it is performed.
 */
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { InvalidSettingsError, JobArgumentsError } from '../errors.ts'
import type { JobContext, JobFailure } from './context.ts'
import type { JobOptions } from './options.ts'
import { optionFields } from './options.ts'
import type { JobPayload } from './payload.ts'

/** A schema of a whole argument list, for example `z.tuple([z.object({ user_id: … })])`. */
export type ArgumentsSchema = StandardSchemaV1<readonly unknown[]>

/** What the wire carries: the schema's input. */
export type ArgumentsOf<Schema extends ArgumentsSchema> = StandardSchemaV1.InferInput<Schema>

/** What a handler gets: the schema's output. */
export type ParsedArgumentsOf<Schema extends ArgumentsSchema> = StandardSchemaV1.InferOutput<Schema>

/** A number of seconds from now; or drop the job; or move it to the dead set now. */
export type RetryDecision = number | 'discard' | 'kill' | undefined

/** At most one job of a kind at a time; see docs/unique-jobs.md. */
export interface UniqueOptions {
  /** How long the lock is held at most, in seconds; longer than the job waits and runs. */
  readonly forSeconds: number
  /** When it is released: with the end of the job (default), with its start, or only by time. */
  readonly until?: 'success' | 'start' | 'expiry'
  /** What becomes of a second job: not pushed (default), pushed instead, or run after the first. */
  readonly onConflict?: 'reject' | 'replace' | 'run-again'
  /** What makes two jobs the same. Default: class and arguments. */
  readonly by?: (args: readonly unknown[]) => unknown
}

/** How many jobs run at the same time, over all processes; see docs/limits.md. */
export interface LimitOptions {
  /** Of this class. 0 = none. Default: no limit. */
  readonly total?: number
  /** With the same key. Default: no limit. */
  readonly perKey?: number
  /** The key of a job. Needed with `perKey`. */
  readonly key?: (args: readonly unknown[]) => string
}

/** A job class. */
export interface JobDefinition<
  Schema extends ArgumentsSchema = ArgumentsSchema,
> extends JobOptions {
  /** The name on the wire, for example "BackupWorker". */
  readonly class: string
  readonly args: Schema
  readonly unique?: UniqueOptions
  readonly limit?: LimitOptions
  /** The signal fires after so many seconds, with the reason "timeout". Default: never. */
  readonly timeoutSeconds?: number
  /** Does the work. Throwing means failure, and a retry where the options allow one. */
  perform(args: ParsedArgumentsOf<Schema>, context: JobContext): Promise<void> | void
  /**
   * Decides about the next attempt after failure number `count` (0 is the first).
   * `undefined`, 0 or less: Sidekiq's formula, count⁴ + 15 seconds and jitter.
   */
  retryIn?(count: number, error: Error, job: JobPayload): RetryDecision
  /**
   * Called after the decision about a failure and before it is written, so that a ledger of your
   * own is never behind Redis. An error in here is reported and changes nothing.
   */
  onFailure?(failure: JobFailure): Promise<void> | void
}

/**
 * Declares a job class.
 *
 * @example
 * export const greet = defineJob({
 *   class: 'GreetWorker',
 *   args: z.tuple([z.object({ name: z.string() })]),
 *   async perform([{ name }], { logger }) {
 *     logger.info(`Hello ${name}`)
 *   },
 * })
 */
export function defineJob<const Schema extends ArgumentsSchema>(
  definition: JobDefinition<Schema>,
): JobDefinition<Schema> {
  if (definition.class === '') throw new InvalidSettingsError('A job needs a class name.')
  optionFields(definition)
  return Object.freeze({ ...definition })
}

/**
 * Checks arguments against a definition's schema and gives its output. Throws JobArgumentsError.
 * Returns a promise only where the schema itself does: most do not, and a job is spared a turn.
 */
export function validateArguments<Schema extends ArgumentsSchema>(
  definition: JobDefinition<Schema>,
  args: readonly unknown[],
): ParsedArgumentsOf<Schema> | Promise<ParsedArgumentsOf<Schema>> {
  const result = definition.args['~standard'].validate(args)
  if (result instanceof Promise) return result.then((settled) => unwrap(definition, settled))
  return unwrap(definition, result)
}

function unwrap<Schema extends ArgumentsSchema>(
  definition: JobDefinition<Schema>,
  result: StandardSchemaV1.Result<unknown>,
): ParsedArgumentsOf<Schema> {
  if (result.issues !== undefined) {
    throw new JobArgumentsError(definition.class, result.issues.map(describeIssue))
  }
  return result.value as ParsedArgumentsOf<Schema>
}

function describeIssue(issue: StandardSchemaV1.Issue): string {
  const path = (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step))
  return path.length === 0 ? issue.message : `args[${path.join('.')}]: ${issue.message}`
}
