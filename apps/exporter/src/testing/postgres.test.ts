import { afterAll, expect, test } from 'vitest'
import { Client } from 'pg'
import { startTestPostgres, type TestPostgres } from './postgres.ts'
import { startEmbeddedPostgres } from './postgres-embedded.ts'

const started: { stop(): Promise<void> }[] = []
afterAll(() => Promise.all(started.map((one) => one.stop())))

async function tablesOf(database: { url: string }): Promise<number> {
  const client = new Client({ connectionString: database.url })
  await client.connect()
  const result = await client.query<{ count: string }>(
    `SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'`,
  )
  await client.end()
  return Number(result.rows[0]?.count)
}

test('each caller gets a database of its own that holds the tables of Mastodon', async () => {
  const [first, second]: TestPostgres[] = await Promise.all([
    startTestPostgres(),
    startTestPostgres(),
  ])
  started.push(first!, second!)
  expect(first!.url).not.toBe(second!.url)
  expect(await tablesOf(first!)).toBe(await tablesOf(second!))
  expect(await tablesOf(first!)).toBeGreaterThan(40)
})

test('an empty database can be asked for', async () => {
  const empty = await startTestPostgres({ template: 'empty' })
  started.push(empty)
  expect(await tablesOf(empty)).toBe(0)
})

test('the embedded stand-in loads the same tables', async () => {
  const embedded = await startEmbeddedPostgres('mastodon')
  started.push(embedded)
  expect(await tablesOf(embedded)).toBeGreaterThan(40)
})
