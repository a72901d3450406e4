/**
 * A unit of work: a fetched job that is not settled yet. Its payload lies in an in-flight list
 * under exactly these bytes until it is acknowledged, retried, buried or given back.
 */
import type { HeldIncarnation } from './incarnation.ts'
import type { Claims } from './claims.ts'
import type { JobRun } from './job-run.ts'

/** One fetched job. */
export interface UnitOfWork {
  readonly raw: string
  /** What lies in the list: the same, but for a payload that is not UTF-8. */
  exact: string | Buffer
  readonly queue: string
  readonly incarnation: HeldIncarnation
  /** When its run started, or, before that, when it was fetched. Epoch milliseconds. */
  startedAtMs: number
  /** The run under way; null before, and for payloads that are no job. */
  run: JobRun | null
  /** It was given back or taken away: whatever the handler still does counts nothing. */
  isForfeited: boolean
  /** What must be released when it ends; null for most. */
  claims: Claims | null
}

/** Makes a unit and remembers it as its incarnation's. */
export function takeUnit(
  incarnation: HeldIncarnation,
  queue: string,
  raw: string,
  startedAtMs: number,
): UnitOfWork {
  const unit: UnitOfWork = {
    raw,
    exact: raw,
    queue,
    incarnation,
    startedAtMs,
    run: null,
    isForfeited: false,
    claims: null,
  }
  incarnation.units.add(unit)
  return unit
}
