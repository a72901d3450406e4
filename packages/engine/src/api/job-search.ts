/**
 * Searching jobs: a bounded piece at a time, to be continued where it stopped. Redis passes over what
 * cannot match, for some milliseconds in one go.
 */
import type { RedisClient } from '../redis/contract.ts'
import { readTime } from '../support/epoch.ts'
import { NO_PAUSE } from '../support/pause.ts'
import type { Pause } from '../support/pause.ts'
import { readJobRecord, readSetEntry } from './job-record.ts'
import type { JobRecord, SetEntry } from './job-record.ts'
import { nextSize } from './pace.ts'
import type { Bounds } from './pace.ts'
import { scanFailures, searchPiece } from './scripts.ts'

/** Where to search. */
export type SearchPlace =
  | { readonly set: 'schedule' | 'retry' | 'dead' }
  | { readonly queue: string }

/** What to search for, and how far. */
export interface JobSearch {
  readonly place: SearchPlace
  /** All of them must be in the stored text, letter for letter. Redis looks for these. */
  readonly texts: readonly string[]
  /** Says the last word on what Redis found. Default: everything is accepted. */
  readonly accept?: (job: JobRecord) => boolean
  /** How many jobs to pass over: where the search before stopped. Default 0. */
  readonly from?: number
  /** Stop after so many. Default 25. */
  readonly limit?: number
  /** Stop after this time. Default 250. */
  readonly budgetMs?: number
}

/** What was found. */
export interface JobSearchResult {
  /** Set entries where a set was searched. */
  readonly jobs: readonly (JobRecord | SetEntry)[]
  /** How many jobs have been looked at, the passed-over included. */
  readonly seen: number
  readonly total: number
  /** `from` of the next piece; null when everything was looked at. */
  readonly next: number | null
}

/** Jobs looked through in one go: the first time, and within what limits the server's pace moves it. */
const FIRST_PIECE = 1_000
const PIECE: Bounds = { least: 250, most: 2_000 }

/** Searches on from `from`. Jobs that come and go meanwhile shift others, which may be missed. */
export async function searchJobs(
  redis: RedisClient,
  { place, texts, accept = () => true, from = 0, limit = 25, budgetMs = 250 }: JobSearch,
): Promise<JobSearchResult> {
  const deadlineMs = performance.now() + budgetMs
  const found: JobRecord[] = []
  let seen = from
  let count = FIRST_PIECE
  for (;;) {
    const most = Math.max(1, limit - found.length)
    const startedAt = performance.now()
    const piece = await redis.run(searchPiece, { place, from: seen, count, most, texts })
    count = nextSize(count, performance.now() - startedAt, PIECE)
    seen += piece.looked
    found.push(...piece.found.map((one) => readFound(place, one)).filter(accept))
    const isEnd = seen >= piece.total || piece.looked === 0
    if (isEnd || found.length >= limit || performance.now() >= deadlineMs) {
      return { jobs: found, seen, total: Math.max(piece.total, seen), next: isEnd ? null : seen }
    }
  }
}

function readFound(
  place: SearchPlace,
  { score, text }: { readonly score: string; readonly text: string },
): JobRecord | SetEntry {
  return 'queue' in place ? readJobRecord(text, place.queue) : readSetEntry(text, score)
}

/** One failure among many. */
export interface FailureMark {
  /** "" where none is written. */
  readonly errorClass: string
  /** When the job failed last; null where it does not say. */
  readonly at: Date | null
}

/** The failures of a set, as far as they were looked at. */
export interface FailureScan {
  readonly marks: readonly FailureMark[]
  readonly seen: number
  readonly total: number
}

/** How far failures are read. */
export interface FailureReading {
  /** Jobs. Default 20,000. */
  readonly limit?: number
  /** Stop after so long, pauses left out. Default 250. */
  readonly budgetMs?: number
  /** Awaited after each piece. Default: nothing is. */
  readonly pause?: Pause
}

/** Errors of the retry or the dead set, the highest scores first; at most `limit` jobs. */
export async function readFailures(
  redis: RedisClient,
  set: 'retry' | 'dead',
  { limit = 20_000, budgetMs = 250, pause = NO_PAUSE }: FailureReading = {},
): Promise<FailureScan> {
  let spentMs = 0
  const marks: FailureMark[] = []
  let size = FIRST_PIECE
  for (;;) {
    const count = Math.min(size, limit - marks.length)
    const startedAt = performance.now()
    const { total, looked, found } = await redis.run(scanFailures, {
      set,
      from: marks.length,
      count,
    })
    size = nextSize(size, performance.now() - startedAt, PIECE)
    marks.push(
      ...found.map(({ errorClass, at }) => ({
        errorClass: unescaped(errorClass),
        at: readTime(at),
      })),
    )
    spentMs += performance.now() - startedAt
    const isEnd = looked < count || marks.length >= limit || spentMs >= budgetMs
    if (isEnd) return { marks, seen: marks.length, total: Math.max(total, marks.length) }
    await pause()
  }
}

/** Class names are hardly ever escaped; what is no JSON text is shown as it is. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  try {
    return String(JSON.parse(`"${text}"`))
  } catch {
    return text
  }
}
