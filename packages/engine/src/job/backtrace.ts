/**
 * The backtrace of an error as Sidekiq stores it: a JSON array of lines, deflated, in base64.
 */
import { deflateSync, inflateSync } from 'node:zlib'

/** Payloads come from anyone: a few stored bytes must not unpack to gigabytes. */
const MAX_BYTES = 1_000_000

/** Lines to the stored text. */
export function encodeBacktrace(lines: readonly string[]): string {
  return deflateSync(JSON.stringify(lines)).toString('base64')
}

/**
 * The stored field to lines. Reads strict and MIME base64 (with newlines, Sidekiq ≤ 7.2.0) and the
 * plain array of Sidekiq ≤ 6.0.0. Null when there is none or it cannot be read.
 */
export function decodeBacktrace(stored: unknown): string[] | null {
  if (Array.isArray(stored)) return stored.map(String)
  if (typeof stored !== 'string' || stored === '') return null
  try {
    const lines: unknown = JSON.parse(
      inflateSync(Buffer.from(stored, 'base64'), { maxOutputLength: MAX_BYTES }).toString('utf8'),
    )
    return Array.isArray(lines) ? lines.map(String) : null
  } catch {
    return null // Written by something else: a backtrace nobody can read is no backtrace.
  }
}

/** The lines of an error's stack below its message, at most `limit`. */
export function backtraceLines(error: Error, limit: number | boolean): string[] {
  const frames = stackOf(error)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
  const lines = frames.map((line) => line.trim())
  return typeof limit === 'number' ? lines.slice(0, limit) : lines
}

function stackOf(error: Error): string {
  try {
    const stack: unknown = error.stack
    return typeof stack === 'string' ? stack : ''
  } catch {
    return '' // A getter can do anything; the failure must be written all the same.
  }
}
