/**
 * Text that must be handed back byte for byte. What is not UTF-8 does not survive being decoded:
 * such text keeps its bytes, all other text is its own best form.
 */
import { spliceFields } from './json-text.ts'
import type { FieldChanges } from './json-text.ts'

/** A text, and what to send where exactly the same bytes are meant. */
export interface ExactText {
  readonly text: string
  readonly exact: string | Buffer
}

/** What decoding puts in the place of bytes that are not UTF-8. */
const REPLACEMENT = '\uFFFD'

/** Whether this text may have been other bytes before it was decoded. */
export function mayBeInexact(text: string): boolean {
  return text.includes(REPLACEMENT)
}

/** Decodes bytes and keeps them where needed. */
export function exactText(bytes: Buffer): ExactText {
  const text = bytes.toString('utf8')
  return { text, exact: mayBeInexact(text) ? bytes : text }
}

/** Reads a reply of `callBuffer` that is a list. */
export function exactTexts(reply: unknown): ExactText[] {
  if (!Array.isArray(reply)) return []
  return reply.filter((item): item is Buffer => Buffer.isBuffer(item)).map(exactText)
}

/**
 * `spliceFields` on bytes that may not be UTF-8. The new values must be ASCII: as Latin-1 each byte
 * is one character, and JSON's own characters are ASCII in both.
 */
export function spliceExactly(exact: string | Buffer, changes: FieldChanges): string | Buffer {
  if (typeof exact === 'string') return spliceFields(exact, changes)
  return Buffer.from(spliceFields(exact.toString('latin1'), changes), 'latin1')
}
