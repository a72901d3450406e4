/**
 * The tables of what members wrote: posts, their history, counts, mentions, tags, polls, quotes.
 * Columns as in Mastodon 4.5; what the types mean is said in `columns.ts`.
 */
import type { Generated } from 'kysely'
import type { Json, NullableTimestamp, Timestamp } from './columns.ts'

export interface StatusesTable {
  id: Generated<string>
  uri: string | null
  text: Generated<string>
  created_at: Timestamp
  updated_at: Timestamp
  in_reply_to_id: string | null
  reblog_of_id: string | null
  url: string | null
  sensitive: Generated<boolean>
  visibility: Generated<number>
  spoiler_text: Generated<string>
  reply: Generated<boolean>
  language: string | null
  conversation_id: string | null
  local: boolean | null
  account_id: string
  application_id: string | null
  in_reply_to_account_id: string | null
  poll_id: string | null
  deleted_at: NullableTimestamp
  edited_at: NullableTimestamp
  trendable: boolean | null
  ordered_media_attachment_ids: string[] | null
  fetched_replies_at: NullableTimestamp
  quote_approval_policy: Generated<number>
}

export interface StatusStatsTable {
  id: Generated<string>
  status_id: string
  replies_count: Generated<string>
  reblogs_count: Generated<string>
  favourites_count: Generated<string>
  created_at: Timestamp
  updated_at: Timestamp
  untrusted_favourites_count: string | null
  untrusted_reblogs_count: string | null
  quotes_count: Generated<string>
}

export interface StatusEditsTable {
  id: Generated<string>
  status_id: string
  account_id: string | null
  text: Generated<string>
  spoiler_text: Generated<string>
  created_at: Timestamp
  updated_at: Timestamp
  ordered_media_attachment_ids: string[] | null
  media_descriptions: string[] | null
  poll_options: string[] | null
  sensitive: boolean | null
  quote_id: string | null
}

export interface StatusPinsTable {
  id: Generated<string>
  account_id: string
  status_id: string
  created_at: Timestamp
  updated_at: Timestamp
}

export interface ScheduledStatusesTable {
  id: Generated<string>
  account_id: string
  scheduled_at: NullableTimestamp
  params: Json
}

export interface MentionsTable {
  id: Generated<string>
  status_id: string
  created_at: Timestamp
  updated_at: Timestamp
  account_id: string
  silent: Generated<boolean>
}

export interface TagsTable {
  id: Generated<string>
  name: Generated<string>
  created_at: Timestamp
  updated_at: Timestamp
  usable: boolean | null
  trendable: boolean | null
  listable: boolean | null
  reviewed_at: NullableTimestamp
  requested_review_at: NullableTimestamp
  last_status_at: NullableTimestamp
  max_score: number | null
  max_score_at: NullableTimestamp
  display_name: string | null
}

export interface StatusesTagsTable {
  status_id: string
  tag_id: string
}

export interface AccountsTagsTable {
  account_id: string
  tag_id: string
}

export interface FeaturedTagsTable {
  id: Generated<string>
  account_id: string
  tag_id: string
  statuses_count: Generated<string>
  last_status_at: NullableTimestamp
  created_at: Timestamp
  updated_at: Timestamp
  name: string | null
}

export interface TagFollowsTable {
  id: Generated<string>
  tag_id: string
  account_id: string
  created_at: Timestamp
  updated_at: Timestamp
}

export interface PollsTable {
  id: Generated<string>
  account_id: string
  status_id: string
  expires_at: NullableTimestamp
  options: Generated<string[]>
  cached_tallies: Generated<string[]>
  multiple: Generated<boolean>
  hide_totals: Generated<boolean>
  votes_count: Generated<string>
  last_fetched_at: NullableTimestamp
  created_at: Timestamp
  updated_at: Timestamp
  lock_version: Generated<number>
  voters_count: string | null
}

export interface PollVotesTable {
  id: Generated<string>
  account_id: string
  poll_id: string
  choice: Generated<number>
  created_at: Timestamp
  updated_at: Timestamp
  uri: string | null
}

export interface QuotesTable {
  id: Generated<string>
  account_id: string
  status_id: string
  quoted_status_id: string | null
  quoted_account_id: string | null
  state: Generated<number>
  approval_uri: string | null
  activity_uri: string | null
  created_at: Timestamp
  updated_at: Timestamp
  legacy: Generated<boolean>
}

export interface ConversationsTable {
  id: Generated<string>
  uri: string | null
  created_at: Timestamp
  updated_at: Timestamp
  parent_status_id: string | null
  parent_account_id: string | null
}

export interface FavouritesTable {
  id: Generated<string>
  created_at: Timestamp
  updated_at: Timestamp
  account_id: string
  status_id: string
}

export interface BookmarksTable {
  id: Generated<string>
  account_id: string
  status_id: string
  created_at: Timestamp
  updated_at: Timestamp
}
