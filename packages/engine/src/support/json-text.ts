/**
 * Edits one JSON object as text: only the named fields change, every other byte stays.
 *
 * A payload that Ruby wrote may hold `1.0`, `1e3`, 64-bit integers or repeated spaces. Parsing and
 * writing it again would change them, so retries, the dead set and the scheduled poller edit text.
 */
import { MalformedJsonError } from '../errors.ts'

/** Where one field of the object lies in the text. */
export interface JsonField {
  readonly key: string
  /** From the key's opening quote … */
  readonly start: number
  readonly valueStart: number
  /** … to the character after the value. */
  readonly end: number
}

/** New texts by field name; `undefined` removes the field. The values are JSON already. */
export type FieldChanges = Readonly<Record<string, string | undefined>>

/**
 * The fields of the object that `text` is, in order. The text must be valid JSON: what lies inside
 * the values is skipped, not checked. Throws MalformedJsonError when it is not an object.
 */
export function scanFields(text: string): JsonField[] {
  const fields: JsonField[] = []
  let at = skipSpace(text, 0)
  if (text[at] !== '{') throw notAnObject(text)
  at = skipSpace(text, at + 1)
  while (text[at] !== '}') {
    const start = at
    const keyEnd = skipString(text, start)
    const colon = skipSpace(text, keyEnd)
    if (text[colon] !== ':') throw notAnObject(text)
    const valueStart = skipSpace(text, colon + 1)
    const end = skipValue(text, valueStart)
    fields.push({ key: readKey(text.slice(start, keyEnd)), start, valueStart, end })
    at = skipSpace(text, end)
    if (text[at] === ',') at = skipSpace(text, at + 1)
    else if (text[at] !== '}') throw notAnObject(text)
  }
  return fields
}

/** The text of one field's value, or `undefined`. Of repeated fields the last one counts. */
export function readField(text: string, key: string): string | undefined {
  const field = scanFields(text).findLast((candidate) => candidate.key === key)
  return field && text.slice(field.valueStart, field.end)
}

/** Replaces, removes and appends fields; everything else keeps its exact text. */
export function spliceFields(text: string, changes: FieldChanges): string {
  const fields = scanFields(text)
  return replaceValues(text, fields, changes) ?? rebuild(text, fields, changes)
}

/** Cuts only where a value changes; null where that is not enough: a field goes, or is there twice. */
function replaceValues(
  text: string,
  fields: readonly JsonField[],
  changes: FieldChanges,
): string | null {
  const end = fields.at(-1)?.end
  if (end === undefined) return null
  const replaced: string[] = []
  let output = ''
  let from = 0
  for (const field of fields) {
    if (!Object.hasOwn(changes, field.key)) continue
    const value = changes[field.key]
    if (value === undefined || replaced.includes(field.key)) return null
    replaced.push(field.key)
    output += text.slice(from, field.valueStart) + value
    from = field.end
  }
  return output + text.slice(from, end) + added(changes, replaced) + text.slice(end)
}

function added(changes: FieldChanges, written: readonly string[]): string {
  return Object.entries(changes)
    .filter(([key, value]) => value !== undefined && !written.includes(key))
    .map(([key, value]) => `,${JSON.stringify(key)}:${value}`)
    .join('')
}

function rebuild(text: string, fields: readonly JsonField[], changes: FieldChanges): string {
  const kept: string[] = []
  const written: string[] = []
  for (const { key, start, valueStart, end } of fields) {
    const isChanged = Object.hasOwn(changes, key)
    const value = isChanged ? changes[key] : text.slice(valueStart, end)
    if (value === undefined || (isChanged && written.includes(key))) continue
    if (isChanged) written.push(key)
    kept.push(text.slice(start, valueStart) + value)
  }
  const all = kept.join(',') + added(changes, written)
  return `{${kept.length === 0 ? all.slice(1) : all}}`
}

function readKey(quoted: string): string {
  return quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1)
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1
  return at
}

/** From an opening quote to the character after the closing one. */
function skipString(text: string, from: number): number {
  if (text[from] !== '"') throw notAnObject(text)
  let at = from
  for (;;) {
    at = text.indexOf('"', at + 1)
    if (at === -1) throw notAnObject(text)
    if (!isEscaped(text, at)) return at + 1
  }
}

/** A quote is part of the string when an odd number of backslashes stands before it. */
function isEscaped(text: string, quote: number): boolean {
  let at = quote - 1
  while (text[at] === '\\') at -= 1
  return (quote - at) % 2 === 0
}

function skipValue(text: string, from: number): number {
  const first = text[from]
  if (first === '"') return skipString(text, from)
  if (first === '{' || first === '[') return skipNested(text, from)
  VALUE_END.lastIndex = from
  const end = VALUE_END.exec(text)?.index ?? text.length
  if (end === from) throw notAnObject(text)
  return end
}

const VALUE_END = /[,\]}\s]/g

const STRUCTURE = /["{}[\]]/g

function skipNested(text: string, from: number): number {
  let depth = 0
  STRUCTURE.lastIndex = from
  for (;;) {
    const found = STRUCTURE.exec(text)
    if (found === null) throw notAnObject(text)
    const mark = found[0]
    if (mark === '"') STRUCTURE.lastIndex = skipString(text, found.index)
    else depth += mark === '{' || mark === '[' ? 1 : -1
    if (depth === 0) return found.index + 1
  }
}

function notAnObject(text: string): MalformedJsonError {
  return new MalformedJsonError(`This is not a JSON object: ${text.slice(0, 200)}`)
}
