/**
 * What a bucket answers when it does not do what it is asked: the code that S3 gives it, whether it
 * is worth asking again, and the words for an administrator.
 */
import { setTimeout as sleep } from 'node:timers/promises'

/** 0.2 + 0.8 + 2.5 + 6 s: a server that restarts is back by then; the job itself tries again later. */
export const RETRY_DELAYS_MS: readonly number[] = [200, 800, 2_500, 6_000]

const MISSING = new Set(['NoSuchKey', 'NotFound'])
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
])
const TRANSIENT = new Set([
  'TimeoutError',
  'RequestTimeout',
  'RequestTimeoutException',
  'SlowDown',
  'InternalError',
  'ServiceUnavailable',
  'OperationAborted',
  'BadDigest',
  'IncompleteBody',
  'aborted',
])

/** A request that a bucket has refused or not answered. */
export class S3Error extends Error {
  /** S3's own code (`AccessDenied`), or that of the network (`ECONNREFUSED`). */
  readonly code: string
  /** HTTP status; null when there was no answer. */
  readonly status: number | null
  readonly isTransient: boolean

  constructor(what: string, cause: unknown) {
    const code = codeOf(cause)
    const status = statusOf(cause)
    const words = cause instanceof Error ? cause.message : String(cause)
    super(`${what}: ${code}${status === null ? '' : ` (${status})`}, ${words}`, { cause })
    this.name = 'S3Error'
    this.code = code
    this.status = status
    this.isTransient = isTransient(code, status)
  }
}

/** @param what the request in words, such as "PUT of a/b.zip into the bucket media" */
export function toS3Error(what: string, error: unknown): S3Error {
  return error instanceof S3Error ? error : new S3Error(what, error)
}

export function isMissing(error: unknown): boolean {
  if (error instanceof S3Error) return MISSING.has(error.code)
  return MISSING.has(codeOf(error))
}

export interface RetryOptions {
  /** The request in words. */
  readonly what: string
  readonly delaysMs: readonly number[]
  readonly signal?: AbortSignal | undefined
}

/**
 * Asks again, with growing pauses, while the answer may be another one next time.
 * @throws {@link S3Error}; the signal's reason once it aborts
 */
export async function withRetries<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  for (let tried = 0; ; tried += 1) {
    options.signal?.throwIfAborted()
    try {
      return await work()
    } catch (error) {
      options.signal?.throwIfAborted()
      const failure = toS3Error(options.what, error)
      const delayMs = options.delaysMs[tried]
      if (!failure.isTransient || delayMs === undefined) throw failure
      const pauseMs = delayMs * (0.75 + Math.random() / 2)
      await sleep(pauseMs, undefined, signalOf(options.signal)).catch(() => {}) // Seen above.
    }
  }
}

function signalOf(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UnknownError'
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  if (error.message === 'aborted') return 'aborted'
  return error.name
}

function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('$metadata' in error)) return null
  const { $metadata: metadata } = error
  const hasStatus =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
  return hasStatus && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : null
}

function isTransient(code: string, status: number | null): boolean {
  if (NETWORK.has(code) || TRANSIENT.has(code)) return true
  return status !== null && (status >= 500 || status === 429 || status === 408)
}
