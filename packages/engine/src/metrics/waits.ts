/**
 * How long jobs of a class waited in their queue before they ran. Sidekiq does not count this, so it
 * lies under a key of ours: one hash a minute and one every ten minutes, `<Class>|<cell>` → jobs,
 * with the cells of the run times.
 */
import type { RedisCommand } from '../redis/contract.ts'
import type { Keys } from '../redis/keys.ts'
import {
  MINUTE_TTL_SECONDS,
  minuteBucket,
  TEN_MINUTES_TTL_SECONDS,
  tenMinutesBucket,
} from './buckets.ts'
import { CELL_COUNT, cellOf } from './histogram.ts'

/** The waits of all classes since the last flush. */
export class WaitTally {
  #cells = new Map<string, number[]>()

  /** Once a run. A clock that is behind the pusher's gives less than nothing: no wait. */
  add(jobClass: string, waitedMs: number): void {
    let cells = this.#cells.get(jobClass)
    if (cells === undefined) {
      cells = Array.from({ length: CELL_COUNT }, () => 0)
      this.#cells.set(jobClass, cells)
    }
    const cell = cellOf(Math.max(0, waitedMs))
    cells[cell] = (cells[cell] ?? 0) + 1
  }

  /** What has to be written, oldest first; the tally begins anew. */
  take(keys: Keys, now: Date): RedisCommand[] {
    const taken = this.#cells
    if (taken.size === 0) return []
    this.#cells = new Map()
    const targets = [
      [keys.waitsOf(minuteBucket(now)), MINUTE_TTL_SECONDS],
      [keys.waitsOf(tenMinutesBucket(now)), TEN_MINUTES_TTL_SECONDS],
    ] as const
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
