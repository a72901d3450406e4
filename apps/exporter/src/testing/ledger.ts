/** A ledger on a fresh database, with a member to make exports for. */
import type { Kysely } from 'kysely'
import type { DatabaseSettings } from '../config/config.ts'
import { connectDatabase, type Database } from '../database.ts'
import { Ledger } from '../ledger/ledger.ts'
import { startEmbeddedPostgres } from './postgres-embedded.ts'
import { startTestPostgres } from './postgres.ts'

export interface TestLedger {
  readonly url: string
  readonly db: Kysely<Database>
  readonly ledger: Ledger
  stop(): Promise<void>
}

export function databaseSettings(
  url: string,
  more: Partial<DatabaseSettings> = {},
): DatabaseSettings {
  return {
    url,
    host: '',
    port: 0,
    name: '',
    user: '',
    password: null,
    sslMode: 'disable',
    sslRootCert: null,
    poolSize: 10,
    statementTimeoutMs: 60_000,
    connectTimeoutMs: 10_000,
    preparedStatements: true,
    ...more,
  }
}

/** The demo runs on an embedded database: what the ledger says must hold there too. */
export type LedgerHome = 'PostgreSQL' | 'the embedded database'

export async function startTestLedger(kind: LedgerHome = 'PostgreSQL'): Promise<TestLedger> {
  const postgres =
    kind === 'PostgreSQL' ? await startTestPostgres() : await startEmbeddedPostgres('mastodon')
  const db = connectDatabase(databaseSettings(postgres.url))
  const ledger = new Ledger(db)
  await ledger.migrate()
  return {
    url: postgres.url,
    db,
    ledger,
    stop: async () => {
      await db.destroy()
      await postgres.stop()
    },
  }
}
