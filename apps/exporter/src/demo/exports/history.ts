/**
 * The month before the demo was started: Sidekiq's counters of each day, as a small server leaves
 * them. Today's numbers are not invented; they come from the jobs that really run.
 */
import type { RedisClient, RedisCommand } from '@howdah/engine'
import { Stats } from '@howdah/engine/api'
import { Random } from '../community/random.ts'

/** What was done on one day (UTC). */
export interface DayCount {
  /** `YYYY-MM-DD` */
  readonly day: string
  readonly processed: number
  readonly failed: number
}

/** As many days as the dashboard can show, today included. */
const DAYS = 30
const DAY_MS = 86_400_000
/** As Sidekiq keeps them: five years. */
const DAY_TTL_SECONDS = 157_680_000
const SEED = 20_221_105

/** Writes the days and adds them to the totals, unless one of the days has a counter already. */
export async function seedHistory(redis: RedisClient): Promise<void> {
  const known = await Stats.history(redis, DAYS)
  if (known.some(({ processed, failed }) => processed + failed > 0)) return
  const days = pastDays(new Date())
  const { keys } = redis
  await redis.multi([
    ...days.flatMap(({ day, processed, failed }): RedisCommand[] => [
      ['SET', keys.statProcessedOn(day), processed, 'EX', DAY_TTL_SECONDS],
      ['SET', keys.statFailedOn(day), failed, 'EX', DAY_TTL_SECONDS],
    ]),
    ['INCRBY', keys.statProcessed, sum(days.map(({ processed }) => processed))],
    ['INCRBY', keys.statFailed, sum(days.map(({ failed }) => failed))],
  ])
}

/** Exported for tests: the days before `today`, the latest first, the same ones at every call. */
export function pastDays(today: Date): readonly DayCount[] {
  const random = new Random(SEED)
  return Array.from({ length: DAYS - 1 }, (_, index) => {
    const date = new Date(today.getTime() - (index + 1) * DAY_MS)
    const isWeekend = date.getUTCDay() % 6 === 0
    const processed = random.between(38, 84) + (isWeekend ? random.between(25, 50) : 0)
    // A bad day now and then, such as one with a full disk.
    const failed = random.percent(10) ? random.between(9, 16) : random.between(0, 3)
    return { day: date.toISOString().slice(0, 10), processed, failed }
  })
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
