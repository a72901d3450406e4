/** Liked posts are looked up each, however many posts there are on the server before them. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type OpenDatabase } from '../../testing/open-database.ts'
import { startTestPostgres, type TestPostgres } from '../../testing/postgres.ts'
import { readSchema } from '../releases/schema.ts'
import { Uris } from '../uris.ts'
import { markedPosts } from './marked-posts.ts'

/** Of the server's posts the member likes every third. */
const POSTS = 30_000
const EVERY = 3
const LIKES = POSTS / EVERY

const uris = new Uris({
  localDomain: 'example.social',
  webDomain: 'example.social',
  https: true,
  mediaRootUrl: '/system',
  attachmentUrls: 'entry',
})

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
    await sql`TRUNCATE statuses, favourites, accounts CASCADE`.execute(db)
    await sql`INSERT INTO accounts (id, username, created_at, updated_at)
      VALUES (1, 'ada', now(), now()), (2, 'bot', now(), now())`.execute(db)
    await sql`INSERT INTO statuses (id, account_id, text, local, created_at, updated_at)
      SELECT n, 2, '', true, now(), now()
      FROM generate_series(1, ${POSTS}::integer) AS n`.execute(db)
    await sql`INSERT INTO favourites (id, account_id, status_id, created_at, updated_at)
      SELECT n, 1, n * ${EVERY}::integer, now(), now()
      FROM generate_series(1, ${LIKES}::integer) AS n`.execute(db)
  })
  await sql`ANALYZE statuses, favourites, accounts`.execute(open.db)
}

/** Rows of posts read so far by whomever. */
async function postsRead(): Promise<number> {
  await sql`SELECT pg_stat_force_next_flush()`.execute(open.db)
  const { rows } = await sql<{ read: string }>`
    SELECT seq_tup_read + idx_tup_fetch AS read FROM pg_stat_user_tables
    WHERE relname = 'statuses'`.execute(open.db)
  return Number(rows[0]?.read)
}

test('a page of likes reads its own posts, wherever it begins', async () => {
  const schema = await readSchema(open.db)
  const before = await postsRead()
  const found: string[] = []
  const range = { table: 'favourites', accountId: '1', uris } as const
  for await (const page of markedPosts({ db: open.db, schema }, range, {
    untilId: String(LIKES),
  })) {
    found.push(...page.uris)
  }
  expect(found).toHaveLength(LIKES)
  expect(found[1]).toBe('https://example.social/ap/users/2/statuses/6')
  expect((await postsRead()) - before).toBe(LIKES)
})
