/**
 * The life of an export as people and queues see it, once it is entered (entry.ts): queued, cancelled,
 * queued again, downloaded, expired. What a worker writes while it builds lies in runs.ts.
 */
import { sql, type Kysely } from 'kysely'
import { closeAttempts } from './attempts.ts'
import { changeExport, changeExports, type Changing } from './change.ts'
import { allButRefused } from './one-active.ts'
import type { Reason } from './reasons/reason.ts'
import { toStored } from './reasons/stored.ts'
import type { LedgerDatabase } from './tables.ts'
import {
  ACTIVE_STATES,
  type AttemptOutcome,
  type ExportRecord,
  type ExportState,
  type Performer,
  type WaitsFor,
} from './types.ts'

/** What the story of an export says when an administrator deleted its job. */
export const JOB_DELETED: Reason = { code: 'job-deleted' }

/** @returns the export as it is now, or null when there was nothing to cancel */
export async function cancel(
  db: Kysely<LedgerDatabase>,
  id: string,
  event: Omit<Changing['event'], 'action'>,
): Promise<ExportRecord | null> {
  const [cancelled = null] = await cancelAll(db, [id], event)
  return cancelled
}

/** @returns those that were active */
export function cancelAll(
  db: Kysely<LedgerDatabase>,
  ids: readonly string[],
  event: Omit<Changing['event'], 'action'>,
): Promise<readonly ExportRecord[]> {
  return endAll(db, ids, 'cancelled', {
    from: ACTIVE_STATES,
    set: { state: 'cancelled', finished_at: sql<Date>`now()`, runs_at: null },
    event: { ...event, action: 'cancelled' },
  })
}

/** With the runs that are still open. */
function endAll(
  db: Kysely<LedgerDatabase>,
  ids: readonly string[],
  outcome: AttemptOutcome,
  change: Changing,
): Promise<readonly ExportRecord[]> {
  return db.transaction().execute(async (transaction) => {
    const changed = await changeExports(transaction, ids, change)
    await closeAttempts(
      transaction,
      changed.map(({ id }) => id),
      outcome,
    )
    return changed
  })
}

/** Ends an export whose job is lost; `mailed_at` is set, as the caller has the member told. */
export async function giveUp(
  db: Kysely<LedgerDatabase>,
  id: string,
  { actor, reason }: { readonly actor: string; readonly reason: string },
): Promise<ExportRecord | null> {
  const [given = null] = await endAll(db, [id], 'failed', {
    from: ['stuck'],
    set: {
      state: 'failed',
      finished_at: sql<Date>`now()`,
      mailed_at: sql<Date>`now()`,
      runs_at: null,
      error: sql<string>`coalesce(error, ${LOST.text}::text)`,
      error_facts: sql<string>`CASE WHEN error IS NULL THEN ${LOST.facts}::jsonb ELSE error_facts END`,
    },
    event: { actor, action: 'marked as failed', reason },
  })
  return given
}

const LOST = toStored({ code: 'given-up' })

export async function abandon(
  db: Kysely<LedgerDatabase>,
  id: string,
  error: string,
): Promise<void> {
  await changeExport(db, {
    id,
    from: ['pending', 'scheduled'],
    set: { state: 'cancelled', finished_at: sql<Date>`now()`, runs_at: null, error },
    event: { actor: 'howdah', action: 'not queued', detail: error },
  })
}

/** By whom, as which job, and for whose worker; left out: the same as before. */
export interface Requeue {
  readonly jid: string
  readonly actor: string
  readonly performer?: Performer
  readonly reason?: string
}

export async function requeue(
  db: Kysely<LedgerDatabase>,
  id: string,
  { jid, actor, performer, reason }: Requeue,
): Promise<ExportRecord | null> {
  const [queued = null] = await allButRefused([id], (ids) =>
    changeExports(db, ids, {
      from: QUEUED_AGAIN_FROM,
      set: {
        ...QUEUED_AGAIN,
        jid,
        enqueued_at: null,
        ...(performer === undefined ? {} : { performer }),
      },
      event: { actor, action: 'queued again', ...(reason === undefined ? {} : { reason }) },
    }),
  )
  return queued
}

