-- The tables of Mastodon 4.5 that Howdah reads and writes, for its demo and its tests; on a live
-- server they are there already. Described anew from the columns, defaults, indexes and foreign
-- keys that a 4.5 database has; loads in PostgreSQL 15 and in PGlite.
--
-- All timestamps are "without time zone" and mean UTC, with microseconds.
-- Tables that only other features of Mastodon need are left out, and with them the foreign keys
-- that point to them.

-- Ids that sort by time: milliseconds since 1970, then 16 bits that differ within a millisecond
-- and are not guessable from the sequence alone.
CREATE FUNCTION timestamp_id(table_name text) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  milliseconds bigint := floor(extract(epoch FROM clock_timestamp()) * 1000);
  base bigint := ('x' || substr(md5(table_name || milliseconds::text), 1, 4))::bit(16)::bigint;
BEGIN
  RETURN (milliseconds << 16) | ((base + nextval(table_name || '_id_seq')) & 65535);
END
$$;

CREATE TABLE users (
  id bigserial PRIMARY KEY,
  email varchar NOT NULL DEFAULT '',
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  encrypted_password varchar NOT NULL DEFAULT '',
  reset_password_token varchar,
  reset_password_sent_at timestamp,
  sign_in_count integer NOT NULL DEFAULT 0,
  current_sign_in_at timestamp,
  last_sign_in_at timestamp,
  confirmation_token varchar,
  confirmed_at timestamp,
  confirmation_sent_at timestamp,
  unconfirmed_email varchar,
  locale varchar,
  consumed_timestep integer,
  otp_required_for_login boolean NOT NULL DEFAULT false,
  last_emailed_at timestamp,
  otp_backup_codes varchar[],
  account_id bigint NOT NULL,
  disabled boolean NOT NULL DEFAULT false,
  invite_id bigint,
  chosen_languages varchar[],
  created_by_application_id bigint,
  approved boolean NOT NULL DEFAULT true,
  sign_in_token varchar,
  sign_in_token_sent_at timestamp,
  webauthn_id varchar,
  sign_up_ip inet,
  skip_sign_in_token boolean,
  role_id bigint,
  settings text,
  time_zone varchar,
  otp_secret varchar,
  age_verified_at timestamp,
  require_tos_interstitial boolean NOT NULL DEFAULT false
);
CREATE INDEX index_users_on_account_id ON users (account_id);
CREATE UNIQUE INDEX index_users_on_confirmation_token ON users (confirmation_token);
CREATE INDEX index_users_on_created_by_application_id
  ON users (created_by_application_id) WHERE created_by_application_id IS NOT NULL;
CREATE UNIQUE INDEX index_users_on_email ON users (email);
CREATE UNIQUE INDEX index_users_on_reset_password_token
  ON users (reset_password_token) WHERE reset_password_token IS NOT NULL;
CREATE INDEX index_users_on_role_id ON users (role_id) WHERE role_id IS NOT NULL;
CREATE INDEX index_users_on_unconfirmed_email
  ON users (unconfirmed_email) WHERE unconfirmed_email IS NOT NULL;

CREATE TABLE user_roles (
  id bigserial PRIMARY KEY,
  name varchar NOT NULL DEFAULT '',
  color varchar NOT NULL DEFAULT '',
  position integer NOT NULL DEFAULT 0,
  permissions bigint NOT NULL DEFAULT 0,
  highlighted boolean NOT NULL DEFAULT false,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);

CREATE SEQUENCE accounts_id_seq;
CREATE TABLE accounts (
  id bigint PRIMARY KEY DEFAULT timestamp_id('accounts'),
  username varchar NOT NULL DEFAULT '',
  domain varchar,
  private_key text,
  public_key text NOT NULL DEFAULT '',
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  note text NOT NULL DEFAULT '',
  display_name varchar NOT NULL DEFAULT '',
  uri varchar NOT NULL DEFAULT '',
  url varchar,
  avatar_file_name varchar,
  avatar_content_type varchar,
  avatar_file_size integer,
  avatar_updated_at timestamp,
  header_file_name varchar,
  header_content_type varchar,
  header_file_size integer,
  header_updated_at timestamp,
  avatar_remote_url varchar,
  locked boolean NOT NULL DEFAULT false,
  header_remote_url varchar NOT NULL DEFAULT '',
  last_webfingered_at timestamp,
  inbox_url varchar NOT NULL DEFAULT '',
  outbox_url varchar NOT NULL DEFAULT '',
  shared_inbox_url varchar NOT NULL DEFAULT '',
  followers_url varchar NOT NULL DEFAULT '',
  protocol integer NOT NULL DEFAULT 0,
  memorial boolean NOT NULL DEFAULT false,
  moved_to_account_id bigint,
  featured_collection_url varchar,
  fields jsonb,
  actor_type varchar,
  discoverable boolean,
  also_known_as varchar[],
  silenced_at timestamp,
  suspended_at timestamp,
  hide_collections boolean,
  avatar_storage_schema_version integer,
  header_storage_schema_version integer,
  sensitized_at timestamp,
  suspension_origin integer,
  trendable boolean,
  reviewed_at timestamp,
  requested_review_at timestamp,
  indexable boolean NOT NULL DEFAULT false,
  attribution_domains varchar[] DEFAULT '{}',
  following_url varchar NOT NULL DEFAULT '',
  id_scheme integer DEFAULT 1
);
CREATE INDEX search_index ON accounts USING gin ((
  setweight(to_tsvector('simple'::regconfig, display_name::text), 'A')
  || setweight(to_tsvector('simple'::regconfig, username::text), 'B')
  || setweight(to_tsvector('simple'::regconfig, coalesce(domain, ''::varchar)::text), 'C')));
