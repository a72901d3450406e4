/** What the row of an export, the place of its job and the time mean together. Asks nobody and changes nothing. */
import type { JobLocation, SetEntry } from '@howdah/engine/api'
import type { Reason } from './reasons/reason.ts'
import type { WatchedExport } from './upkeep.ts'

/** A job that moves from one place to the next may be seen in neither once, but not for a minute. */
const SECOND_LOOK_MS = 60_000
/** The worker writes at least every ten seconds. */
const SILENCE_MS = 5 * 60_000
/** A web process needs milliseconds from insert to push; one that needs longer has died. */
const PUSH_GRACE_MS = 30_000
/** What to do about one export. */
export type Verdict =
  | { readonly kind: 'fine' }
  | { readonly kind: 'found' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'push' }
  | { readonly kind: 'alive' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'stuck'; readonly reason: Reason; readonly isLost: boolean }
  | {
      readonly kind: 'follow'
      readonly to: FoundState
      readonly runsAt: Date | null
      readonly error: string | null
      readonly attempts?: number
    }

/** What the place of a job can say. */
export type FoundState = 'pending' | 'scheduled' | 'running' | 'retrying' | 'failed'

/** Pure: what the row, the job's place and the time mean together. */
export function judge(row: WatchedExport, place: JobLocation | null, now: Date): Verdict {
  if (row.performer === 'mastodon' && place !== null) return judgeWatched(row, place)
  if (row.state === 'running' && silenceMs(row, now) > SILENCE_MS) {
    const isLost = place === null
    return { kind: 'stuck', reason: { code: 'silent' }, isLost }
  }
  if (place === null) return judgeMissing(row, now)
  if (place.kind === 'unknown') return { kind: 'fine' }
  return judgePlace(row, place, now)
}

function judgeMissing(row: WatchedExport, now: Date): Verdict {
  if (isAlive(row, now)) return { kind: 'fine' }
  const wasPushed = row.enqueued_at !== null || row.state === 'running' || row.state === 'stuck'
  if (!wasPushed) {
    return now.getTime() - row.requested_at.getTime() > PUSH_GRACE_MS
      ? { kind: 'push' }
      : { kind: 'fine' }
  }
  if (row.missing_since === null) return { kind: 'missing' }
  if (now.getTime() - row.missing_since.getTime() < SECOND_LOOK_MS) return { kind: 'fine' }
  if (row.state === 'stuck') return { kind: 'lost' }
  return { kind: 'stuck', reason: { code: 'job-nowhere' }, isLost: true }
}

function judgePlace(
  row: WatchedExport,
  place: Exclude<JobLocation, { kind: 'unknown' }>,
  now: Date,
): Verdict {
  const known: Verdict = { kind: row.missing_since === null ? 'fine' : 'found' }
  switch (place.kind) {
    case 'running':
      return known
    case 'parked':
    case 'queue':
      // A worker that stops writes `pending` itself; one that was killed leaves `running` behind.
      return row.state === 'pending' || isAlive(row, now) ? known : follow('pending', null)
    case 'scheduled':
      return row.state === 'scheduled' ? known : follow('scheduled', place.entry.at)
    case 'retry':
      return row.state === 'retrying' ? known : follow('retrying', place.entry.at)
    case 'dead':
      return follow('failed', null, place.entry.errorMessage)
    default:
      return known
  }
}

/** By its job alone; `unknown` means that there was no time to look everywhere. */
function judgeWatched(row: WatchedExport, place: JobLocation): Verdict {
  const stay: Verdict = { kind: row.missing_since === null ? 'fine' : 'found' }
  switch (place.kind) {
    case 'running':
      return row.state === 'running' ? { kind: 'alive' } : follow('running', null)
    case 'queue':
    case 'parked':
      return row.state === 'pending' ? stay : follow('pending', null)
    case 'scheduled':
      return row.state === 'scheduled' ? stay : follow('scheduled', place.entry.at)
    case 'retry':
      return row.state === 'retrying' ? stay : followRetry(place.entry)
    case 'dead':
      return follow('failed', null, place.entry.errorMessage)
    case 'unknown':
    default:
      return { kind: 'fine' }
  }
}

function followRetry(entry: SetEntry): Verdict {
  const error = entry.errorMessage
  const attempts = (entry.retryCount ?? 0) + 1
  return { kind: 'follow', to: 'retrying', runsAt: entry.at, error, attempts }
}

function follow(to: FoundState, runsAt: Date | null, error: string | null = null): Verdict {
  return { kind: 'follow', to, runsAt, error }
}

/** It writes: wherever its job was seen, it has moved on since. */
function isAlive(row: WatchedExport, now: Date): boolean {
  return row.state === 'running' && silenceMs(row, now) < SECOND_LOOK_MS
}

function silenceMs(row: WatchedExport, now: Date): number {
  return row.heartbeat_at === null ? 0 : now.getTime() - row.heartbeat_at.getTime()
}
