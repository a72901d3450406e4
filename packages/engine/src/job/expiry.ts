/**
 * Jobs that are worth nothing when they start too late. `expires_in` (seconds) is Sidekiq Pro's
 * option; the moment itself travels as `howdah_expires_at`, because only the client knows from when
 * on the seconds count: the push, or the time it was scheduled for.
 */
import { epochMs, epochSeconds, readTime } from '../support/epoch.ts'
import type { EpochMs, EpochSeconds } from '../support/epoch.ts'
import type { JobPayload } from './payload.ts'

/** Writes down when the job expires, if it does. `from` = when it is to run. */
export function stampExpiry(payload: JobPayload, from: EpochSeconds): void {
  const seconds = payload['expires_in']
  if (typeof seconds !== 'number' || payload['howdah_expires_at'] !== undefined) return
  payload['howdah_expires_at'] = from + seconds
}

/** Whether the payload says anything about expiring: three look-ups. */
export function canExpire(payload: JobPayload): boolean {
  return (
    payload['howdah_expires_at'] !== undefined ||
    payload['expires_in'] !== undefined ||
    payload['expiry'] !== undefined
  )
}

/**
 * When the job expires; null = never. A job that has failed once has started, so it expires no
 * more. Ruby's clients write `expires_in` alone: it counts from the push into the queue, which for
 * scheduled jobs is the time they were scheduled for.
 */
export function expiresAtMs(payload: JobPayload): EpochMs | null {
  if (typeof payload.retry_count === 'number') return null
  const absolute = readTime(payload['howdah_expires_at']) ?? readExpiry(payload['expiry'])
  if (absolute !== null) return epochMs(absolute.getTime())
  const seconds = payload['expires_in']
  const from = readTime(payload.enqueued_at) ?? readTime(payload.created_at)
  if (typeof seconds !== 'number' || from === null) return null
  return epochMs(from.getTime() + seconds * 1000)
}

/** Sidekiq Pro is said to write `expiry`, an epoch; a small number would be something else. */
function readExpiry(value: unknown): Date | null {
  const time = readTime(value)
  return time !== null && time.getTime() > LEAST_EPOCH_MS ? time : null
}

/** September 2001: below this Sidekiq takes a number for a duration. */
const LEAST_EPOCH_MS = epochSeconds(1_000_000_000) * 1000
