/**
 * The one place that opens Mastodon's database: a pool, and Kysely over it.
 */
import { Kysely, PostgresDialect } from 'kysely'
import { Pool, type PoolConfig } from 'pg'
import type { DatabaseSettings } from './config/config.ts'
import type { LedgerTables } from './ledger/tables.ts'
import { COLUMN_PARSERS } from './mastodon/column-parsers.ts'
import type { MastodonDatabase } from './mastodon/tables.ts'

/** Mastodon's tables and ours, which share one database so that one transaction can hold both. */
export type Database = MastodonDatabase & LedgerTables

/**
 * Opens a pool on the database. Nothing connects before the first statement; `destroy()` closes it.
 *
 * A statement that takes longer than `statementTimeoutMs` ends with PostgreSQL's error 57014. Where
 * the settings say PgBouncer, the limit is kept on this side, because PgBouncer refuses start
 * parameters it does not know.
 */
export function connectDatabase(settings: DatabaseSettings): Kysely<Database> {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: openPool(settings) }) })
}

function openPool(settings: DatabaseSettings): Pool {
  const pool = new Pool({
    ...connectionOptions(settings),
    ...timeoutOptions(settings),
    max: settings.poolSize,
    types: COLUMN_PARSERS,
    application_name: 'howdah',
    connectionTimeoutMillis: settings.connectTimeoutMs,
    keepAlive: true,
  })
  // A connection that the server closes is replaced at the next use, and a statement that was under
  // way fails by itself. But an `error` event that nobody listens to would end the process, on an
  // idle connection as on one that waits between two statements of a transaction.
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  return pool
}

function connectionOptions(settings: DatabaseSettings): PoolConfig {
  if (settings.url !== null) return { connectionString: settings.url }
  return {
    host: settings.host,
    port: settings.port,
    database: settings.name,
    user: settings.user,
    ...(settings.password === null ? {} : { password: settings.password }),
    ssl: sslOption(settings.sslMode),
  }
}

/** libpq's `require` encrypts without checking the certificate; `verify-*` check it. */
function sslOption(mode: DatabaseSettings['sslMode']): PoolConfig['ssl'] {
  if (mode === 'require') return { rejectUnauthorized: false }
  if (mode === 'verify-ca' || mode === 'verify-full') return { rejectUnauthorized: true }
  // `pg` cannot try TLS and then fall back, as `prefer` asks; a socket or loopback needs none.
  return false
}

function timeoutOptions(settings: DatabaseSettings): PoolConfig {
  return settings.preparedStatements
    ? { statement_timeout: settings.statementTimeoutMs }
    : { query_timeout: settings.statementTimeoutMs }
}
