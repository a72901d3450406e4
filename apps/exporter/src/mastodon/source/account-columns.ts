/** The columns of joined posts and accounts that identifiers need, for every release's tables. */
import { type AliasedRawBuilder, type RawBuilder, sql } from 'kysely'
import type { Schema } from '../releases/schema.ts'
import type { AccountReference } from '../uris.ts'
import { type FieldReader, plain, text } from './packed.ts'

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

/** A post's columns for `StatusReference`. */
export const STATUS_COLUMNS = sql.raw(
  'statuses.id, statuses.uri, statuses.url, statuses.local, statuses.reblog_of_id',
)

/** The same as packed fields, in this order. */
export function statusFields(table: string): readonly RawBuilder<unknown>[] {
  return [
    plain(`${table}.id`),
    text(`${table}.uri`),
    text(`${table}.url`),
    plain(`${table}.local`),
    plain(`${table}.reblog_of_id`),
  ]
}

/** An account's columns for `readAccount`. */
export function accountFields(schema: Schema): readonly RawBuilder<unknown>[] {
  return [
    plain('accounts.id'),
    text('accounts.username'),
    text('accounts.domain'),
    text('accounts.uri'),
    text('accounts.url'),
    schema.column('accounts.id_scheme', { absent: sql`NULL::integer` }),
    text('accounts.followers_url'),
    text(schema.column('accounts.following_url', { absent: sql`''` })),
  ]
}

/** The account of these fields. */
export function readAccount(fields: FieldReader): AccountReference {
  return {
    id: fields.next(),
    username: fields.text() ?? '',
    domain: fields.text(),
    uri: fields.text(),
    url: fields.text(),
    id_scheme: fields.number(),
    followers_url: fields.text() ?? '',
    following_url: fields.text() ?? '',
  }
}

/** An account's columns for `accountOf`, in SQL text. */
export function accountColumnsText(schema: Schema): RawBuilder<unknown> {
  return sql.join(accountColumns(schema))
}

/** The same for `select` beside the columns of another table, under names that do not clash. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- a tuple of eight types
export function accountColumns(schema: Schema) {
  return [
    column('id')<string>(),
    column('username')<string>(),
    column('domain')<string | null>(),
    column('uri')<string | null>(),
    column('url')<string | null>(),
    schema
      .column('accounts.id_scheme', { absent: sql<number | null>`NULL::integer` })
      .as('account_id_scheme'),
    column('followers_url')<string>(),
    schema
      .column('accounts.following_url', { absent: sql<string>`''::varchar` })
      .as('account_following_url'),
  ] as const
}

function column<Name extends string>(name: Name) {
  return <Value>(): AliasedRawBuilder<Value, `account_${Name}`> =>
    sql<Value>`${sql.ref(`accounts.${name}`)}`.as(`account_${name}`)
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
