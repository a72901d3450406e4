/** What turns.ts asks the ledger. */
import { sql, type Kysely } from 'kysely'
import { selectExports } from './reading.ts'
import { toExportRecord, type LedgerDatabase } from './tables.ts'
import type { ExportRecord } from './types.ts'

/** Exports in the queue that have to start within the window and have never run. */
export async function waitingForWindow(
  db: Kysely<LedgerDatabase>,
  limit: number,
): Promise<readonly ExportRecord[]> {
  const rows = await selectExports(db)
    .where('e.state', '=', 'pending')
    .where('e.waits_for', '=', 'window')
    .where('e.run', '=', 0)
    .orderBy('e.id')
    .limit(limit)
    .execute()
  return rows.map(toExportRecord)
}

/** Exports of bulk requests that become due before `before`, soonest first. */
export async function dueBulkExports(
  db: Kysely<LedgerDatabase>,
  before: Date,
  limit: number,
): Promise<readonly ExportRecord[]> {
  const rows = await scheduledBulk(db, limit).where('e.runs_at', '<', before).execute()
  return rows.map(toExportRecord)
}

/** The next exports of bulk requests, soonest first. */
export async function nextBulkExports(
  db: Kysely<LedgerDatabase>,
  limit: number,
): Promise<readonly ExportRecord[]> {
  return (await scheduledBulk(db, limit).execute()).map(toExportRecord)
}

// oxlint-disable-next-line typescript/explicit-function-return-type -- Kysely infers the row type
function scheduledBulk(db: Kysely<LedgerDatabase>, limit: number) {
  return (
    selectExports(db)
      .where('e.state', '=', 'scheduled')
      .where('e.lane', '=', 'bulk')
      // A time that somebody chose is no turn.
      .where('e.waits_for', '!=', 'time')
      .orderBy('e.runs_at')
      .orderBy('e.id')
      .limit(limit)
  )
}

export interface LineCounts {
  readonly pending: number
  readonly running: number
  /** Exports of bulk requests that are not in the queue yet. */
  readonly bulk: number
}

/** Through the indexes of what waits and runs, however many have ended. */
export async function countLine(db: Kysely<LedgerDatabase>): Promise<LineCounts> {
  const { rows } = await sql<{ pending: string; running: string; bulk: string }>`
    SELECT
      (SELECT count(*) FROM howdah.exports WHERE state = 'pending') AS pending,
      (SELECT count(*) FROM howdah.exports WHERE state = 'running') AS running,
      (SELECT count(*) FROM howdah.exports WHERE state = 'scheduled' AND lane = 'bulk') AS bulk`.execute(
    db,
  )
  const [row] = rows
  return {
    pending: Number(row?.pending ?? 0),
    running: Number(row?.running ?? 0),
    bulk: Number(row?.bulk ?? 0),
  }
}
