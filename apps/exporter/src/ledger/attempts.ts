/** The tries of an export, one line each: opened when a worker begins, closed with how it ended. */
import { sql, type SqlBool } from 'kysely'
import type { LedgerConnection } from './change.ts'
import { toStored } from './reasons/stored.ts'
import type { AttemptOutcome, FailedRun } from './types.ts'

/**
 * Runs that came to an end of their own. The job's count alone is not enough: it starts anew when
 * an administrator retries by hand.
 */
export async function countTries(db: LedgerConnection, id: string): Promise<number> {
  const row = await db
    .selectFrom('howdah.export_attempts')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('export_id', '=', id)
    .where('outcome', 'in', ['done', 'retry', 'failed'])
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

export async function openAttempt(
  db: LedgerConnection,
  attempt: { id: string; number: number; worker: string },
): Promise<void> {
  await closeAttempts(db, [attempt.id], 'interrupted')
  await db
    .insertInto('howdah.export_attempts')
    .values({
      export_id: attempt.id,
      number: attempt.number,
      worker: attempt.worker,
      outcome: 'running',
    })
    .execute()
}

export async function recordFailure(
  db: LedgerConnection,
  id: string,
  failure: FailedRun,
): Promise<void> {
  // A try that failed before it could start has no line yet.
  if (failure.run === null) await openFailedStart(db, id, failure.worker)
  const error = toStored(failure.error)
  await db
    .updateTable('howdah.export_attempts')
    .set({
      outcome: failure.retryAt === null ? 'failed' : 'retry',
      finished_at: sql<Date>`now()`,
      stage: failure.stage,
      error: error.text,
      error_facts: error.facts,
      error_class: failure.errorClass,
      backtrace: [...failure.backtrace],
    })
    .where('export_id', '=', id)
    .where('outcome', '=', 'running')
    .execute()
}

async function openFailedStart(db: LedgerConnection, id: string, worker: string): Promise<void> {
  const row = await db
    .selectFrom('howdah.exports')
    .select('run')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  await openAttempt(db, { id, number: row.run, worker })
}

/** Ends the open line of a run, with the stage that it was in, where it tells. */
export async function closeAttempt(
  db: LedgerConnection,
  end: { id: string; run: number; outcome: AttemptOutcome; stage: string | null },
): Promise<void> {
  await db
    .updateTable('howdah.export_attempts')
    .set({
      outcome: end.outcome,
      finished_at: sql<Date>`now()`,
      ...(end.stage === null ? {} : { stage: end.stage }),
    })
    .where('export_id', '=', end.id)
    .where('outcome', '=', 'running')
    .where('number', '=', end.run)
    .execute()
}

/** Ends the lines that are open, of whichever run they are. */
export async function closeAttempts(
  db: LedgerConnection,
  ids: readonly string[],
  outcome: AttemptOutcome,
): Promise<void> {
  if (ids.length === 0) return
  await db
    .updateTable('howdah.export_attempts')
    .set({ outcome, finished_at: sql<Date>`now()` })
    .where(sql<SqlBool>`export_id = ANY(${ids}::bigint[])`)
    .where('outcome', '=', 'running')
    .execute()
}
