/**
 * The stand-in for a machine without a PostgreSQL server: PGlite (PostgreSQL compiled to
 * WebAssembly) in this process, behind its socket server, so that tests connect as usual.
 */
import { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { SCHEMA_4_5 } from '../mastodon/schema.ts'
import type { TemplateName } from './postgres-cluster.ts'

/** Starts one PGlite for the caller alone; `stop` closes it. */
export async function startEmbeddedPostgres(
  template: TemplateName,
): Promise<{ url: string; stop(): Promise<void> }> {
  const db = await PGlite.create()
  if (template === 'mastodon') await db.exec(SCHEMA_4_5)
  const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 20 })
  await server.start()
  return {
    url: `postgresql://postgres@${server.getServerConn()}/postgres?sslmode=disable`,
    stop: async () => {
      await server.stop()
      await db.close()
    },
  }
}
