/**
 * The demo's PostgreSQL: PGlite (PostgreSQL compiled to WebAssembly) behind a small socket server, so
 * that web and worker use the same driver and the same SQL as on a real server.
 *
 * PGlite has one session and one thread. The socket server that comes with it queues single
 * messages, so the batches of two clients can mix, and one error stops its queue for good
 * (electric-sql/pglite#1046, seen with 0.2.17). This one gives a client the session for a whole
 * batch, and for a whole transaction once one is open. What follows for clients:
 *
 * - Any number of connections is fine, and every transaction is serialised with all others. A
 *   connection pool may have any `max`.
 * - Never ask a second connection for something while a transaction of the first waits for it: that
 *   is a deadlock, ended after {@link IDLE_IN_TRANSACTION_TIMEOUT_MS} by error `25P03`.
 * - A statement cannot be cancelled, and `statement_timeout` cannot fire.
 * - Session state is shared by all: use `SET LOCAL` and `pg_advisory_xact_lock`, not `SET` and
 *   `pg_advisory_lock`; no named prepared statements, no `LISTEN`, no `COPY … FROM STDIN`.
 */
import { PGlite } from '@electric-sql/pglite'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { Session } from './session.ts'
import { Turns } from './turns.ts'

/** Long enough for a transaction that waits for a slow disk, short enough to be noticed. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000

export interface DatabaseServerOptions {
  /** Folder of the data; made when it is missing. In memory when left out. */
  readonly directory?: string
  /** Loopback port; 0 takes a free one. Default 0. */
  readonly port?: number
  /** Default {@link IDLE_IN_TRANSACTION_TIMEOUT_MS}. */
  readonly idleInTransactionTimeoutMs?: number
  /** PGlite broke beyond repair: end this process, so that another can recover the data. */
  readonly onBroken?: (error: unknown) => void
}

export interface DatabaseServer {
  readonly port: number
  /** For `pg`: `postgresql://…`. */
  readonly url: string
  /** Drops the clients, rolls back what is open and closes the database. */
  stop(): Promise<void>
}

/**
 * Opens the database and listens on the loopback address.
 *
 * @throws Error with code `EADDRINUSE` when the port is taken.
 */
export async function startDatabaseServer(
  options: DatabaseServerOptions = {},
): Promise<DatabaseServer> {
  const db = await PGlite.create(
    options.directory === undefined ? 'memory://' : `file://${options.directory}`,
  )
  const sessions = new Set<Session>()
  const server = createServer(await acceptor(db, sessions, options))
  const port = await listen(server, options.port ?? 0).catch(async (error: unknown) => {
    await db.close()
    throw error
  })
  return {
    port,
    url: `postgresql://postgres@127.0.0.1:${port}/postgres?sslmode=disable`,
    stop: async () => {
      server.close()
      for (const session of sessions) session.hangUp()
      await Promise.all([...sessions].map((session) => session.ended))
      await db.close()
    },
  }
}

async function acceptor(
  db: PGlite,
  sessions: Set<Session>,
  options: DatabaseServerOptions,
): Promise<(socket: Socket) => void> {
  const { rows } = await db.query<{ server_version: string }>('SHOW server_version')
  const turns = new Turns()
  let number = 0
  return (socket) => {
    number += 1
    const session = new Session(socket, {
      db,
      turns,
      number,
      serverVersion: rows[0]?.server_version ?? '18',
      idleInTransactionTimeoutMs:
        options.idleInTransactionTimeoutMs ?? IDLE_IN_TRANSACTION_TIMEOUT_MS,
      onBroken: options.onBroken ?? (() => {}),
    })
    sessions.add(session)
    void session.ended.then(() => sessions.delete(session))
  }
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return address === null || typeof address === 'string' ? port : address.port
}
