/** How much an archive will hold: for the member's page and for progress. */
import { type Kysely, sql } from 'kysely'
import type { MastodonDatabase } from '../tables.ts'

export interface ExportCounts {
  /** Kept posts and boosts of every visibility: exactly the items of the outbox. */
  readonly posts: number
  readonly media: number
  readonly mediaBytes: number
  readonly likes: number
  readonly bookmarks: number
  readonly follows: number
  readonly followers: number
  readonly lists: number
  readonly mutes: number
  readonly blocks: number
  readonly domainBlocks: number
}

/** What the size of an archive is estimated from; two of the counts, for pages that need no others. */
export async function countContents(
  db: Kysely<MastodonDatabase>,
  accountId: string,
): Promise<Pick<ExportCounts, 'posts' | 'mediaBytes'>> {
  const { rows } = await sql<{ posts: string; bytes: string }>`
    SELECT
      (SELECT count(*) FROM statuses WHERE account_id = ${accountId} AND deleted_at IS NULL) AS posts,
      (SELECT coalesce(sum(file_file_size), 0) FROM media_attachments
        WHERE account_id = ${accountId} AND ${IS_ARCHIVED}) AS bytes`.execute(db)
  return { posts: Number(rows[0]?.posts ?? 0), mediaBytes: Number(rows[0]?.bytes ?? 0) }
}

/** Attachments of posts, also of scheduled ones, whose files have arrived. */
const IS_ARCHIVED = sql<boolean>`file_file_name IS NOT NULL
  AND (status_id IS NOT NULL OR scheduled_status_id IS NOT NULL)`

/**
 * Counts rows, in one statement: the counters that Mastodon keeps beside its tables drift, and
 * leave direct posts out.
 */
export async function countExports(
  db: Kysely<MastodonDatabase>,
  accountId: string,
): Promise<ExportCounts> {
  const { rows } = await sql<Record<keyof ExportCounts, string>>`
    SELECT
      (SELECT count(*) FROM statuses WHERE account_id = ${accountId} AND deleted_at IS NULL) AS posts,
      media.files AS media,
      media.bytes AS "mediaBytes",
      (SELECT count(*) FROM favourites WHERE account_id = ${accountId}) AS likes,
      (SELECT count(*) FROM bookmarks WHERE account_id = ${accountId}) AS bookmarks,
      (SELECT count(*) FROM follows WHERE account_id = ${accountId}) AS follows,
      (SELECT count(*) FROM follows WHERE target_account_id = ${accountId}) AS followers,
      (SELECT count(*) FROM lists WHERE account_id = ${accountId}) AS lists,
      (SELECT count(*) FROM mutes WHERE account_id = ${accountId}) AS mutes,
      (SELECT count(*) FROM blocks WHERE account_id = ${accountId}) AS blocks,
      (SELECT count(*) FROM account_domain_blocks WHERE account_id = ${accountId}) AS "domainBlocks"
    FROM (
      SELECT count(*) AS files, coalesce(sum(file_file_size), 0) AS bytes
      FROM media_attachments
      WHERE account_id = ${accountId} AND ${IS_ARCHIVED}
    ) AS media`.execute(db)
  const counts = rows[0]
  return {
    posts: Number(counts?.posts ?? 0),
    media: Number(counts?.media ?? 0),
    mediaBytes: Number(counts?.mediaBytes ?? 0),
    likes: Number(counts?.likes ?? 0),
    bookmarks: Number(counts?.bookmarks ?? 0),
    follows: Number(counts?.follows ?? 0),
    followers: Number(counts?.followers ?? 0),
    lists: Number(counts?.lists ?? 0),
    mutes: Number(counts?.mutes ?? 0),
    blocks: Number(counts?.blocks ?? 0),
    domainBlocks: Number(counts?.domainBlocks ?? 0),
  }
}
