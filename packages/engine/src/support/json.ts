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

/**
 * Parses JSON. Integers that a `number` cannot hold exactly become `bigint`, all else is as
 * `JSON.parse` makes it. Throws MalformedJsonError.
 */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    // The exact parser is ten times slower; looking through the value costs a tenth of a parse.
    return hasInexact(value, 0) ? modernJson.parse(text, reviveExactly) : value
  } catch (error) {
    throw new MalformedJsonError(`This is not JSON: ${excerpt(text)}`, { cause: error })
  }
}

/** Writes JSON on one line; a `bigint` becomes a plain integer. Throws on what JSON cannot carry. */
export function stringifyJson(value: unknown): string {
  const text = stringify(value)
  if (text === undefined) throw new MalformedJsonError(`JSON has no form for ${typeof value}.`)
  return text
}

/** The fast writer refuses the first `bigint`; a circle is refused by both. */
function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return JSON.stringify(value, writeExactly) // Throws again if it was no bigint.
  }
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

/** Deeper than any sensible value, and shallow enough for the stack. */
const MAX_DEPTH = 1_000

/** From 2^53 on a number may stand for a neighbour of what was written. */
function hasInexact(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return value > MAX_EXACT || value < -MAX_EXACT
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return false
  if (Array.isArray(value)) {
    for (const item of value) if (hasInexact(item, depth + 1)) return true
    return false
  }
  for (const key in value) {
    if (hasInexact((value as Record<string, unknown>)[key], depth + 1)) return true
  }
  return false
}

const MAX_EXACT = Number.MAX_SAFE_INTEGER

function excerpt(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
