/** Many short texts as one piece of UTF-8. */

/** No UTF-16 unit takes more bytes than that. */
const MOST_BYTES_A_UNIT = 3

/**
 * The texts one after the other, each with what stands between them before it, but the first.
 *
 * Each is encoded right where it will lie. Joining them before that would make one string of the
 * whole page, which takes twice the time, and three times when a single character of it is not Latin.
 */
export function encodeTexts(texts: readonly string[], separator: string): Buffer {
  let bytes: Buffer = Buffer.allocUnsafe(likelyBytes(texts, separator))
  let filled = 0
  for (const [index, text] of texts.entries()) {
    const piece = index === 0 ? text : separator + text
    const most = filled + piece.length * MOST_BYTES_A_UNIT
    if (most > bytes.length) bytes = enlarged(bytes, filled, most)
    filled += bytes.write(piece, filled)
  }
  return bytes.subarray(0, filled)
}

/** A little more than texts in Latin letters take, with room to write the last one. */
function likelyBytes(texts: readonly string[], separator: string): number {
  let units = 0
  let longest = 0
  for (const text of texts) {
    units += text.length + separator.length
    longest = Math.max(longest, text.length)
  }
  return Math.ceil(units * 1.1) + (longest + separator.length) * MOST_BYTES_A_UNIT
}

function enlarged(bytes: Buffer, filled: number, needed: number): Buffer {
  const larger = Buffer.allocUnsafe(Math.max(needed, bytes.length * 2))
  bytes.copy(larger, 0, 0, filled)
  return larger
}
