/**
 * Every error the engine throws: one base class with a closed set of codes, so that a program can
 * switch over `code` and a person can read `message`.
 *
 * A message says what happened, with which value, and what to do about it.
 */
import { types } from 'node:util'

/** What went wrong, for programs. A new code is also a line in the engine's README. */
export type EngineErrorCode =
  | 'invalid-job'
  | 'invalid-arguments'
  | 'invalid-settings'
  | 'unknown-job-class'
  | 'redis-unavailable'
  | 'redis-reply'
  | 'redis-full'
  | 'push-buffer-full'
  | 'redis-unsuitable'
  | 'job-killed'
  | 'poisonous-job'
  | 'malformed-json'
  | 'thrown-value'
  | 'misuse'
  | 'interrupted'
  | 'timeout'

/** The base of all errors of Howdah's packages. `code` names the kind, `cause` the error below. */
export class HowdahError<Code extends string = string> extends Error {
  readonly code: Code

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

/** An error of the engine. */
export class EngineError extends HowdahError<EngineErrorCode> {}

/** A job that cannot be pushed: no class, no queue, arguments that JSON cannot carry. */
export class InvalidJobError extends EngineError {
  constructor(message: string, options?: ErrorOptions) {
    super('invalid-job', message, options)
  }
}

/** Arguments that do not fit the schema of their job class; `issues` has one line each. */
export class JobArgumentsError extends EngineError {
  readonly issues: readonly string[]

  constructor(jobClass: string, issues: readonly string[]) {
    super('invalid-arguments', `The arguments do not fit ${jobClass}: ${issues.join('; ')}.`)
    this.issues = issues
  }
}

/** Settings that contradict each other or cannot be read. */
export class InvalidSettingsError extends EngineError {
  constructor(message: string, options?: ErrorOptions) {
    super('invalid-settings', message, options)
  }
}

/** A job was fetched whose class no definition of this process has. */
export class UnknownJobClassError extends EngineError {
  constructor(jobClass: string) {
    super(
      'unknown-job-class',
      `No job of class ${jobClass} is defined in this process. Add its definition to "jobs", ` +
        'or let this process work other queues.',
    )
  }
}

/** Redis did not answer: refused, timed out, or the connection broke in the middle of a command. */
export class RedisUnavailableError extends EngineError {
  constructor(message: string, options?: ErrorOptions) {
    super('redis-unavailable', message, options)
  }
}

/** Redis answered with an error, for example `OOM` or `WRONGTYPE`. */
export class RedisReplyError extends EngineError {
  constructor(message: string, options?: ErrorOptions) {
    super('redis-reply', message, options)
  }
}

/** Redis has reached its `maxmemory` and takes no new data. Workers still drain it. */
export class RedisFullError extends EngineError {
  constructor(what: string, options?: ErrorOptions) {
    super(
      'redis-full',
      `Redis is full (maxmemory) and refused ${what}. Nothing was lost: push again when workers ` +
        'have drained some jobs, or give Redis more memory.',
      options,
    )
  }
}

/** Redis is away and the buffer of pushes has no room for more. The refused jobs are not kept. */
export class PushBufferFullError extends EngineError {
  /** Jobs that wait in the buffer. */
  readonly buffered: number

  constructor(buffered: number, limit: number, options?: ErrorOptions) {
    super(
      'push-buffer-full',
      `Redis is away and the push buffer is full: ${buffered} of ${limit} jobs wait in it. This ` +
        'push was not kept; try again when Redis is back, or raise "buffer.limit".',
      options,
    )
    this.buffered = buffered
  }
}

/** The Redis at hand must not be used for jobs, for example because it is too old. */
export class RedisUnsuitableError extends EngineError {
  constructor(message: string) {
    super('redis-unsuitable', message)
  }
}

/** Text that should be JSON and is not. */
export class MalformedJsonError extends EngineError {
  constructor(message: string, options?: ErrorOptions) {
    super('malformed-json', message, options)
  }
}

/** What death handlers are told when somebody moved a job to the dead set by hand. */
export class JobKilledError extends EngineError {
  constructor() {
    super('job-killed', 'The job was moved to the dead set by hand.')
  }
}

/** What death handlers are told when a job has taken its process down too often. */
export class PoisonousJobError extends EngineError {
  constructor(deaths: number) {
    super(
      'poisonous-job',
      `The job took its process down ${deaths} times in 72 hours and was not started again. ` +
        'Look for a crash or too little memory, then retry it from the dead set.',
    )
  }
}

/** A handler threw something that is not an `Error`. */
export class ThrownValueError extends EngineError {
  constructor(value: unknown) {
    super('thrown-value', `The handler threw ${describe(value)}, which is not an Error.`)
  }
}

/** The engine was called in an order or in a way that makes no sense. */
export class MisuseError extends EngineError {
  constructor(message: string) {
    super('misuse', message)
  }
}

/**
 * Thrown inside a handler at a boundary where it can be resumed, because the process stops. The
 * job goes back to its queue; that is no failure.
 */
export class JobInterruptedError extends EngineError {
  constructor() {
    super('interrupted', 'The process stops; the job goes on from here in another.')
  }
}

/** A job ran longer than its class allows. `cause` is what its handler threw then, if anything. */
export class JobTimeoutError extends EngineError {
  constructor(jobClass: string, timeoutSeconds: number, options?: ErrorOptions) {
    super(
      'timeout',
      `${jobClass} ran longer than its timeoutSeconds, ${timeoutSeconds}. Make the job smaller, ` +
        'iterate, or allow it more time.',
      options,
    )
  }
}

/** Whatever was thrown, as an `Error`. */
export function toError(value: unknown): Error {
  // Errors of another realm (`vm`, some test runners) are none of this one's Error.
  return value instanceof Error || types.isNativeError(value) ? value : new ThrownValueError(value)
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `the text "${value}"`
  if (typeof value === 'object' && value !== null) return 'an object'
  return String(value)
}
