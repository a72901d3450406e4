/**
 * Brings exports back whose jobs were deleted in the console, which cancelled them, and put back there
 * within a day: each row takes up the state that its job's place says.
 */
import { type Kysely, type RawBuilder, sql, type SqlBool } from 'kysely'
import { changeExports } from './change.ts'
import { JOB_DELETED } from './life.ts'
import { inEnglish } from './reasons/stored.ts'
import { allButRefused } from './one-active.ts'
import type { LedgerDatabase } from './tables.ts'
import type { ExportRecord, ExportState } from './types.ts'

/** Where in Redis jobs lie again. */
export interface Restored {
  readonly set: 'schedule' | 'retry' | 'dead' | 'queue'
  /** When each is due, by jid; none in a queue. */
  readonly dueAt: ReadonlyMap<string, Date>
}

const STATES: Readonly<Record<Restored['set'], ExportState>> = {
  schedule: 'scheduled',
  retry: 'retrying',
  dead: 'failed',
  queue: 'pending',
}

interface Wish {
  readonly actor: string
  readonly restored: Restored
}

/** An export, and the job that lies somewhere again. */
type Owner = Pick<ExportRecord, 'id' | 'jid'>

/**
 * @returns those that are restored: not those that were not cancelled with their job, nor those whose
 * members have another one under way by now. Their jobs then end without building anything.
 */
export function restoreExports(
  db: Kysely<LedgerDatabase>,
  owners: readonly Owner[],
  wish: Wish,
): Promise<readonly ExportRecord[]> {
  return allButRefused(owners, (some) => restoreTogether(db, some, wish))
}

function restoreTogether(
  db: Kysely<LedgerDatabase>,
  owners: readonly Owner[],
  { actor, restored }: Wish,
): Promise<readonly ExportRecord[]> {
  const state = STATES[restored.set]
  return db.transaction().execute(async (transaction) => {
    const ids = await thatWentWithTheirJobs(transaction, owners)
    return changeExports(transaction, ids, {
      from: ['cancelled'],
      set: {
        state,
        runs_at: state === 'failed' ? null : dueAt(restored),
        missing_since: null,
        ...(state === 'failed' ? {} : { finished_at: null }),
      },
      event: { actor, action: 'restored', detail: { code: 'job-put-back' } },
    })
  })
}

function dueAt({ dueAt: at }: Restored): RawBuilder<Date | null> {
  const times = [...at.values()].map((time) => time.toISOString())
  return sql<Date | null>`(SELECT at FROM unnest(${[...at.keys()]}::text[], ${times}::timestamptz[])
    AS due (jid, at) WHERE due.jid = exports.jid)`
}

/** Those of which the last that happened is that their job was deleted. Locks their rows. */
async function thatWentWithTheirJobs(
  db: Kysely<LedgerDatabase>,
  owners: readonly Owner[],
): Promise<readonly string[]> {
  const locked = await db
    .selectFrom('howdah.exports')
    .select(['id', 'jid'])
    .where(sql<SqlBool>`id = ANY(${owners.map(({ id }) => id)}::bigint[])`)
    .orderBy('id')
    .forUpdate()
    .execute()
  const jids = new Map(owners.map(({ id, jid }) => [id, jid]))
  const ids = locked.flatMap(({ id, jid }) => (jids.get(id) === jid ? [id] : []))
  return ids.length === 0 ? [] : thatLastLostTheirJobs(db, ids)
}

async function thatLastLostTheirJobs(
  db: Kysely<LedgerDatabase>,
  ids: readonly string[],
): Promise<readonly string[]> {
  const events = await db
    .selectFrom('howdah.export_events')
    .distinctOn('export_id')
    .select(['export_id', 'detail'])
    .where(sql<SqlBool>`export_id = ANY(${ids}::bigint[])`)
    .orderBy('export_id')
    .orderBy('id', 'desc')
    .execute()
  return events.flatMap(({ export_id: id, detail }) =>
    id !== null && detail === inEnglish(JOB_DELETED) ? [id] : [],
  )
}
