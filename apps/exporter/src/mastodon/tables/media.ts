/**
 * The tables of files: attachments of posts, custom emojis, link previews.
 * Columns as in Mastodon 4.5; what the types mean is said in `columns.ts`.
 */
import type { Generated } from 'kysely'
import type { Json, NullableTimestamp, Timestamp } from './columns.ts'

export interface MediaAttachmentsTable {
  id: Generated<string>
  status_id: string | null
  file_file_name: string | null
  file_content_type: string | null
  file_file_size: number | null
  file_updated_at: NullableTimestamp
  remote_url: Generated<string>
  created_at: Timestamp
  updated_at: Timestamp
  shortcode: string | null
  type: Generated<number>
  file_meta: Json
  account_id: string | null
  description: string | null
  scheduled_status_id: string | null
  blurhash: string | null
  processing: number | null
  file_storage_schema_version: number | null
  thumbnail_file_name: string | null
  thumbnail_content_type: string | null
  thumbnail_file_size: number | null
  thumbnail_updated_at: NullableTimestamp
  thumbnail_remote_url: string | null
}

export interface CustomEmojisTable {
  id: Generated<string>
  shortcode: Generated<string>
  domain: string | null
  image_file_name: string | null
  image_content_type: string | null
  image_file_size: number | null
  image_updated_at: NullableTimestamp
  created_at: Timestamp
  updated_at: Timestamp
  disabled: Generated<boolean>
  uri: string | null
  image_remote_url: string | null
  visible_in_picker: Generated<boolean>
  category_id: string | null
  image_storage_schema_version: number | null
}

export interface PreviewCardsTable {
  id: Generated<string>
  url: Generated<string>
  title: Generated<string>
  description: Generated<string>
  image_file_name: string | null
  image_content_type: string | null
  image_file_size: number | null
  image_updated_at: NullableTimestamp
  type: Generated<number>
  html: Generated<string>
  author_name: Generated<string>
  author_url: Generated<string>
  provider_name: Generated<string>
  provider_url: Generated<string>
  width: Generated<number>
  height: Generated<number>
  created_at: Timestamp
  updated_at: Timestamp
  embed_url: Generated<string>
  image_storage_schema_version: number | null
  blurhash: string | null
  language: string | null
  max_score: number | null
  max_score_at: NullableTimestamp
  trendable: boolean | null
  link_type: number | null
  published_at: NullableTimestamp
  image_description: Generated<string>
  author_account_id: string | null
}

export interface PreviewCardsStatusesTable {
  preview_card_id: string
  status_id: string
  url: string | null
}
