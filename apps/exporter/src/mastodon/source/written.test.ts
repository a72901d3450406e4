/** PostgreSQL names posts and accounts exactly as `Uris` does. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type OpenDatabase } from '../../testing/open-database.ts'
import { startTestPostgres, type TestPostgres } from '../../testing/postgres.ts'
import { escaped } from '../activitypub/json-text.ts'
import { readSchema } from '../releases/schema.ts'
import { type AccountReference, type StatusReference, Uris } from '../uris.ts'
import { actorUri, jsonText, ownUriJson, statusUri, visibilityName } from './written.ts'

const uris = new Uris({
  localDomain: 'example.social',
  webDomain: 'web.example.social',
  https: true,
  mediaRootUrl: '/system',
  attachmentUrls: 'entry',
})
const URI = 'https://remote.example/"quoted"\\é'

let postgres: TestPostgres
let open: OpenDatabase

beforeAll(async () => {
  postgres = await startTestPostgres()
  open = openDatabase(postgres.url)
})
afterAll(async () => {
  await open.close()
  await postgres.stop()
})

function* accounts(): Generator<AccountReference> {
  for (const id of ['-99', '7'])
    for (const domain of [null, 'remote.example'])
      for (const uri of [null, '', URI])
        for (const id_scheme of [null, 0, 1])
          yield {
            id,
            username: 'ada',
            domain,
            uri,
            url: null,
            id_scheme,
            followers_url: '',
            following_url: '',
          }
}

function* statuses(): Generator<StatusReference> {
  for (const uri of [null, URI])
    for (const local of [null, true, false])
      for (const reblog_of_id of [null, '5'])
        yield { id: '9223372036854775807', uri, url: null, local, reblog_of_id }
}

test('of every kind of account and post', async () => {
  const schema = await readSchema(open.db)
  for (const account of accounts()) {
    for (const status of statuses()) {
      const uri = statusUri('post', actorUri(schema, 'author', uris.webUrl))
      const own = ownUriJson('post', escaped(uris.actor(account)))
      const { rows } = await sql<{ uri: string; own: string }>`
        SELECT ${jsonText(uri)}::text AS uri, ${own} AS own
        FROM (SELECT ${status.id}::bigint AS id, ${status.uri}::text AS uri,
          ${status.local}::boolean AS local, ${status.reblog_of_id}::bigint AS reblog_of_id) AS post,
          (SELECT ${account.id}::bigint AS id, ${account.username}::text AS username,
            ${account.domain}::text AS domain, ${account.uri}::text AS uri,
            ${account.id_scheme}::integer AS id_scheme) AS author`.execute(open.db)
      const expected = JSON.stringify(uris.status(status, account))
      expect(rows).toEqual([{ uri: expected, own: expected }])
    }
  }
})

test('texts are JSON as this side writes it', async () => {
  const controls = Array.from({ length: 31 }, (_, code) => String.fromCharCode(code + 1)).join('')
  for (const text of [controls, '"\\/<>&\'', '\u007f\u0080\u2028\u2029', '象\u{1f418}', '']) {
    const { rows } = await sql<{ json: string }>`
      SELECT ${jsonText(sql`${text}::text`)}::text AS json`.execute(open.db)
    expect(rows[0]?.json).toBe(JSON.stringify(text))
  }
})

test('a visibility that has no name stays a number', async () => {
  const { rows } = await sql<{ name: string }>`
    SELECT ${visibilityName('number')} AS name FROM generate_series(0, 5) AS numbers (number)`.execute(
    open.db,
  )
  expect(rows.map(({ name }) => name)).toEqual([
    'public',
    'unlisted',
    'private',
    'direct',
    'limited',
    '5',
  ])
})
