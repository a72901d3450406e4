/** The options of a job, for its class or for one push, and their names on the wire. */
import { InvalidJobError } from '../errors.ts'

/** How a job is queued and what happens when it fails. */
export interface JobOptions {
  /** Default: "default". */
  readonly queue?: string
  /** true = 25 retries, false = none and no trace, a number = that many. Default: true. */
  readonly retry?: boolean | number
  /** Retry for this many seconds after the first failure, however often. */
  readonly retryForSeconds?: number
  /** Where retries go. Default: the queue the job came from. */
  readonly retryQueue?: string
  /** Keep the error's backtrace: all of it, or that many lines. Default: false. */
  readonly backtrace?: boolean | number
  /** false = do not keep the job in the dead set when its retries are used up. */
  readonly dead?: boolean
  readonly tags?: readonly string[]
  /** Not started within so many seconds after the push (or its scheduled time): dropped. */
  readonly expiresInSeconds?: number
  /** The level of the logger that this job's handler gets. */
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error'
  /**
   * Keep a CPU profile of the run under this name, for a day, when it ends well; see
   * `ProfileSet`. Default: none.
   */
  readonly profile?: string
  /** More fields for the payload, by their names on the wire. */
  readonly fields?: Readonly<Record<string, unknown>>
}

/** 1e9 seconds are 31 years: Sidekiq takes more for an epoch given by mistake. */
const MAX_RETRY_FOR_SECONDS = 1_000_000_000

/** The payload fields of these options; only what is given. Throws InvalidJobError. */
export function optionFields(options: JobOptions): Record<string, unknown> {
  checkOptions(options)
  const { queue, retry, retryForSeconds, retryQueue, backtrace, dead, tags, fields } = options
  const { expiresInSeconds, logLevel, profile } = options
  return {
    ...(queue !== undefined && { queue }),
    ...(retry !== undefined && { retry }),
    ...(retryForSeconds !== undefined && { retry_for: Math.trunc(retryForSeconds) }),
    ...(retryQueue !== undefined && { retry_queue: retryQueue }),
    ...(backtrace !== undefined && { backtrace }),
    ...(dead !== undefined && { dead }),
    ...(tags !== undefined && { tags }),
    ...(expiresInSeconds !== undefined && { expires_in: expiresInSeconds }),
    ...(logLevel !== undefined && { log_level: logLevel }),
    ...(profile !== undefined && { profile }),
    ...fields,
  }
}

function checkOptions({ queue, retryForSeconds, retry, tags, expiresInSeconds }: JobOptions): void {
  if (queue === '') throw new InvalidJobError('A job needs a queue; "" is none.')
  if (typeof retry === 'number' && !(Number.isInteger(retry) && retry >= 0)) {
    throw new InvalidJobError(`retry must be true, false or a count from 0, not ${retry}.`)
  }
  if (retryForSeconds !== undefined && !(retryForSeconds <= MAX_RETRY_FOR_SECONDS)) {
    throw new InvalidJobError(
      `retryForSeconds is a duration of at most ${MAX_RETRY_FOR_SECONDS} s, not ${retryForSeconds}.`,
    )
  }
  if (expiresInSeconds !== undefined && !(expiresInSeconds > 0)) {
    throw new InvalidJobError(
      `expiresInSeconds is a number of seconds above 0, not ${expiresInSeconds}.`,
    )
  }
  if (tags !== undefined && !Array.isArray(tags)) {
    throw new InvalidJobError('tags must be an array of texts.')
  }
}
