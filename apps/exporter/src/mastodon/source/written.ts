/**
 * JSON that PostgreSQL writes: what `uris.ts` and `rows.ts` say of posts and accounts, as SQL. For texts
 * that need nothing but columns, and of which there may be a million.
 */
import { type RawBuilder, sql } from 'kysely'
import { VISIBILITY } from '../activitypub/rows.ts'
import type { Schema } from '../releases/schema.ts'
import { INSTANCE_ACTOR_ID, NUMERIC_SCHEME } from '../uris.ts'
import { isoSeconds } from './sql-text.ts'

type Text = RawBuilder<unknown>

/** A text as JSON; NULL for NULL. */
export function jsonText(value: Text): Text {
  return sql`to_json((${value})::text)`
}

/** Pieces of JSON one after the other; a piece that is NULL is left out. */
export function written(...pieces: readonly (Text | string)[]): Text {
  return sql`concat(${sql.join(pieces.map((one) => (typeof one === 'string' ? sql.lit(one) : one)))})`
}

/** Pieces that are only there where a condition holds. */
export function writtenWhere(condition: Text, ...pieces: readonly (Text | string)[]): Text {
  return sql`CASE WHEN ${condition} THEN ${written(...pieces)} END`
}

/** A point in time as JSON, `null` without one. */
export function timeOrNull(column: string): Text {
  return sql`coalesce('"' || ${isoSeconds(column)} || '"', 'null')`
}

/** The name of a post's visibility. */
export function visibilityName(column: string): Text {
  const names = Object.entries(VISIBILITY).map(
    ([name, number]) => sql`WHEN ${sql.lit(number)} THEN ${sql.lit(name)}`,
  )
  return sql`CASE ${sql.raw(column)} ${sql.join(names, sql` `)} ELSE ${sql.raw(column)}::text END`
}

/** As `isLocalStatus`. */
export function isLocal(post: string): Text {
  return sql`(${sql.raw(post)}.local IS TRUE OR ${sql.raw(post)}.uri IS NULL)`
}

/**
 * As `Uris.status`.
 * @param post the table's name in the statement
 * @param actor its author's URI
 */
export function statusUri(post: string, actor: Text): Text {
  const column = (name: string) => sql.raw(`${post}.${name}`)
  return sql`CASE WHEN ${isLocal(post)} THEN concat(${actor}, '/statuses/', ${column('id')},
      CASE WHEN ${column('reblog_of_id')} IS NOT NULL THEN '/activity' END)
    ELSE ${column('uri')} END`
}

/**
 * As `Uris.status` of a post of the author, as JSON: only what others gave is escaped here.
 * @param actor its author's URI as it stands inside of a JSON string
 */
export function ownUriJson(post: string, actor: string): Text {
  const column = (name: string) => sql.raw(`${post}.${name}`)
  return sql`CASE WHEN ${isLocal(post)} THEN concat('"', ${actor}::text, '/statuses/', ${column('id')},
      CASE WHEN ${column('reblog_of_id')} IS NOT NULL THEN '/activity' END, '"')
    ELSE ${jsonText(column('uri'))}::text END`
}

/** As `Uris.actor`, of a joined account. */
export function actorUri(schema: Schema, account: string, webUrl: string): Text {
  const column = (name: string) => sql.raw(`${account}.${name}`)
  const scheme = schema.has('accounts', 'id_scheme')
    ? sql`WHEN ${column('id_scheme')} = ${sql.lit(NUMERIC_SCHEME)}
        THEN concat(${webUrl}::text, '/ap/users/', ${column('id')})`
    : sql``
  return sql`CASE WHEN ${column('domain')} IS NOT NULL THEN coalesce(${column('uri')}, '')
    WHEN ${column('id')} = ${sql.lit(INSTANCE_ACTOR_ID)} THEN concat(${webUrl}::text, '/actor')
    ${scheme} ELSE concat(${webUrl}::text, '/users/', ${column('username')}) END`
}
