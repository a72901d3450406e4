/** The end of an archive is found without a look at what others have. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { useFilledDatabase } from '../../testing/filled-database.ts'
import { selectBounds } from './bounds.ts'

/** Rows of everybody else, all newer than those of the account. */
const OTHERS = 20_000
const OWN = 1_000

const database = useFilledDatabase({
  tables: ['statuses', 'media_attachments', 'favourites', 'bookmarks'],
  async fill(db) {
    const ids = sql`SELECT n AS id, CASE WHEN n <= ${OWN} THEN 1 ELSE 2 END AS account
      FROM generate_series(1, ${OWN + OTHERS}::integer) AS n`
    const now = sql`now(), now()`
    await sql`INSERT INTO statuses (id, account_id, text, created_at, updated_at)
      SELECT id, account, '', ${now} FROM (${ids}) AS of`.execute(db)
    await sql`INSERT INTO media_attachments (id, account_id, created_at, updated_at)
      SELECT id, account, ${now} FROM (${ids}) AS of`.execute(db)
    for (const table of ['favourites', 'bookmarks']) {
      await sql`INSERT INTO ${sql.table(table)} (id, account_id, status_id, created_at, updated_at)
        SELECT id, account, id, ${now} FROM (${ids}) AS of`.execute(db)
    }
  },
})

/** Entries of indexes by which ids are found, read so far by whomever. */
const entriesRead = (): Promise<number> =>
  database.counter(sql`SELECT sum(idx_tup_read) AS read
    FROM pg_stat_user_indexes WHERE indexrelname LIKE '%_pkey' AND relname IN
      ('statuses', 'media_attachments', 'favourites', 'bookmarks')`)

test('the newest of an account that has been silent for long', async () => {
  const before = await entriesRead()
  expect(await selectBounds(database.db, '1')).toEqual({
    posts: String(OWN),
    media: String(OWN),
    likes: String(OWN),
    bookmarks: String(OWN),
  })
  expect((await entriesRead()) - before).toBeLessThan(OTHERS)
})

test('of an account that has nothing', async () => {
  const none = { posts: '0', media: '0', likes: '0', bookmarks: '0' }
  expect(await selectBounds(database.db, '3')).toEqual(none)
})
