/**
 * Does the clock run? Due jobs that stay in the scheduled or retry set mean that no process polls:
 * the one fault of which a queue page shows nothing, because its queues are empty.
 */
import { secondsOf, systemClock } from '../support/epoch.ts'
import type { RedisClient } from '../redis/contract.ts'
import { readMany } from '../redis/read-many.ts'
import { ProcessSet } from './process-set.ts'
import type { MaybeLater, ProcessRecord } from './process-set.ts'
import { toCount, toPairs } from './replies.ts'

/** How late the scheduled poller is. */
export interface SchedulerHealth {
  /** Jobs of the scheduled and the retry set that should be in their queues already. */
  readonly overdue: number
  /** When the oldest of them was due. */
  readonly oldestDueAt: Date | null
  /** Living processes that poll: those that are not quiet. */
  readonly pollers: number
}

/**
 * A process alone polls every 5 s on average and at most every 7.5 s; with more processes each
 * polls less often, but together they keep the rate. Later than this is late.
 */
const GRACE_SECONDS = 15

/** Looks how late the scheduled poller is; a job counts once it is `graceSeconds` (15) late. */
export async function schedulerHealth(
  redis: RedisClient,
  {
    graceSeconds = GRACE_SECONDS,
    processes,
  }: {
    readonly graceSeconds?: number
    /** Where the caller has read them, or does. */
    readonly processes?: MaybeLater<readonly Pick<ProcessRecord, 'isQuiet'>[]>
  } = {},
): Promise<SchedulerHealth> {
  const lateBefore = secondsOf(systemClock.nowMs()) - graceSeconds
  const sets = [redis.keys.schedule, redis.keys.retry]
  const [late, first, living] = await Promise.all([
    readMany(redis, sets, ['ZCOUNT', '-inf', lateBefore]),
    readMany(redis, sets, ['ZRANGE', 0, 0, 'WITHSCORES']),
    processes ?? ProcessSet.fetch(redis),
  ])
  const due = first.flatMap((reply) => dueTimes(reply, lateBefore))
  return {
    overdue: late.reduce<number>((sum, count) => sum + toCount(count), 0),
    oldestDueAt: due.length === 0 ? null : new Date(Math.min(...due) * 1_000),
    pollers: living.filter((process) => !process.isQuiet).length,
  }
}

function dueTimes(first: unknown, lateBefore: number): number[] {
  return toPairs(first)
    .map(([, score]) => Number(score))
    .filter((seconds) => seconds <= lateBefore)
}
