/** When a member may ask again, and how much disk an archive needs: pure rules. */
import type { ExportKind } from './types.ts'

const DAY_MS = 86_400_000

/** Text and JSON of one post, its share of the zip's directory included; deflated it is less. */
const BYTES_A_POST = 700
/** What an archive of nothing holds: the pages to read it with, heads of lists; 16 kB were measured. */
const EMPTY_BYTES = 20_000
/** What an export needs at least, and keeps free beside it, so that the disk is never run full. */
const RESERVE_BYTES = 16 * 1024 * 1024

/**
 * The first moment of the day (UTC) on which the next request is possible, counted from the last
 * request that succeeded. Whole days, so that a weekly habit does not drift by minutes.
 */
export function nextRequestAt(lastSuccessAt: Date | null, minIntervalDays: number): Date | null {
  if (lastSuccessAt === null || minIntervalDays <= 0) return null
  const at = lastSuccessAt.getTime() + minIntervalDays * DAY_MS
  return new Date(at - (at % DAY_MS))
}

/** What an archive is made of. */
export interface Contents {
  readonly posts: number
  readonly mediaBytes: number
}

/** A little more than an archive of these contents will take on the disk, and what is kept free. */
export function estimateBytes(kind: ExportKind, contents: Contents): number {
  return estimateSize(kind, contents) + RESERVE_BYTES
}

/** A little more than the archive itself; lists take next to nothing. */
export function estimateSize({ type, includesMedia }: ExportKind, contents: Contents): number {
  if (type === 'migration') return 0
  const mediaBytes = includesMedia ? contents.mediaBytes : 0
  return EMPTY_BYTES + mediaBytes + contents.posts * BYTES_A_POST
}
