/**
 * ActiveJob's form of values inside JSON, as far as CurrentAttributes use it: the attributes
 * themselves are a plain object, objects within it carry a field that says what kind of hash they
 * are in Ruby, and what JSON has no form for is an object with a name and a text.
 */

/** With this, Ruby's `hash[:key]` and `hash["key"]` both find the value. */
const INDIFFERENT_ACCESS = '_aj_hash_with_indifferent_access'
const GLOBAL_ID = '_aj_globalid'
const SERIALIZED = '_aj_serialized'

/** Attributes for the wire. */
export function encodeArguments(attributes: object): Record<string, unknown> {
  return mapValues(attributes, encodeValue)
}

/** Attributes as plain values: no field of ActiveJob's, global ids and symbols as texts. */
export function decodeArguments(stored: unknown): unknown {
  if (Array.isArray(stored)) return stored.map(decodeArguments)
  if (typeof stored !== 'object' || stored === null) return stored
  if (GLOBAL_ID in stored) return stored[GLOBAL_ID]
  if (SERIALIZED in stored) return 'value' in stored ? decodeArguments(stored.value) : null
  const own = Object.entries(stored).filter(([key]) => !key.startsWith('_aj_'))
  return mapValues(Object.fromEntries(own), decodeArguments)
}

function encodeValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(encodeValue)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return { ...mapValues(value, encodeValue), [INDIFFERENT_ACCESS]: true }
}

function mapValues(object: object, map: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]))
}
