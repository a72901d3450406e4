import { afterAll, beforeAll, expect, test } from 'vitest'
import { MOMENT } from '../../testing/community.ts'
import { openDatabase, type OpenDatabase } from '../../testing/open-database.ts'
import { startTestPostgres, type TestPostgres } from '../../testing/postgres.ts'
import { EmojiShelf } from './emoji-shelf.ts'

let postgres: TestPostgres
let open: OpenDatabase

beforeAll(async () => {
  postgres = await startTestPostgres()
  open = openDatabase(postgres.url)
  await open.db
    .insertInto('custom_emojis')
    .values(
      ['cat', 'dog'].map((shortcode) => ({ shortcode, created_at: MOMENT, updated_at: MOMENT })),
    )
    .execute()
})
afterAll(async () => {
  await open.close()
  await postgres.stop()
})

test('asks once for each name, also for those that are no emoji', async () => {
  const shelf = new EmojiShelf(open.db)
  const named = async (...texts: string[]): Promise<string[]> => [
    ...(await shelf.named(texts)).keys(),
  ]
  open.statements.length = 0
  expect(await named('a :cat: and :nothing:', 'half past 10:30')).toEqual(['cat'])
  expect(open.statements).toHaveLength(1)
  expect(await named(':nothing: :cat:', 'no emoji')).toEqual(['cat'])
  expect(open.statements).toHaveLength(1)
  expect(await named(':cat: :dog:')).toEqual(['cat', 'dog'])
  expect(open.statements).toHaveLength(2)
})
