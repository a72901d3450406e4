/** Errors of PostgreSQL that are answered rather than passed on, by its SQLSTATE. */
const STATES = {
  /** A character that no column can hold: U+0000 in a form or in JSON. */
  unstorable: '22021',
  'unique-violation': '23505',
  /** The role lacks the right. */
  refused: '42501',
} as const

export function isSqlError(error: unknown, kind: keyof typeof STATES): boolean {
  return error instanceof Error && 'code' in error && error.code === STATES[kind]
}
