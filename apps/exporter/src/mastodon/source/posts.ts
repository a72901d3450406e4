/** The member's posts, a page at a time, each with the rows that belong to it alone. */
import { type RawBuilder, sql } from 'kysely'
import type { PostRow } from '../activitypub/rows.ts'
import { VISIBILITY } from '../activitypub/rows.ts'
import type { KnownDatabase, Schema } from '../releases/schema.ts'
import { STATUS_COLUMNS } from './account-columns.ts'
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
  const rest = after === null ? sql`` : sql`AND statuses.id > ${after}`
  const bound = until === undefined ? sql`` : sql`AND statuses.id <= ${until}`
  const { rows } = await sql<PostRow>`
    ${postsText(schema)}
    WHERE statuses.account_id = ${accountId} AND statuses.deleted_at IS NULL ${rest} ${bound}
    ORDER BY statuses.id
    LIMIT ${limit}`.execute(db)
  return rows
}

/** Those of the given posts that are kept private posts of the account itself. */
export async function selectOwnPrivatePosts(
  { db, schema }: KnownDatabase,
  { accountId, ids }: { accountId: string; ids: readonly string[] },
): Promise<PostRow[]> {
  const { rows } = await sql<PostRow>`
    ${postsText(schema)}
    WHERE statuses.id IN (${sql.join(ids)}) AND statuses.account_id = ${accountId}
      AND statuses.visibility = ${sql.lit(VISIBILITY.private)}
      AND statuses.deleted_at IS NULL`.execute(db)
  return rows
}

function postsText(schema: Schema): RawBuilder<unknown> {
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
    FROM statuses
    LEFT JOIN status_stats ON status_stats.status_id = statuses.id
    LEFT JOIN conversations ON conversations.id = statuses.conversation_id
    LEFT JOIN polls ON polls.id = statuses.poll_id
    ${quoteJoins(schema)}`
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
  return sql`
    LEFT JOIN quotes ON quotes.status_id = statuses.id
    LEFT JOIN accounts AS quoted ON quoted.id = quotes.quoted_account_id`
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
