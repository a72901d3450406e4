/**
 * The tables of the server itself: archives, settings, sessions, log-ins, applications, imports.
 * Columns as in Mastodon 4.5; what the types mean is said in `columns.ts`.
 */
import type { Generated } from 'kysely'
import type { Json, NullableTimestamp, Timestamp } from './columns.ts'

export interface BackupsTable {
  id: Generated<string>
  user_id: string | null
  dump_file_name: string | null
  dump_content_type: string | null
  dump_updated_at: NullableTimestamp
  processed: Generated<boolean>
  created_at: Timestamp
  updated_at: Timestamp
  dump_file_size: string | null
}

export interface SettingsTable {
  id: Generated<string>
  var: string
  value: string | null
  created_at: NullableTimestamp
  updated_at: NullableTimestamp
}

export interface SessionActivationsTable {
  id: Generated<string>
  session_id: string
  created_at: Timestamp
  updated_at: Timestamp
  user_agent: Generated<string>
  ip: string | null
  access_token_id: string | null
  user_id: string
  web_push_subscription_id: string | null
}

export interface WebauthnCredentialsTable {
  id: Generated<string>
  external_id: string
  public_key: string
  nickname: string
  sign_count: Generated<string>
  user_id: string | null
  created_at: Timestamp
  updated_at: Timestamp
}

export interface LoginActivitiesTable {
  id: Generated<string>
  user_id: string
  authentication_method: string | null
  provider: string | null
  success: boolean | null
  failure_reason: string | null
  ip: string | null
  user_agent: string | null
  created_at: NullableTimestamp
}

export interface OauthApplicationsTable {
  id: Generated<string>
  name: string
  uid: string
  secret: string
  redirect_uri: string
  scopes: Generated<string>
  created_at: NullableTimestamp
  updated_at: NullableTimestamp
  superapp: Generated<boolean>
  website: string | null
  owner_type: string | null
  owner_id: string | null
  confidential: Generated<boolean>
}

export interface OauthAccessTokensTable {
  id: Generated<string>
  token: string
  refresh_token: string | null
  expires_in: number | null
  revoked_at: NullableTimestamp
  created_at: Timestamp
  scopes: string | null
  application_id: string | null
  resource_owner_id: string | null
  last_used_at: NullableTimestamp
  last_used_ip: string | null
}

export interface OauthAccessGrantsTable {
  id: Generated<string>
  token: string
  expires_in: number
  redirect_uri: string
  created_at: Timestamp
  revoked_at: NullableTimestamp
  scopes: string | null
  application_id: string
  resource_owner_id: string
  code_challenge: string | null
  code_challenge_method: string | null
}

export interface BulkImportsTable {
  id: Generated<string>
  type: number
  state: number
  total_items: Generated<number>
  imported_items: Generated<number>
  processed_items: Generated<number>
  finished_at: NullableTimestamp
  overwrite: Generated<boolean>
  likely_mismatched: Generated<boolean>
  original_filename: Generated<string>
  account_id: string
  created_at: Timestamp
  updated_at: Timestamp
}

export interface BulkImportRowsTable {
  id: Generated<string>
  bulk_import_id: string
  data: Json
  created_at: Timestamp
  updated_at: Timestamp
}

export interface SchemaMigrationsTable {
  version: string
}
