/**
 * Brings exports back whose jobs were deleted in the console, which cancelled them, and put back there
 * within a day: the row takes up the state that its job's place says.
 */
import type { Kysely } from 'kysely'
import { isSqlError } from '../sql-error.ts'
import { changeExport } from './change.ts'
import { JOB_DELETED } from './life.ts'
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

/**
 * @returns null when nothing is to be restored: the export was not cancelled with its job, or its member
 * has another one under way by now. The job then ends without building anything.
 */
export async function restoreExport(
  db: Kysely<LedgerDatabase>,
  { id, jid, actor, restored }: { id: string; jid: string; actor: string; restored: Restored },
): Promise<ExportRecord | null> {
  const state = STATES[restored.set]
  const runsAt = state === 'failed' ? null : (restored.dueAt.get(jid) ?? null)
  try {
    return await db.transaction().execute(async (transaction) => {
      if (!(await wentWithItsJob(transaction, { id, jid }))) return null
      return changeExport(transaction, {
        id,
        from: ['cancelled'],
        set: {
          state,
          runs_at: runsAt,
          missing_since: null,
          ...(state === 'failed' ? {} : { finished_at: null }),
        },
        event: { actor, action: 'restored', detail: 'its job was put back' },
      })
    })
  } catch (error) {
    if (isSqlError(error, 'unique-violation')) return null
    throw error
  }
}

/** Whether the last that happened to it was that its job was deleted. Locks the row. */
async function wentWithItsJob(
  db: Kysely<LedgerDatabase>,
  { id, jid }: { id: string; jid: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('howdah.exports')
    .select('jid')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  const last = await db
    .selectFrom('howdah.export_events')
    .select('detail')
    .where('export_id', '=', id)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return row?.jid === jid && last?.detail === JOB_DELETED
}
