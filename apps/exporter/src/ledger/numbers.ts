/** Exports in numbers: how they ended by day, how large they were, how long members waited. */
import { Kept, type KeptValue } from '@howdah/engine/api'
import { sql, type Kysely } from 'kysely'
import type { LedgerDatabase } from './tables.ts'

/** One day (UTC) of exports that ended on it. */
export interface ExportDay {
  /** "2026-11-23" */
  readonly day: string
  readonly done: number
  readonly failed: number
  readonly cancelled: number
  /** From the request to the end, of those that were done; null without any. */
  readonly p50Seconds: number | null
  readonly p95Seconds: number | null
}

/** Archives up to a size; null = larger than all others. */
export interface SizeCell {
  readonly upToBytes: number | null
  readonly count: number
}

/** What the page of numbers shows. */
export interface ExportNumbers {
  /** Every day of the period, oldest first. */
  readonly days: readonly ExportDay[]
  readonly sizes: readonly SizeCell[]
  /** Of all that were done in the period. */
  readonly p50Seconds: number | null
  readonly p95Seconds: number | null
}

const SIZE_LIMITS = [1e6, 1e7, 1e8, 1e9, 1e10] as const

interface DayRow {
  readonly day: string | null
  readonly done: number
  readonly failed: number
  readonly cancelled: number
  readonly p50: number | null
  readonly p95: number | null
}

/** Reading the ends of a busy month takes a quarter of a second, of a quiet one nothing. */
const AGE = { freshMs: 5 * 60_000, staleMs: 60 * 60_000 }
const BUSY_ENDS = 5_000

/** The numbers of each period that somebody has asked for. One a process. */
export class KeptNumbers {
  readonly #db: Kysely<LedgerDatabase>
  readonly #periods = new Map<number, Kept<ExportNumbers>>()

  constructor(db: Kysely<LedgerDatabase>) {
    this.#db = db
  }

  get(days: number, now: Date): Promise<KeptValue<ExportNumbers>> {
    const kept = this.#periods.get(days) ?? new Kept<ExportNumbers>({ isWorthKeeping: isBusy })
    this.#periods.set(days, kept)
    return kept.get(AGE, () => exportNumbers(this.#db, { days, now }), now)
  }
}

function isBusy({ days }: ExportNumbers): boolean {
  const ends = days.reduce((sum, { done, failed, cancelled }) => sum + done + failed + cancelled, 0)
  return ends > BUSY_ENDS
}

/** The numbers of the last days, today included. An archive that has expired was done. */
async function exportNumbers(
  db: Kysely<LedgerDatabase>,
  { days, now }: { readonly days: number; readonly now: Date },
): Promise<ExportNumbers> {
  const names = Array.from({ length: days }, (_, index) => {
    return new Date(now.getTime() - (days - 1 - index) * 86_400_000).toISOString().slice(0, 10)
  })
  const since = `${names[0]}T00:00:00Z`
  const [ended, sizes] = await Promise.all([readDays(db, since), readSizes(db, since)])
  const byDay = new Map(ended.map((row) => [row.day, row]))
  const total = byDay.get(null)
  return {
    days: names.map((day) => dayOf(day, byDay.get(day))),
    sizes,
    p50Seconds: total?.p50 ?? null,
    p95Seconds: total?.p95 ?? null,
  }
}

function dayOf(day: string, row: DayRow | undefined): ExportDay {
  const { done = 0, failed = 0, cancelled = 0, p50 = null, p95 = null } = row ?? {}
  return { day, done, failed, cancelled, p50Seconds: p50, p95Seconds: p95 }
}

/** One row a day, and one without a day for all of them. */
async function readDays(db: Kysely<LedgerDatabase>, since: string): Promise<readonly DayRow[]> {
  const { rows } = await sql<DayRow>`
    WITH ended AS (
      SELECT to_char(finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, state,
        CASE WHEN state IN ('done', 'expired')
          THEN extract(epoch FROM finished_at - requested_at)::float8 END AS seconds
      FROM howdah.exports
      WHERE finished_at >= ${since}::timestamptz
        AND state IN ('done', 'expired', 'failed', 'cancelled'))
    SELECT day,
      count(*) FILTER (WHERE state IN ('done', 'expired'))::int AS done,
      count(*) FILTER (WHERE state = 'failed')::int AS failed,
      count(*) FILTER (WHERE state = 'cancelled')::int AS cancelled,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS p50,
      percentile_cont(0.95) WITHIN GROUP (ORDER BY seconds) AS p95
    FROM ended GROUP BY GROUPING SETS ((day), ())`.execute(db)
  return rows
}

async function readSizes(db: Kysely<LedgerDatabase>, since: string): Promise<SizeCell[]> {
  const limits = sql.join(SIZE_LIMITS.map((limit) => sql`${limit}::bigint`))
  const { rows } = await sql<{ cell: number; count: number }>`
    SELECT width_bucket(size_bytes, ARRAY[${limits}]) AS cell, count(*)::int AS count
    FROM howdah.exports
    WHERE finished_at >= ${since}::timestamptz AND state IN ('done', 'expired')
      AND size_bytes IS NOT NULL
    GROUP BY 1`.execute(db)
  const counts = new Map(rows.map(({ cell, count }) => [cell, count]))
  return [...SIZE_LIMITS, null].map((upToBytes, cell) => ({
    upToBytes,
    count: counts.get(cell) ?? 0,
  }))
}
