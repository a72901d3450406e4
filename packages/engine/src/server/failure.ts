/**
 * Decides what becomes of a failed job. Pure: the same job, error, time and dice give the same
 * outcome, as a value; nothing is written here.
 *
 *   failed ─┬─ retries left ──────────────→ retry      (into the retry set)
 *           ├─ used up, killed, unfit ────→ dead       (into the dead set)
 *           └─ retry: false, discarded,
 *              or used up with dead: false → discarded (gone; death handlers are told)
 */
import type { RetryDecision } from '../job/definition.ts'
import { backtraceLines, encodeBacktrace } from '../job/backtrace.ts'
import type { JobPayload } from '../job/payload.ts'
import { readTime, secondsOf } from '../support/epoch.ts'
import type { EpochMs, EpochSeconds } from '../support/epoch.ts'
import { epochSeconds } from '../support/epoch.ts'
import { stringifyJson } from '../support/json.ts'
import type { FieldChanges } from '../support/json-text.ts'

/** A job that failed. */
export interface Failure {
  readonly payload: JobPayload
  /** The queue it was fetched from. */
  readonly queue: string
  readonly error: Error
  readonly nowMs: EpochMs
  /** Retries where the job says `retry: true`. */
  readonly maxRetries: number
  /** What the class says where the payload says nothing about retries. */
  readonly classRetry: boolean | number | undefined
  /** Arguments that do not fit will not fit next time either: no retry. */
  readonly isHopeless: boolean
  /** The class's own wish for the next attempt. */
  readonly retryIn: (count: number) => RetryDecision
  readonly random: () => number
}

/** What becomes of it, and which fields of the payload change. */
export interface Decision {
  readonly outcome: 'retry' | 'dead' | 'discarded'
  readonly retryAt: EpochSeconds | null
  readonly changes: FieldChanges
  /** There will be no further attempt, though the class wanted some: its last call is due. */
  readonly isExhausted: boolean
}

/** Sidekiq keeps this many characters of an error's message. */
const MAX_MESSAGE_LENGTH = 10_000

/** The decision about a failure. */
export function decideFailure(failure: Failure): Decision {
  const { payload } = failure
  const retry = payload.retry === undefined ? (failure.classRetry ?? true) : payload.retry
  const count = typeof payload.retry_count === 'number' ? payload.retry_count + 1 : 0
  const changes = failureFields(failure, retry, count)
  const discarded: Decision = { outcome: 'discarded', retryAt: null, changes, isExhausted: false }
  const exhausted: Decision = {
    ...discarded,
    outcome: payload.dead === false ? 'discarded' : 'dead',
    isExhausted: true,
  }
  if (failure.isHopeless) return exhausted
  if (retry === false || retry === null) return discarded
  const wish = isUsedUp(failure, retry, count) ? 'kill' : failure.retryIn(count)
  if (wish === 'discard') return discarded
  if (wish === 'kill') return exhausted
  return { ...discarded, outcome: 'retry', retryAt: retryTime(failure, count, wish) }
}

/** Sidekiq's formula: count⁴ + 15 s, with jitter so that failures that came together part. */
export function retryDelaySeconds(
  count: number,
  wishSeconds: number | undefined,
  random: () => number,
): number {
  const isWish = wishSeconds !== undefined && wishSeconds > 0 && Number.isFinite(wishSeconds)
  const base = isWish ? wishSeconds : count ** 4 + 15
  return base + Math.floor(random() * 10 * (count + 1))
}

function retryTime(
  { nowMs, random }: Failure,
  count: number,
  wish: number | undefined,
): EpochSeconds {
  const wholeSeconds = wish === undefined ? undefined : Math.trunc(wish)
  return epochSeconds(secondsOf(nowMs) + retryDelaySeconds(count, wholeSeconds, random))
}

/** With `retry_for` only time counts, else only the number (Sidekiq 8.1). */
function isUsedUp(failure: Failure, retry: boolean | number, count: number): boolean {
  const { payload, nowMs, maxRetries } = failure
  if (typeof payload.retry_for !== 'number') {
    return count >= (typeof retry === 'number' ? retry : maxRetries)
  }
  const firstMs = readTime(payload.failed_at)?.getTime() ?? nowMs
  return firstMs + payload.retry_for * 1000 < nowMs
}

function failureFields(failure: Failure, retry: unknown, count: number): FieldChanges {
  const { payload, queue, error, nowMs } = failure
  return {
    ...(payload.retry === undefined && { retry: stringifyJson(retry) }),
    // "" is no queue: nobody would ever fetch from it.
    queue: stringifyJson(payload.retry_queue || queue),
    error_message: stringifyJson(messageOf(error)),
    error_class: stringifyJson(errorClassOf(error)),
    // Not `count === 0`: after "Retry now" on a job that failed once, the count starts at -1.
    ...(typeof payload.retry_count === 'number'
      ? { retried_at: String(nowMs) }
      : { failed_at: String(nowMs) }),
    retry_count: String(count),
    ...backtraceField(payload, error),
  }
}

function backtraceField({ backtrace }: JobPayload, error: Error): FieldChanges {
  if (backtrace === undefined || backtrace === false || backtrace === null) return {}
  return { error_backtrace: stringifyJson(encodeBacktrace(backtraceLines(error, backtrace))) }
}

function messageOf(error: Error): string {
  try {
    return error.message.slice(0, MAX_MESSAGE_LENGTH).toWellFormed()
  } catch {
    return '!!! ERROR MESSAGE THREW AN ERROR !!!' // Sidekiq's words: a getter can do anything.
  }
}

/** A class that extends Error without giving itself a name inherits "Error", which tells nothing. */
export function errorClassOf(error: Error): string {
  try {
    const prototype: object | null = Object.getPrototypeOf(error)
    const hasOwnName = Object.hasOwn(error, 'name') || Object.hasOwn(prototype ?? {}, 'name')
    const name: unknown = (hasOwnName ? error.name : error.constructor.name) || error.name
    return typeof name === 'string' && name !== '' ? name : 'Error'
  } catch {
    return 'Error' // A getter again.
  }
}
