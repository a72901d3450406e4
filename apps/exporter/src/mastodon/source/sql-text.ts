/** Points in time as archives have them, made by PostgreSQL: no Date is built for each row. */
import { type RawBuilder, sql } from 'kysely'

/** "2026-11-23T19:07:10Z" of a timestamp column, by reference: `statuses.created_at`. */
export function isoSeconds(column: string): RawBuilder<string> {
  return sql<string>`to_char(${sql.ref(column)}, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
}
