/**
 * The tables of schema `howdah`, as a list of steps that each run once.
 *
 * Tasks: make the schema on first start, bring an older one up to date, and be safe when several
 * processes start at the same moment. The steps themselves are listed in migration-steps.ts.
 */
import type { Kysely, Transaction } from 'kysely'
import { sql } from 'kysely'
import { type Migration, MIGRATIONS } from './migration-steps.ts'

/** Any number that nothing else in the database locks: the letters "howdah" as ASCII codes. */
const MIGRATION_LOCK = 0x686f77646168

/**
 * Brings the schema `howdah` up to date. Runs in one short transaction under an advisory lock that
 * ends with it, so it needs no session of its own: several starts at once are safe, also behind
 * PgBouncer in transaction mode.
 *
 * @throws the driver's error when the role may not create a schema (`42501`).
 */
export async function migrateLedger<DB>(db: Kysely<DB>): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    // An index of a million exports may take longer than a page's statement ever should.
    await sql`SET LOCAL statement_timeout = 0`.execute(transaction)
    await sql`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(transaction)
    const applied = await appliedMigrations(transaction)
    for (const migration of MIGRATIONS) {
      if (!applied.has(migration.name)) await apply(transaction, migration)
    }
  })
}

/** Names of the steps that the tables still lack, in order; all of them where there are no tables. */
export async function missingMigrations<DB>(db: Kysely<DB>): Promise<readonly string[]> {
  const found = await sql<{ present: boolean }>`
    SELECT to_regclass('howdah.migrations') IS NOT NULL AS present`.execute(db)
  const rows =
    found.rows[0]?.present === true
      ? (await sql<{ name: string }>`SELECT name FROM howdah.migrations`.execute(db)).rows
      : []
  const applied = new Set(rows.map((row) => row.name))
  return MIGRATIONS.map(({ name }) => name).filter((name) => !applied.has(name))
}

async function appliedMigrations<DB>(transaction: Transaction<DB>): Promise<ReadonlySet<string>> {
  // Asked first, so that a role without the right to create anything can start once all is there.
  const found = await sql<{ hasSchema: boolean; hasTable: boolean }>`
    SELECT to_regnamespace('howdah') IS NOT NULL AS "hasSchema",
      to_regclass('howdah.migrations') IS NOT NULL AS "hasTable"`.execute(transaction)
  const [facts] = found.rows
  if (facts?.hasSchema !== true) await sql`CREATE SCHEMA howdah`.execute(transaction)
  if (facts?.hasTable !== true) {
    await sql`CREATE TABLE howdah.migrations
      (name text PRIMARY KEY, applied_at timestamptz(3) NOT NULL DEFAULT now())`.execute(
      transaction,
    )
    return new Set()
  }
  const { rows } = await sql<{ name: string }>`SELECT name FROM howdah.migrations`.execute(
    transaction,
  )
  return new Set(rows.map((row) => row.name))
}

async function apply<DB>(transaction: Transaction<DB>, migration: Migration): Promise<void> {
  for (const statement of migration.sql.split(/;\s*$/m)) {
    if (statement.trim() !== '') await sql.raw(statement).execute(transaction)
  }
  await sql`INSERT INTO howdah.migrations (name) VALUES (${migration.name})`.execute(transaction)
}
