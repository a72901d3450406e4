/** What the doctor asks of the ledger. Every question has a limit, for ledgers of a million exports. */
import { sql, type Kysely } from 'kysely'
import type { Reason } from './reasons/reason.ts'
import { readReason } from './reasons/stored.ts'
import type { LedgerDatabase } from './tables.ts'
import { ACTIVE_STATES, type ExportType } from './types.ts'

type Db = Kysely<LedgerDatabase>

export interface NamedExport {
  readonly id: string
  readonly userId: string
  readonly username: string
}

export async function stuckExports(db: Db, limit: number): Promise<readonly NamedExport[]> {
  return db
    .selectFrom('howdah.exports')
    .select(['id', 'user_id as userId', 'username'])
    .where('state', '=', 'stuck')
    .orderBy('id')
    .limit(limit)
    .execute()
}

export interface FailureGroup {
  /** `DiskFull`, `MemberMissing`, … */
  readonly errorClass: string
  readonly count: number
  /** The newest one's sentence, and the same for readers of other languages where it is known. */
  readonly error: string
  readonly reason: Reason | null
  readonly newestId: string
  /** Whether some of them were given up. */
  readonly isFinal: boolean
}

/** Requests older than this are not looked through for failures of today. */
const FAILURE_REACH_DAYS = 30

/** What failed since that moment: given up, or waiting for its next try. */
export async function failuresSince(db: Db, since: Date): Promise<readonly FailureGroup[]> {
  const reach = new Date(since.getTime() - FAILURE_REACH_DAYS * 86_400_000)
  const { rows } = await sql<{
    errorClass: string
    count: string
    error: string
    facts: unknown
    newestId: string
    isFinal: boolean
  }>`
    SELECT coalesce(error_class, 'unknown') AS "errorClass", count(*) AS count,
      (array_agg(coalesce(error, 'No reason was kept.') ORDER BY id DESC))[1] AS error,
      (array_agg(error_facts ORDER BY id DESC))[1] AS facts,
      max(id) AS "newestId", bool_or(state = 'failed') AS "isFinal"
    FROM howdah.exports
    WHERE requested_at > ${reach}
      AND (state = 'retrying' OR (state = 'failed' AND finished_at > ${since}))
    GROUP BY 1 ORDER BY count(*) DESC LIMIT 20`.execute(db)
  return rows.map(({ facts, ...row }) => ({
    ...row,
    reason: readReason(facts, row.error),
    count: Number(row.count),
  }))
}

/** Exports of members who have no row in `users` any more: active, or failed since then. */
export async function exportsWithoutMember(
  db: Db,
  since: Date,
  limit: number,
): Promise<readonly NamedExport[]> {
  return db
    .selectFrom('howdah.exports as e')
    .leftJoin('users as u', 'u.id', 'e.user_id')
    .select(['e.id', 'e.user_id as userId', 'e.username'])
    .where('u.id', 'is', null)
    .where((eb) =>
      eb.or([
        eb('e.state', 'in', ACTIVE_STATES),
        eb('e.state', '=', 'failed').and('e.requested_at', '>', since),
      ]),
    )
    .orderBy('e.id', 'desc')
    .limit(limit)
    .execute()
}

