/**
 * How an operation goes through a sorted set: behind the last entry that it looked at, so that what others
 * take and put in meanwhile hides none.
 */
import type { JobRecord } from './job-record.ts'
import { readOperationJob } from './operation-job.ts'
import { TRASH_SECONDS } from './operation-record.ts'
import type { OperationAction } from './operation-record.ts'
import { operationLook, operationSlice } from './operation-scripts.ts'
import type { PieceEnd } from './operation-scripts.ts'
import { leaseEnd } from './operation-slice.ts'
import type { Slice } from './operation-slice.ts'
import { enqueues, walk } from './operation-walk.ts'
import type { Piece, Place } from './operation-walk.ts'
import { OperationPace } from './pace.ts'
import { toQueue, toRetry } from './set-entries.ts'

interface SetPiece extends Piece, PieceEnd {}

/** Until all was looked at; true when it must be taken up again from what its record says. */
export function moveSet(slice: Slice): Promise<boolean> {
  return walk(slice, (looked) => new SetPlace(slice, looked))
}

class SetPlace implements Place<SetPiece> {
  readonly ahead = 8
  readonly #slice: Slice
  readonly #pace = new OperationPace()
  #turn = 0
  #looked: number

  constructor(slice: Slice, looked: number) {
    this.#slice = slice
    this.#looked = looked
  }

  async look(): Promise<SetPiece | null> {
    const { redis, record, options, set } = this.#slice
    const { owner, texts = [] } = options
    const turn = this.#turn
    this.#turn += 1
    const look = { id: record.id, set, owner, turn, texts }
    const reply = await this.#pace.look((size) => redis.run(operationLook, { ...look, ...size }))
    return reply && { ...reply, jobs: reply.found.map((bytes) => readOperationJob(bytes)) }
  }

  move(piece: SetPiece, fitting: readonly JobRecord[]): Promise<boolean[] | null> {
    const { redis, record, options, set } = this.#slice
    const { id, action } = record
    const before = this.#looked
    this.#looked += piece.looked
    const input = {
      id,
      set,
      owner: options.owner,
      verb: enqueues(action) ? 'enqueue' : action,
      before,
      piece,
      leaseUntilMs: leaseEnd(),
      trashSeconds: TRASH_SECONDS,
      moves: fitting.map(rewriteFor(action)),
    } as const
    return this.#pace.time(() => redis.run(operationSlice, input))
  }
}

/** How an entry leaves its set. */
export function rewriteFor(action: OperationAction) {
  if (action === 'retry') return toRetry
  if (action === 'run-now') return toQueue
  return ({ exact }: JobRecord) => ({ stored: exact, text: '', queue: '' })
}
