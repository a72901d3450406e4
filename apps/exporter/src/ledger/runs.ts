/**
 * What a worker writes while it builds: started, progress, done, failed, interrupted.
 *
 * Every write carries the number of the run as a fencing token: a process that was asleep and finds
 * itself replaced cannot overwrite what its successor did.
 */
import { toStored } from './reasons/stored.ts'
import { sql, type Kysely } from 'kysely'
import { isSqlError } from '../sql-error.ts'
import { closeAttempt, countTries, openAttempt, recordFailure } from './attempts.ts'
import { type Change, changeExport, type LedgerConnection } from './change.ts'
import type { LedgerDatabase } from './tables.ts'
import {
  ACTIVE_STATES,
  type ExportProgress,
  isActive,
  type ExportRecord,
  type ExportState,
  type FailedRun,
  type FinishedExport,
  type Run,
  type VerifiedArchive,
} from './types.ts'

/** A run of which nothing was heard for long is stuck, and goes on as soon as it writes. */
const UNDER_WAY: readonly ExportState[] = ['running', 'stuck']

export interface Starter {
  readonly jid: string | null
  readonly attempt: number
  readonly worker: string
}

export async function start(
  db: Kysely<LedgerDatabase>,
  id: string,
  by: Starter,
): Promise<Run | null> {
  try {
    return await db.transaction().execute((transaction) => enterRun(transaction, id, by))
  } catch (error) {
    // A failed export was moved back to its queue while a newer request of the member is active.
    if (isSqlError(error, 'unique-violation')) return null
    throw error
  }
}

async function enterRun(db: LedgerConnection, id: string, by: Starter): Promise<Run | null> {
  const before = await db
    .selectFrom('howdah.exports')
    .select(['state', 'jid', 'run', 'partial_key'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (before === undefined || !mayStart(before, by.jid)) return null
  const number = before.run + 1
  const tries = Math.max(by.attempt, (await countTries(db, id)) + 1)
  const record = await changeExport(db, {
    id,
    from: [...ACTIVE_STATES, 'failed'],
    set: {
      state: 'running',
      run: number,
      jid: by.jid ?? before.jid,
      attempts: tries,
      // Who retries what was given up grants one more; "try 6 of 5" would puzzle everybody.
      max_attempts: sql<number>`greatest(max_attempts, ${tries}::integer)`,
      started_at: sql<Date>`now()`,
      heartbeat_at: sql<Date>`now()`,
      enqueued_at: sql<Date>`coalesce(enqueued_at, now())`,
      missing_since: null,
      runs_at: null,
      finished_at: null,
      progress_stage: null,
      progress_done: null,
      progress_total: null,
    },
    event: {
      actor: 'worker',
      action: 'started',
      detail: { code: 'try', number, worker: by.worker },
    },
  })
  if (record === null) return null
  await openAttempt(db, { id, number, worker: by.worker })
  return { export: record, number, leftoverKey: before.partial_key }
}

/**
 * A job may build its own export; a stuck export, whose job is nowhere, takes any. A failed one
 * only its own: somebody moved that job back from the dead.
 */
function mayStart(
  row: { readonly state: ExportState; readonly jid: string | null },
  jid: string | null,
): boolean {
  if (row.state === 'stuck') return true
  const isOwn = jid === null || row.jid === null || row.jid === jid
  return isOwn && (isActive(row.state) || row.state === 'failed')
}

/** Keeps the state `running` and the heartbeat fresh; false = stop, somebody else decides now. */
export function progress(
  db: Kysely<LedgerDatabase>,
  id: string,
  run: number,
  progress: ExportProgress | null,
): Promise<boolean> {
  return writeAs(db, id, run, {
    state: 'running',
    heartbeat_at: sql<Date>`now()`,
    missing_since: null,
    ...(progress === null
      ? {}
      : {
          progress_stage: progress.stage,
          progress_done: progress.done,
          progress_total: progress.total,
        }),
  })
}

export function notePartial(
  db: Kysely<LedgerDatabase>,
  id: string,
  run: number,
  partialKey: string,
): Promise<boolean> {
  return writeAs(db, id, run, { partial_key: partialKey })
}

/** What the archive will be, noted before it is published: a crash then costs no second one. */
export function noteVerified(
  db: LedgerConnection,
  id: string,
  run: number,
  verified: VerifiedArchive,
): Promise<boolean> {
  return writeAs(db, id, run, {
    size_bytes: verified.sizeBytes,
    sha256: verified.sha256,
    parts: JSON.stringify(verified.parts),
    part_backup_ids: verified.parts.flatMap(({ backupId }) => backupId ?? []),
    missing_files: verified.missingFiles,
    missing_file_names: [...verified.missingFileNames],
    missing_file_reasons: [...verified.missingFileReasons],
  })
}

/** @returns false when the run may no longer write */
async function writeAs(
  db: LedgerConnection,
  id: string,
  run: number,
  set: Change['set'],
): Promise<boolean> {
  const result = await db
    .updateTable('howdah.exports')
    .set(set)
    .where('id', '=', id)
    .where('run', '=', run)
    .where('state', 'in', UNDER_WAY)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export function done(
  db: Kysely<LedgerDatabase>,
  id: string,
  run: number,
  finished: FinishedExport,
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const changed = await changeExport(transaction, {
      id,
      run,
      from: UNDER_WAY,
      set: {
        state: 'done',
        finished_at: sql<Date>`now()`,
        expires_at: finished.expiresAt,
        runs_at: null,
        size_bytes: finished.sizeBytes,
        file_name: finished.fileName,
        storage_key: finished.storageKey,
        partial_key: null,
        sha256: finished.sha256 ?? null,
        error: null,
        error_class: null,
        missing_files: finished.missingFiles,
        missing_file_names: [...finished.missingFileNames],
        missing_file_reasons: [...(finished.missingFileReasons ?? [])],
      },
      event: { actor: 'worker', action: 'done', detail: finished.fileName },
    })
    if (changed === null) return false
    await closeAttempt(transaction, { id, run, outcome: 'done', stage: null })
    return true
  })
}

export async function interrupted(
  db: Kysely<LedgerDatabase>,
  id: string,
  run: number,
  stage: string | null,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const changed = await changeExport(transaction, {
      id,
      run,
      from: UNDER_WAY,
      set: { state: 'pending', runs_at: null },
      event: { actor: 'worker', action: 'interrupted', detail: { code: 'interrupted', stage } },
    })
    if (changed !== null) {
      await closeAttempt(transaction, { id, run, outcome: 'interrupted', stage })
    }
  })
}

export function failed(
  db: Kysely<LedgerDatabase>,
  id: string,
  failure: FailedRun,
): Promise<ExportRecord | null> {
  const isFinal = failure.retryAt === null
  const error = toStored(failure.error)
  return db.transaction().execute(async (transaction) => {
    const changed = await changeExport(transaction, {
      id,
      run: failure.run,
      from: ACTIVE_STATES,
      set: {
        state: isFinal ? 'failed' : 'retrying',
        runs_at: failure.retryAt,
        finished_at: isFinal ? sql<Date>`now()` : null,
        attempts: sql<number>`greatest(attempts, ${failure.attempt}::integer)`,
        error: error.text,
        error_facts: error.facts,
        error_class: failure.errorClass,
        missing_since: null,
        ...(failure.run === null ? { run: sql<number>`run + 1` } : {}),
      },
      event: {
        actor: 'worker',
        action: isFinal ? 'gave up' : 'failed',
        detail: failure.error,
      },
    })
    if (changed === null) return null
    await recordFailure(transaction, id, failure)
    return changed
  })
}
