/**
 * How an operation deletes from a queue: from the newest job on. What is pushed meanwhile only moves what
 * was seen to where it is seen again, and what is taken at the other end moves nothing.
 */
import type { JobRecord } from './job-record.ts'
import { readOperationJob } from './operation-job.ts'
import { deleteByCopy, isForCopy } from './operation-copy.ts'
import { TRASH_SECONDS } from './operation-record.ts'
import { operationQueueLook, operationQueueSlice } from './operation-scripts.ts'
import { leaseEnd } from './operation-slice.ts'
import type { Slice } from './operation-slice.ts'
import { walk } from './operation-walk.ts'
import type { Piece, Place } from './operation-walk.ts'
import { OperationPace } from './pace.ts'

/** What was pushed since the look may have moved a piece by so many. */
const SHIFT = 1_000

/** Until all was looked at; true when it must be taken up again from what its record says. */
export async function deleteFromQueue(slice: Slice): Promise<boolean> {
  if (await isForCopy(slice)) return deleteByCopy(slice)
  return walk(slice, (looked, stayed) => new QueuePlace(slice, { looked, stayed }))
}

class QueuePlace implements Place<Piece> {
  /** The place of the one after depends on how many of this one are deleted. */
  readonly ahead = 1
  readonly #slice: Slice
  readonly #pace = new OperationPace()
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
    const look = {
      id: record.id,
      queue,
      before: this.#looked,
      from: this.#stayed + unmoved,
      texts,
    }
    const piece = await this.#pace.look((size) =>
      redis.run(operationQueueLook, { ...look, ...size }),
    )
    if (piece === null) return null
    return {
      looked: piece.looked,
      jobs: piece.found.map((bytes) => readOperationJob(bytes, queue)),
    }
  }

  move({ looked }: Piece, fitting: readonly JobRecord[]): Promise<boolean[] | null> {
    const { redis, record, options, queue } = this.#slice
    const [before, from] = [this.#looked, this.#stayed]
    this.#looked += looked
    this.#stayed += looked - fitting.length
    const input = {
      id: record.id,
      queue,
      owner: options.owner,
      before,
      looked,
      from,
      shift: SHIFT,
      grave: `deleted ${crypto.randomUUID()}`,
      leaseUntilMs: leaseEnd(),
      trashSeconds: TRASH_SECONDS,
      stored: fitting.map(({ exact }) => exact),
    }
    return this.#pace.time(() => redis.run(operationQueueSlice, input))
  }
}
