/**
 * Cuts texts to what a page may carry.
 *
 * Sizes are counted as they are written: `"` becomes `&quot;`, so 1,000 quotes are 6,000 bytes.
 */

const ESCAPED_LENGTH: Readonly<Record<string, number>> = {
  '"': 6,
  '&': 5,
  '<': 4,
  '>': 4,
  "'": 5,
}

/** Longest UTF-8 length of a character outside ASCII that is not a surrogate half. */
const WIDE_LENGTH = 3

/** The bytes `text` takes in a page. Counting stops once `enough` is passed. */
export function escapedLength(text: string, enough = Number.POSITIVE_INFINITY): number {
  let length = 0
  for (let index = 0; index < text.length && length <= enough; index += 1) {
    length += lengthAt(text, index)
  }
  return length
}

function lengthAt(text: string, index: number): number {
  const code = text.charCodeAt(index)
  return code > 127 ? WIDE_LENGTH : (ESCAPED_LENGTH[text.charAt(index)] ?? 1)
}

/** `text` if it takes at most `limit` bytes in a page, else its start and "…". */
export function clip(text: string, limit: number): { text: string; isCut: boolean } {
  let length = 0
  for (let index = 0; index < text.length; index += 1) {
    length += lengthAt(text, index)
    if (length > limit) return { text: `${text.slice(0, index).toWellFormed()}…`, isCut: true }
  }
  return { text, isCut: false }
}

/**
 * The limit for each of several texts so that together they stay under `total`: none when they do
 * anyway, else an equal share.
 */
export function fairShare(texts: readonly string[], total: number): number {
  let sum = 0
  for (const text of texts) {
    sum += escapedLength(text, total)
    if (sum > total) return Math.floor(total / texts.length)
  }
  return total
}
