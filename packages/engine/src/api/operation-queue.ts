/**
 * How an operation deletes from a queue: from the newest job on. What is pushed meanwhile only moves what
 * was seen to where it is seen again, and what is taken at the other end moves nothing.
 */
import { mayBeInexact } from '../support/exact-text.ts'
import { readJobRecord } from './job-record.ts'
import type { JobRecord } from './job-record.ts'
import { TRASH_SECONDS } from './operation-record.ts'
import { operationQueueSlice } from './operation-scripts.ts'
import { end, isEndless, leaseEnd, progressOf, SLICE } from './operation-slice.ts'
import type { Slice } from './operation-slice.ts'
import { toBytes } from './replies.ts'
import { searchPiece } from './scripts.ts'

/**
 * Jobs looked at in one go; what was pushed since the look may have moved them by half as many. Deleting
 * what fits of them costs one walk from the nearer end of the list, however many they are: smaller pieces
 * would block Redis as long, but more often.
 */
const SCAN = 2_000

/** One slice; true while there is more. */
export async function deleteFromQueue(slice: Slice): Promise<boolean> {
  const { redis, record, options, queue } = slice
  const { id } = record
  const { total, looked: before, stayed: from } = await progressOf(redis, id)
  const isLost = isEndless({ total, looked: before })
  const { looked, jobs } = isLost ? { looked: 0, jobs: [] } : await look(slice, from)
  if (looked === 0) {
    await end(redis, id, { to: 'done', from: 'running' })
    return false
  }
  const fitting = jobs.filter(options.accept ?? (() => true))
  const deleted = await redis.run(operationQueueSlice, {
    id,
    queue,
    owner: options.owner,
    looked,
    from,
    to: from + looked + SCAN / 2,
    grave: `deleted ${crypto.randomUUID()}`,
    leaseUntilMs: leaseEnd(),
    trashSeconds: TRASH_SECONDS,
    stored: fitting.map(({ exact }) => exact),
  })
  if (deleted === null) return false
  const done = fitting.filter((_, index) => deleted[index] === true)
  if (done.length > 0) await options.onMoved?.(done)
  return true
}

/** The jobs of the next piece that may fit, and how many were looked at for them. */
async function look(
  { redis, options: { texts = [] }, queue }: Slice,
  from: number,
): Promise<{ readonly looked: number; readonly jobs: readonly JobRecord[] }> {
  const range = { from, count: SCAN, most: SLICE, texts }
  const { looked, found } = await redis.run(searchPiece, {
    place: { queue },
    isNewestFirst: true,
    ...range,
  })
  if (!found.some(({ text }) => mayBeInexact(text))) {
    return { looked, jobs: found.map(({ text }) => readJobRecord(text, queue)) }
  }
  // A script's reply is text: what is not UTF-8 is read again, as bytes.
  const bytes = toBytes(
    await redis.callBuffer('LRANGE', redis.keys.queue(queue), from, from + looked - 1),
  )
  return { looked: bytes.length, jobs: bytes.map((one) => readJobRecord(one, queue)) }
}
