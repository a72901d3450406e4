/**
 * Small communities for tests: accounts, posts and what hangs off them, as a Mastodon 4.5 server
 * would have stored them. Every function inserts at once and gives the row back.
 */
import type { Insertable, Kysely, Selectable } from 'kysely'
import { utcTimestamp } from '../mastodon/column-parsers.ts'
import type { MastodonDatabase } from '../mastodon/tables.ts'
import type { MediaAttachmentsTable } from '../mastodon/tables/media.ts'
import type { AccountsTable, UsersTable } from '../mastodon/tables/people.ts'
import type { PollsTable, QuotesTable, StatusesTable } from '../mastodon/tables/posts.ts'

export type Account = Selectable<AccountsTable>
export type User = Selectable<UsersTable>
export type Status = Selectable<StatusesTable>

type Db = Kysely<MastodonDatabase>

/** A fixed moment, so that expected values can be written down. */
export const MOMENT = utcTimestamp(new Date('2025-03-04T05:06:07.890Z'))
const TIMES = { created_at: MOMENT, updated_at: MOMENT }
const LOCAL_WEB = 'https://example.social'

/** An account; local unless a domain is given, then with the usual addresses of a remote server. */
export async function addAccount(
  db: Db,
  values: Partial<Insertable<AccountsTable>> & { username: string },
): Promise<Account> {
  const { username, domain } = values
  const remote =
    typeof domain === 'string'
      ? {
          uri: `https://${domain}/users/${username}`,
          url: `https://${domain}/@${username}`,
          followers_url: `https://${domain}/users/${username}/followers`,
          following_url: `https://${domain}/users/${username}/following`,
          id_scheme: 0,
        }
      : {}
  return db
    .insertInto('accounts')
    .values({ ...TIMES, public_key: 'PUBLIC KEY', ...remote, ...values })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** A local account with a log-in; confirmed, approved, without a password unless one is given. */
export async function addMember(
  db: Db,
  account: Partial<Insertable<AccountsTable>> & { username: string },
  user: Partial<Insertable<UsersTable>> = {},
): Promise<{ account: Account; user: User }> {
  const added = await addAccount(db, account)
  const row = await db
    .insertInto('users')
    .values({
      ...TIMES,
      email: `${account.username}@example.social`,
      confirmed_at: MOMENT,
      account_id: added.id,
      ...user,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { account: added, user: row }
}

export interface StatusParts {
  readonly mentions?: readonly Account[]
  /** Names without the sign. */
  readonly tags?: readonly string[]
  readonly media?: readonly Partial<Insertable<MediaAttachmentsTable>>[]
  readonly poll?: Partial<Insertable<PollsTable>> & { options: string[] }
  readonly quotes?: Partial<Insertable<QuotesTable>> & { quoted_status_id: string }
  /** Begins a conversation; "4.5" knows its first post. */
  readonly conversation?: '4.5' | 'older'
}

/** A post of the account with everything that belongs to it. */
export async function addStatus(
  db: Db,
  account: Account,
  values: Partial<Insertable<StatusesTable>> = {},
  parts: StatusParts = {},
): Promise<Status> {
  const isLocal = account.domain === null
  const inserted = await db
    .insertInto('statuses')
    .values({ ...TIMES, account_id: account.id, local: isLocal, ...values })
    .returningAll()
    .executeTakeFirstOrThrow()
  const uri = values.uri === undefined ? statusUri(account, inserted) : values.uri
  await db.updateTable('statuses').set({ uri }).where('id', '=', inserted.id).execute()
  await addParts(db, inserted, parts)
  return db
    .selectFrom('statuses')
    .selectAll()
    .where('id', '=', inserted.id)
    .executeTakeFirstOrThrow()
}

function statusUri(account: Account, status: Status): string {
  const base =
    account.domain === null
      ? LOCAL_WEB +
        (account.id_scheme === 1 ? `/ap/users/${account.id}` : `/users/${account.username}`)
      : account.uri
  return `${base}/statuses/${status.id}${status.reblog_of_id === null ? '' : '/activity'}`
}

async function addParts(db: Db, status: Status, parts: StatusParts): Promise<void> {
  for (const mentioned of parts.mentions ?? []) await addMention(db, status, mentioned)
  for (const name of parts.tags ?? []) await addHashtag(db, status, name)
  for (const media of parts.media ?? []) await addMedia(db, status, media)
  if (parts.poll !== undefined) await addPoll(db, status, parts.poll)
  if (parts.quotes !== undefined) {
    await db
      .insertInto('quotes')
      .values({ ...TIMES, account_id: status.account_id, status_id: status.id, ...parts.quotes })
      .execute()
  }
  if (parts.conversation !== undefined) await addConversation(db, status, parts.conversation)
}

/** @param isSilent An audience that the post does not name. */
export async function addMention(
  db: Db,
  status: Status,
  account: Account,
  isSilent = false,
): Promise<void> {
  await db
    .insertInto('mentions')
    .values({ ...TIMES, status_id: status.id, account_id: account.id, silent: isSilent })
    .execute()
}

export async function addHashtag(db: Db, status: Status, name: string): Promise<void> {
  const known = await db.selectFrom('tags').select('id').where('name', '=', name).executeTakeFirst()
  const tag =
    known ??
    (await db
      .insertInto('tags')
      .values({ ...TIMES, name })
      .returning('id')
      .executeTakeFirstOrThrow())
  await db.insertInto('statuses_tags').values({ status_id: status.id, tag_id: tag.id }).execute()
}

/** A picture with a file, unless other values are given. */
export async function addMedia(
  db: Db,
  status: Status,
  values: Partial<Insertable<MediaAttachmentsTable>> = {},
): Promise<string> {
  const row = await db
    .insertInto('media_attachments')
    .values({
      ...TIMES,
      account_id: status.account_id,
      status_id: status.id,
      file_file_name: 'a1b2c3.png',
      file_content_type: 'image/png',
      file_file_size: 1234,
      ...values,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

async function addPoll(
  db: Db,
  status: Status,
  values: Partial<Insertable<PollsTable>> & { options: string[] },
): Promise<void> {
  const poll = await db
    .insertInto('polls')
    .values({ ...TIMES, account_id: status.account_id, status_id: status.id, ...values })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db.updateTable('statuses').set({ poll_id: poll.id }).where('id', '=', status.id).execute()
}

async function addConversation(db: Db, status: Status, kind: '4.5' | 'older'): Promise<void> {
  const parent =
    kind === '4.5' ? { parent_status_id: status.id, parent_account_id: status.account_id } : {}
  const row = await db
    .insertInto('conversations')
    .values({ ...TIMES, ...parent })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .updateTable('statuses')
    .set({ conversation_id: row.id })
    .where('id', '=', status.id)
    .execute()
}

/** One account follows another. */
export async function addFollow(db: Db, from: Account, to: Account): Promise<void> {
  await db
    .insertInto('follows')
    .values({ ...TIMES, account_id: from.id, target_account_id: to.id })
    .execute()
}

/** The accounts like or keep the post. */
export async function addMarks(
  db: Db,
  table: 'favourites' | 'bookmarks',
  { account, status }: { account: Account; status: Status },
): Promise<void> {
  await db
    .insertInto(table)
    .values({ ...TIMES, account_id: account.id, status_id: status.id })
    .execute()
}
