/**
 * Databases of every release of Mastodon, made of one of 4.5: the columns and tables that came or
 * went in between, as far as Howdah may meet them.
 */
import { type Kysely, sql } from 'kysely'
import type { ReleaseName, SoftwareName } from '../mastodon/releases/release.ts'
import type { MastodonDatabase } from '../mastodon/tables.ts'

/** Back from 4.5, one release a step. */
const OLDER: readonly (readonly [ReleaseName, string])[] = [
  [
    '4.4',
    `ALTER TABLE accounts DROP COLUMN following_url, DROP COLUMN id_scheme;
    ALTER TABLE status_stats DROP COLUMN quotes_count;
    ALTER TABLE conversations DROP COLUMN parent_status_id, DROP COLUMN parent_account_id;
    UPDATE schema_migrations SET version = '20250627132728'`,
  ],
  [
    '4.3',
    `DROP TABLE quotes;
    ALTER TABLE statuses DROP COLUMN fetched_replies_at, DROP COLUMN quote_approval_policy;
    ALTER TABLE status_edits DROP COLUMN quote_id;
    ALTER TABLE status_stats
      DROP COLUMN untrusted_favourites_count, DROP COLUMN untrusted_reblogs_count;
    ALTER TABLE users DROP COLUMN age_verified_at, DROP COLUMN require_tos_interstitial,
      ADD COLUMN encrypted_otp_secret varchar, ADD COLUMN encrypted_otp_secret_iv varchar,
      ADD COLUMN encrypted_otp_secret_salt varchar;
    ALTER TABLE settings ADD COLUMN thing_type varchar, ADD COLUMN thing_id bigint;
    UPDATE schema_migrations SET version = '20241007071624'`,
  ],
  [
    '4.2',
    `ALTER TABLE accounts DROP COLUMN attribution_domains, ADD COLUMN devices_url varchar;
    ALTER TABLE users DROP COLUMN otp_secret, ADD COLUMN admin boolean NOT NULL DEFAULT false,
      ADD COLUMN moderator boolean NOT NULL DEFAULT false;
    ALTER TABLE preview_cards DROP COLUMN author_account_id;
    ALTER TABLE preview_cards_statuses DROP COLUMN url;
    ALTER TABLE oauth_access_grants
      DROP COLUMN code_challenge, DROP COLUMN code_challenge_method;
    UPDATE schema_migrations SET version = '20230907150100'`,
  ],
]

/** Forth from 4.5. */
const NEWER: readonly (readonly [ReleaseName, string])[] = [
  [
    '4.6',
    `ALTER TABLE user_roles ADD COLUMN collection_limit integer NOT NULL DEFAULT 10,
      ADD COLUMN require_2fa boolean NOT NULL DEFAULT false;
    ALTER TABLE accounts ADD COLUMN avatar_description varchar NOT NULL DEFAULT '',
      ADD COLUMN collections_url varchar,
      ADD COLUMN feature_approval_policy integer NOT NULL DEFAULT 0,
      ADD COLUMN header_description varchar NOT NULL DEFAULT '',
      ADD COLUMN show_featured boolean NOT NULL DEFAULT true,
      ADD COLUMN show_media boolean NOT NULL DEFAULT true,
      ADD COLUMN show_media_replies boolean NOT NULL DEFAULT true;
    ALTER TABLE media_attachments ADD COLUMN thumbnail_storage_schema_version integer;
    ALTER TABLE bulk_imports ADD COLUMN missing_status boolean NOT NULL DEFAULT false;
    CREATE TABLE keypairs (id bigserial PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts,
      created_at timestamp NOT NULL, expires_at timestamp, private_key varchar,
      public_key varchar NOT NULL, revoked boolean NOT NULL DEFAULT false, type integer NOT NULL,
      updated_at timestamp NOT NULL, uri varchar NOT NULL);
    CREATE TABLE collections (id bigserial PRIMARY KEY,
      account_id bigint NOT NULL REFERENCES accounts, created_at timestamp NOT NULL,
      description text, description_html text, discoverable boolean NOT NULL,
      item_count integer NOT NULL DEFAULT 0, language varchar, local boolean NOT NULL,
      name varchar NOT NULL, original_number_of_items integer, sensitive boolean NOT NULL,
      tag_id bigint REFERENCES tags, updated_at timestamp NOT NULL, uri varchar, url varchar);
    CREATE TABLE collection_items (id bigserial PRIMARY KEY, account_id bigint REFERENCES accounts,
      activity_uri varchar, approval_last_verified_at timestamp, approval_uri varchar,
      collection_id bigint NOT NULL REFERENCES collections, created_at timestamp NOT NULL,
      object_uri varchar, position integer NOT NULL DEFAULT 1, state integer NOT NULL DEFAULT 0,
      updated_at timestamp NOT NULL, uri varchar);
    CREATE TABLE tagged_objects (id bigserial PRIMARY KEY, ap_type varchar NOT NULL,
      created_at timestamp NOT NULL, object_id bigint, object_type varchar,
      status_id bigint NOT NULL REFERENCES statuses, updated_at timestamp NOT NULL, uri varchar);
    UPDATE schema_migrations SET version = '20260611150940'`,
  ],
  [
    '4.7',
    `ALTER TABLE accounts ADD COLUMN requested_deletion_at timestamp,
      ALTER COLUMN uri DROP NOT NULL, ALTER COLUMN uri DROP DEFAULT;
    UPDATE accounts SET uri = NULL WHERE uri = '';
    ALTER TABLE keypairs ADD COLUMN local_fragment varchar, ALTER COLUMN uri DROP NOT NULL;
    INSERT INTO keypairs (account_id, type, local_fragment, public_key, created_at, updated_at)
      SELECT id, 0, '#main-key', public_key, now(), now() FROM accounts WHERE domain IS NULL;
    UPDATE accounts SET public_key = '' WHERE domain IS NULL;
    UPDATE schema_migrations SET version = '20260805130216'`,
  ],
]

const GLITCH = `
  ALTER TABLE statuses ADD COLUMN local_only boolean, ADD COLUMN content_type varchar;
  ALTER TABLE status_edits ADD COLUMN content_type varchar`

/** Changes a database of 4.5, with its rows, into one of another release or of a fork. */
export async function changeRelease(
  db: Kysely<MastodonDatabase>,
  release: ReleaseName,
  software: SoftwareName = 'mastodon',
): Promise<void> {
  const steps = OLDER.some(([name]) => name === release) ? OLDER : NEWER
  for (const [name, statements] of release === '4.5' ? [] : steps) {
    await runAll(db, statements)
    if (name === release) break
  }
  if (software === 'glitch-soc') await runAll(db, GLITCH)
}

/** One by one: a prepared statement is a single one. */
async function runAll(db: Kysely<MastodonDatabase>, statements: string): Promise<void> {
  for (const statement of statements.split(';')) await sql.raw(statement).execute(db)
}
