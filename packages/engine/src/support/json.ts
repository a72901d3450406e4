/**
 * JSON that keeps whole numbers exact.
 *
 * JavaScript's numbers are exact only up to 2^53, while Ruby writes 64-bit ids as plain integers.
 * Such integers become `bigint` on the way in and plain digits again on the way out, through
 * `JSON.parse` source text access and `JSON.rawJSON` (Node ≥ 22).
 */
import { MalformedJsonError } from '../errors.ts'

/** TypeScript's library does not know these two yet; both are in every Node we support. */
interface ModernJson {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown
  rawJSON(text: string): unknown
}
const modernJson = JSON as unknown as ModernJson

/** Below 16 digits every integer is exact, so the fast parser is enough. */
const LONG_DIGITS = /\d{16}/

/**
 * Parses JSON. Integers that a `number` cannot hold exactly become `bigint`, all else is as
 * `JSON.parse` makes it. Throws MalformedJsonError.
 */
export function parseJson(text: string): unknown {
  try {
    return LONG_DIGITS.test(text) ? modernJson.parse(text, reviveExactly) : JSON.parse(text)
  } catch (error) {
    throw new MalformedJsonError(`This is not JSON: ${excerpt(text)}`, { cause: error })
  }
}

/** Writes JSON on one line; a `bigint` becomes a plain integer. Throws on what JSON cannot carry. */
export function stringifyJson(value: unknown): string {
  const text = hasBigInt(value, 0) ? JSON.stringify(value, writeExactly) : JSON.stringify(value)
  if (text === undefined) throw new MalformedJsonError(`JSON has no form for ${typeof value}.`)
  return text
}

function reviveExactly(
  _key: string,
  value: unknown,
  context: { readonly source?: string },
): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const { source } = context
  return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value
}

function writeExactly(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? modernJson.rawJSON(value.toString()) : value
}

/** Deeper than any sensible value: a circle is left for `JSON.stringify` to report. */
const MAX_DEPTH = 200

function hasBigInt(value: unknown, depth: number): boolean {
  if (typeof value === 'bigint') return true
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return false
  if (Array.isArray(value)) return value.some((item) => hasBigInt(item, depth + 1))
  for (const key in value) {
    if (hasBigInt((value as Record<string, unknown>)[key], depth + 1)) return true
  }
  return false
}

function excerpt(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
