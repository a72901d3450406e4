/**
 * A stored job as pages and programs read it: all versions' payloads, and text that is no job at
 * all. Reading never throws, because an administrator needs to see exactly the broken ones.
 */
import { decodeBacktrace } from '../job/backtrace.ts'
import { exactText } from '../support/exact-text.ts'
import { readField } from '../support/json-text.ts'
import { parseJson, stringifyJson } from '../support/json.ts'
import { readTime } from '../support/epoch.ts'
import { displayJob } from './display.ts'

/** One stored job. */
export interface JobRecord {
  /** The stored text. */
  readonly raw: string
  /** What actions compare by: the same, or its bytes where they are not UTF-8. */
  readonly exact: string | Buffer
  /** "" when the payload has none. */
  readonly jid: string
  readonly class: string
  /** The class as a person knows it, without ActiveJob's wrapper. */
  readonly displayClass: string
  readonly args: readonly unknown[]
  readonly displayArgs: readonly unknown[]
  /** The exact source text of the arguments: big integers and `1.0` as they were written. */
  readonly argsJson: string
  readonly queue: string
  readonly createdAt: Date | null
  /** When it last came into a queue. */
  readonly enqueuedAt: Date | null
  readonly tags: readonly string[]
  readonly errorClass: string | null
  readonly errorMessage: string | null
  readonly errorBacktrace: readonly string[] | null
  /** 0 after the first failure; null when it never failed. */
  readonly retryCount: number | null
  readonly failedAt: Date | null
  readonly retriedAt: Date | null
  /** How many retries it may have; Sidekiq's default is 25. */
  readonly maxRetries: number
  /** True when it is not JSON, not an object, has no class, or its arguments are not an array. */
  readonly invalid: boolean
  readonly payload: Readonly<Record<string, unknown>>
}

/** An entry of the scheduled, retry or dead set. */
export interface SetEntry extends JobRecord {
  /** The score as text: epoch seconds with a fraction, or `inf`, `-inf`. */
  readonly score: string
  /** The score as a time: run time, next attempt, or time of death. Invalid for a score beyond all dates. */
  readonly at: Date
  /** `<score>-<jid>`, the name of the entry in Sidekiq's addresses and forms. */
  readonly key: string
}

const DEFAULT_RETRIES = 25

/**
 * Reads a stored job, given as text or as its bytes. `queue` is where it was found, for payloads
 * that do not say.
 */
export function readJobRecord(stored: string | Buffer, queue = 'default'): JobRecord {
  const { raw, exact, payload, args } = readParsedJob(stored)
  const isUnreadable = !Array.isArray(payload['args'])
  return describe(raw, payload, { args, queue, isUnreadable, exact })
}

/** The part of it that everybody needs. Never throws. */
export function readParsedJob(
  stored: string | Buffer,
): Pick<JobRecord, 'raw' | 'exact' | 'payload' | 'args'> {
  const { text: raw, exact } =
    typeof stored === 'string' ? { text: stored, exact: stored } : exactText(stored)
  const payload = readPayload(raw)
  return { raw, exact, payload: payload ?? {}, args: argumentsOf(raw, payload) }
}

/** Reads an entry of a sorted set. */
export function readSetEntry(stored: string | Buffer, score: string | number): SetEntry {
  const record = readJobRecord(stored)
  const text = scoreText(score)
  return {
    ...record,
    score: text,
    at: new Date(Number(text) * 1_000),
    key: `${text}-${record.jid}`,
  }
}

/**
 * A score as Redis takes it. Redis 7.0 prints 17 digits; the shortest text for the same number is
 * Ruby's and JavaScript's. Infinity is `inf`, which JavaScript reads as no number.
 */
export function scoreText(score: string | number): string {
  const [, sign, isInfinite] = /^\s*([+-]?)(inf(?:inity)?)?/i.exec(String(score)) ?? []
  if (isInfinite === undefined) return String(Number(score))
  return sign === '-' ? '-inf' : 'inf'
}

const ENTRY_KEY = /^(-?(?:inf|[\d.]+(?:e[+-]?\d+)?))-(.*)$/s

/** Splits `<score>-<jid>` at the first hyphen behind the score (a jid may hold more); null when it is no key. */
export function parseEntryKey(key: string): { score: string; jid: string } | null {
  const [, score, jid] = ENTRY_KEY.exec(key) ?? []
  if (score === undefined || jid === undefined) return null
  const text = scoreText(score)
  return text === 'NaN' ? null : { score: text, jid }
}

interface Found {
  readonly args: readonly unknown[]
  readonly queue: string
  readonly isUnreadable: boolean
  readonly exact: string | Buffer
}

type Payload = Readonly<Record<string, unknown>>

function describe(raw: string, payload: Payload, found: Found): JobRecord {
  const { args, queue, isUnreadable, exact } = found
  const { displayClass, displayArgs } = displayJob(payload, args)
  // One shape for all, field by field: operations read a hundred thousand of these.
  return {
    raw,
    exact,
    jid: textOr(payload['jid'], ''),
    class: textOr(payload['class'], ''),
    displayClass,
    args,
    displayArgs,
    // Only pages ask for it; it costs as much as all the rest.
    get argsJson() {
      return argumentText(raw, found)
    },
    queue: textOr(payload['queue'], '') || queue,
    createdAt: readTime(payload['created_at']),
    enqueuedAt: readTime(payload['enqueued_at']),
    tags: readTags(payload['tags']),
    errorClass: textOr(payload['error_class'], null),
    errorMessage: textOr(payload['error_message'], null),
    errorBacktrace: decodeBacktrace(payload['error_backtrace']),
    retryCount: readCount(payload['retry_count']),
    failedAt: readTime(payload['failed_at']),
    retriedAt: readTime(payload['retried_at']),
    maxRetries: readMaxRetries(payload['retry']),
    invalid: isUnreadable || typeof payload['class'] !== 'string',
    payload,
  }
}

function readPayload(raw: string): Payload | null {
  try {
    const value = parseJson(raw)
    return isPayload(value) ? value : null
  } catch {
    return null // Not JSON: the record says so and shows the text.
  }
}

function isPayload(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The arguments; what stands in their place where they are none; the text where it is no job. */
function argumentsOf(raw: string, payload: Payload | null): readonly unknown[] {
  if (payload === null) return [raw]
  const { args } = payload
  if (Array.isArray(args)) return args
  return args === undefined ? [] : [args]
}

function argumentText(raw: string, { args, isUnreadable }: Found): string {
  return (isUnreadable ? undefined : readField(raw, 'args')) ?? stringifyJson(args)
}

function readMaxRetries(retry: unknown): number {
  if (retry === false || retry === null) return 0
  return readCount(retry) ?? DEFAULT_RETRIES
}

function readCount(value: unknown): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) ? number : null
}

function readTags(value: unknown): string[] {
  if (!Array.isArray(value)) return []
  return value.map((tag) => (typeof tag === 'string' ? tag : stringifyJson(tag)))
}

function textOr<Default>(value: unknown, fallback: Default): string | Default {
  return typeof value === 'string' ? value : fallback
}
