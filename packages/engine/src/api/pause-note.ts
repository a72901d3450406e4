/** Who paused a queue, and when: the value of one field of `howdah:pauses`. */
import { parseJson, stringifyJson } from '../support/json.ts'

/** A pause that was asked for through us; other programs leave no note. */
export interface PauseNote {
  /** Null when nobody said who it was. */
  readonly by: string | null
  /** Epoch milliseconds. */
  readonly at: number
}

/** The note as it is stored. */
export function encodePauseNote(note: PauseNote): string {
  return stringifyJson(note)
}

/** Reads a note; null when there is none or it is somebody else's text. */
export function parsePauseNote(text: string | null): PauseNote | null {
  if (text === null) return null
  try {
    const value = parseJson(text)
    if (typeof value !== 'object' || value === null) return null
    const { by, at } = { by: null, at: null, ...value }
    return typeof at === 'number' ? { by: typeof by === 'string' ? by : null, at } : null
  } catch {
    return null // Not ours: a pause without a note is a pause all the same.
  }
}
