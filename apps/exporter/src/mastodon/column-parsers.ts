/**
 * How `pg` must read Mastodon's columns, and how a point in time is written to them.
 *
 * Mastodon's timestamps are "without time zone" and mean UTC. `pg` alone would take them for this
 * process's local time, hours off on most servers.
 */
import { types, type CustomTypesConfig } from 'pg'

/**
 * The `types` setting of every `pg.Pool` on Mastodon's database: timestamps as UTC; everything
 * else as `pg` does by itself (`bigint` as string).
 */
export const COLUMN_PARSERS: CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === types.builtins.TIMESTAMP && format !== 'binary'
      ? parseUtcTimestamp
      : types.getTypeParser(oid, format),
}

/** The text PostgreSQL stores as exactly this point in time, whatever the process's time zone. */
export function utcTimestamp(date: Date): string {
  return date.toISOString().replace('T', ' ').replace('Z', '')
}

/** "2026-11-23 19:07:10.123456" → Date; microseconds are cut to milliseconds. */
function parseUtcTimestamp(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}Z`)
}
