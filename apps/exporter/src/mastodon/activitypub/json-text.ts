/**
 * JSON that is text already. A post is some thirty keys, most of them the same for every post or a piece of
 * text around its id: putting that text together takes a third of the time that building the objects
 * and `JSON.stringify` take.
 */

/** What must not stand in a JSON string as it is, and halves of surrogate pairs, which may be alone. */
// oxlint-disable-next-line no-control-regex -- those are what JSON escapes
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/

/** A short text as JSON: most are addresses and times, in which nothing is escaped. */
export function quoted(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`
}

/** The same, `null` for null. */
export function quotedOrNull(text: string | null): string {
  return text === null ? 'null' : quoted(text)
}

/** A text with what JSON escapes, without the quotes around it: for the middle of a longer one. */
export function escaped(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text).slice(1, -1) : text
}

/** Values that are JSON text already, as a list. */
export function listOf(values: readonly string[]): string {
  return `[${values.join(',')}]`
}
