/**
 * What a unit of work holds beside its place in flight, to be released when it ends. Most units
 * hold nothing and leave through faster scripts.
 */
import type { JobPayload } from '../job/payload.ts'
import type { LimitClaim } from '../redis/claim-scripts.ts'

/** The lock of a unique job. */
export interface LockClaim {
  readonly digest: string
  /** Success does not release it: only its time, death and deletion do (`until: 'expiry'`). */
  readonly isKeptOnSuccess: boolean
}

/** The claims of one unit. */
export interface Claims {
  readonly jid: string
  readonly lock: LockClaim | null
  /** Of the limits of its class and of its queue, as far as it has got them. */
  readonly slots: readonly LimitClaim[]
}

/** The claims that a job brings with it; null for all but unique jobs. */
export function claimsOf(payload: JobPayload): Claims | null {
  const digest = payload['howdah_unique']
  if (typeof digest !== 'string') return null
  const isKeptOnSuccess = payload['unique_until'] === 'expiry'
  return { jid: payload.jid, lock: { digest, isKeptOnSuccess }, slots: [] }
}
