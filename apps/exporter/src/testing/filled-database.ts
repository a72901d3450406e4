/** A PostgreSQL for the tests of one file, filled with many rows by plain SQL, that tells what statements read. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll } from 'vitest'
import type { MastodonDatabase } from '../mastodon/tables.ts'
import { openDatabase, type OpenDatabase } from './open-database.ts'
import { startTestPostgres, type TestPostgres } from './postgres.ts'

export interface FilledDatabase {
  readonly db: Kysely<MastodonDatabase>
  /** Rows of a table read so far by whomever. */
  rowsRead(table: string): Promise<number>
  /** A counter of PostgreSQL's statistics as it stands now. */
  counter(query: RawBuilder<{ read: string }>): Promise<number>
}

/**
 * @param options.tables emptied before they are filled, and analysed afterwards
 * @param options.fill runs without triggers and foreign keys
 */
export function useFilledDatabase(options: {
  readonly tables: readonly string[]
  readonly fill: (db: Kysely<MastodonDatabase>) => Promise<void>
}): FilledDatabase {
  const tables = sql.join(options.tables.map((table) => sql.table(table)))
  let postgres: TestPostgres
  let open: OpenDatabase
  beforeAll(async () => {
    postgres = await startTestPostgres()
    open = openDatabase(postgres.url)
    await open.db.transaction().execute(async (db) => {
      await sql`SET LOCAL session_replication_role = replica`.execute(db)
      await sql`TRUNCATE ${tables} CASCADE`.execute(db)
      await options.fill(db)
    })
    await sql`ANALYZE ${tables}`.execute(open.db)
  })
  afterAll(async () => {
    await open.close()
    await postgres.stop()
  })

  async function counter(query: RawBuilder<{ read: string }>): Promise<number> {
    await sql`SELECT pg_stat_force_next_flush()`.execute(open.db)
    return Number((await query.execute(open.db)).rows[0]?.read)
  }
  return {
    get db() {
      return open.db
    },
    counter,
    rowsRead: (table) =>
      counter(sql`SELECT seq_tup_read + idx_tup_fetch AS read FROM pg_stat_user_tables
        WHERE relname = ${table}`),
  }
}
