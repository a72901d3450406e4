/**
 * The line of exports that wait, in the order in which they are let in, and what is running: two
 * statements through small indexes, whatever the ledger holds besides.
 */
import { sql, type Kysely } from 'kysely'
import type { LedgerDatabase } from './tables.ts'
import type { ExportType, WaitsFor } from './types.ts'

/** Nobody counts further: who stands behind so many learns no place. */
export const LONGEST_LINE = 20_000
const MOST_RUNNING = 1_000

export interface LineEntry {
  readonly id: string
  readonly type: ExportType
  /** Null: the usual queue. */
  readonly queue: string | null
  /** Since when, or from when on, it may start. */
  readonly readyAtMs: number
  readonly waitsFor: WaitsFor | null
  readonly estimatedBytes: number | null
  /** It has run before: it goes on at any hour. */
  readonly hasRun: boolean
}

export interface RunningEntry {
  readonly type: ExportType
  readonly queue: string | null
  readonly startedAtMs: number
  readonly estimatedBytes: number | null
}

export interface Line {
  /** In this order; at most {@link LONGEST_LINE}. */
  readonly waiting: readonly LineEntry[]
  readonly running: readonly RunningEntry[]
}

interface Row {
  readonly id: string
  readonly type: ExportType
  readonly queue: string | null
  readonly at: number
  readonly waits_for: WaitsFor | null
  readonly bytes: string | null
  readonly has_run: boolean
}

export async function readLine(db: Kysely<LedgerDatabase>): Promise<Line> {
  const [waiting, running] = await Promise.all([
    sql<Row>`
      SELECT id, type, queue, waits_for, estimated_bytes AS bytes, run > 0 AS has_run,
        (extract(epoch FROM coalesce(runs_at, enqueued_at, requested_at)) * 1000)::float8 AS at
      FROM howdah.exports
      WHERE state IN ('pending', 'scheduled', 'retrying')
      ORDER BY coalesce(runs_at, enqueued_at, requested_at), id
      LIMIT ${LONGEST_LINE}`.execute(db),
    sql<Row>`
      SELECT id, type, queue, waits_for, estimated_bytes AS bytes, true AS has_run,
        (extract(epoch FROM coalesce(started_at, requested_at)) * 1000)::float8 AS at
      FROM howdah.exports
      WHERE state = 'running'
      LIMIT ${MOST_RUNNING}`.execute(db),
  ])
  return {
    waiting: waiting.rows.map(toEntry),
    running: running.rows.map((row) => ({
      type: row.type,
      queue: row.queue,
      startedAtMs: row.at,
      estimatedBytes: toBytes(row),
    })),
  }
}

function toEntry(row: Row): LineEntry {
  return {
    id: row.id,
    type: row.type,
    queue: row.queue,
    readyAtMs: row.at,
    waitsFor: row.waits_for,
    estimatedBytes: toBytes(row),
    hasRun: row.has_run,
  }
}

function toBytes({ bytes }: Row): number | null {
  return bytes === null ? null : Number(bytes)
}

/** How long an export took, and how large it was. */
export interface PastRun {
  readonly type: ExportType
  readonly sizeBytes: number
  readonly seconds: number
}

/** Enough for a range, and all from about the same time. */
const PAST_RUNS = 300

/** The newest successful runs of each type. */
export async function readPastRuns(db: Kysely<LedgerDatabase>): Promise<readonly PastRun[]> {
  const ofType = (type: ExportType) => sql`
    (SELECT type, coalesce(size_bytes, 0)::float8 AS "sizeBytes",
       extract(epoch FROM finished_at - started_at)::float8 AS seconds
     FROM howdah.exports
     WHERE type = ${type} AND state IN ('done', 'expired') AND started_at IS NOT NULL
       AND finished_at >= started_at
     ORDER BY finished_at DESC
     LIMIT ${PAST_RUNS})`
  const { rows } = await sql<PastRun>`
    ${ofType('backup')} UNION ALL ${ofType('migration')}`.execute(db)
  return rows
}
