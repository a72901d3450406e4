/** The member's posts, a page at a time, each with the rows that belong to it alone. */
import { type RawBuilder, sql } from 'kysely'
import type { ShownPost } from '../activitypub/post-view.ts'
import type { PostRow } from '../activitypub/rows.ts'
import { VISIBILITY } from '../activitypub/rows.ts'
import type { KnownDatabase, Schema } from '../releases/schema.ts'
import { anyOf, STATUS_COLUMNS } from './account-columns.ts'
import { isoSeconds, nullableIsoSeconds } from './sql-text.ts'

interface PostPage {
  readonly accountId: string
  readonly after: string | null
  readonly until: string | undefined
  readonly limit: number
}

/** The kept posts and boosts of an account after an id, by id. */
export async function selectPosts(
  { db, schema }: KnownDatabase,
  { accountId, after, until, limit }: PostPage,
): Promise<PostRow[]> {
  const rest = after === null ? sql`` : sql`AND id > ${after}`
  const bound = until === undefined ? sql`` : sql`AND id <= ${until}`
  const page = sql`
    SELECT * FROM statuses
    WHERE account_id = ${accountId} AND deleted_at IS NULL ${rest} ${bound}
    ORDER BY id
    LIMIT ${limit}`
  const { rows } = await sql<PostRow>`${postsText(schema, page)}`.execute(db)
  return rows
}

/** The same posts with what the archive's viewer shows of them. */
export async function selectShownPosts(
  { db }: KnownDatabase,
  { accountId, after, until, limit }: PostPage,
): Promise<ShownPost[]> {
  const rest = after === null ? sql`` : sql`AND id > ${after}`
  const bound = until === undefined ? sql`` : sql`AND id <= ${until}`
  const { rows } = await sql<ShownPost>`
    SELECT ${STATUS_COLUMNS}, statuses.text, statuses.spoiler_text, statuses.in_reply_to_id,
      statuses.sensitive, statuses.visibility, statuses.language,
      statuses.ordered_media_attachment_ids, ${isoSeconds('statuses.created_at')} AS created_at,
      ${nullableIsoSeconds('statuses.edited_at')} AS edited_at,
      status_stats.favourites_count, status_stats.reblogs_count, polls.id AS poll_id,
      polls.options AS poll_options, polls.cached_tallies AS poll_tallies
    FROM (
      SELECT * FROM statuses
      WHERE account_id = ${accountId} AND deleted_at IS NULL ${rest} ${bound}
      ORDER BY id
      LIMIT ${limit}
    ) AS statuses
    LEFT JOIN LATERAL (
      SELECT * FROM status_stats WHERE status_id = statuses.id OFFSET 0
    ) AS status_stats ON true
    LEFT JOIN LATERAL (SELECT * FROM polls WHERE id = statuses.poll_id OFFSET 0) AS polls ON true
    ORDER BY statuses.id`.execute(db)
  return rows
}

/** Those of the given posts that are kept private posts of the account itself. */
export async function selectOwnPrivatePosts(
  { db, schema }: KnownDatabase,
  { accountId, ids }: { accountId: string; ids: readonly string[] },
): Promise<PostRow[]> {
  const page = sql`
    SELECT * FROM statuses
    WHERE id = ${anyOf(ids)} AND account_id = ${accountId}
      AND visibility = ${sql.lit(VISIBILITY.private)} AND deleted_at IS NULL
    ORDER BY id`
  const { rows } = await sql<PostRow>`${postsText(schema, page)}`.execute(db)
  return rows
}

/**
 * The posts of a page with the rows that belong to each.
 *
 * Every join is a look-up for one post: `OFFSET 0` keeps the planner from joining whole tables. With
 * plain joins it merged `status_stats` from its first row up to the page's, so that a page took the
 * longer the further it was, and a million posts quadratic time.
 * @param page Rows of `statuses`, by id.
 */
