/**
 * How a column's value looks in TypeScript.
 *
 * - `bigint` is `string`: ids have 63 bits, a JavaScript number keeps 53.
 * - `timestamp` (without time zone, in UTC) is read as `Date` by the parsers of
 *   `column-parsers.ts`, and written as text by `utcTimestamp(date)`. Writing a `Date` itself is a
 *   type error on purpose: `pg` would send it in this process's time zone and PostgreSQL would
 *   drop the offset.
 * - `json` and `jsonb` are read as parsed values, and written as JSON text: an array given as a
 *   value would be sent as a PostgreSQL array.
 * - Columns with a default are `Generated`; nullable columns may be left out when inserting.
 */
import type { ColumnType } from 'kysely'

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue }

export type Json = ColumnType<JsonValue | null, string | null | undefined, string | null>
export type Timestamp = ColumnType<Date, string, string>
export type NullableTimestamp = ColumnType<Date | null, string | null | undefined, string | null>
