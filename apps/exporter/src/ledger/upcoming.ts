/** What is planned for the next hours, and the jobs that wait to be taken. */
import { sql, type Kysely } from 'kysely'
import type { Sought } from './live-queue.ts'
import { PLACE, readPage } from './schedule.ts'
import type { LedgerDatabase } from './tables.ts'
import type { ExportRecord } from './types.ts'

const HOURS = 24
const HOUR_MS = 3_600_000
/** The schedule itself shows the others. */
const FIRST = 6

/** Exports by what they are when their hour comes. */
export interface UpcomingHour {
  readonly scheduled: number
  readonly retrying: number
}

export interface Upcoming {
  /** The next 24; what is overdue counts for the first. */
  readonly hours: readonly UpcomingHour[]
  /** The first few of them. */
  readonly first: readonly ExportRecord[]
}

/** Through the index of what waits, and no further than the last of the hours. */
export async function readUpcoming(db: Kysely<LedgerDatabase>, now: Date): Promise<Upcoming> {
  const until = new Date(now.getTime() + HOURS * HOUR_MS)
  const [counts, soonest] = await Promise.all([
    sql<{ state: keyof UpcomingHour; hour: number; count: number }>`
      SELECT e.state, count(*)::int AS count, greatest(0,
        floor(extract(epoch FROM e.runs_at - ${now}::timestamptz) / 3600))::int AS hour
      FROM howdah.exports AS e
      WHERE e.state IN ('scheduled', 'retrying') AND e.runs_at < ${until}
        AND ${PLACE} < ${until.getTime()}
      GROUP BY 1, 3`.execute(db),
    readPage(db, { state: ['scheduled', 'retrying'], sort: 'next', limit: FIRST }),
  ])
  const hours = Array.from({ length: HOURS }, () => ({ scheduled: 0, retrying: 0 }))
  for (const { state, hour, count } of counts.rows) {
    const found = hours[hour]
    if (found !== undefined) found[state] += count
  }
  const isSoon = ({ runsAt }: ExportRecord): boolean => runsAt !== null && runsAt < until
  return { hours, first: soonest.exports.filter(isSoon) }
}

/** The jobs of pending exports, oldest first. */
export async function pendingJobs(
  db: Kysely<LedgerDatabase>,
  limit: number,
): Promise<readonly Sought[]> {
  return db
    .selectFrom('howdah.exports')
    .select(['jid', 'queue', 'state'])
    .where('state', '=', 'pending')
    .orderBy('requested_at')
    .orderBy('id')
    .limit(limit)
    .execute()
}
