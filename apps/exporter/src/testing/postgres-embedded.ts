/**
 * The stand-in for a machine without a PostgreSQL server: the demo's embedded database, in memory,
 * behind its socket server, so that tests connect as usual.
 */
import { Client } from 'pg'
import { startDatabaseServer } from '../demo/database/server.ts'
import { SCHEMA_4_5 } from '../mastodon/schema.ts'
import type { TemplateName } from './postgres-cluster.ts'

/** Starts one embedded database for the caller alone; `stop` closes it. */
export async function startEmbeddedPostgres(
  template: TemplateName,
): Promise<{ url: string; stop(): Promise<void> }> {
  const server = await startDatabaseServer()
  if (template === 'mastodon') {
    const client = new Client({ connectionString: server.url })
    await client.connect()
    await client.query(SCHEMA_4_5)
    await client.end()
  }
  return { url: server.url, stop: () => server.stop() }
}
