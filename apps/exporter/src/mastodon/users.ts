/** What Administration → Users needs: the list, one user, a changed e-mail address, names. */
import { type Kysely, type RawBuilder, sql, type SqlBool } from 'kysely'
import { containing } from '../like-pattern.ts'
import { isSqlError } from '../sql-error.ts'
import { utcTimestamp } from './column-parsers.ts'
import { isId } from './members.ts'
import { EVERYONE_POSITION, EVERYONE_ROLE_ID } from './permissions.ts'
import type { MastodonDatabase } from './tables.ts'

/** One row of the list. */
export interface UserSummary {
  readonly userId: string
  readonly accountId: string
  readonly username: string
  readonly email: string
  /** Null for members without a role of their own. */
  readonly roleName: string | null
  readonly createdAt: Date
  readonly lastActiveAt: Date | null
  readonly isDisabled: boolean
  readonly isSuspended: boolean
}

export interface UserDetail extends UserSummary {
  readonly rolePosition: number
}

export interface UserSearch {
  /** Part of a user name or e-mail address, or a whole user or account id; "" for all. */
  readonly search: string
  /** The last user id of the page before; null for the first page. */
  readonly after: string | null
  readonly limit: number
  /**
   * Ids of those whose name or address fits, the newest first, from `after` on, one more than `limit`
   * where there are more; null: all users are looked through.
   */
  readonly among?: readonly string[] | null
}

/** Local users, newest first, a page at a time. */
export async function searchUsers(
  db: Kysely<MastodonDatabase>,
  { search, after, limit, among = null }: UserSearch,
): Promise<{ users: UserSummary[]; next: string | null }> {
  const text = search.trim().replace(/^@/, '')
  const ids = among === null ? null : await withNumbered(db, among, { text, after })
  const rows = await usersQuery(db)
    .$if(after !== null && isId(after), (query) => query.where('users.id', '<', after))
    .$if(ids !== null, (query) => query.where('users.id', '=', sql<string>`ANY (${ids}::bigint[])`))
    .$if(text !== '', (query) => query.where(fits(text)))
    .orderBy('users.id', 'desc')
    .limit(limit + 1)
    .execute()
  const users = rows.slice(0, limit).map(toSummary)
  // Of those that were named some may be gone meanwhile: that does not end the list.
  const hasMore = rows.length > limit || (ids?.length ?? 0) > limit
  return { users, next: hasMore ? (users.at(-1)?.userId ?? null) : null }
}

function fits(text: string): RawBuilder<SqlBool> {
  if (!isId(text)) return holdsText(text)
  return sql<SqlBool>`(${holdsText(text)} OR users.id = ${text} OR accounts.id = ${text})`
}

/** And those whose own id, or whose account's, the text is. */
async function withNumbered(
  db: Kysely<MastodonDatabase>,
  among: readonly string[],
  { text, after }: { readonly text: string; readonly after: string | null },
): Promise<readonly string[]> {
  if (!isId(text)) return among
  const rows = await db
    .selectFrom('users')
    .select('id')
    .where((eb) => eb.or([eb('id', '=', text), eb('account_id', '=', text)]))
    .$if(after !== null && isId(after), (query) => query.where('id', '<', after))
    .execute()
  return [...new Set([...among, ...rows.map(({ id }) => id)])]
}

/** One local user; null when there is none of that id. */
export async function findUser(
  db: Kysely<MastodonDatabase>,
  userId: string,
): Promise<UserDetail | null> {
  if (!isId(userId)) return null
  const row = await usersQuery(db).where('users.id', '=', userId).executeTakeFirst()
  if (row === undefined) return null
  return { ...toSummary(row), rolePosition: row.role_position ?? EVERYONE_POSITION }
}

export type EmailChange = {
  readonly kind: 'changed' | 'unchanged' | 'taken' | 'invalid' | 'missing'
}

/** RFC 5321: 64 before the sign, 255 after it. */
const EMAIL = /^[^\s@"(),:;<>[\\\]]{1,64}@(?=.{1,255}$)[^\s@.,:;<>()"]+(?:\.[^\s@.,:;<>()"]+)+$/

/** Changes a user's e-mail address at once, without a confirmation mail. */
export async function updateEmail(
  db: Kysely<MastodonDatabase>,
  userId: string,
  email: string,
): Promise<EmailChange> {
  const address = email.trim().toLowerCase()
  if (!EMAIL.test(address)) return { kind: 'invalid' }
  const user = await findUser(db, userId)
  if (user === null) return { kind: 'missing' }
  if (user.email === address) return { kind: 'unchanged' }
  try {
    await db
      .updateTable('users')
      .set({ email: address, updated_at: utcTimestamp(new Date()) })
      .where('id', '=', userId)
      .execute()
  } catch (error) {
    if (isSqlError(error, 'unique-violation')) return { kind: 'taken' }
    throw error
  }
  return { kind: 'changed' }
}

/** The user names of these users; those that are gone are missing. */
export async function namesOfUsers(
  db: Kysely<MastodonDatabase>,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const ids = userIds.filter(isId)
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('users')
    .innerJoin('accounts', 'accounts.id', 'users.account_id')
    .select(['users.id', 'accounts.username'])
    .where('users.id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.id, row.username]))
}

/** Whose archives these rows of Mastodon's `backups` are. */
export async function namesOfBackups(
  db: Kysely<MastodonDatabase>,
  backupIds: readonly string[],
): Promise<ReadonlyMap<string, { userId: string; username: string }>> {
  const ids = backupIds.filter(isId)
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('backups')
    .innerJoin('users', 'users.id', 'backups.user_id')
    .innerJoin('accounts', 'accounts.id', 'users.account_id')
    .select(['backups.id', 'users.id as user_id', 'accounts.username'])
    .where('backups.id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.id, { userId: row.user_id, username: row.username }]))
}

// oxlint-disable-next-line typescript/explicit-function-return-type -- Kysely infers the row type
function usersQuery(db: Kysely<MastodonDatabase>) {
  return db
    .selectFrom('users')
    .innerJoin('accounts', 'accounts.id', 'users.account_id')
    .leftJoin('user_roles', (join) =>
      join.onRef('user_roles.id', '=', 'users.role_id').on('user_roles.id', '!=', EVERYONE_ROLE_ID),
    )
    .select([
      'users.id',
      'users.account_id',
      'users.email',
      'users.created_at',
      'users.disabled',
      'accounts.username',
      'accounts.suspended_at',
      'user_roles.name as role_name',
      'user_roles.position as role_position',
      sql<Date | null>`coalesce(users.current_sign_in_at, users.last_sign_in_at)`.as('active_at'),
    ])
}

type UserQueryRow = Awaited<ReturnType<ReturnType<typeof usersQuery>['execute']>>[number]

function toSummary(row: UserQueryRow): UserSummary {
  return {
    userId: row.id,
    accountId: row.account_id,
    username: row.username,
    email: row.email,
    roleName: row.role_name,
    createdAt: row.created_at,
    lastActiveAt: row.active_at,
    isDisabled: row.disabled,
    isSuspended: row.suspended_at !== null,
  }
}

/**
 * Whether name or address of a row of `users` and `accounts` contains a text; capitals count nothing.
 * Addresses are stored in lower case, and the names of local accounts are ASCII, which needs no locale:
 * looking through all of them takes a third of the time of a plain ILIKE. Local accounts are few
 * among all, and have an index.
 */
export function holdsText(text: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`(accounts.domain IS NULL AND (users.email LIKE ${containing(text.toLowerCase())}
    OR accounts.username ILIKE ${containing(text)} COLLATE "C"))`
}
