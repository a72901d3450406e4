/**
 * How an operation is worked off: Redis looks ahead and moves what was judged, this process judges, the host
 * is told; none waits for the others while there is something to do.
 */
import type { JobRecord } from './job-record.ts'
import type { OperationAction } from './operation-record.ts'
import { end, isEndless, isOurs, progressOf } from './operation-slice.ts'
import type { Slice } from './operation-slice.ts'
import { Telling } from './operation-telling.ts'
import { canRun } from './set-entries.ts'

/** Jobs that Redis is told to move before it has answered: an abort comes behind so many at most. */
const MOST_UNDER_WAY = 1_000

/** For slices without a job too: they count how far it is. */
const NOT_ONE = -1

/** What was found in one piece of a place, and how many were looked at for it; none at the end. */
export interface Piece {
  readonly looked: number
  readonly jobs: readonly JobRecord[]
}

/** A set or a queue that an operation walks through. */
export interface Place<Found extends Piece> {
  /** Pieces that Redis is asked for before this process can judge them. */
  readonly ahead: number
  /**
   * Looks through the next piece behind those that were asked for, of which `unmoved` are in a piece that is
   * being judged; null where the operation stands elsewhere.
   */
  look(unmoved: number): Promise<Found | null>
  /** Moves what fits; true for each that was still there, null when the slice is not the next one, or not ours. */
  move(piece: Found, fitting: readonly JobRecord[]): Promise<readonly boolean[] | null>
}

/** Until all was looked at; true when it must be taken up again from what its record says. */
export async function walk<Found extends Piece>(
  slice: Slice,
  open: (looked: number, stayed: number) => Place<Found>,
): Promise<boolean> {
  const { redis, record, options } = slice
  const isThrough = await walkThrough(slice, open)
  if (isThrough) await end(redis, record.id, { to: 'done', from: 'running' })
  return !isThrough && (await isOurs(redis, record.id, options.owner))
}

/** The same without ending the operation; true when all was looked at. */
export async function walkThrough<Found extends Piece>(
  slice: Slice,
  open: (looked: number, stayed: number) => Place<Found>,
): Promise<boolean> {
  const { total, looked, stayed } = await progressOf(slice.redis, slice.record.id)
  return new Walk(slice, open(looked, stayed), { total, looked }).run()
}

/** A slice on its way. */
interface Move {
  readonly size: number
  /** False when the slice was not ours to do, or not the next one. */
  readonly isDone: Promise<boolean>
}

/** One walk through a place, from where the record stands. */
class Walk<Found extends Piece> {
  readonly #slice: Slice
  readonly #place: Place<Found>
  readonly #telling: Telling
  readonly #total: number
  readonly #ahead: Promise<Found | null>[] = []
  readonly #moves: Move[] = []
  #looked: number

  constructor(
    slice: Slice,
    place: Place<Found>,
    { total, looked }: { readonly total: number; readonly looked: number },
  ) {
    this.#slice = slice
    this.#place = place
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
    while (this.#ahead.length < this.#place.ahead) this.#lookAhead(0)
    for (;;) {
      const piece = await this.#ahead.shift()
      if (piece === undefined || piece === null) return false
      if (piece.looked === 0 || isEndless({ total: this.#total, looked: this.#looked })) {
        return await this.#haveMoved(NOT_ONE)
      }
      this.#looked += piece.looked
      this.#lookAhead(piece.looked)
      const fitting = this.#judge(piece)
      if (!(await this.#haveMoved(MOST_UNDER_WAY - fitting.length))) return false
      this.#moves.push({ size: fitting.length, isDone: heldBack(this.#move(piece, fitting)) })
      await this.#telling.hasRoom()
    }
  }

  #lookAhead(unmoved: number): void {
    this.#ahead.push(heldBack(this.#place.look(unmoved)))
  }

  #judge({ jobs }: Found): JobRecord[] {
    const { record, options } = this.#slice
    const { accept = () => true } = options
    return jobs.filter((job) => accept(job) && (!enqueues(record.action) || canRun(job)))
  }

  async #move(piece: Found, fitting: readonly JobRecord[]): Promise<boolean> {
    const moved = await this.#place.move(piece, fitting)
    this.#telling.add(fitting.filter((_, index) => moved?.[index] === true))
    return moved !== null
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
}

/** A promise that is awaited later, and may fail before that. */
function heldBack<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {}) // Whoever awaits it learns of it.
  return promise
}

/** Whether it moves jobs to their queues: what has no class cannot go there. */
export function enqueues(action: OperationAction): action is 'retry' | 'run-now' {
  return action === 'retry' || action === 'run-now'
}
