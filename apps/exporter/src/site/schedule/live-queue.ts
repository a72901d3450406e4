/**
 * What Redis can tell about the export queue right now: is anybody listening, does the clock tick.
 *
 * The schedule itself comes from the ledger. Redis only adds why something waits, so a silent
 * Redis costs the page one sentence and never the page.
 */
import type { RedisClient } from '@howdah/engine'
import { ProcessSet, Queue, schedulerHealth } from '@howdah/engine/api'

/** The state of the export queue; null where Redis does not answer. */
export interface LiveQueue {
  readonly name: string
  /** Processes that take jobs from this queue and are not quiet. */
  readonly listeners: number
  readonly isPaused: boolean
  readonly size: number
  readonly overdue: number
  readonly pollers: number
}

/** Longer than any healthy answer; the page does not wait longer. */
const LIMIT_MS = 1_000

/** Asks Redis; null when it does not answer in time. */
export async function readLiveQueue(redis: RedisClient, name: string): Promise<LiveQueue | null> {
  return answerInTime(
    Promise.all([
      ProcessSet.fetch(redis),
      new Queue(redis, name).size(),
      schedulerHealth(redis),
    ]).then(([processes, size, health]) => ({
      name,
      size,
      isPaused: false,
      listeners: processes.filter((one) => !one.isQuiet && one.queues.includes(name)).length,
      overdue: health.overdue,
      pollers: health.pollers,
    })),
  )
}

/** The promise's value, or null when it fails or takes longer than a second. */
export async function answerInTime<T>(promise: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), LIMIT_MS)
  })
  // A failing Redis reads like a silent one: the caller shows the same banner for both.
  const answer = promise.catch(() => null)
  return Promise.race([answer, silence]).finally(() => clearTimeout(timer))
}
