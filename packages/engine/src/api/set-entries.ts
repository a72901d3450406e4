/** Entries of sorted sets on their way: read from replies, rewritten for a queue. */
import { systemClock } from '../support/epoch.ts'
import { spliceExactly } from '../support/exact-text.ts'
import { spliceParsed } from '../support/parsed-text.ts'
import { readSetEntry } from './job-record.ts'
import type { JobRecord, SetEntry } from './job-record.ts'
import { toScoredBytes } from './replies.ts'
import type { EntryMove } from './scripts.ts'

/** Sidekiq's limits of the dead set: 180 days, and "10,000", which keeps 9,999. */
export const DEAD_TTL_SECONDS = 15_552_000
export const DEAD_MAX_ENTRIES = 9_999

/** Reads a reply of `callBuffer` with scores. */
export function readEntries(members: unknown): SetEntry[] {
  return toScoredBytes(members).map(([stored, score]) => readSetEntry(stored, score))
}

/** Text that is no object, or has no class, can be looked at, deleted and buried only. */
export function canRun(job: JobRecord): boolean {
  return job.class !== ''
}

/** How an entry becomes a job of a queue. */
export type Rewrite = (job: JobRecord) => EntryMove

/** As it is, with a new `enqueued_at`. */
export function toQueue(job: JobRecord): EntryMove {
  return rewritten(job, { enqueued_at: String(systemClock.nowMs()) })
}

/** The processor counts this attempt again when it fails: one less keeps the total. */
export function toRetry(job: JobRecord): EntryMove {
  const { retryCount } = job
  if (retryCount === null) return toQueue(job)
  return rewritten(job, {
    enqueued_at: String(systemClock.nowMs()),
    retry_count: String(retryCount - 1),
  })
}

function rewritten(
  { exact, payload, queue }: JobRecord,
  changes: Readonly<Record<string, string>>,
): EntryMove {
  const text =
    typeof exact === 'string'
      ? spliceParsed(exact, payload, changes)
      : spliceExactly(exact, changes)
  return { stored: exact, text, queue }
}
