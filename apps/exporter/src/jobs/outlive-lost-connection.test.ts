import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectDatabase, type Database } from '../database.ts'
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts'
import type { Kysely } from 'kysely'
import { readConfig } from '../config/read-config.ts'
import { outliveLostConnection } from './outlive-lost-connection.ts'

let server: TestPostgres
let db: Kysely<Database>
beforeAll(async () => {
  server = await startTestPostgres({ template: 'empty' })
  const env = {
    LOCAL_DOMAIN: 'example.social',
    PAPERCLIP_ROOT_PATH: '/tmp',
    DATABASE_URL: server.url,
  }
  db = connectDatabase(readConfig(env).database)
})
afterAll(async () => {
  await db.destroy()
  await server.stop()
})

test('work whose connection is cut is done on another one', async () => {
  let tries = 0
  const answer = await outliveLostConnection(async () => {
    tries += 1
    if (tries < 3) await sql`SELECT pg_terminate_backend(pg_backend_pid())`.execute(db)
    return (await sql<{ one: number }>`SELECT 1 AS one`.execute(db)).rows[0]?.one
  })
  expect(answer).toBe(1)
  expect(tries).toBeGreaterThanOrEqual(3)
})

test('any other error is told at once', async () => {
  let tries = 0
  const work = async () => {
    tries += 1
    await sql`SELECT 1 / 0`.execute(db)
  }
  await expect(outliveLostConnection(work)).rejects.toThrow('division by zero')
  expect(tries).toBe(1)
})
