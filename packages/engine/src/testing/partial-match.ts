/** Whether a value is what a test expects, and if not, where it first differs. Pure. */
import { stringifyJson } from '../support/json.ts'

/** A value of which a test names only what matters. */
export type Partially<Value> = Value extends object
  ? { readonly [Key in keyof Value]?: Partially<Value[Key]> }
  : Value

/** Matchers of vitest and Jest: `expect.any(Number)`. */
interface Matcher {
  asymmetricMatch(value: unknown): boolean
  toString(): string
}

/**
 * Where `value` first differs from `expected`, as a sentence; null when it fits. Of objects only
 * the expected keys are compared; lists must be of the same length.
 */
export function differenceOf(value: unknown, expected: unknown, path = 'args'): string | null {
  if (isMatcher(expected)) {
    return expected.asymmetricMatch(value) ? null : differs(path, value, expected)
  }
  if (Array.isArray(expected)) return listDifference(value, expected, path)
  if (typeof expected === 'object' && expected !== null) {
    return objectDifference(value, expected, path)
  }
  return isSame(value, expected) ? null : differs(path, value, expected)
}

function listDifference(value: unknown, expected: readonly unknown[], path: string): string | null {
  if (!Array.isArray(value)) return differs(path, value, expected)
  if (value.length !== expected.length) {
    return `${path} has ${value.length} elements, not ${expected.length}`
  }
  for (const [index, item] of expected.entries()) {
    const found = differenceOf(value[index], item, `${path}[${index}]`)
    if (found !== null) return found
  }
  return null
}

function objectDifference(value: unknown, expected: object, path: string): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return differs(path, value, expected)
  }
  for (const [key, item] of Object.entries(expected)) {
    const entry: unknown = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined
    const found = differenceOf(entry, item, `${path}.${key}`)
    if (found !== null) return found
  }
  return null
}

/** 5 and 5n are the same whole number: the wire does not tell them apart. */
function isSame(value: unknown, expected: unknown): boolean {
  if (typeof value === 'bigint' || typeof expected === 'bigint')
    return String(value) === String(expected)
  return Object.is(value, expected)
}

function differs(path: string, value: unknown, expected: unknown): string {
  return `${path} is ${show(value)}, not ${show(expected)}`
}

/** Short enough for a line. */
export function show(value: unknown): string {
  if (value === undefined) return 'missing'
  if (isMatcher(value)) return value.toString()
  const text = typeof value === 'function' ? 'what the function accepts' : stringifyJson(value)
  return text.length > 160 ? `${text.slice(0, 160)}…` : text
}

function isMatcher(value: unknown): value is Matcher {
  return typeof value === 'object' && value !== null && 'asymmetricMatch' in value
}
