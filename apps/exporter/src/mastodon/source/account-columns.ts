/** The columns of a joined account that its identifiers need, under names that do not clash. */
import { type RawBuilder, sql } from 'kysely'
import type { AccountReference } from '../uris.ts'

/** For `select` beside the columns of another table. */
export const ACCOUNT_COLUMNS = [
  'accounts.id as account_id',
  'accounts.username as account_username',
  'accounts.domain as account_domain',
  'accounts.uri as account_uri',
  'accounts.url as account_url',
  'accounts.id_scheme as account_id_scheme',
  'accounts.followers_url as account_followers_url',
  'accounts.following_url as account_following_url',
] as const

export interface AccountColumns {
  readonly account_id: string
  readonly account_username: string
  readonly account_domain: string | null
  readonly account_uri: string | null
  readonly account_url: string | null
  readonly account_id_scheme: number | null
  readonly account_followers_url: string
  readonly account_following_url: string
}

/** The account of a row with these columns. */
export function accountOf(row: AccountColumns): AccountReference {
  return {
    id: row.account_id,
    username: row.account_username,
    domain: row.account_domain,
    uri: row.account_uri,
    url: row.account_url,
    id_scheme: row.account_id_scheme,
    followers_url: row.account_followers_url,
    following_url: row.account_following_url,
  }
}

/** `= ANY ($1)`: one parameter for any number of ids, so that statements stay few and short. */
export function anyOf(ids: readonly string[]): RawBuilder<string> {
  return sql<string>`ANY(${ids}::bigint[])`
}
