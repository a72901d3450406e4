/** The queries behind `related.ts`: one statement a function, for the ids of one page. */
import { type Kysely, sql } from 'kysely'
import type { EmojiRow, MediaRow, MentionRow, ReferenceRow, ReplyRow } from '../activitypub/rows.ts'
import { VISIBILITY } from '../activitypub/rows.ts'
import type { KnownDatabase } from '../releases/schema.ts'
import type { MastodonDatabase } from '../tables.ts'
import { accountColumns, accountOf, anyOf } from './account-columns.ts'
import { isoSeconds } from './sql-text.ts'

type Ids = readonly string[]

/** How many own answers a post's `replies` names. */
const MAX_REPLIES = 5

/** Parents, boosted and quoted posts, also deleted ones, with their authors. */
export async function selectReferences(
  { db, schema }: KnownDatabase,
  ids: Ids,
): Promise<ReferenceRow[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('statuses')
    .innerJoin('accounts', 'accounts.id', 'statuses.account_id')
    .select([
      'statuses.id',
      'statuses.uri',
      'statuses.url',
      'statuses.local',
      'statuses.reblog_of_id',
      isoSeconds('statuses.created_at').as('created_at'),
      sql<boolean>`statuses.deleted_at IS NOT NULL`.as('is_deleted'),
      ...accountColumns(schema),
    ])
    .where('statuses.id', '=', anyOf(ids))
    .execute()
  // Named one by one: copying whatever a row has takes five times as long.
  return rows.map((row) => ({
    id: row.id,
    uri: row.uri,
    url: row.url,
    local: row.local,
    reblog_of_id: row.reblog_of_id,
    created_at: row.created_at,
    is_deleted: row.is_deleted,
    author: accountOf(row),
  }))
}

/** Files by id: the order of posts that keep none of their own. */
export async function selectMedia(db: Kysely<MastodonDatabase>, ids: Ids): Promise<MediaRow[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('media_attachments')
    .select([
      'id',
      'status_id',
      'file_file_name',
      'file_content_type',
      'file_meta',
      'description',
      'blurhash',
      'thumbnail_file_name',
      'thumbnail_content_type',
      sql<string | null>`file_meta #>> '{original,duration}'`.as('duration'),
    ])
    .where('status_id', '=', anyOf(ids))
    .orderBy('id')
    .execute()
}

/** Silent mentions are an audience that the post does not name. */
export async function selectMentions(
  { db, schema }: KnownDatabase,
  ids: Ids,
): Promise<MentionRow[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('mentions')
    .innerJoin('accounts', 'accounts.id', 'mentions.account_id')
    .select(['mentions.status_id', 'accounts.actor_type', ...accountColumns(schema)])
    .where('mentions.status_id', '=', anyOf(ids))
    .where('mentions.silent', '=', false)
    .orderBy('mentions.id')
    .execute()
  return rows.map((row) => ({
    status_id: row.status_id,
    account: Object.assign(accountOf(row), { actor_type: row.actor_type }),
  }))
}

/** Join rows have no order of their own; the id of the hashtag gives each archive the same one. */
export async function selectHashtags(
  db: Kysely<MastodonDatabase>,
  ids: Ids,
): Promise<{ status_id: string; name: string }[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('statuses_tags')
    .innerJoin('tags', 'tags.id', 'statuses_tags.tag_id')
    .select(['statuses_tags.status_id', 'tags.name'])
    .where('statuses_tags.status_id', '=', anyOf(ids))
    .orderBy('tags.id')
    .execute()
}

/**
 * The first own public or unlisted answers to each post.
 *
 * `+ 0` keeps the planner from the index by account, and a window instead of `LIMIT` in a lateral
 * join from the primary key: both would read all posts of a member for each parent, which is what
 * it chose without statistics (2 s a page instead of 0.1 s).
 */
export async function selectOwnReplies(
  db: Kysely<MastodonDatabase>,
  { ids, accountId }: { ids: Ids; accountId: string },
): Promise<ReplyRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<ReplyRow>`
    SELECT id, uri, in_reply_to_id
    FROM (
      SELECT id, uri, in_reply_to_id,
        row_number() OVER (PARTITION BY in_reply_to_id ORDER BY id) AS place
      FROM statuses
      WHERE in_reply_to_id = ${anyOf(ids)}
        AND account_id + 0 = ${accountId}
        AND visibility IN (${VISIBILITY.public}, ${VISIBILITY.unlisted})
        AND deleted_at IS NULL
    ) AS reply
    WHERE place <= ${MAX_REPLIES}
    ORDER BY id`.execute(db)
  return rows
}

/** The pages whose previews the posts show, by post: as it was typed, else where it led. */
export async function selectLinks(
  { db, schema }: KnownDatabase,
  ids: Ids,
): Promise<{ status_id: string; href: string }[]> {
  if (ids.length === 0) return []
  const typed = schema.column('preview_cards_statuses.url', { absent: sql`NULL::varchar` })
  const { rows } = await sql<{ status_id: string; href: string }>`
    SELECT preview_cards_statuses.status_id,
      coalesce(nullif(${typed}, ''), preview_cards.url) AS href
    FROM preview_cards_statuses
    JOIN preview_cards ON preview_cards.id = preview_cards_statuses.preview_card_id
    WHERE preview_cards_statuses.status_id = ${anyOf(ids)}`.execute(db)
  return rows
}

/** The server's own emojis of these shortcodes, without disabled ones. */
export async function selectEmojis(
  db: Kysely<MastodonDatabase>,
  shortcodes: readonly string[],
): Promise<EmojiRow[]> {
  if (shortcodes.length === 0) return []
  return db
    .selectFrom('custom_emojis')
    .select([
      'id',
      'shortcode',
      'image_file_name',
      'image_content_type',
      isoSeconds('updated_at').as('updated_at'),
    ])
    .where('shortcode', 'in', shortcodes)
    .where('domain', 'is', null)
    .where('disabled', '=', false)
    .execute()
}

/** Those of the accounts that follow this one, or have asked to. */
export async function selectFollowersAmong(
  db: Kysely<MastodonDatabase>,
  accountId: string,
  ids: Ids,
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('follows')
    .select('account_id')
    .where('target_account_id', '=', accountId)
    .where('account_id', '=', anyOf(ids))
    .union((eb) =>
      eb
        .selectFrom('follow_requests')
        .select('account_id')
        .where('target_account_id', '=', accountId)
        .where('account_id', '=', anyOf(ids)),
    )
    .execute()
  return new Set(rows.map((row) => row.account_id))
}