CREATE UNIQUE INDEX index_accounts_on_username_and_domain_lower
  ON accounts (lower(username::text), coalesce(lower(domain::text), ''::text));
CREATE INDEX index_accounts_on_domain_and_id ON accounts (domain, id);
CREATE INDEX index_accounts_on_moved_to_account_id
  ON accounts (moved_to_account_id) WHERE moved_to_account_id IS NOT NULL;
CREATE INDEX index_accounts_on_uri ON accounts (uri);
CREATE INDEX index_accounts_on_url ON accounts (url) WHERE url IS NOT NULL;

CREATE TABLE account_stats (
  id bigserial PRIMARY KEY,
  account_id bigint NOT NULL,
  statuses_count bigint NOT NULL DEFAULT 0,
  following_count bigint NOT NULL DEFAULT 0,
  followers_count bigint NOT NULL DEFAULT 0,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  last_status_at timestamp
);
CREATE UNIQUE INDEX index_account_stats_on_account_id ON account_stats (account_id);
CREATE INDEX index_account_stats_on_last_status_at_and_account_id
  ON account_stats (last_status_at DESC NULLS LAST, account_id);

CREATE TABLE account_aliases (
  id bigserial PRIMARY KEY,
  account_id bigint NOT NULL,
  acct varchar NOT NULL DEFAULT '',
  uri varchar NOT NULL DEFAULT '',
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);
CREATE UNIQUE INDEX index_account_aliases_on_account_id_and_uri
  ON account_aliases (account_id, uri);

CREATE TABLE account_migrations (
  id bigserial PRIMARY KEY,
  account_id bigint,
  acct varchar NOT NULL DEFAULT '',
  followers_count bigint NOT NULL DEFAULT 0,
  target_account_id bigint,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);
CREATE INDEX index_account_migrations_on_account_id ON account_migrations (account_id);
CREATE INDEX index_account_migrations_on_target_account_id
  ON account_migrations (target_account_id) WHERE target_account_id IS NOT NULL;

CREATE TABLE account_deletion_requests (
  id bigserial PRIMARY KEY,
  account_id bigint NOT NULL,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);
CREATE INDEX index_account_deletion_requests_on_account_id
  ON account_deletion_requests (account_id);

CREATE TABLE backups (
  id bigserial PRIMARY KEY,
  user_id bigint,
  dump_file_name varchar,
  dump_content_type varchar,
  dump_updated_at timestamp,
  processed boolean NOT NULL DEFAULT false,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  dump_file_size bigint
);
CREATE INDEX index_backups_on_user_id ON backups (user_id);

CREATE SEQUENCE statuses_id_seq;
CREATE TABLE statuses (
  id bigint PRIMARY KEY DEFAULT timestamp_id('statuses'),
  uri varchar,
  text text NOT NULL DEFAULT '',
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  in_reply_to_id bigint,
  reblog_of_id bigint,
  url varchar,
  sensitive boolean NOT NULL DEFAULT false,
  visibility integer NOT NULL DEFAULT 0,
  spoiler_text text NOT NULL DEFAULT '',
  reply boolean NOT NULL DEFAULT false,
  language varchar,
  conversation_id bigint,
  local boolean,
  account_id bigint NOT NULL,
  application_id bigint,
  in_reply_to_account_id bigint,
  poll_id bigint,
  deleted_at timestamp,
  edited_at timestamp,
  trendable boolean,
  ordered_media_attachment_ids bigint[],
  fetched_replies_at timestamp,
  quote_approval_policy integer NOT NULL DEFAULT 0
);
CREATE INDEX index_statuses_20190820
  ON statuses (account_id, id DESC, visibility, updated_at) WHERE deleted_at IS NULL;
CREATE INDEX index_statuses_local_20190824 ON statuses (id DESC, account_id)
  WHERE (local OR uri IS NULL) AND deleted_at IS NULL AND visibility = 0 AND reblog_of_id IS NULL
    AND (NOT reply OR in_reply_to_account_id = account_id);
CREATE INDEX index_statuses_public_20250129 ON statuses (id DESC, language, account_id)
  WHERE deleted_at IS NULL AND visibility = 0 AND reblog_of_id IS NULL
    AND (NOT reply OR in_reply_to_account_id = account_id);
