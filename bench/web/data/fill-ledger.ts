/**
 * The ledger, in a database that is made once and kept: a new one only when the statements that fill
 * it have changed, or the factor for its numbers.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Client } from 'pg'
import { connectDatabase } from '../../../apps/exporter/src/database.ts'
import { Ledger } from '../../../apps/exporter/src/ledger/ledger.ts'
import { SCHEMA_4_5 } from '../../../apps/exporter/src/mastodon/schema.ts'
import { databaseSettings } from '../../../apps/exporter/src/testing/ledger.ts'
import type { BenchCluster } from '../../export/cluster.ts'

/** How much there is to be. */
export interface LedgerAmounts {
  readonly rows: number
  readonly members: number
  readonly admins: number
}

/** Fills the database where that is not done, and gives its address. */
export async function ensureLedger(
  cluster: BenchCluster,
  amounts: LedgerAmounts,
  say: (text: string) => void,
): Promise<string> {
  const statements = readFileSync(new URL('ledger.sql', import.meta.url), 'utf8').replaceAll(
    /:(rows|members|admins)/gu,
    (_, name: keyof LedgerAmounts) => String(amounts[name]),
  )
  const hash = createHash('sha256').update(SCHEMA_4_5).update(statements).digest('hex')
  const name = `ledger_${hash.slice(0, 12)}`
  const isThere = await cluster.query(
    'postgres',
    `SELECT EXISTS (SELECT FROM pg_database WHERE datname = '${name}_filled') AS there`,
    (row) => row['there'] === true,
  )
  if (!isThere) {
    say(`Making a ledger of ${amounts.rows.toLocaleString('en-US')} exports …`)
    await fill(cluster, name, statements)
  }
  return cluster.url(`${name}_filled`)
}

/** Under another name until it is full, so that half a ledger is never taken for a whole one. */
async function fill(cluster: BenchCluster, name: string, statements: string): Promise<void> {
  await run(cluster.url('postgres'), [
    `DROP DATABASE IF EXISTS ${name}`,
    `CREATE DATABASE ${name} TEMPLATE template0`,
  ])
  await run(cluster.url(name), [SCHEMA_4_5])
  const db = connectDatabase(databaseSettings(cluster.url(name)))
  await new Ledger(db).migrate()
  await db.destroy()
  await run(cluster.url(name), [statements])
  await run(cluster.url('postgres'), [`ALTER DATABASE ${name} RENAME TO ${name}_filled`])
}

async function run(url: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}
