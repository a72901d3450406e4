/** An export in each state, with what its page has to tell. */
import { sql } from 'kysely'
import type { ExportState } from '../../ledger/types.ts'
import type { SiteDatabase } from '../context.ts'

export const EVERY_STATE: readonly ExportState[] = [
  'pending',
  'scheduled',
  'running',
  'retrying',
  'stuck',
  'failed',
  'done',
  'expired',
  'cancelled',
]

/** Inserts them, each for a member of its own, and gives their ids. */
export async function insertEveryState(
  db: SiteDatabase,
): Promise<ReadonlyMap<ExportState, string>> {
  const ids = new Map<ExportState, string>()
  for (const [index, state] of EVERY_STATE.entries()) ids.set(state, await insert(db, index, state))
  return ids
}

async function insert(db: SiteDatabase, index: number, state: ExportState): Promise<string> {
  const hasFile = state === 'done' || state === 'expired'
  const isPlanned = state === 'scheduled' || state === 'retrying'
  const { rows } = await sql<{ id: string }>`
    insert into howdah.exports (user_id, account_id, username, type, state, requested_by, reason, jid,
      runs_at, started_at, finished_at, expires_at, heartbeat_at, attempts, max_attempts, error,
      progress_stage, progress_done, progress_total, estimated_bytes, size_bytes, file_name, sha256, downloads, last_download_at, missing_files,
      missing_file_names, missing_file_reasons)
    values (${900 + index}, 1, ${`member_${state}`}, ${index % 2 === 0 ? 'backup' : 'migration'},
      ${state}, ${index % 2 === 0 ? 'member' : 'admin'}, 'It was asked for.', ${`jid${index}`},
      ${isPlanned ? sql`now() + interval '2 hours'` : null}, now() - interval '1 hour',
      ${isPlanned || state === 'running' ? null : sql`now() - interval '5 minutes'`},
      ${hasFile ? sql`now() + interval '7 days'` : null}, now() - interval '1 minute',
      ${state === 'failed' ? 5 : 2}, 5,
      ${state === 'failed' || state === 'retrying' ? 'The disk is full.' : null}, 'media', 12, 40, 123456789,
      ${hasFile ? 123456789 : null}, ${hasFile ? `archive-${index}.zip` : null},
      ${hasFile ? 'ab'.repeat(32) : null}, ${hasFile ? 2 : 0},
      ${hasFile ? sql`now() - interval '1 minute'` : null}, ${hasFile ? 1 : 0},
      ${hasFile ? sql`array['media_attachments/files/1/original/a.png']` : sql`'{}'`},
      ${hasFile ? sql`array['It cannot be read.']` : sql`'{}'`})
    returning id`.execute(db)
  const id = rows[0]?.id ?? ''
  await sql`insert into howdah.export_attempts (export_id, number, started_at, finished_at, stage,
      worker, error_class, error, backtrace, outcome)
    values (${id}, 1, now() - interval '1 hour', now() - interval '50 minutes', 'media', 'host:1',
      'DiskFullError', 'The disk is full.', array['at build (/srv/howdah/dist/build.js:1)'], 'retry'),
      (${id}, 2, now() - interval '40 minutes', now() - interval '30 minutes', 'media', 'host:1', null,
      null, null, 'interrupted')`.execute(db)
  await sql`insert into howdah.export_events (export_id, actor, action, detail)
    values (${id}, 'admin', 'rescheduled', 'to a quiet night')`.execute(db)
  return id
}
