/** The statements of the table of operations. Whatever a process writes of one, it must own that one. */
import { sql, type Kysely, type Selectable } from 'kysely'
import { type OperationRecord, type OperationWish, toOperation } from './operation-record.ts'
import type { LedgerDatabase, OperationsTable } from './tables.ts'

type Db = Kysely<LedgerDatabase>

/** An operation as its row has it. */
export type OperationRow = Selectable<OperationsTable>

/** A process that has not said a word for so long is dead or has lost its connections. */
const SILENCE = sql`interval '30 seconds'`

const LISTED = 50

/** What became of a slice; `cursor` is the last export that was looked at. */
export interface SliceProgress {
  readonly cursor: string
  readonly looked: number
  readonly changed: number
}

/** @returns its id */
export async function insertOperation(
  db: Db,
  wish: OperationWish & { readonly total: number },
): Promise<string> {
  const { id } = await db
    .insertInto('howdah.operations')
    .values({
      action: wish.action,
      filter: JSON.stringify(wish.filter),
      reason: wish.reason,
      created_by: wish.by,
      total: wish.total,
      up_to: sql<string>`(select coalesce(max(id), 0) from howdah.exports)`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function readOperation(db: Db, id: string): Promise<OperationRecord | null> {
  const row = await db
    .selectFrom('howdah.operations')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? null : toOperation(row)
}

/** The newest 50. */
export async function listOperations(db: Db): Promise<readonly OperationRecord[]> {
  const rows = await db
    .selectFrom('howdah.operations')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(LISTED)
    .execute()
  return rows.map(toOperation)
}

/** @returns false when it had ended already */
export async function markAborted(db: Db, id: string): Promise<boolean> {
  const result = await db
    .updateTable('howdah.operations')
    .set({ state: 'aborted', ended_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** The ids of those that are under way and that no living process works on. */
export async function silentOperations(db: Db): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('howdah.operations')
    .select('id')
    .where('state', '=', 'running')
    .where(isSilent())
    .execute()
  return rows.map(({ id }) => id)
}

/** Only one process works on it; null when it has ended or another one does. */
export async function claimOperation(
  db: Db,
  id: string,
  owner: string,
): Promise<OperationRow | null> {
  const row = await db
    .updateTable('howdah.operations')
    .set({ owner, beat_at: sql<Date>`now()`, problem: null })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where(isSilent())
    .returningAll()
    .executeTakeFirst()
  return row ?? null
}

/** @returns null when it was aborted, or another process has taken it over */
export async function saveSlice(
  db: Db,
  { id, owner }: { readonly id: string; readonly owner: string },
  done: SliceProgress,
): Promise<OperationRow | null> {
  const row = await db
    .updateTable('howdah.operations')
    .set({
      cursor: done.cursor,
      looked: sql<number>`looked + ${done.looked}`,
      changed: sql<number>`changed + ${done.changed}`,
      beat_at: sql<Date>`now()`,
    })
    .where('id', '=', id)
    .where('owner', '=', owner)
    .returningAll()
    .executeTakeFirst()
  return row?.state === 'running' ? row : null
}

/** @returns it as it ended; null when it had ended before */
export async function markDone(db: Db, id: string): Promise<OperationRecord | null> {
  const ended = await db
    .updateTable('howdah.operations')
    .set({ state: 'done', ended_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .returningAll()
    .executeTakeFirst()
  return ended === undefined ? null : toOperation(ended)
}

/** So that another process need not wait until this one is believed dead. */
export async function releaseOperation(db: Db, id: string, owner: string): Promise<void> {
  await db
    .updateTable('howdah.operations')
    .set({ owner: null, beat_at: null })
    .where('id', '=', id)
    .where('owner', '=', owner)
    .execute()
}

/** Why it stands still until somebody takes it over. */
export async function noteProblem(
  db: Db,
  { id, owner }: { readonly id: string; readonly owner: string },
  problem: string,
): Promise<void> {
  await db
    .updateTable('howdah.operations')
    .set({ problem })
    .where('id', '=', id)
    .where('owner', '=', owner)
    .execute()
}

function isSilent() {
  return sql<boolean>`(beat_at IS NULL OR beat_at < now() - ${SILENCE})`
}
