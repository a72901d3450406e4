/**
 * How an operation works a sorted set off: Redis looks a few pieces ahead and moves what was judged, this
 * process judges, the host is told; none waits for the others while there is something to do.
 */
import { readJobRecord } from './job-record.ts'
import type { JobRecord } from './job-record.ts'
import { TRASH_SECONDS } from './operation-record.ts'
import type { OperationAction } from './operation-record.ts'
import { operationLook, operationSlice } from './operation-scripts.ts'
import type { LookReply } from './operation-scripts.ts'
import { end, isEndless, isOurs, leaseEnd, progressOf, SLICE } from './operation-slice.ts'
import type { Slice } from './operation-slice.ts'
import { Telling } from './operation-telling.ts'
import { canRun, toQueue, toRetry } from './set-entries.ts'

/** Entries that Redis looks through in one go for the texts of a query: one to two milliseconds. */
const SCAN = 1_000

/** Pieces that Redis is asked for before this process can judge them. */
const AHEAD = 8

/** Jobs that Redis is told to move before it has answered: an abort comes behind so many at most. */
const MOST_UNDER_WAY = 1_000

/** Until all was looked at; true when it must be taken up again from what its record says. */
export async function moveSet(slice: Slice): Promise<boolean> {
  const { redis, record, options } = slice
  const { total, looked } = await progressOf(redis, record.id)
  const mover = new SetMover(slice, { total, looked })
  const isThrough = await mover.run()
  if (isThrough) await end(redis, record.id, { to: 'done', from: 'running' })
  return !isThrough && (await isOurs(redis, record.id, options.owner))
}

/** For slices without a job too: they count how far it is. */
const NOT_ONE = -1

/** A slice on its way. */
interface Move {
  readonly size: number
  /** False when the slice was not ours to do, or not the next one. */
  readonly isDone: Promise<boolean>
}

/** One walk through a set, from where the record stands. */
class SetMover {
  readonly #slice: Slice
  readonly #telling: Telling
  readonly #total: number
  readonly #ahead: Promise<LookReply | null>[] = []
  readonly #moves: Move[] = []
  #turn = 0
  #looked: number

  constructor(
    slice: Slice,
    { total, looked }: { readonly total: number; readonly looked: number },
  ) {
    this.#slice = slice
    this.#telling = new Telling(slice.options)
    this.#total = total
    this.#looked = looked
  }

  /** True when all was looked at; false when the operation does not stand where this walk believes. */
  async run(): Promise<boolean> {
    try {
      return await this.#walk()
    } finally {
      await Promise.allSettled([...this.#ahead, ...this.#moves.map(({ isDone }) => isDone)])
      await this.#telling.end()
    }
  }

  async #walk(): Promise<boolean> {
    while (this.#ahead.length < AHEAD) this.#ahead.push(this.#look())
    for (;;) {
      const piece = await this.#ahead.shift()
      if (piece === undefined || piece === null) return false
      if (piece.looked === 0 || isEndless({ total: this.#total, looked: this.#looked })) {
        return await this.#haveMoved(NOT_ONE)
      }
      this.#ahead.push(this.#look())
      const jobs = this.#judge(piece)
      if (!(await this.#haveMoved(MOST_UNDER_WAY - jobs.length))) return false
      this.#moves.push({ size: jobs.length, isDone: this.#move(piece, jobs) })
      await this.#telling.hasRoom()
    }
  }

  /** Waits until only so many jobs are on their way; false when a slice was not ours to do, or not the next one. */
  async #haveMoved(most: number): Promise<boolean> {
    let size = this.#moves.reduce((sum, move) => sum + move.size, 0)
    while (this.#moves.length > 0 && size > most) {
      const move = this.#moves.shift()
      if (move === undefined || !(await move.isDone)) return false
      size -= move.size
    }
    return true
  }

  #look(): Promise<LookReply | null> {
    const { redis, record, options, set } = this.#slice
    const { owner, texts = [] } = options
    const turn = this.#turn
    this.#turn += 1
    const count = texts.length === 0 ? SLICE : SCAN
    const look = { id: record.id, set, owner, turn, count, most: SLICE, texts }
    return heldBack(redis.run(operationLook, look))
  }

  #judge({ found }: LookReply): JobRecord[] {
    const { record, options } = this.#slice
    const { accept = () => true } = options
    return found
      .map((bytes) => readJobRecord(bytes))
      .filter((job) => accept(job) && (!enqueues(record.action) || canRun(job)))
  }

  #move(piece: LookReply, jobs: readonly JobRecord[]): Promise<boolean> {
    const { redis, record, options, set } = this.#slice
    const { id, action } = record
    const before = this.#looked
    this.#looked += piece.looked
    const moving = redis.run(operationSlice, {
      id,
      set,
      owner: options.owner,
      verb: enqueues(action) ? 'enqueue' : action,
      before,
      piece,
      leaseUntilMs: leaseEnd(),
      trashSeconds: TRASH_SECONDS,
      moves: jobs.map(rewriteFor(action)),
    })
    return heldBack(
      moving.then((moved) => {
        this.#telling.add(jobs.filter((_, index) => moved?.[index] === true))
        return moved !== null
      }),
    )
  }
}

/** A promise that is awaited later, and may fail before that. */
function heldBack<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {}) // Whoever awaits it learns of it.
  return promise
}

function enqueues(action: OperationAction): action is 'retry' | 'run-now' {
  return action === 'retry' || action === 'run-now'
}

/** How an entry leaves its set. */
export function rewriteFor(action: OperationAction) {
  if (action === 'retry') return toRetry
  if (action === 'run-now') return toQueue
  return ({ exact }: JobRecord) => ({ stored: exact, text: '', queue: '' })
}
