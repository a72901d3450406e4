/**
 * The tables of who is there: log-ins, roles, accounts and what accounts say about themselves.
 * Columns as in Mastodon 4.5; what the types mean is said in `columns.ts`.
 */
import type { Generated } from 'kysely'
import type { Json, NullableTimestamp, Timestamp } from './columns.ts'

export interface UsersTable {
  id: Generated<string>
  email: Generated<string>
  created_at: Timestamp
  updated_at: Timestamp
  encrypted_password: Generated<string>
  reset_password_token: string | null
  reset_password_sent_at: NullableTimestamp
  sign_in_count: Generated<number>
  current_sign_in_at: NullableTimestamp
  last_sign_in_at: NullableTimestamp
  confirmation_token: string | null
  confirmed_at: NullableTimestamp
  confirmation_sent_at: NullableTimestamp
  unconfirmed_email: string | null
  locale: string | null
  consumed_timestep: number | null
  otp_required_for_login: Generated<boolean>
  last_emailed_at: NullableTimestamp
  otp_backup_codes: string[] | null
  account_id: string
  disabled: Generated<boolean>
  invite_id: string | null
  chosen_languages: string[] | null
  created_by_application_id: string | null
  approved: Generated<boolean>
  sign_in_token: string | null
  sign_in_token_sent_at: NullableTimestamp
  webauthn_id: string | null
  sign_up_ip: string | null
  skip_sign_in_token: boolean | null
  role_id: string | null
  settings: string | null
  time_zone: string | null
  otp_secret: string | null
  age_verified_at: NullableTimestamp
  require_tos_interstitial: Generated<boolean>
}

export interface UserRolesTable {
  id: Generated<string>
  name: Generated<string>
  color: Generated<string>
  position: Generated<number>
  permissions: Generated<string>
  highlighted: Generated<boolean>
  created_at: Timestamp
  updated_at: Timestamp
}

export interface AccountsTable {
  id: Generated<string>
  username: Generated<string>
  domain: string | null
  private_key: string | null
  public_key: Generated<string>
  created_at: Timestamp
  updated_at: Timestamp
  note: Generated<string>
  display_name: Generated<string>
  uri: Generated<string>
  url: string | null
  avatar_file_name: string | null
  avatar_content_type: string | null
  avatar_file_size: number | null
  avatar_updated_at: NullableTimestamp
  header_file_name: string | null
  header_content_type: string | null
  header_file_size: number | null
  header_updated_at: NullableTimestamp
  avatar_remote_url: string | null
  locked: Generated<boolean>
  header_remote_url: Generated<string>
  last_webfingered_at: NullableTimestamp
  inbox_url: Generated<string>
  outbox_url: Generated<string>
  shared_inbox_url: Generated<string>
  followers_url: Generated<string>
  protocol: Generated<number>
  memorial: Generated<boolean>
  moved_to_account_id: string | null
  featured_collection_url: string | null
  fields: Json
  actor_type: string | null
  discoverable: boolean | null
  also_known_as: string[] | null
  silenced_at: NullableTimestamp
  suspended_at: NullableTimestamp
  hide_collections: boolean | null
  avatar_storage_schema_version: number | null
  header_storage_schema_version: number | null
  sensitized_at: NullableTimestamp
  suspension_origin: number | null
  trendable: boolean | null
  reviewed_at: NullableTimestamp
  requested_review_at: NullableTimestamp
  indexable: Generated<boolean>
  attribution_domains: Generated<string[] | null>
  following_url: Generated<string>
  id_scheme: Generated<number | null>
}

export interface AccountStatsTable {
  id: Generated<string>
  account_id: string
  statuses_count: Generated<string>
  following_count: Generated<string>
  followers_count: Generated<string>
  created_at: Timestamp
  updated_at: Timestamp
  last_status_at: NullableTimestamp
}

export interface AccountAliasesTable {
  id: Generated<string>
  account_id: string
  acct: Generated<string>
  uri: Generated<string>
  created_at: Timestamp
  updated_at: Timestamp
}

export interface AccountMigrationsTable {
  id: Generated<string>
  account_id: string | null
  acct: Generated<string>
  followers_count: Generated<string>
  target_account_id: string | null
  created_at: Timestamp
  updated_at: Timestamp
}

export interface AccountDeletionRequestsTable {
  id: Generated<string>
  account_id: string
  created_at: Timestamp
  updated_at: Timestamp
}

export interface AccountNotesTable {
  id: Generated<string>
  account_id: string
  target_account_id: string
  comment: string
  created_at: Timestamp
  updated_at: Timestamp
}

export interface AccountPinsTable {
  id: Generated<string>
  account_id: string
  target_account_id: string
  created_at: Timestamp
  updated_at: Timestamp
}
