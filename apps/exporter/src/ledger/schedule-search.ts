/**
 * A search of the export schedule as a condition: by members, by their present name or address or the
 * one that an export was requested under, and by a whole id.
 */
import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import { beginningWith } from '../like-pattern.ts'
import { holdsText } from '../mastodon/users.ts'
import { isNamed, type MemberNames } from './member-names.ts'
import { isRowId } from './reading.ts'
import type { LedgerDatabase } from './tables.ts'

/** Of a search for more members than this the exports are shown and not counted. */
const MOST_MEMBERS = 200

/** Exports of one name: ten of each member of a search that is still counted. */
const MOST_BY_NAME = 2_000

/** How a search is answered; null: by looking through all members. */
export type Searched =
  /** By the exports of these members. */
  | { readonly kind: 'few'; readonly userIds: readonly string[] }
  /** By the names that the index of members knows, export by export: the first are soon found. */
  | { readonly kind: 'many'; readonly userIds: readonly string[] }

/**
 * Finds the members of a search, those included whose exports were requested under a name that begins
 * so, whatever they are called now.
 * @returns null where the index of members cannot tell, and without a search
 */
export async function searchMembers(
  db: Kysely<LedgerDatabase>,
  search: string,
  names: MemberNames,
): Promise<Searched | null> {
  const limit = MOST_MEMBERS + 1
  const found = search === '' ? null : await names.find(search, { limit, isAnyOrder: true })
  if (found === null) return null
  if (found.length > MOST_MEMBERS) return { kind: 'many', userIds: found }
  const { rows } = await sql<{ userId: string }>`
    SELECT user_id AS "userId" FROM howdah.exports
    WHERE username LIKE ${namedLike(search)} LIMIT ${MOST_BY_NAME}`.execute(db)
  const userIds = [...new Set([...found, ...rows.map(({ userId }) => userId)])]
  const isMany = userIds.length > MOST_MEMBERS || rows.length === MOST_BY_NAME
  return { kind: isMany ? 'many' : 'few', userIds }
}

/** By its member, or by its own id or theirs; the row of the export is `e`. */
export function matchesSearch(search: string, among: Searched | null): RawBuilder<SqlBool> {
  const byName = among === null ? hasMember(search) : isAmong(search, among)
  if (!isRowId(search)) return sql<SqlBool>`(${byName})`
  return sql<SqlBool>`(${byName} OR e.id = ${search} OR e.user_id = ${search})`
}

function isAmong(search: string, { kind, userIds }: Searched): RawBuilder<SqlBool> {
  const isOfThese = sql<SqlBool>`e.user_id = ANY (${userIds}::bigint[])`
  if (kind === 'few') return isOfThese
  return sql<SqlBool>`${isOfThese} OR e.username LIKE ${namedLike(search)}
    OR ${isNamed(sql`e.user_id`, search)}`
}

/**
 * By the members whose present name or address it is part of, and by the name that an export was
 * requested under, from its beginning.
 */
function hasMember(search: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`e.user_id = ANY (ARRAY(
    SELECT users.id FROM users JOIN accounts ON accounts.id = users.account_id
    WHERE ${holdsText(withoutSign(search))}
    UNION SELECT x.user_id FROM howdah.exports x WHERE x.username LIKE ${namedLike(search)}))`
}

function namedLike(search: string): string {
  return beginningWith(withoutSign(search))
}

/** "@ada" and "ada" mean the same member. */
function withoutSign(search: string): string {
  return search.trim().replace(/^@/, '')
}