CREATE INDEX index_statuses_on_account_id ON statuses (account_id);
CREATE INDEX index_statuses_on_conversation_id ON statuses (conversation_id);
CREATE INDEX index_statuses_on_deleted_at ON statuses (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX index_statuses_on_in_reply_to_account_id
  ON statuses (in_reply_to_account_id) WHERE in_reply_to_account_id IS NOT NULL;
CREATE INDEX index_statuses_on_in_reply_to_id
  ON statuses (in_reply_to_id) WHERE in_reply_to_id IS NOT NULL;
CREATE INDEX index_statuses_on_reblog_of_id_and_account_id ON statuses (reblog_of_id, account_id);
CREATE UNIQUE INDEX index_statuses_on_uri ON statuses (uri) WHERE uri IS NOT NULL;

CREATE TABLE status_stats (
  id bigserial PRIMARY KEY,
  status_id bigint NOT NULL,
  replies_count bigint NOT NULL DEFAULT 0,
  reblogs_count bigint NOT NULL DEFAULT 0,
  favourites_count bigint NOT NULL DEFAULT 0,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  untrusted_favourites_count bigint,
  untrusted_reblogs_count bigint,
  quotes_count bigint NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX index_status_stats_on_status_id ON status_stats (status_id);

CREATE TABLE status_edits (
  id bigserial PRIMARY KEY,
  status_id bigint NOT NULL,
  account_id bigint,
  text text NOT NULL DEFAULT '',
  spoiler_text text NOT NULL DEFAULT '',
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  ordered_media_attachment_ids bigint[],
  media_descriptions text[],
  poll_options varchar[],
  sensitive boolean,
  quote_id bigint
);
CREATE INDEX index_status_edits_on_account_id ON status_edits (account_id);
CREATE INDEX index_status_edits_on_status_id ON status_edits (status_id);

CREATE TABLE status_pins (
  id bigserial PRIMARY KEY,
  account_id bigint NOT NULL,
  status_id bigint NOT NULL,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);
CREATE UNIQUE INDEX index_status_pins_on_account_id_and_status_id
  ON status_pins (account_id, status_id);
CREATE INDEX index_status_pins_on_status_id ON status_pins (status_id);

CREATE TABLE scheduled_statuses (
  id bigserial PRIMARY KEY,
  account_id bigint NOT NULL,
  scheduled_at timestamp,
  params jsonb
);
CREATE INDEX index_scheduled_statuses_on_account_id ON scheduled_statuses (account_id);
CREATE INDEX index_scheduled_statuses_on_scheduled_at ON scheduled_statuses (scheduled_at);

CREATE SEQUENCE media_attachments_id_seq;
CREATE TABLE media_attachments (
  id bigint PRIMARY KEY DEFAULT timestamp_id('media_attachments'),
  status_id bigint,
  file_file_name varchar,
  file_content_type varchar,
  file_file_size integer,
  file_updated_at timestamp,
  remote_url varchar NOT NULL DEFAULT '',
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  shortcode varchar,
  type integer NOT NULL DEFAULT 0,
  file_meta json,
  account_id bigint,
  description text,
  scheduled_status_id bigint,
  blurhash varchar,
  processing integer,
  file_storage_schema_version integer,
  thumbnail_file_name varchar,
  thumbnail_content_type varchar,
  thumbnail_file_size integer,
  thumbnail_updated_at timestamp,
  thumbnail_remote_url varchar
);
CREATE INDEX index_media_attachments_on_account_id_and_status_id
  ON media_attachments (account_id, status_id DESC);
CREATE INDEX index_media_attachments_on_scheduled_status_id
  ON media_attachments (scheduled_status_id) WHERE scheduled_status_id IS NOT NULL;
CREATE UNIQUE INDEX index_media_attachments_on_shortcode
  ON media_attachments (shortcode) WHERE shortcode IS NOT NULL;
CREATE INDEX index_media_attachments_on_status_id ON media_attachments (status_id);

CREATE TABLE mentions (
  id bigserial PRIMARY KEY,
  status_id bigint NOT NULL,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  account_id bigint NOT NULL,
  silent boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX index_mentions_on_account_id_and_status_id ON mentions (account_id, status_id);
CREATE INDEX index_mentions_on_status_id ON mentions (status_id);

CREATE TABLE tags (
  id bigserial PRIMARY KEY,
  name varchar NOT NULL DEFAULT '',
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  usable boolean,
  trendable boolean,
  listable boolean,
  reviewed_at timestamp,
  requested_review_at timestamp,
  last_status_at timestamp,
  max_score double precision,
  max_score_at timestamp,
  display_name varchar
);
CREATE UNIQUE INDEX index_tags_on_name_lower_btree ON tags (lower(name::text) text_pattern_ops);

CREATE TABLE statuses_tags (
  status_id bigint NOT NULL,
  tag_id bigint NOT NULL,
  PRIMARY KEY (tag_id, status_id)
);
CREATE INDEX index_statuses_tags_on_status_id ON statuses_tags (status_id);

CREATE TABLE accounts_tags (
  account_id bigint NOT NULL,
  tag_id bigint NOT NULL,
  PRIMARY KEY (tag_id, account_id)
);
CREATE INDEX index_accounts_tags_on_account_id_and_tag_id ON accounts_tags (account_id, tag_id);

CREATE TABLE featured_tags (
  id bigserial PRIMARY KEY,
  account_id bigint NOT NULL,
  tag_id bigint NOT NULL,
  statuses_count bigint NOT NULL DEFAULT 0,
  last_status_at timestamp,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  name varchar
);
CREATE UNIQUE INDEX index_featured_tags_on_account_id_and_tag_id
  ON featured_tags (account_id, tag_id);
CREATE INDEX index_featured_tags_on_tag_id ON featured_tags (tag_id);

CREATE TABLE tag_follows (
  id bigserial PRIMARY KEY,
  tag_id bigint NOT NULL,
  account_id bigint NOT NULL,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);
CREATE UNIQUE INDEX index_tag_follows_on_account_id_and_tag_id ON tag_follows (account_id, tag_id);
CREATE INDEX index_tag_follows_on_tag_id ON tag_follows (tag_id);

CREATE TABLE custom_emojis (
  id bigserial PRIMARY KEY,
  shortcode varchar NOT NULL DEFAULT '',
  domain varchar,
  image_file_name varchar,
  image_content_type varchar,
  image_file_size integer,
  image_updated_at timestamp,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  disabled boolean NOT NULL DEFAULT false,
  uri varchar,
  image_remote_url varchar,
  visible_in_picker boolean NOT NULL DEFAULT true,
  category_id bigint,
  image_storage_schema_version integer
);
CREATE UNIQUE INDEX index_custom_emojis_on_shortcode_and_domain
  ON custom_emojis (shortcode, domain);

CREATE TABLE polls (
  id bigserial PRIMARY KEY,
  account_id bigint NOT NULL,
  status_id bigint NOT NULL,
  expires_at timestamp,
  options varchar[] NOT NULL DEFAULT '{}',
  cached_tallies bigint[] NOT NULL DEFAULT '{}',
  multiple boolean NOT NULL DEFAULT false,
  hide_totals boolean NOT NULL DEFAULT false,
  votes_count bigint NOT NULL DEFAULT 0,
  last_fetched_at timestamp,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  lock_version integer NOT NULL DEFAULT 0,
  voters_count bigint
);
CREATE INDEX index_polls_on_account_id ON polls (account_id);
CREATE INDEX index_polls_on_status_id ON polls (status_id);

CREATE TABLE poll_votes (
  id bigserial PRIMARY KEY,
  account_id bigint NOT NULL,
  poll_id bigint NOT NULL,
  choice integer NOT NULL DEFAULT 0,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  uri varchar
);
CREATE INDEX index_poll_votes_on_account_id ON poll_votes (account_id);
CREATE INDEX index_poll_votes_on_poll_id ON poll_votes (poll_id);

CREATE SEQUENCE quotes_id_seq;
CREATE TABLE quotes (
  id bigint PRIMARY KEY DEFAULT timestamp_id('quotes'),
  account_id bigint NOT NULL,
  status_id bigint NOT NULL,
  quoted_status_id bigint,
  quoted_account_id bigint,
  state integer NOT NULL DEFAULT 0,
  approval_uri varchar,
  activity_uri varchar,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  legacy boolean NOT NULL DEFAULT false
);
CREATE INDEX index_quotes_on_account_id_and_quoted_account_id_and_id
  ON quotes (account_id, quoted_account_id, id);
CREATE UNIQUE INDEX index_quotes_on_activity_uri
  ON quotes (activity_uri) WHERE activity_uri IS NOT NULL;
CREATE INDEX index_quotes_on_approval_uri ON quotes (approval_uri) WHERE approval_uri IS NOT NULL;
CREATE INDEX index_quotes_on_quoted_account_id ON quotes (quoted_account_id);
CREATE INDEX index_quotes_on_quoted_status_id_and_id ON quotes (quoted_status_id, id);
CREATE UNIQUE INDEX index_quotes_on_status_id ON quotes (status_id);

CREATE TABLE conversations (
  id bigserial PRIMARY KEY,
  uri varchar,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  parent_status_id bigint,
  parent_account_id bigint
);
CREATE UNIQUE INDEX index_conversations_on_parent_status_id
  ON conversations (parent_status_id) WHERE parent_status_id IS NOT NULL;
CREATE UNIQUE INDEX index_conversations_on_uri ON conversations (uri) WHERE uri IS NOT NULL;

CREATE TABLE favourites (
  id bigserial PRIMARY KEY,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  account_id bigint NOT NULL,
  status_id bigint NOT NULL
);
CREATE INDEX index_favourites_on_account_id_and_id ON favourites (account_id, id);
CREATE UNIQUE INDEX index_favourites_on_account_id_and_status_id
  ON favourites (account_id, status_id);
CREATE INDEX index_favourites_on_status_id ON favourites (status_id);

CREATE TABLE bookmarks (
  id bigserial PRIMARY KEY,
  account_id bigint NOT NULL,
  status_id bigint NOT NULL,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);
CREATE UNIQUE INDEX index_bookmarks_on_account_id_and_status_id
  ON bookmarks (account_id, status_id);
CREATE INDEX index_bookmarks_on_status_id ON bookmarks (status_id);

CREATE TABLE follows (
  id bigserial PRIMARY KEY,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  account_id bigint NOT NULL,
  target_account_id bigint NOT NULL,
  show_reblogs boolean NOT NULL DEFAULT true,
  uri varchar,
  notify boolean NOT NULL DEFAULT false,
  languages varchar[]
);
CREATE UNIQUE INDEX index_follows_on_account_id_and_target_account_id
  ON follows (account_id, target_account_id);
CREATE INDEX index_follows_on_target_account_id_and_account_id
  ON follows (target_account_id, account_id);

CREATE TABLE follow_requests (
  id bigserial PRIMARY KEY,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  account_id bigint NOT NULL,
  target_account_id bigint NOT NULL,
  show_reblogs boolean NOT NULL DEFAULT true,
  uri varchar,
  notify boolean NOT NULL DEFAULT false,
  languages varchar[]
);
CREATE UNIQUE INDEX index_follow_requests_on_account_id_and_target_account_id
  ON follow_requests (account_id, target_account_id);

CREATE TABLE mutes (
  id bigserial PRIMARY KEY,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  hide_notifications boolean NOT NULL DEFAULT true,
  account_id bigint NOT NULL,
  target_account_id bigint NOT NULL,
  expires_at timestamp
);
CREATE UNIQUE INDEX index_mutes_on_account_id_and_target_account_id
  ON mutes (account_id, target_account_id);
CREATE INDEX index_mutes_on_target_account_id ON mutes (target_account_id);

CREATE TABLE blocks (
  id bigserial PRIMARY KEY,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  account_id bigint NOT NULL,
  target_account_id bigint NOT NULL,
  uri varchar
);
CREATE UNIQUE INDEX index_blocks_on_account_id_and_target_account_id
  ON blocks (account_id, target_account_id);
CREATE INDEX index_blocks_on_target_account_id ON blocks (target_account_id);

CREATE TABLE account_domain_blocks (
  id bigserial PRIMARY KEY,
  domain varchar NOT NULL,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  account_id bigint NOT NULL
);
CREATE UNIQUE INDEX index_account_domain_blocks_on_account_id_and_domain
  ON account_domain_blocks (account_id, domain);

CREATE TABLE account_notes (
  id bigserial PRIMARY KEY,
  account_id bigint NOT NULL,
  target_account_id bigint NOT NULL,
  comment text NOT NULL,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);
CREATE UNIQUE INDEX index_account_notes_on_account_id_and_target_account_id
  ON account_notes (account_id, target_account_id);
CREATE INDEX index_account_notes_on_target_account_id ON account_notes (target_account_id);

CREATE TABLE account_pins (
  id bigserial PRIMARY KEY,
  account_id bigint NOT NULL,
  target_account_id bigint NOT NULL,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);
CREATE UNIQUE INDEX index_account_pins_on_account_id_and_target_account_id
  ON account_pins (account_id, target_account_id);
CREATE INDEX index_account_pins_on_target_account_id ON account_pins (target_account_id);

CREATE TABLE lists (
  id bigserial PRIMARY KEY,
  account_id bigint NOT NULL,
  title varchar NOT NULL DEFAULT '',
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  replies_policy integer NOT NULL DEFAULT 0,
  exclusive boolean NOT NULL DEFAULT false
);
CREATE INDEX index_lists_on_account_id ON lists (account_id);

CREATE TABLE list_accounts (
  id bigserial PRIMARY KEY,
  list_id bigint NOT NULL,
  account_id bigint NOT NULL,
  follow_id bigint,
  follow_request_id bigint
);
CREATE UNIQUE INDEX index_list_accounts_on_account_id_and_list_id
  ON list_accounts (account_id, list_id);
CREATE INDEX index_list_accounts_on_follow_id
  ON list_accounts (follow_id) WHERE follow_id IS NOT NULL;
CREATE INDEX index_list_accounts_on_follow_request_id
  ON list_accounts (follow_request_id) WHERE follow_request_id IS NOT NULL;
CREATE INDEX index_list_accounts_on_list_id_and_account_id ON list_accounts (list_id, account_id);

CREATE TABLE custom_filters (
  id bigserial PRIMARY KEY,
  account_id bigint NOT NULL,
  expires_at timestamp,
  phrase text NOT NULL DEFAULT '',
  context varchar[] NOT NULL DEFAULT '{}',
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  action integer NOT NULL DEFAULT 0
);
CREATE INDEX index_custom_filters_on_account_id ON custom_filters (account_id);

CREATE TABLE custom_filter_keywords (
  id bigserial PRIMARY KEY,
  custom_filter_id bigint NOT NULL,
  keyword text NOT NULL DEFAULT '',
  whole_word boolean NOT NULL DEFAULT true,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);
CREATE INDEX index_custom_filter_keywords_on_custom_filter_id
  ON custom_filter_keywords (custom_filter_id);

CREATE TABLE custom_filter_statuses (
  id bigserial PRIMARY KEY,
  custom_filter_id bigint NOT NULL,
  status_id bigint NOT NULL,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);
CREATE INDEX index_custom_filter_statuses_on_custom_filter_id
  ON custom_filter_statuses (custom_filter_id);
CREATE UNIQUE INDEX index_custom_filter_statuses_on_status_id_and_custom_filter_id
  ON custom_filter_statuses (status_id, custom_filter_id);

CREATE TABLE preview_cards (
  id bigserial PRIMARY KEY,
  url varchar NOT NULL DEFAULT '',
  title varchar NOT NULL DEFAULT '',
  description varchar NOT NULL DEFAULT '',
  image_file_name varchar,
  image_content_type varchar,
  image_file_size integer,
  image_updated_at timestamp,
  type integer NOT NULL DEFAULT 0,
  html text NOT NULL DEFAULT '',
  author_name varchar NOT NULL DEFAULT '',
  author_url varchar NOT NULL DEFAULT '',
  provider_name varchar NOT NULL DEFAULT '',
  provider_url varchar NOT NULL DEFAULT '',
  width integer NOT NULL DEFAULT 0,
  height integer NOT NULL DEFAULT 0,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  embed_url varchar NOT NULL DEFAULT '',
  image_storage_schema_version integer,
  blurhash varchar,
  language varchar,
  max_score double precision,
  max_score_at timestamp,
  trendable boolean,
  link_type integer,
  published_at timestamp,
  image_description varchar NOT NULL DEFAULT '',
  author_account_id bigint
);
CREATE INDEX index_preview_cards_on_author_account_id
  ON preview_cards (author_account_id) WHERE author_account_id IS NOT NULL;
CREATE UNIQUE INDEX index_preview_cards_on_url ON preview_cards (url);

CREATE TABLE preview_cards_statuses (
  preview_card_id bigint NOT NULL,
  status_id bigint NOT NULL,
  url varchar,
  PRIMARY KEY (status_id, preview_card_id)
);

CREATE TABLE bulk_imports (
  id bigserial PRIMARY KEY,
  type integer NOT NULL,
  state integer NOT NULL,
  total_items integer NOT NULL DEFAULT 0,
  imported_items integer NOT NULL DEFAULT 0,
  processed_items integer NOT NULL DEFAULT 0,
  finished_at timestamp,
  overwrite boolean NOT NULL DEFAULT false,
  likely_mismatched boolean NOT NULL DEFAULT false,
  original_filename varchar NOT NULL DEFAULT '',
  account_id bigint NOT NULL,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);
CREATE INDEX index_bulk_imports_on_account_id ON bulk_imports (account_id);
CREATE INDEX index_bulk_imports_on_id ON bulk_imports (id) WHERE state = 0;

CREATE TABLE bulk_import_rows (
  id bigserial PRIMARY KEY,
  bulk_import_id bigint NOT NULL,
  data jsonb,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);
CREATE INDEX index_bulk_import_rows_on_bulk_import_id ON bulk_import_rows (bulk_import_id);

CREATE TABLE settings (
  id bigserial PRIMARY KEY,
  var varchar NOT NULL,
  value text,
  created_at timestamp,
  updated_at timestamp
);
CREATE UNIQUE INDEX index_settings_on_var ON settings (var);

CREATE TABLE session_activations (
  id bigserial PRIMARY KEY,
  session_id varchar NOT NULL,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  user_agent varchar NOT NULL DEFAULT '',
  ip inet,
  access_token_id bigint,
  user_id bigint NOT NULL,
  web_push_subscription_id bigint
);
CREATE INDEX index_session_activations_on_access_token_id ON session_activations (access_token_id);
CREATE UNIQUE INDEX index_session_activations_on_session_id ON session_activations (session_id);
CREATE INDEX index_session_activations_on_user_id ON session_activations (user_id);

CREATE TABLE webauthn_credentials (
  id bigserial PRIMARY KEY,
  external_id varchar NOT NULL,
  public_key varchar NOT NULL,
  nickname varchar NOT NULL,
  sign_count bigint NOT NULL DEFAULT 0,
  user_id bigint,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);
CREATE UNIQUE INDEX index_webauthn_credentials_on_external_id
  ON webauthn_credentials (external_id);
CREATE UNIQUE INDEX index_webauthn_credentials_on_user_id_and_nickname
  ON webauthn_credentials (user_id, nickname);

CREATE TABLE login_activities (
  id bigserial PRIMARY KEY,
  user_id bigint NOT NULL,
  authentication_method varchar,
  provider varchar,
  success boolean,
  failure_reason varchar,
  ip inet,
  user_agent varchar,
  created_at timestamp
);
CREATE INDEX index_login_activities_on_user_id ON login_activities (user_id);

CREATE TABLE oauth_applications (
  id bigserial PRIMARY KEY,
  name varchar NOT NULL,
  uid varchar NOT NULL,
  secret varchar NOT NULL,
  redirect_uri text NOT NULL,
  scopes varchar NOT NULL DEFAULT '',
  created_at timestamp,
  updated_at timestamp,
  superapp boolean NOT NULL DEFAULT false,
  website varchar,
  owner_type varchar,
  owner_id bigint,
  confidential boolean NOT NULL DEFAULT true
);
CREATE INDEX index_oauth_applications_on_owner_id_and_owner_type
  ON oauth_applications (owner_id, owner_type);
CREATE INDEX index_oauth_applications_on_superapp
  ON oauth_applications (superapp) WHERE superapp = true;
CREATE UNIQUE INDEX index_oauth_applications_on_uid ON oauth_applications (uid);

CREATE TABLE oauth_access_tokens (
  id bigserial PRIMARY KEY,
  token varchar NOT NULL,
  refresh_token varchar,
  expires_in integer,
  revoked_at timestamp,
  created_at timestamp NOT NULL,
  scopes varchar,
  application_id bigint,
  resource_owner_id bigint,
  last_used_at timestamp,
  last_used_ip inet
);
CREATE UNIQUE INDEX index_oauth_access_tokens_on_refresh_token
  ON oauth_access_tokens (refresh_token) WHERE refresh_token IS NOT NULL;
CREATE INDEX index_oauth_access_tokens_on_resource_owner_id
  ON oauth_access_tokens (resource_owner_id) WHERE resource_owner_id IS NOT NULL;
CREATE UNIQUE INDEX index_oauth_access_tokens_on_token ON oauth_access_tokens (token);

CREATE TABLE oauth_access_grants (
  id bigserial PRIMARY KEY,
  token varchar NOT NULL,
  expires_in integer NOT NULL,
  redirect_uri text NOT NULL,
  created_at timestamp NOT NULL,
  revoked_at timestamp,
  scopes varchar,
  application_id bigint NOT NULL,
  resource_owner_id bigint NOT NULL,
  code_challenge varchar,
  code_challenge_method varchar
);
CREATE INDEX index_oauth_access_grants_on_resource_owner_id
  ON oauth_access_grants (resource_owner_id);
CREATE UNIQUE INDEX index_oauth_access_grants_on_token ON oauth_access_grants (token);

CREATE TABLE schema_migrations (
  version varchar NOT NULL PRIMARY KEY
);
-- The newest of 4.5; the older ones would tell nothing more.
INSERT INTO schema_migrations (version) VALUES ('20251023210145');

-- Foreign keys come last, because the tables point to each other in circles.
ALTER TABLE users ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE users ADD FOREIGN KEY (created_by_application_id) REFERENCES oauth_applications (id) ON DELETE SET NULL;
ALTER TABLE users ADD FOREIGN KEY (role_id) REFERENCES user_roles (id) ON DELETE SET NULL;
ALTER TABLE accounts ADD FOREIGN KEY (moved_to_account_id) REFERENCES accounts (id) ON DELETE SET NULL;
ALTER TABLE account_stats ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE account_aliases ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE account_migrations ADD FOREIGN KEY (target_account_id) REFERENCES accounts (id) ON DELETE SET NULL;
ALTER TABLE account_migrations ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE account_deletion_requests ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE backups ADD FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL;
ALTER TABLE statuses ADD FOREIGN KEY (in_reply_to_account_id) REFERENCES accounts (id) ON DELETE SET NULL;
ALTER TABLE statuses ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE statuses ADD FOREIGN KEY (in_reply_to_id) REFERENCES statuses (id) ON DELETE SET NULL;
ALTER TABLE statuses ADD FOREIGN KEY (reblog_of_id) REFERENCES statuses (id) ON DELETE CASCADE;
ALTER TABLE status_stats ADD FOREIGN KEY (status_id) REFERENCES statuses (id) ON DELETE CASCADE;
ALTER TABLE status_edits ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE SET NULL;
ALTER TABLE status_edits ADD FOREIGN KEY (status_id) REFERENCES statuses (id) ON DELETE CASCADE;
ALTER TABLE status_pins ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE status_pins ADD FOREIGN KEY (status_id) REFERENCES statuses (id) ON DELETE CASCADE;
ALTER TABLE scheduled_statuses ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE media_attachments ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE SET NULL;
ALTER TABLE media_attachments ADD FOREIGN KEY (scheduled_status_id) REFERENCES scheduled_statuses (id) ON DELETE SET NULL;
ALTER TABLE media_attachments ADD FOREIGN KEY (status_id) REFERENCES statuses (id) ON DELETE SET NULL;
ALTER TABLE mentions ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE mentions ADD FOREIGN KEY (status_id) REFERENCES statuses (id) ON DELETE CASCADE;
ALTER TABLE statuses_tags ADD FOREIGN KEY (status_id) REFERENCES statuses (id) ON DELETE CASCADE;
ALTER TABLE statuses_tags ADD FOREIGN KEY (tag_id) REFERENCES tags (id) ON DELETE CASCADE;
ALTER TABLE featured_tags ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE featured_tags ADD FOREIGN KEY (tag_id) REFERENCES tags (id) ON DELETE CASCADE;
ALTER TABLE tag_follows ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE tag_follows ADD FOREIGN KEY (tag_id) REFERENCES tags (id) ON DELETE CASCADE;
ALTER TABLE polls ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE polls ADD FOREIGN KEY (status_id) REFERENCES statuses (id) ON DELETE CASCADE;
ALTER TABLE poll_votes ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE poll_votes ADD FOREIGN KEY (poll_id) REFERENCES polls (id) ON DELETE CASCADE;
ALTER TABLE quotes ADD FOREIGN KEY (quoted_account_id) REFERENCES accounts (id) ON DELETE SET NULL;
ALTER TABLE quotes ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE quotes ADD FOREIGN KEY (quoted_status_id) REFERENCES statuses (id) ON DELETE SET NULL;
ALTER TABLE quotes ADD FOREIGN KEY (status_id) REFERENCES statuses (id) ON DELETE CASCADE;
ALTER TABLE favourites ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE favourites ADD FOREIGN KEY (status_id) REFERENCES statuses (id) ON DELETE CASCADE;
ALTER TABLE bookmarks ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE bookmarks ADD FOREIGN KEY (status_id) REFERENCES statuses (id) ON DELETE CASCADE;
ALTER TABLE follows ADD FOREIGN KEY (target_account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE follows ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE follow_requests ADD FOREIGN KEY (target_account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE follow_requests ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE mutes ADD FOREIGN KEY (target_account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE mutes ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE blocks ADD FOREIGN KEY (target_account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE blocks ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE account_domain_blocks ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE account_notes ADD FOREIGN KEY (target_account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE account_notes ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE account_pins ADD FOREIGN KEY (target_account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE account_pins ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE lists ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE list_accounts ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE list_accounts ADD FOREIGN KEY (follow_request_id) REFERENCES follow_requests (id) ON DELETE CASCADE;
ALTER TABLE list_accounts ADD FOREIGN KEY (follow_id) REFERENCES follows (id) ON DELETE CASCADE;
ALTER TABLE list_accounts ADD FOREIGN KEY (list_id) REFERENCES lists (id) ON DELETE CASCADE;
ALTER TABLE custom_filters ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE custom_filter_keywords ADD FOREIGN KEY (custom_filter_id) REFERENCES custom_filters (id) ON DELETE CASCADE;
ALTER TABLE custom_filter_statuses ADD FOREIGN KEY (custom_filter_id) REFERENCES custom_filters (id) ON DELETE CASCADE;
ALTER TABLE custom_filter_statuses ADD FOREIGN KEY (status_id) REFERENCES statuses (id) ON DELETE CASCADE;
ALTER TABLE preview_cards ADD FOREIGN KEY (author_account_id) REFERENCES accounts (id) ON DELETE SET NULL;
ALTER TABLE bulk_imports ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE bulk_import_rows ADD FOREIGN KEY (bulk_import_id) REFERENCES bulk_imports (id) ON DELETE CASCADE;
ALTER TABLE session_activations ADD FOREIGN KEY (access_token_id) REFERENCES oauth_access_tokens (id) ON DELETE CASCADE;
ALTER TABLE session_activations ADD FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
ALTER TABLE webauthn_credentials ADD FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
ALTER TABLE login_activities ADD FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
ALTER TABLE oauth_applications ADD FOREIGN KEY (owner_id) REFERENCES users (id) ON DELETE CASCADE;
ALTER TABLE oauth_access_tokens ADD FOREIGN KEY (application_id) REFERENCES oauth_applications (id) ON DELETE CASCADE;
ALTER TABLE oauth_access_tokens ADD FOREIGN KEY (resource_owner_id) REFERENCES users (id) ON DELETE CASCADE;
ALTER TABLE oauth_access_grants ADD FOREIGN KEY (application_id) REFERENCES oauth_applications (id) ON DELETE CASCADE;
ALTER TABLE oauth_access_grants ADD FOREIGN KEY (resource_owner_id) REFERENCES users (id) ON DELETE CASCADE;
