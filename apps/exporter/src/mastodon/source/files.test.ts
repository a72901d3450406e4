/** A member's files are found without a look at those of the whole server. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { useFilledDatabase } from '../../testing/filled-database.ts'
import { mediaFiles } from './files.ts'

/** All of them older than the first of the member's. */
const OTHERS = 30_000
const OWN = 3_000

const database = useFilledDatabase({
  tables: ['media_attachments'],
  async fill(db) {
    await sql`INSERT INTO media_attachments
        (id, account_id, status_id, file_file_name, file_file_size, created_at, updated_at)
      SELECT n, CASE WHEN n <= ${OTHERS} THEN 2 ELSE 1 END, n, n || '.png', n, now(), now()
      FROM generate_series(1, ${OTHERS + OWN}::integer) AS n`.execute(db)
  },
})

async function read(range: { afterId?: string; untilId: string }): Promise<readonly string[]> {
  const found: string[] = []
  for await (const { id } of mediaFiles(database.db, '1', range)) found.push(id)
  return found
}

test('each file is read once for its id and once for its row', async () => {
  const before = await database.rowsRead('media_attachments')
  const found = await read({ untilId: String(OTHERS + OWN) })
  expect([found.length, found[0], found.at(-1)]).toEqual([OWN, '30001', '33000'])
  expect((await database.rowsRead('media_attachments')) - before).toBe(2 * OWN)
})

test('begins behind a file and ends at one, and gives none where there is none', async () => {
  expect(await read({ afterId: '30003', untilId: '30005' })).toEqual(['30004', '30005'])
  expect(await read({ afterId: '33000', untilId: '33000' })).toEqual([])
})
