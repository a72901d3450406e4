/**
 * A job class as one value that is checked in the editor, when a job is pushed and when it is
 * performed: `defineJob`. Where the producer must not import the handler's code, the same in two
 * halves: `declareJob` (or, for types alone, `referTo`) and `implementJob`.
 */
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { InvalidSettingsError } from '../errors.ts'
import type { JobContext, JobFailure } from './context.ts'
import type { JobOptions } from './options.ts'
import { optionFields } from './options.ts'
import type { JobPayload } from './payload.ts'

/**
 * A schema of a whole argument list, for example `z.tuple([z.string(), z.number()])`; or of one
 * object, `z.object({ user_id: … })`, for jobs whose only argument is a hash.
 */
export type ArgumentsSchema = StandardSchemaV1<object>

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
  /** Classes that give the same name share one limit, and must say the same. Default: the class. */
  readonly name?: string
  /** Of this class. 0 = none. Default: no limit. */
  readonly total?: number
  /** With the same key. Default: no limit. */
  readonly perKey?: number
  /** The key of a job. Needed with `perKey`. */
  readonly key?: (args: readonly unknown[]) => string
}

/** What a producer knows of a job class. */
export interface JobDeclaration<
  Schema extends ArgumentsSchema = ArgumentsSchema,
> extends JobOptions {
  /** The name on the wire, for example "BackupWorker". */
  readonly class: string
  readonly args: Schema
  readonly unique?: UniqueOptions
  readonly limit?: LimitOptions
  /** The signal fires after so many seconds, with the reason "timeout". Default: never. */
  readonly timeoutSeconds?: number
}

/** What a worker does with a job class. */
export interface JobHandler<Schema extends ArgumentsSchema = ArgumentsSchema> {
  /** Does the work. Throwing means failure, and a retry where the options allow one. */
  perform(args: ParsedArgumentsOf<Schema>, context: JobContext): Promise<void> | void
  /**
   * Decides about the next attempt after failure number `count` (0 is the first).
   * `undefined`, 0 or less: Sidekiq's formula, count⁴ + 15 seconds and jitter.
   */
  retryIn?(count: number, error: Error, job: JobPayload): RetryDecision
  /**
   * The last call for a job that will not be tried again: its retries are used up, `retryIn` said
   * "kill", or its arguments do not fit. Answer "discard" to keep it out of the dead set. An error
   * in here is reported and changes nothing. Not called for jobs without retries (`retry: false`).
   */
  onExhausted?(
    job: JobPayload,
    error: Error,
  ): Promise<'discard' | undefined | void> | 'discard' | undefined | void
  /**
   * Called after the decision about a failure and before it is written, so that a ledger of your
   * own is never behind Redis. An error in here is reported and changes nothing.
   */
  onFailure?(failure: JobFailure): Promise<void> | void
}

/** A job class. */
export interface JobDefinition<Schema extends ArgumentsSchema = ArgumentsSchema>
  extends JobDeclaration<Schema>, JobHandler<Schema> {}

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
  checkDeclaration(definition)
  return Object.freeze({ ...definition })
}

/**
 * Declares a job class without its handler, for a file that producers and workers share.
 *
 * @example
 * export const greet = declareJob({ class: 'GreetWorker', args: z.object({ name: z.string() }) })
 * // in the worker: implementJob(greet, { perform: ({ name }) => … })
 */
export function declareJob<const Schema extends ArgumentsSchema>(
  declaration: JobDeclaration<Schema>,
): JobDeclaration<Schema> {
  checkDeclaration(declaration)
  return Object.freeze({ ...declaration })
}

/** Adds the handler to a declaration. */
export function implementJob<Schema extends ArgumentsSchema>(
  declaration: JobDeclaration<Schema>,
  handler: JobHandler<Schema>,
): JobDefinition<Schema> {
  return Object.freeze({ ...declaration, ...handler })
}

/**
 * Refers to a job class of which only the type is imported. Its arguments are checked by the
 * compiler, and by the worker when it runs; queue and other options must be repeated here.
 *
 * @example
 * import type { greet } from './worker.ts'
 * await client.push(referTo<typeof greet>('GreetWorker', { queue: 'mail' }), { name: 'Ada' })
 */
export function referTo<Job extends JobDeclaration>(
  jobClass: string,
  options: Omit<JobDeclaration, 'class' | 'args'> = {},
): JobDeclaration<Job['args']> {
  const args = UNCHECKED as Job['args']
  return declareJob({ ...options, class: jobClass, args })
}

/** Takes any arguments as they are. */
const UNCHECKED: StandardSchemaV1<object> = {
  '~standard': {
    version: 1,
    vendor: 'howdah',
    validate: (value) => ({ value: value as object }),
  },
}

function checkDeclaration(declaration: JobDeclaration): void {
  if (declaration.class === '') throw new InvalidSettingsError('A job needs a class name.')
  optionFields(declaration)
}
