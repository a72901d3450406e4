/** What the doctor asks of Mastodon's own tables. Every question has a limit. */
import { sql, type Kysely } from 'kysely'
import type { MastodonDatabase } from './tables.ts'

type Db = Kysely<MastodonDatabase>

export interface RecentFile {
  readonly id: string
  readonly fileName: string
}

/** Far enough back to find some files of our own members among those of all others. */
const NEWEST_ATTACHMENTS = 5_000

/** The newest files that members of this server uploaded. */
export async function recentFiles(db: Db, limit: number): Promise<readonly RecentFile[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT id, file_file_name AS name FROM (
      SELECT id, file_file_name, remote_url FROM media_attachments
      ORDER BY id DESC LIMIT ${NEWEST_ATTACHMENTS}
    ) AS newest
    WHERE remote_url = '' AND file_file_name IS NOT NULL
    ORDER BY id DESC LIMIT ${limit}`.execute(db)
  return rows.map(({ id, name }) => ({ id, fileName: name }))
}

/** File names by id, of those archives that Mastodon knows. */
export async function knownDumps(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('backups')
    .select(['id', 'dump_file_name'])
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map((row) => [row.id, row.dump_file_name]))
}

export interface MemberAddress {
  readonly userId: string
  readonly email: string
  readonly isConfirmed: boolean
  /** A new address that was entered and never confirmed. */
  readonly unconfirmedEmail: string | null
}

export async function addressesOf(
  db: Db,
  userIds: readonly string[],
): Promise<readonly MemberAddress[]> {
  if (userIds.length === 0) return []
  const rows = await db
    .selectFrom('users')
    .select(['id', 'email', 'confirmed_at', 'unconfirmed_email'])
    .where('id', 'in', [...userIds])
    .execute()
  return rows.map((row) => ({
    userId: row.id,
    email: row.email,
    isConfirmed: row.confirmed_at !== null,
    unconfirmedEmail: row.unconfirmed_email,
  }))
}

/** Requests on Mastodon's page that are unfinished since before that moment, oldest first. */
export async function unfinishedBackups(
  db: Db,
  before: Date,
  limit: number,
): Promise<readonly { readonly id: string; readonly username: string | null }[]> {
  return db
    .selectFrom('backups as b')
    .leftJoin('users as u', 'u.id', 'b.user_id')
    .leftJoin('accounts as a', 'a.id', 'u.account_id')
    .select(['b.id', 'a.username'])
    .where('b.processed', '=', false)
    .where(sql<boolean>`b.created_at < ${before.toISOString()}::timestamptz at time zone 'UTC'`)
    .orderBy('b.id')
    .limit(limit)
    .execute()
}
