/**
 * The tables of who follows, mutes, blocks, lists and filters whom.
 * Columns as in Mastodon 4.5; what the types mean is said in `columns.ts`.
 */
import type { Generated } from 'kysely'
import type { NullableTimestamp, Timestamp } from './columns.ts'

export interface FollowsTable {
  id: Generated<string>
  created_at: Timestamp
  updated_at: Timestamp
  account_id: string
  target_account_id: string
  show_reblogs: Generated<boolean>
  uri: string | null
  notify: Generated<boolean>
  languages: string[] | null
}

export interface FollowRequestsTable {
  id: Generated<string>
  created_at: Timestamp
  updated_at: Timestamp
  account_id: string
  target_account_id: string
  show_reblogs: Generated<boolean>
  uri: string | null
  notify: Generated<boolean>
  languages: string[] | null
}

export interface MutesTable {
  id: Generated<string>
  created_at: Timestamp
  updated_at: Timestamp
  hide_notifications: Generated<boolean>
  account_id: string
  target_account_id: string
  expires_at: NullableTimestamp
}

export interface BlocksTable {
  id: Generated<string>
  created_at: Timestamp
  updated_at: Timestamp
  account_id: string
  target_account_id: string
  uri: string | null
}

export interface AccountDomainBlocksTable {
  id: Generated<string>
  domain: string
  created_at: Timestamp
  updated_at: Timestamp
  account_id: string
}

export interface ListsTable {
  id: Generated<string>
  account_id: string
  title: Generated<string>
  created_at: Timestamp
  updated_at: Timestamp
  replies_policy: Generated<number>
  exclusive: Generated<boolean>
}

export interface ListAccountsTable {
  id: Generated<string>
  list_id: string
  account_id: string
  follow_id: string | null
  follow_request_id: string | null
}

export interface CustomFiltersTable {
  id: Generated<string>
  account_id: string
  expires_at: NullableTimestamp
  phrase: Generated<string>
  context: Generated<string[]>
  created_at: Timestamp
  updated_at: Timestamp
  action: Generated<number>
}

export interface CustomFilterKeywordsTable {
  id: Generated<string>
  custom_filter_id: string
  keyword: Generated<string>
  whole_word: Generated<boolean>
  created_at: Timestamp
  updated_at: Timestamp
}

export interface CustomFilterStatusesTable {
  id: Generated<string>
  custom_filter_id: string
  status_id: string
  created_at: Timestamp
  updated_at: Timestamp
}
