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
    // The exact parser is ten times slower, and hardly any text has a number that needs it.
    return hasLongDigits(text) ? modernJson.parse(text, reviveExactly) : value
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

/** 2^53 has 16 digits: whole numbers of fewer are exact. */
const EXACT_DIGITS = 16

/**
 * Whether so many digits stand in a row somewhere, but where a string begins with them: many ids are
 * strings, and no number follows a quote. Such a row covers a multiple of its length: one character in
 * sixteen is looked at.
 */
function hasLongDigits(text: string): boolean {
  for (let at = EXACT_DIGITS - 1; at < text.length; at += EXACT_DIGITS) {
    if (!isDigit(text, at)) continue
    let start = at
    while (isDigit(text, start - 1)) start -= 1
    let end = at + 1
    while (isDigit(text, end)) end += 1
    if (end - start >= EXACT_DIGITS && text[start - 1] !== '"') return true
  }
  return false
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 0x30 && code <= 0x39
}

function excerpt(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
