/** The member's posts, a page at a time, each with the rows that belong to it alone. */
import type { Kysely } from 'kysely'
import type { PostRow } from '../activitypub/rows.ts'
import { VISIBILITY } from '../activitypub/rows.ts'
import type { MastodonDatabase } from '../tables.ts'
import { isoSeconds, nullableIsoSeconds } from './sql-text.ts'

interface PostPage {
  readonly accountId: string
  readonly after: string | null
  readonly until: string | undefined
  readonly limit: number
}

/** The kept posts and boosts of an account after an id, by id. */
export function selectPosts(
  db: Kysely<MastodonDatabase>,
  { accountId, after, until, limit }: PostPage,
): Promise<PostRow[]> {
  return postsQuery(db)
    .where('statuses.account_id', '=', accountId)
    .where('statuses.deleted_at', 'is', null)
    .$if(after !== null, (query) => query.where('statuses.id', '>', after ?? ''))
    .$if(until !== undefined, (query) => query.where('statuses.id', '<=', until ?? ''))
    .orderBy('statuses.id')
    .limit(limit)
    .execute()
}

/** Those of the given posts that are kept private posts of the account itself. */
export function selectOwnPrivatePosts(
  db: Kysely<MastodonDatabase>,
  { accountId, ids }: { accountId: string; ids: readonly string[] },
): Promise<PostRow[]> {
  return postsQuery(db)
    .where('statuses.id', 'in', ids)
    .where('statuses.account_id', '=', accountId)
    .where('statuses.visibility', '=', VISIBILITY.private)
    .where('statuses.deleted_at', 'is', null)
    .execute()
}

// oxlint-disable-next-line typescript/explicit-function-return-type -- Kysely infers the row type
function postsQuery(db: Kysely<MastodonDatabase>) {
  return db
    .selectFrom('statuses')
    .leftJoin('status_stats', 'status_stats.status_id', 'statuses.id')
    .leftJoin('conversations', 'conversations.id', 'statuses.conversation_id')
    .leftJoin('polls', 'polls.id', 'statuses.poll_id')
    .leftJoin('quotes', 'quotes.status_id', 'statuses.id')
    .leftJoin('accounts as quoted', 'quoted.id', 'quotes.quoted_account_id')
    .select([
      'statuses.id',
      'statuses.uri',
      'statuses.url',
      'statuses.local',
      'statuses.reblog_of_id',
      'statuses.text',
      'statuses.spoiler_text',
      'statuses.in_reply_to_id',
      'statuses.sensitive',
      'statuses.visibility',
      'statuses.language',
      'statuses.ordered_media_attachment_ids',
      'statuses.quote_approval_policy',
      'statuses.conversation_id',
      isoSeconds('statuses.created_at').as('created_at'),
      nullableIsoSeconds('statuses.edited_at').as('edited_at'),
      'status_stats.favourites_count',
      'status_stats.reblogs_count',
      'conversations.uri as conversation_uri',
      nullableIsoSeconds('conversations.created_at').as('conversation_created_at'),
      'conversations.parent_status_id as conversation_parent_status_id',
      'conversations.parent_account_id as conversation_parent_account_id',
      'polls.id as poll_id',
      'polls.options as poll_options',
      'polls.cached_tallies as poll_tallies',
      'polls.multiple as poll_multiple',
      'polls.hide_totals as poll_hide_totals',
      nullableIsoSeconds('polls.expires_at').as('poll_expires_at'),
      'polls.voters_count as poll_voters_count',
      'quotes.id as quote_id',
      'quotes.state as quote_state',
      'quotes.approval_uri as quote_approval_uri',
      'quotes.quoted_status_id',
      'quoted.id as quoted_account_id',
      'quoted.username as quoted_username',
      'quoted.domain as quoted_domain',
      'quoted.id_scheme as quoted_id_scheme',
    ])
}
