/**
 * Exports that members want again and again: what was chosen, when the next one is due, and which
 * process makes it. A due one is claimed for a few minutes by one statement, so that several
 * processes never make two, and one that dies leaves it to the next.
 */
import { sql, type Kysely, type Selectable } from 'kysely'
import { BY_RECURRENCE } from './actors.ts'
import type { LedgerDatabase, RecurringExportsTable } from './tables.ts'
import type { ExportKind, ExportState, ExportType } from './types.ts'

/** Choices in months. */
export const EVERY_MONTHS: readonly number[] = [1, 2, 6]

/** Why it came to an end that the member did not choose. */
export type RecurringEnd = 'suspended' | 'gone' | 'failures'

export interface RecurringExport extends ExportKind {
  readonly userId: string
  readonly everyMonths: number
  /** The first of its times. */
  readonly anchorAt: Date
  /** Null once it has ended. */
  readonly nextAt: Date | null
  readonly lastExportId: string | null
  readonly failures: number
  readonly endedReason: RecurringEnd | null
}

const CLAIM_MINUTES = 5

/** The first time is one period from now. */
export async function chooseRecurring(
  db: Kysely<LedgerDatabase>,
  choice: Pick<RecurringExport, 'userId' | 'type' | 'everyMonths'> & Partial<ExportKind>,
  now: Date = new Date(),
): Promise<void> {
  const first = addMonths(now, choice.everyMonths)
  const values = {
    every_months: choice.everyMonths,
    anchor_at: first,
    next_at: first,
    claimed_until: null,
    failures: 0,
    ended_reason: null,
    includes_media: choice.includesMedia ?? true,
  }
  await db
    .insertInto('howdah.recurring_exports')
    .values({ user_id: choice.userId, type: choice.type, ...values })
    .onConflict((conflict) => conflict.columns(['user_id', 'type']).doUpdateSet(values))
    .execute()
}

export async function stopRecurring(
  db: Kysely<LedgerDatabase>,
  userId: string,
  type: ExportType,
): Promise<void> {
  await db
    .deleteFrom('howdah.recurring_exports')
    .where('user_id', '=', userId)
    .where('type', '=', type)
    .execute()
}

export async function recurringOf(
  db: Kysely<LedgerDatabase>,
  userId: string,
): Promise<readonly RecurringExport[]> {
  const rows = await db
    .selectFrom('howdah.recurring_exports')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('type')
    .execute()
  return rows.map(toRecurring)
}

/** Takes due ones for a few minutes; nobody else gets them meanwhile. */
export async function claimDue(
  db: Kysely<LedgerDatabase>,
  now: Date,
  limit: number,
): Promise<readonly RecurringExport[]> {
  const { rows } = await sql<Selectable<RecurringExportsTable>>`
    UPDATE howdah.recurring_exports SET
      claimed_until = ${now.toISOString()}::timestamptz + ${CLAIM_MINUTES} * interval '1 minute'
    WHERE (user_id, type) IN (
      SELECT user_id, type FROM howdah.recurring_exports
      WHERE next_at <= ${now.toISOString()}::timestamptz
        AND (claimed_until IS NULL OR claimed_until < ${now.toISOString()}::timestamptz)
      ORDER BY next_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING *`.execute(db)
  return rows.map(toRecurring)
}

/** What became of the last export, and which one has served this due time already, if any. */
export async function historyOf(
  db: Kysely<LedgerDatabase>,
  due: RecurringExport,
): Promise<{ readonly lastState: ExportState | null; readonly servedId: string | null }> {
  const [last, served] = await Promise.all([
    db
      .selectFrom('howdah.exports')
      .select('state')
      .where('id', '=', due.lastExportId ?? '0')
      .executeTakeFirst(),
    // A process may have died after its request and before it noted that.
    db
      .selectFrom('howdah.exports')
      .select('id')
      .where('user_id', '=', due.userId)
      .where('type', '=', due.type)
      .where('requested_by', '=', BY_RECURRENCE)
      .where('requested_at', '>=', due.nextAt ?? new Date(0))
      .executeTakeFirst(),
  ])
  return { lastState: last?.state ?? null, servedId: served?.id ?? null }
}

/** Done for this time: the next one is the first after now, however many were missed. */
export async function advance(
  db: Kysely<LedgerDatabase>,
  due: RecurringExport,
  { exportId, failures, now }: { exportId: string | null; failures: number; now: Date },
): Promise<void> {
  await db
    .updateTable('howdah.recurring_exports')
    .set({
      next_at: nextAfter(due, now),
      claimed_until: null,
      failures,
      ...(exportId === null ? {} : { last_export_id: exportId }),
    })
    .where('user_id', '=', due.userId)
    .where('type', '=', due.type)
    .where('next_at', '=', due.nextAt)
    .execute()
}

export async function endRecurring(
  db: Kysely<LedgerDatabase>,
  due: RecurringExport,
  reason: RecurringEnd,
): Promise<void> {
  await db
    .updateTable('howdah.recurring_exports')
    .set({ next_at: null, claimed_until: null, ended_reason: reason })
    .where('user_id', '=', due.userId)
    .where('type', '=', due.type)
    .execute()
}

/** Counted from the first time, so that the 31st comes back after a short month. */
export function nextAfter(
  { anchorAt, everyMonths }: Pick<RecurringExport, 'anchorAt' | 'everyMonths'>,
  now: Date,
): Date {
  let next = anchorAt
  for (let periods = 1; next <= now; periods += 1) {
    next = addMonths(anchorAt, periods * everyMonths)
  }
  return next
}

/** In UTC; a day that the month does not have becomes its last. */
export function addMonths(from: Date, months: number): Date {
  const to = new Date(from)
  to.setUTCDate(1)
  to.setUTCMonth(to.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate()
  to.setUTCDate(Math.min(from.getUTCDate(), lastDay))
  return to
}

function toRecurring(row: Selectable<RecurringExportsTable>): RecurringExport {
  return {
    userId: row.user_id,
    type: row.type,
    includesMedia: row.includes_media,
    everyMonths: row.every_months,
    anchorAt: row.anchor_at,
    nextAt: row.next_at,
    lastExportId: row.last_export_id,
    failures: row.failures,
    endedReason: toEnd(row.ended_reason),
  }
}

function toEnd(text: string | null): RecurringEnd | null {
  return text === 'suspended' || text === 'gone' || text === 'failures' ? text : null
}
