/**
 * A job as it lies in Redis: one flat JSON object. Sidekiq's fields have names here; any other
 * field may be there too and is never dropped.
 */
import { InvalidJobError } from '../errors.ts'
import { parseJson } from '../support/json.ts'

/** The identity of a job: 24 hex digits by default, opaque to everyone. */
export type Jid = string

/** A job's fields. Times are epoch milliseconds (8.x) or float seconds (≤ 7.x): use `readTime`. */
export interface JobPayload {
  class: string
  args: unknown[]
  jid: Jid
  queue: string
  /** true = the default number, false = none, a number = that many. */
  retry?: boolean | number | null
  created_at?: number
  enqueued_at?: number
  /** Epoch seconds; only in memory, the score of the scheduled set once written. */
  at?: number
  retry_for?: number
  retry_queue?: string
  backtrace?: boolean | number
  dead?: boolean
  tags?: string[]
  log_level?: string
  display_class?: string
  wrapped?: string
  encrypt?: boolean
  error_message?: string
  error_class?: string
  failed_at?: number
  retried_at?: number
  /** 0 after the first failure. */
  retry_count?: number
  error_backtrace?: string | string[]
  discarded_at?: number
  [field: string]: unknown
}

/**
 * Parses a payload; integers beyond 2^53 become `bigint`. Throws MalformedJsonError for text that
 * is not JSON and InvalidJobError for JSON that is not a job.
 */
export function parsePayload(raw: string): JobPayload {
  const value = parseJson(raw)
  if (!isPayload(value)) {
    throw new InvalidJobError(
      `This is JSON but not a job, which needs "class" and "args": ${raw.slice(0, 200)}`,
    )
  }
  return value
}

/** A job is an object with a class and an array of arguments; the rest has defaults. */
function isPayload(value: unknown): value is JobPayload {
  if (typeof value !== 'object' || value === null) return false
  return (
    'class' in value &&
    typeof value.class === 'string' &&
    'args' in value &&
    Array.isArray(value.args)
  )
}
