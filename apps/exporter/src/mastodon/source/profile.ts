/** What the actor document needs beside the account's row. */
import { type Kysely, sql } from 'kysely'
import { shortcodesIn } from '../activitypub/emojis.ts'
import { type ActorRows, emojiTextsOfProfile, type KeyRow } from '../activitypub/actor.ts'
import { profileFields } from '../activitypub/profile-fields.ts'
import type { AccountRow } from '../members.ts'
import type { KnownDatabase } from '../releases/schema.ts'
import type { MentionEntity } from '../text/entities.ts'
import { storedDomain } from '../text/formatter.ts'
import { findMentions } from '../text/mentions.ts'
import type { FormatterRules } from '../text/rules.ts'
import type { MastodonDatabase } from '../tables.ts'
import type { AccountReference } from '../uris.ts'
import { accountColumns, accountOf } from './account-columns.ts'
import { selectEmojis } from './related-queries.ts'

/** Loads it; a handful of queries, once an archive. */
export async function loadProfile(
  { db, schema }: KnownDatabase,
  account: AccountRow,
  { localDomain, rules }: { localDomain: string; rules: FormatterRules },
): Promise<ActorRows> {
  const fields = profileFields(account.fields)
  const texts = [account.note, ...fields.map((field) => field.value)]
  const [hashtags, emojis, mentioned, movedTo, key] = await Promise.all([
    selectHashtagNames(db, account.id),
    selectEmojis(db, shortcodesIn(emojiTextsOfProfile(account, fields))),
    selectMentionable(
      { db, schema },
      texts.flatMap((text) => findMentions(text, rules)),
      localDomain,
    ),
    selectAccount({ db, schema }, account.moved_to_account_id),
    selectKey({ db, schema }, account.id),
  ])
  return {
    account,
    fields,
    hashtags,
    emojis: new Map(emojis.map((emoji) => [emoji.shortcode, emoji])),
    mentioned,
    movedTo,
    aliases: account.also_known_as ?? [],
    key,
  }
}

async function selectHashtagNames(
  db: Kysely<MastodonDatabase>,
  accountId: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('accounts_tags')
    .innerJoin('tags', 'tags.id', 'accounts_tags.tag_id')
    .select('tags.name')
    .where('accounts_tags.account_id', '=', accountId)
    .orderBy('tags.id')
    .execute()
  return rows.map((row) => row.name)
}

/** The known accounts among those a profile mentions. */
async function selectMentionable(
  { db, schema }: KnownDatabase,
  mentions: readonly MentionEntity[],
  localDomain: string,
): Promise<AccountReference[]> {
  const addresses = mentions.map((mention) => addressOf(mention, localDomain))
  if (addresses.length === 0) return []
  const rows = await db
    .selectFrom('accounts')
    .select(accountColumns(schema))
    .where(
      // The expressions of the table's unique index.
      sql<boolean>`(lower(username::text), coalesce(lower(domain::text), '')) IN (
        SELECT * FROM unnest(
          ${addresses.map((one) => one.username)}::text[],
          ${addresses.map((one) => one.domain)}::text[]
        ))`,
    )
    .execute()
  return rows.map(accountOf)
}

/** In lower case; the domain of accounts of this server is "". */
function addressOf(
  { address }: MentionEntity,
  localDomain: string,
): { username: string; domain: string } {
  const [username = '', typed] = address.toLowerCase().split('@')
  const domain = storedDomain(typed) ?? ''
  return { username, domain: domain === localDomain.toLowerCase() ? '' : domain }
}

async function selectAccount(
  { db, schema }: KnownDatabase,
  id: string | null,
): Promise<AccountReference | null> {
  if (id === null) return null
  const row = await db
    .selectFrom('accounts')
    .select(accountColumns(schema))
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? null : accountOf(row)
}

/** 4.7 gives local accounts such keys; in 4.6 the table holds those of other servers only. */
async function selectKey({ db, schema }: KnownDatabase, accountId: string): Promise<KeyRow | null> {
  if (!schema.has('keypairs', 'local_fragment')) return null
  const { rows } = await sql<KeyRow>`
    SELECT public_key, uri, local_fragment
    FROM keypairs
    WHERE account_id = ${accountId} AND NOT revoked
      AND (expires_at IS NULL OR expires_at > now() AT TIME ZONE 'UTC')
    ORDER BY type, id
    LIMIT 1`.execute(db)
  return rows[0] ?? null
}
