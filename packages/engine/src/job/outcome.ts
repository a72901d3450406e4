/** How a job ended that was cancelled or came too late, kept for a day at `howdah:outcome:<jid>`. */
import { epochMs } from '../support/epoch.ts'
import type { EpochMs } from '../support/epoch.ts'
import { parseJson, stringifyJson } from '../support/json.ts'

/** Long enough to be looked at the next morning. */
export const OUTCOME_TTL_SECONDS = 86_400

/** What is known about a job that ended in an unusual way. */
export interface JobOutcome {
  /**
   * 'cancelling': it was asked to end and has not said yet that it did. 'expired': it was dropped,
   * because it had not started in time.
   */
  readonly outcome: 'cancelling' | 'cancelled' | 'expired'
  readonly at: EpochMs
  /** Who cancelled it, where that was said. */
  readonly by: string | null
}

export function encodeOutcome({ outcome, at, by }: JobOutcome): string {
  return stringifyJson({ outcome, at, ...(by !== null && { by }) })
}

/** Null where nothing is written, or nothing that we can read. */
export function parseOutcome(text: unknown): JobOutcome | null {
  if (typeof text !== 'string') return null
  try {
    const value = parseJson(text)
    if (typeof value !== 'object' || value === null) return null
    const { outcome, at, by } = value as Record<string, unknown>
    if (!isOutcome(outcome) || typeof at !== 'number') return null
    return { outcome, at: epochMs(at), by: typeof by === 'string' ? by : null }
  } catch {
    return null // A newer version's, perhaps: not for us.
  }
}

function isOutcome(value: unknown): value is JobOutcome['outcome'] {
  return value === 'cancelling' || value === 'cancelled' || value === 'expired'
}