function postsText(schema: Schema, page: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    SELECT ${STATUS_COLUMNS}, statuses.text, statuses.spoiler_text, statuses.in_reply_to_id,
      statuses.sensitive, statuses.visibility, statuses.language,
      statuses.ordered_media_attachment_ids, statuses.conversation_id,
      ${isoSeconds('statuses.created_at')} AS created_at,
      ${nullableIsoSeconds('statuses.edited_at')} AS edited_at,
      ${quotePolicy(schema)} AS quote_approval_policy,
      status_stats.favourites_count, status_stats.reblogs_count,
      conversations.uri AS conversation_uri,
      ${nullableIsoSeconds('conversations.created_at')} AS conversation_created_at,
      ${conversationParent(schema, 'parent_status_id')} AS conversation_parent_status_id,
      ${conversationParent(schema, 'parent_account_id')} AS conversation_parent_account_id,
      polls.id AS poll_id, polls.options AS poll_options, polls.cached_tallies AS poll_tallies,
      polls.multiple AS poll_multiple, polls.hide_totals AS poll_hide_totals,
      ${nullableIsoSeconds('polls.expires_at')} AS poll_expires_at,
      polls.voters_count AS poll_voters_count,
      ${quoteColumns(schema)}
    FROM (${page}) AS statuses
    LEFT JOIN LATERAL (
      SELECT * FROM status_stats WHERE status_id = statuses.id OFFSET 0
    ) AS status_stats ON true
    LEFT JOIN LATERAL (
      SELECT * FROM conversations WHERE id = statuses.conversation_id OFFSET 0
    ) AS conversations ON true
    LEFT JOIN LATERAL (SELECT * FROM polls WHERE id = statuses.poll_id OFFSET 0) AS polls ON true
    ${quoteJoins(schema)}
    ORDER BY statuses.id`
}

function quotePolicy(schema: Schema): RawBuilder<unknown> {
  return schema.column('statuses.quote_approval_policy', { absent: sql`0` })
}

function conversationParent(
  schema: Schema,
  column: 'parent_status_id' | 'parent_account_id',
): RawBuilder<unknown> {
  return schema.column(`conversations.${column}`, { absent: sql`NULL::bigint` })
}

function quoteJoins(schema: Schema): RawBuilder<unknown> {
  if (!schema.has('quotes')) return sql``
  // By name: the role may not read the keys of accounts.
  const idScheme = schema.has('accounts', 'id_scheme') ? sql`, id_scheme` : sql``
  return sql`
    LEFT JOIN LATERAL (SELECT * FROM quotes WHERE status_id = statuses.id OFFSET 0) AS quotes ON true
    LEFT JOIN LATERAL (
      SELECT id, username, domain${idScheme} FROM accounts
      WHERE id = quotes.quoted_account_id OFFSET 0
    ) AS quoted ON true`
}

function quoteColumns(schema: Schema): RawBuilder<unknown> {
  if (!schema.has('quotes')) {
    return sql`NULL::bigint AS quote_id, NULL::integer AS quote_state,
      NULL::varchar AS quote_approval_uri, NULL::bigint AS quoted_status_id,
      NULL::bigint AS quoted_account_id, NULL::varchar AS quoted_username,
      NULL::varchar AS quoted_domain, NULL::integer AS quoted_id_scheme,
      false AS quote_is_legacy`
  }
  const legacy = schema.column('quotes.legacy', { absent: sql`false` })
  const idScheme = schema.column('accounts.id_scheme', { absent: sql`NULL::integer`, as: 'quoted' })
  return sql`quotes.id AS quote_id, quotes.state AS quote_state,
    quotes.approval_uri AS quote_approval_uri, quotes.quoted_status_id,
    quoted.id AS quoted_account_id, quoted.username AS quoted_username,
    quoted.domain AS quoted_domain, ${idScheme} AS quoted_id_scheme,
    coalesce(${legacy}, false) AS quote_is_legacy`
}
