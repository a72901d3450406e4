/** Members by the thousand: whom a closing server makes archives for, and how large those become. */
import { type RawBuilder, sql, type Kysely } from 'kysely'
import type { MastodonDatabase } from './tables.ts'

/** Confirmed and approved members that are not memorial; of those, which. */
export interface MemberFilter {
  /** Only who was here in the last so many days; null: everybody. */
  readonly activeWithinDays: number | null
  /** Suspended and disabled members too. */
  readonly includesSuspended: boolean
}

export interface BulkMember {
  readonly userId: string
  readonly accountId: string
  readonly username: string
  readonly posts: number
  readonly mediaBytes: number
}

export async function countMembers(
  db: Kysely<MastodonDatabase>,
  filter: MemberFilter,
): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    SELECT count(*) AS count FROM users u JOIN accounts a ON a.id = u.account_id
    WHERE ${matches(filter)}`.execute(db)
  return Number(rows[0]?.count ?? 0)
}

/** A page of them by user id; the media are summed up for the page in one go. */
export function listMembers(
  db: Kysely<MastodonDatabase>,
  filter: MemberFilter,
  page: { readonly afterUserId: string; readonly limit: number },
): Promise<readonly BulkMember[]> {
  const isWanted = sql<boolean>`${matches(filter)} AND u.id > ${page.afterUserId}::bigint`
  return readMembers(db, { isWanted, order: sql`u.id`, limit: page.limit })
}

/** So many of them, of all ages and the same each time; fewer than the limit: all of them. */
export function sampleMembers(
  db: Kysely<MastodonDatabase>,
  filter: MemberFilter,
  limit: number,
): Promise<readonly BulkMember[]> {
  // Those who came first have posted most: a page by id would make the others too large.
  return readMembers(db, { isWanted: matches(filter), order: sql`hashint8(u.id), u.id`, limit })
}

async function readMembers(
  db: Kysely<MastodonDatabase>,
  {
    isWanted,
    order,
    limit,
  }: { isWanted: RawBuilder<boolean>; order: RawBuilder<unknown>; limit: number },
): Promise<readonly BulkMember[]> {
  const { rows } = await sql<{
    user_id: string
    account_id: string
    username: string
    posts: string
    media_bytes: string
  }>`
    WITH page AS (
      SELECT u.id AS user_id, a.id AS account_id, a.username
      FROM users u JOIN accounts a ON a.id = u.account_id
      WHERE ${isWanted}
      ORDER BY ${order} LIMIT ${limit}
    ), media AS (
      SELECT m.account_id, sum(m.file_file_size) AS bytes FROM media_attachments m
      WHERE m.account_id IN (SELECT account_id FROM page) AND m.status_id IS NOT NULL
      GROUP BY m.account_id
    )
    SELECT page.user_id, page.account_id, page.username,
      coalesce(s.statuses_count, 0) AS posts, coalesce(media.bytes, 0) AS media_bytes
    FROM page
    LEFT JOIN account_stats s ON s.account_id = page.account_id
    LEFT JOIN media ON media.account_id = page.account_id
    ORDER BY page.user_id`.execute(db)
  return rows.map((row) => ({
    userId: row.user_id,
    accountId: row.account_id,
    username: row.username,
    posts: Number(row.posts),
    mediaBytes: Number(row.media_bytes),
  }))
}

function matches({ activeWithinDays, includesSuspended }: MemberFilter): RawBuilder<boolean> {
  const isHere = includesSuspended ? sql`true` : sql`a.suspended_at IS NULL AND NOT u.disabled`
  const wasHere =
    activeWithinDays === null
      ? sql`true`
      : sql`coalesce(u.current_sign_in_at, u.last_sign_in_at)
          > (now() AT TIME ZONE 'UTC') - ${activeWithinDays}::integer * interval '1 day'`
  return sql<boolean>`u.confirmed_at IS NOT NULL AND u.approved AND NOT a.memorial
    AND ${isHere} AND ${wasHere}`
}
