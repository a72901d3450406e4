/**
 * Cuts texts to what a page may carry.
 *
 * Sizes are counted as they are written: `"` becomes `&quot;`, so 1,000 quotes are 6,000 bytes.
 */

const ESCAPED: readonly (readonly [character: string, length: number])[] = [
  ['"', 6],
  ['&', 5],
  ['<', 4],
  ['>', 4],
  ["'", 5],
]

/** By character code, for each character of every text on a page. */
const ESCAPED_LENGTH = new Uint8Array(128).fill(1)
for (const [character, length] of ESCAPED) ESCAPED_LENGTH[character.charCodeAt(0)] = length

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
  return ESCAPED_LENGTH[text.charCodeAt(index)] ?? WIDE_LENGTH
}

/** A text that may have been cut, and the bytes it takes in a page. */
export interface Clipped {
  readonly text: string
  readonly isCut: boolean
  readonly length: number
}

/** `text` if it takes at most `limit` bytes in a page, else its start and "…". */
export function clip(text: string, limit: number): Clipped {
  let length = 0
  for (let index = 0; index < text.length; index += 1) {
    const next = length + lengthAt(text, index)
    if (next > limit) {
      return { text: `${text.slice(0, index).toWellFormed()}…`, isCut: true, length }
    }
    length = next
  }
  return { text, isCut: false, length }
}

/**
 * The limit for each of several texts so that together they stay under `total`: short ones stay
 * whole, and the long ones share equally what is left.
 */
export function fairShare(texts: readonly string[], total: number): number {
  const lengths = texts.map((text) => escapedLength(text, total)).sort((one, other) => one - other)
  let left = total
  for (const [index, length] of lengths.entries()) {
    const share = left / (lengths.length - index)
    if (length > share) return Math.floor(share)
    left -= length
  }
  return total
}
