/** A member's files are found without a look at those of the whole server. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type OpenDatabase } from '../../testing/open-database.ts'
import { startTestPostgres, type TestPostgres } from '../../testing/postgres.ts'
import { mediaFiles } from './files.ts'

/** All of them older than the first of the member's. */
const OTHERS = 30_000
const OWN = 3_000

let postgres: TestPostgres
let open: OpenDatabase

beforeAll(async () => {
  postgres = await startTestPostgres()
  open = openDatabase(postgres.url)
  await fill()
})
afterAll(async () => {
  await open.close()
  await postgres.stop()
})

async function fill(): Promise<void> {
  await open.db.transaction().execute(async (db) => {
    await sql`SET LOCAL session_replication_role = replica`.execute(db)
    await sql`TRUNCATE media_attachments`.execute(db)
    await sql`INSERT INTO media_attachments
        (id, account_id, status_id, file_file_name, file_file_size, created_at, updated_at)
      SELECT n, CASE WHEN n <= ${OTHERS} THEN 2 ELSE 1 END, n, n || '.png', n, now(), now()
      FROM generate_series(1, ${OTHERS + OWN}::integer) AS n`.execute(db)
  })
  await sql`ANALYZE media_attachments`.execute(open.db)
}

/** Rows read so far by whomever. */
async function rowsRead(): Promise<number> {
  await sql`SELECT pg_stat_force_next_flush()`.execute(open.db)
  const { rows } = await sql<{ read: string }>`
    SELECT seq_tup_read + idx_tup_fetch AS read FROM pg_stat_user_tables
    WHERE relname = 'media_attachments'`.execute(open.db)
  return Number(rows[0]?.read)
}

async function read(range: { afterId?: string; untilId: string }): Promise<readonly string[]> {
  const found: string[] = []
  for await (const { id } of mediaFiles(open.db, '1', range)) found.push(id)
  return found
}

test('each file is read once for its id and once for its row', async () => {
  const before = await rowsRead()
  const found = await read({ untilId: String(OTHERS + OWN) })
  expect([found.length, found[0], found.at(-1)]).toEqual([OWN, '30001', '33000'])
  expect((await rowsRead()) - before).toBe(2 * OWN)
})

test('begins behind a file and ends at one, and gives none where there is none', async () => {
  expect(await read({ afterId: '30003', untilId: '30005' })).toEqual(['30004', '30005'])
  expect(await read({ afterId: '33000', untilId: '33000' })).toEqual([])
})
