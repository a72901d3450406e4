/**
 * Which tables and columns a Mastodon database has. What a release does not have yet, or has no
 * more, is never named in a statement: something else stands in its place.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { MastodonDatabase } from '../tables.ts'

/** A database together with what is known of its tables. */
export interface KnownDatabase {
  readonly db: Kysely<MastodonDatabase>
  readonly schema: Schema
}

export class Schema {
  readonly #tables: ReadonlyMap<string, ReadonlySet<string>>

  /** @param tables The names of the columns, by name of the table. */
  constructor(tables: ReadonlyMap<string, ReadonlySet<string>>) {
    this.#tables = tables
  }

  /** Whether there is the table, or that column of it. */
  has(table: string, column?: string): boolean {
    const columns = this.#tables.get(table)
    return columns !== undefined && (column === undefined || columns.has(column))
  }

  /**
   * A column for a statement, or what stands for it.
   * @param reference "accounts.id_scheme"
   * @param options.absent SQL for a database without it.
   * @param options.as The table's name in the statement, where it has another one.
   */
  column<T>(
    reference: `${string}.${string}`,
    { absent, as }: { absent: RawBuilder<T>; as?: string },
  ): RawBuilder<T> {
    const [table = '', column = ''] = reference.split('.')
    return this.has(table, column) ? sql<T>`${sql.ref(`${as ?? table}.${column}`)}` : absent
  }
}

/** Reads the columns of every table that statements reach by its plain name. */
export async function readSchema(db: Kysely<MastodonDatabase>): Promise<Schema> {
  const { rows } = await sql<{ name: string; columns: string[] }>`
    SELECT relname AS name, array_agg(attname::text) AS columns
    FROM pg_class
    JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
    WHERE pg_table_is_visible(pg_class.oid) AND relkind IN ('r', 'p', 'v', 'f')
      AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
    GROUP BY relname`.execute(db)
  return new Schema(new Map(rows.map((row) => [row.name, new Set(row.columns)])))
}
