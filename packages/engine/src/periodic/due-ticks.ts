/** Which ticks of a schedule to run now: usually one; after an absence, what the policy says. */
import type { MissedPolicy } from '../job/periodic-job.ts'
import type { CronSchedule } from '../support/cron.ts'
import type { EpochMs } from '../support/epoch.ts'

/** A change of leader takes up to some 20 s; what is no later than this is not called missed. */
const PUNCTUAL_MS = 60_000

/** As many runs make good what was missed under "all". */
const MAX_MADE_GOOD = 100

/**
 * The ticks after `last` and up to `now` that are to be run, oldest first. Of the others only the
 * newest hundred are looked at, so an absence of months costs no more than one of minutes.
 */
export function dueTicks(
  schedule: CronSchedule,
  missed: MissedPolicy,
  { last, now }: { readonly last: EpochMs; readonly now: EpochMs },
): EpochMs[] {
  const count = missed === 'all' ? MAX_MADE_GOOD : 1
  const ticks = schedule.upTo(now, count).filter((tick) => tick > last)
  return missed === 'skip' ? ticks.filter((tick) => now - tick <= PUNCTUAL_MS) : ticks
}
