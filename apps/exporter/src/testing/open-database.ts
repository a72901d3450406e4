/** Kysely on a test database, and a count of the statements that ran. */
import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import { COLUMN_PARSERS } from '../mastodon/column-parsers.ts'
import type { MastodonDatabase } from '../mastodon/tables.ts'

export interface OpenDatabase {
  readonly db: Kysely<MastodonDatabase>
  /** The SQL of every statement since the start or the last `statements.length = 0`. */
  readonly statements: string[]
  close(): Promise<void>
}

/** Opens a pool on a test database. */
export function openDatabase(url: string): OpenDatabase {
  const statements: string[] = []
  const pool = new Pool({ connectionString: url, types: COLUMN_PARSERS, max: 8 })
  // An idle connection may be cut when the database is dropped.
  pool.on('error', () => {})
  const db = new Kysely<MastodonDatabase>({
    dialect: new PostgresDialect({ pool }),
    log: (event) => {
      statements.push(event.query.sql)
    },
  })
  return { db, statements, close: () => db.destroy() }
}
