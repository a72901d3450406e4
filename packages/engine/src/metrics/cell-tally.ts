/**
 * Counts durations of many classes in the cells of the histogram, for hashes `<Class>|<cell>` → runs.
 * Waits and long periods of run times lie so: Sidekiq counts neither.
 */
import type { RedisCommand } from '../redis/contract.ts'
import { CELL_COUNT, cellOf } from './histogram.ts'

/** The durations of all classes since the last flush. */
export class CellTally {
  #cells = new Map<string, number[]>()

  /** Once a run. A clock that is behind another's gives less than nothing, which counts as nothing. */
  add(jobClass: string, ms: number): void {
    let cells = this.#cells.get(jobClass)
    if (cells === undefined) {
      cells = Array.from({ length: CELL_COUNT }, () => 0)
      this.#cells.set(jobClass, cells)
    }
    const cell = cellOf(Math.max(0, ms))
    cells[cell] = (cells[cell] ?? 0) + 1
  }

  /** What has to be written into these hashes, each with its life; the tally begins anew. */
  take(targets: readonly (readonly [key: string, ttlSeconds: number])[]): RedisCommand[] {
    const taken = this.#cells
    if (taken.size === 0) return []
    this.#cells = new Map()
    return targets.flatMap(([key, seconds]): RedisCommand[] => [
      ...incrementsOf(key, taken),
      ['EXPIRE', key, seconds],
    ])
  }
}

function incrementsOf(key: string, classes: ReadonlyMap<string, readonly number[]>) {
  return [...classes].flatMap(([jobClass, cells]) =>
    cells.flatMap((count, cell): RedisCommand[] =>
      count === 0 ? [] : [['HINCRBY', key, `${jobClass}|${cell}`, count]],
    ),
  )
}