/** Exports that ended since `after` and before `before`, whose member has not been told. */
export async function untoldExports(
  db: Db,
  ended: { readonly after: Date; readonly before: Date },
  limit: number,
): Promise<readonly NamedExport[]> {
  return db
    .selectFrom('howdah.exports')
    .select(['id', 'user_id as userId', 'username'])
    .where('state', 'in', ['done', 'failed'])
    .where('mailed_at', 'is', null)
    .where('finished_at', '>', ended.after)
    .where('finished_at', '<', ended.before)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** Members whose export waits for its download, or waits to be built. */
export async function waitingMembers(db: Db, limit: number): Promise<readonly NamedExport[]> {
  return db
    .selectFrom('howdah.exports')
    .select(['id', 'user_id as userId', 'username'])
    .where((eb) =>
      eb.or([eb('state', 'in', ACTIVE_STATES), eb('state', '=', 'done').and('downloads', '=', 0)]),
    )
    .orderBy('requested_at', 'desc')
    .limit(limit)
    .execute()
}

export interface Throughput {
  readonly requested: number
  readonly ended: number
  /** Mean time of a run in seconds; null when none ended. */
  readonly runSeconds: number | null
  /** Pending ones at this moment. */
  readonly waiting: number
  readonly oldestWaitingAt: Date | null
}

/**
 * How fast requests came, and how fast they were worked off, since a moment; without those for many
 * members at once, which have a time of their own each.
 */
export async function throughputSince(db: Db, since: Date): Promise<Throughput> {
  const { rows } = await sql<{
    requested: string
    ended: string
    runSeconds: number | null
    waiting: string
    oldestWaitingAt: Date | null
  }>`
    SELECT
      (SELECT count(*) FROM howdah.exports
        WHERE requested_at > ${since} AND lane <> 'bulk') AS requested,
      (SELECT count(*) FROM howdah.exports
        WHERE requested_at > ${since}::timestamptz - interval '7 days' AND finished_at > ${since}
          AND state IN ('done', 'failed', 'expired') AND lane <> 'bulk') AS ended,
      (SELECT extract(epoch FROM avg(finished_at - started_at))::float8 FROM howdah.exports
        WHERE requested_at > ${since}::timestamptz - interval '7 days' AND finished_at > ${since}
          AND state = 'done') AS "runSeconds",
      (SELECT count(*) FROM howdah.exports WHERE state = 'pending') AS waiting,
      (SELECT min(requested_at) FROM howdah.exports WHERE state = 'pending') AS "oldestWaitingAt"
  `.execute(db)
  const row = rows[0]
  return {
    requested: Number(row?.requested ?? 0),
    ended: Number(row?.ended ?? 0),
    runSeconds: row?.runSeconds ?? null,
    waiting: Number(row?.waiting ?? 0),
    oldestWaitingAt: row?.oldestWaitingAt ?? null,
  }
}

export interface IncompleteArchive extends NamedExport {
  readonly missingFiles: number
  /** Of the first missing file. */
  readonly reason: string | null
}

/** Archives that are still there and lack media files, the newest first. */
export async function incompleteArchives(
  db: Db,
  since: Date,
  limit: number,
): Promise<readonly IncompleteArchive[]> {
  return db
    .selectFrom('howdah.exports')
    .select(['id', 'user_id as userId', 'username', 'missing_files as missingFiles'])
    .select(sql<string | null>`missing_file_reasons[1]`.as('reason'))
    .where('state', '=', 'done')
    .where('missing_files', '>', 0)
    .where('requested_at', '>', since)
    .orderBy('requested_at', 'desc')
    .limit(limit)
    .execute()
}

/** Unfinished files that some export still knows of. */
export async function knownPartialKeys(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('howdah.exports')
    .select('partial_key')
    .where('partial_key', 'is not', null)
    .execute()
  return new Set(rows.flatMap(({ partial_key: key }) => (key === null ? [] : [key])))
}

/** Which jobs belong to which active export: by jid. */
export interface ActiveJob {
  readonly id: string
  readonly userId: string
  readonly type: ExportType
  readonly jid: string | null
}

/** The active exports of some members. */
export async function activeJobsOf(
  db: Db,
  userIds: readonly string[],
): Promise<readonly ActiveJob[]> {
  if (userIds.length === 0) return []
  return db
    .selectFrom('howdah.exports')
    .select(['id', 'user_id as userId', 'type', 'jid'])
    .where('state', 'in', ACTIVE_STATES)
    .where('user_id', 'in', [...userIds])
    .execute()
}

/** Bytes of the largest of the newest archives, at most `limit`, that were made since a moment; 0 without one. */
export async function largestArchive(
  db: Db,
  {
    type,
    since,
    limit,
  }: { readonly type: ExportType; readonly since: Date; readonly limit: number },
): Promise<number> {
  const { rows } = await sql<{ bytes: string | null }>`
    SELECT max(size_bytes) AS bytes FROM (
      SELECT size_bytes FROM howdah.exports
      WHERE finished_at > ${since} AND state IN ('done', 'expired') AND type = ${type}
      ORDER BY finished_at DESC LIMIT ${limit}) AS newest`.execute(db)
  return Number(rows[0]?.bytes ?? 0)
}

/** Which of these rows of Mastodon's belong to an archive that can still be downloaded. */
export async function exportsOfBackups(
  db: Db,
  backupIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (backupIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('howdah.exports')
    .select('backup_id')
    .where('backup_id', 'in', [...backupIds])
    .where('state', 'in', ['done', ...ACTIVE_STATES])
    .execute()
  return new Set(rows.flatMap(({ backup_id: id }) => (id === null ? [] : [id])))
}
