/** Liked posts are looked up each, however many posts there are on the server before them. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { useFilledDatabase } from '../../testing/filled-database.ts'
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

const database = useFilledDatabase({
  tables: ['statuses', 'favourites', 'accounts'],
  async fill(db) {
    await sql`INSERT INTO accounts (id, username, created_at, updated_at)
      VALUES (1, 'ada', now(), now()), (2, 'bot', now(), now())`.execute(db)
    await sql`INSERT INTO statuses (id, account_id, text, local, created_at, updated_at)
      SELECT n, 2, '', true, now(), now()
      FROM generate_series(1, ${POSTS}::integer) AS n`.execute(db)
    await sql`INSERT INTO favourites (id, account_id, status_id, created_at, updated_at)
      SELECT n, 1, n * ${EVERY}::integer, now(), now()
      FROM generate_series(1, ${LIKES}::integer) AS n`.execute(db)
  },
})

test('a page of likes reads its own posts, wherever it begins', async () => {
  const schema = await readSchema(database.db)
  const before = await database.rowsRead('statuses')
  const found: string[] = []
  const range = { table: 'favourites', accountId: '1', uris } as const
  for await (const page of markedPosts({ db: database.db, schema }, range, {
    untilId: String(LIKES),
  })) {
    found.push(...page.uris)
  }
  expect(found).toHaveLength(LIKES)
  expect(found[1]).toBe('https://example.social/ap/users/2/statuses/6')
  expect((await database.rowsRead('statuses')) - before).toBe(LIKES)
})
