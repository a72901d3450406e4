/** A ledger on a fresh database, with a member to make exports for. */
import type { Kysely } from 'kysely'
import type { DatabaseSettings } from '../config/config.ts'
import { connectDatabase, type Database } from '../database.ts'
import { Ledger } from '../ledger/ledger.ts'
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
    poolSize: 10,
    statementTimeoutMs: 60_000,
    connectTimeoutMs: 10_000,
    preparedStatements: true,
    ...more,
  }
}

export async function startTestLedger(): Promise<TestLedger> {
  const postgres = await startTestPostgres()
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
