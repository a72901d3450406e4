/** What PostgreSQL itself says about its sessions, its role in a cluster and its clock. */
import { sql, type Kysely } from 'kysely'

type Db<DB> = Kysely<DB>

export interface ServerFacts {
  readonly version: string
  readonly database: string
  readonly role: string
  readonly isReplica: boolean
  /** Of the server's clock. */
  readonly now: Date
}

export async function serverFacts<DB>(db: Db<DB>): Promise<ServerFacts> {
  const { rows } = await sql<ServerFacts>`
    SELECT current_setting('server_version') AS version, current_database()::text AS database,
      current_user::text AS role, pg_is_in_recovery() AS "isReplica",
      clock_timestamp() AS now`.execute(db)
  const [facts] = rows
  if (facts === undefined) throw new Error('The database answered without a row.')
  return facts
}

/** What the server itself does about slow statements; 0 ms: nothing. */
export async function statementLimit<DB>(db: Db<DB>): Promise<{ readonly limitMs: number }> {
  const { rows } = await sql<{ limitMs: number }>`
    SELECT (extract(epoch FROM current_setting('statement_timeout')::interval) * 1000)::float8 AS "limitMs"
  `.execute(db)
  return rows[0] ?? { limitMs: 0 }
}

export interface LongTransaction {
  readonly pid: number
  readonly seconds: number
  readonly application: string
}

/** Transactions that have been open for long; of other roles only where this one may see them. */
export async function longTransactions<DB>(
  db: Db<DB>,
  over: { readonly seconds: number; readonly now: Date },
): Promise<readonly LongTransaction[]> {
  const before = new Date(over.now.getTime() - over.seconds * 1_000)
  const { rows } = await sql<LongTransaction>`
    SELECT pid, extract(epoch FROM ${over.now}::timestamptz - xact_start)::float8 AS seconds,
      coalesce(application_name, '') AS application
    FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND xact_start < ${before}
    ORDER BY xact_start LIMIT 10`.execute(db)
  return rows
}

/**
 * How far a replica is behind in seconds: 0 when it has applied all that it received, which is also
 * what an idle server looks like. Null for a server that is no replica.
 */
export async function replicaLagSeconds<DB>(db: Db<DB>): Promise<number | null> {
  const { rows } = await sql<{ lag: number | null }>`
    SELECT CASE WHEN NOT pg_is_in_recovery() THEN NULL
      WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
      ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())
    END::float8 AS lag`.execute(db)
  return rows[0]?.lag ?? null
}
