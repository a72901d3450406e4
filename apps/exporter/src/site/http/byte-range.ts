/**
 * Byte ranges of a download: what part of a file a request asks for.
 *
 * Archives weigh gigabytes and home connections break, so a download must be able to go on where
 * it stopped (RFC 9110 §14). One range is answered; several at once are legal to answer with the
 * whole file, and no browser asks for them.
 */

/** What to send: the whole file, one part of it (both ends inclusive), or nothing (416). */
export type ByteRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'unsatisfiable' }

const WHOLE: ByteRange = { kind: 'whole' }
const UNSATISFIABLE: ByteRange = { kind: 'unsatisfiable' }

/**
 * Reads a `Range` header against a file of `sizeBytes`. What is malformed or not in bytes is
 * ignored, as the standard asks: the answer is then the whole file.
 */
export function readByteRange(header: string | null, sizeBytes: number): ByteRange {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  if (!match) return WHOLE
  const [, first = '', last = ''] = match
  if (first === '') return last === '' ? WHOLE : lastBytes(Number(last), sizeBytes)
  const start = Number(first)
  if (last !== '' && Number(last) < start) return WHOLE
  if (start >= sizeBytes) return UNSATISFIABLE
  const end = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1)
  return { kind: 'part', start, end }
}

function lastBytes(count: number, sizeBytes: number): ByteRange {
  if (count === 0 || sizeBytes === 0) return UNSATISFIABLE
  return { kind: 'part', start: Math.max(0, sizeBytes - count), end: sizeBytes - 1 }
}

/**
 * Whether a part may be sent under the request's `If-Range`: only when the file is still the one
 * of which the reader has the beginning. Without the header a part is always fine.
 */
export function isRangeCurrent(
  header: string | null,
  file: { readonly etag: string; readonly modifiedAt: Date },
): boolean {
  if (header === null) return true
  if (header.startsWith('"')) return header === file.etag
  const date = Date.parse(header)
  // HTTP dates have whole seconds.
  return !Number.isNaN(date) && date === Math.floor(file.modifiedAt.getTime() / 1000) * 1000
}