/** Somebody moved their jobs to their queues: they wait there again, as the same jobs. */
export function queueAllAgain(
  db: Kysely<LedgerDatabase>,
  ids: readonly string[],
  actor: string,
): Promise<readonly ExportRecord[]> {
  return allButRefused(ids, (some) =>
    changeExports(db, some, {
      from: QUEUED_AGAIN_FROM,
      set: { ...QUEUED_AGAIN, enqueued_at: sql<Date>`now()` },
      event: { actor, action: 'queued again' },
    }),
  )
}

const QUEUED_AGAIN_FROM: readonly ExportState[] = ['failed', 'stuck', 'retrying', 'scheduled']

const QUEUED_AGAIN: Changing['set'] = {
  state: 'pending',
  runs_at: null,
  waits_for: null,
  finished_at: null,
  missing_since: null,
  mailed_at: null,
  progress_stage: null,
  progress_done: null,
  progress_total: null,
}

/** When an export that waits starts instead, as job `jid`, and why; it must be pushed after this. */
export interface Postponement {
  readonly runsAt: Date
  readonly waitsFor: WaitsFor
  readonly jid: string
  readonly event: Changing['event']
  /** Where it was found out only now. */
  readonly estimatedBytes: number | null
}

/**
 * Lets a waiting export that has never run start later. Its old job finds that it builds nothing
 * any more, wherever it is.
 * @returns null when it has started, ended or been postponed meanwhile
 */
export function postpone(
  db: Kysely<LedgerDatabase>,
  id: string,
  { runsAt, waitsFor, jid, event, estimatedBytes }: Postponement,
): Promise<ExportRecord | null> {
  return changeExport(db, {
    id,
    from: ['pending', 'scheduled'],
    run: 0,
    set: {
      state: 'scheduled',
      runs_at: runsAt,
      waits_for: waitsFor,
      jid,
      enqueued_at: null,
      missing_since: null,
      ...(estimatedBytes === null ? {} : { estimated_bytes: estimatedBytes }),
    },
    event,
  })
}

/**
 * Gives an export that waits for its next try another time; its job must be moved after this.
 * @returns null when that try has begun or the export has ended meanwhile
 */
export function moveRetry(
  db: Kysely<LedgerDatabase>,
  id: string,
  { runsAt, event }: Pick<Postponement, 'runsAt' | 'event'>,
): Promise<ExportRecord | null> {
  return changeExport(db, { id, from: ['retrying'], set: { runs_at: runsAt }, event })
}

/** The file of an export makes room for that of a newer one. */
export function replace(
  db: Kysely<LedgerDatabase>,
  id: string,
  newerId: string,
): Promise<ExportRecord | null> {
  return changeExport(db, {
    id,
    from: ['done'],
    set: {
      state: 'expired',
      expires_at: sql<Date>`least(expires_at, now())`,
      replaced_by: newerId,
    },
    event: { actor: 'worker', action: 'replaced' },
  })
}

export function expire(
  db: Kysely<LedgerDatabase>,
  id: string,
  { actor, reason }: { readonly actor: string; readonly reason?: string },
): Promise<ExportRecord | null> {
  const isByTime = actor === 'howdah'
  return changeExport(db, {
    id,
    from: ['done'],
    set: { state: 'expired', expires_at: sql<Date>`least(expires_at, now())` },
    event: {
      actor,
      action: isByTime ? 'expired' : 'deleted the file',
      ...(reason === undefined ? {} : { reason }),
    },
  })
}

export async function downloaded(
  db: Kysely<LedgerDatabase>,
  id: string,
  actor: string,
): Promise<void> {
  await changeExport(db, {
    id,
    from: ['done'],
    set: { downloads: sql<number>`downloads + 1`, last_download_at: sql<Date>`now()` },
    event: { actor, action: 'downloaded' },
  })
}

/** Somebody moved their waiting jobs to the dead: `failed`. */
export function killAll(
  db: Kysely<LedgerDatabase>,
  ids: readonly string[],
  actor: string,
): Promise<readonly ExportRecord[]> {
  return endAll(db, ids, 'interrupted', {
    from: ['pending', 'scheduled', 'retrying', 'stuck'],
    set: { state: 'failed', finished_at: sql<Date>`now()`, runs_at: null },
    event: { actor, action: 'gave up', detail: { code: 'job-killed' } },
  })
}
