/** Reasons as they lie in the database, beside their sentences in English. */
import { formatBytes } from '../../format-bytes.ts'
import { en } from './words/en.ts'
import { type Reason, reasonText } from './reason.ts'

/** What is kept beside the reason. */
export function inEnglish(reason: Reason): string {
  return reasonText(reason, en, formatBytes)
}

/** The two columns of a sentence that may be a reason. */
export interface Stored {
  readonly text: string | null
  /** For a column of type jsonb. */
  readonly facts: string | null
}

export function toStored(said: string | Reason | null | undefined): Stored {
  if (said === null || said === undefined) return { text: null, facts: null }
  if (typeof said === 'string') return { text: said, facts: null }
  return { text: inEnglish(said), facts: JSON.stringify(said) }
}

/**
 * A stored reason; null where there is none, where it is one of a newer version, or where the sentence beside
 * it was written by something that knows no reasons, such as a worker of an older version.
 */
export function readReason(facts: unknown, text: string | null): Reason | null {
  if (typeof facts !== 'object' || facts === null || !('code' in facts)) return null
  if (!Object.hasOwn(en, String(facts.code))) return null
  // Its code is one of ours, and if anything else were missing its sentence would be another one.
  const reason = facts as Reason
  return inEnglish(reason) === text ? reason : null
}
