/**
 * How an operation deletes from a queue: from the newest job on. What is pushed meanwhile only moves what
 * was seen to where it is seen again, and what is taken at the other end moves nothing.
 */
import { readJobRecord } from './job-record.ts'
import type { JobRecord } from './job-record.ts'
import { deleteByCopy, isForCopy } from './operation-copy.ts'
import { TRASH_SECONDS } from './operation-record.ts'
import { operationQueueLook, operationQueueSlice } from './operation-scripts.ts'
import { leaseEnd, SLICE } from './operation-slice.ts'
import type { Slice } from './operation-slice.ts'
import { walk } from './operation-walk.ts'
import type { Piece, Place } from './operation-walk.ts'

/**
 * Jobs looked at in one go; what was pushed since the look may have moved them by half as many. Deleting
 * what fits of them costs one walk from the nearer end of the list, however many they are: smaller pieces
 * would block Redis as long, but more often.
 */
const SCAN = 2_000

/** Until all was looked at; true when it must be taken up again from what its record says. */
export async function deleteFromQueue(slice: Slice): Promise<boolean> {
  if (await isForCopy(slice)) return deleteByCopy(slice)
  return walk(slice, (looked, stayed) => new QueuePlace(slice, { looked, stayed }))
}

class QueuePlace implements Place<Piece> {
  /** The place of the one after depends on how many of this one are deleted. */
  readonly ahead = 1
  readonly #slice: Slice
  #looked: number
  #stayed: number

  constructor(
    slice: Slice,
    { looked, stayed }: { readonly looked: number; readonly stayed: number },
  ) {
    this.#slice = slice
    this.#looked = looked
    this.#stayed = stayed
  }

  async look(unmoved: number): Promise<Piece | null> {
    const { redis, record, options, queue } = this.#slice
    const { texts = [] } = options
    const piece = await redis.run(operationQueueLook, {
      id: record.id,
      queue,
      before: this.#looked,
      from: this.#stayed + unmoved,
      count: SCAN,
      most: SLICE,
      texts,
    })
    if (piece === null) return null
    return { looked: piece.looked, jobs: piece.found.map((bytes) => readJobRecord(bytes, queue)) }
  }

  move({ looked }: Piece, fitting: readonly JobRecord[]): Promise<boolean[] | null> {
    const { redis, record, options, queue } = this.#slice
    const [before, from] = [this.#looked, this.#stayed]
    this.#looked += looked
    this.#stayed += looked - fitting.length
    return redis.run(operationQueueSlice, {
      id: record.id,
      queue,
      owner: options.owner,
      before,
      looked,
      from,
      shift: SCAN / 2,
      grave: `deleted ${crypto.randomUUID()}`,
      leaseUntilMs: leaseEnd(),
      trashSeconds: TRASH_SECONDS,
      stored: fitting.map(({ exact }) => exact),
    })
  }
}
