import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectDatabase } from './database.ts'
import { databaseSettings } from './testing/ledger.ts'
import { startTestPostgres, type TestPostgres } from './testing/postgres.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())

test('a connection that is cut between two statements fails the next one and nothing else', async () => {
  const db = connectDatabase(databaseSettings(postgres.url))
  const transaction = await db.startTransaction().execute()
  const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(transaction)
  await sql`SELECT pg_terminate_backend(${rows[0]?.pid})`.execute(db)
  await expect(sql`SELECT 1`.execute(transaction)).rejects.toThrow(/terminat|connection error/)
  await transaction
    .rollback()
    .execute()
    .catch(() => {})
  expect((await sql`SELECT 1 AS one`.execute(db)).rows).toEqual([{ one: 1 }])
  await db.destroy()
})

test('a statement ends after its time, also where the limit is kept on this side', async () => {
  for (const preparedStatements of [true, false]) {
    const settings = databaseSettings(postgres.url, { statementTimeoutMs: 200, preparedStatements })
    const db = connectDatabase(settings)
    await expect(sql`SELECT pg_sleep(5)`.execute(db)).rejects.toThrow(/timeout/)
    await db.destroy()
  }
})

test('64-bit ids are text and times without a zone are UTC', async () => {
  const db = connectDatabase(databaseSettings(postgres.url))
  const { rows } = await sql`
    SELECT 9223372036854775807::bigint AS id, '2026-11-23 19:05:04'::timestamp AS at`.execute(db)
  expect(rows).toEqual([{ id: '9223372036854775807', at: new Date('2026-11-23T19:05:04Z') }])
  await db.destroy()
})
