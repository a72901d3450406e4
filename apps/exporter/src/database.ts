/**
 * The one place that opens Mastodon's database: a pool, and Kysely over it.
 */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import { Client, Pool, type PoolClient, type PoolConfig } from 'pg'
import type { DatabaseSettings } from './config/config.ts'
import type { LedgerTables } from './ledger/tables.ts'
import { COLUMN_PARSERS } from './mastodon/column-parsers.ts'
import { KEPT_STATEMENT } from './mastodon/source/packed.ts'
import type { MastodonDatabase } from './mastodon/tables.ts'
import { messageSocket } from './message-socket.ts'
import { type DatabaseAddress, databaseAddress } from './database-address.ts'
import { offersTls } from './offers-tls.ts'

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
  const pool = async (): Promise<Pool> => openPool(settings, await connectionOptions(settings))
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
}

/**
 * Opens the replica for reading. A connection that it refuses is opened to the database itself, so
 * that no reader has to care; a statement that fails under way fails.
 */
export function connectReplica(
  replica: DatabaseSettings,
  primary: DatabaseSettings,
): Kysely<Database> {
  const pool = async (): Promise<PostgresPool> => {
    const [theirs, ours] = [databaseAddress(replica), await connectionOptions(primary)]
    // A replica that is away cannot say whether it encrypts; the fallback reads on without it.
    const encryption = await encryptionOf(theirs, replica).catch(() => ({}))
    const first = openPool(replica, { ...theirs.connection, ...encryption })
    return withFallback(first, openPool(primary, ours))
  }
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
}

/** A replica that was away is asked again after this: each question may take its whole time-out. */
const AWAY_MS = 30_000

function withFallback(first: Pool, second: Pool): PostgresPool {
  let awayUntilMs = 0
  const connect = async (): Promise<PoolClient> => {
    if (performance.now() < awayUntilMs) return second.connect()
    try {
      return await first.connect()
    } catch {
      awayUntilMs = performance.now() + AWAY_MS // The doctor says why; the reader reads on.
      return second.connect()
    }
  }
  return {
    connect,
    end: async () => {
      await Promise.all([first.end(), second.end()])
    },
    options: first.options,
  }
}

/**
 * A new session costs the statement that needs it some 20 ms: the server starts a process, which has to
 * learn about each table first.
 */
const IDLE_MS = 5 * 60_000

function openPool(settings: DatabaseSettings, connection: PoolConfig): Pool {
  const pool = new Pool({
    ...connection,
    ...sessionOptions(settings),
    // Where nothing is said of encryption, `pg` reads by itself what the address says of it.
    ...(connection.ssl === false ? { stream: messageSocket } : {}),
    ...(settings.preparedStatements ? { Client: PreparingClient } : {}),
    max: settings.poolSize,
    types: COLUMN_PARSERS,
    application_name: 'howdah',
    connectionTimeoutMillis: settings.connectTimeoutMs,
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
  })
  // A connection that the server closes is replaced at the next use, and a statement that was under
  // way fails by itself. But an `error` event that nobody listens to would end the process, on an
  // idle connection as on one that waits between two statements of a transaction.
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  return pool
}

/** Prepares the statements that are marked as run again and again, once a connection. */
class PreparingClient extends Client {
  /** The embedded database has one session for all connections: names must not be those of another. */
  readonly #tag = randomBytes(6).toString('hex')
  readonly #names = new Map<string, string>()

  override query = ((query: unknown, values: unknown, callback: unknown): unknown => {
    const isKept = typeof query === 'string' && query.startsWith(KEPT_STATEMENT)
    const wanted = isKept ? { text: query, values, name: this.#nameOf(query) } : query
    const rest = isKept ? [callback] : [values, callback]
    return Reflect.apply(super.query.bind(this), this, [wanted, ...rest])
  }) as Client['query']

  #nameOf(text: string): string {
    const name = this.#names.get(text) ?? `${this.#tag}-${this.#names.size}`
    this.#names.set(text, name)
    return name
  }
}

async function connectionOptions(settings: DatabaseSettings): Promise<PoolConfig> {
  const address = databaseAddress(settings)
  return { ...address.connection, ...(await encryptionOf(address, settings)) }
}

/**
 * As libpq has it. `require` encrypts without checking the certificate, but where authorities are named;
 * `verify-ca` checks it, `verify-full` the server's name as well. `prefer` and `allow` encrypt, unchecked, where
 * the server can; it is asked at the first statement. A socket in the file system needs none.
 */
async function encryptionOf(
  { host, port, sslMode }: DatabaseAddress,
  { sslRootCert, connectTimeoutMs }: DatabaseSettings,
): Promise<PoolConfig> {
  if (sslMode === null) return {}
  if (sslMode === 'disable' || host.startsWith('/')) return { ssl: false }
  if (sslMode === 'prefer' || sslMode === 'allow') {
    const isOffered = await offersTls({ host, port, timeoutMs: connectTimeoutMs })
    return { ssl: isOffered ? { rejectUnauthorized: false } : false }
  }
  if (sslMode === 'require' && sslRootCert === null) return { ssl: { rejectUnauthorized: false } }
  const authorities = sslRootCert === null ? {} : { ca: await readAuthorities(sslRootCert) }
  const anyName = sslMode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }
  return { ssl: { rejectUnauthorized: true, ...authorities, ...anyName } }
}

async function readAuthorities(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new Error(`PGSSLROOTCERT names ${path}, which cannot be read. Correct it.`, {
      cause: error,
    })
  }
}

/** Compiling a statement takes longer than running any of ours: they are many and short. */
const WITHOUT_COMPILER = '-c jit=off'

/** What is said when a connection starts, or kept on this side. */
function sessionOptions({ preparedStatements, statementTimeoutMs }: DatabaseSettings): PoolConfig {
  return preparedStatements
    ? { statement_timeout: statementTimeoutMs, options: WITHOUT_COMPILER }
    : { query_timeout: statementTimeoutMs }
}
