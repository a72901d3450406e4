import { afterAll, beforeAll, expect, test } from 'vitest'
import { addAccount, addMarks, addMember, addStatus } from '../testing/community.ts'
import { openDatabase, type OpenDatabase } from '../testing/open-database.ts'
import { startEmbeddedPostgres } from '../testing/postgres-embedded.ts'
import { CSV_KINDS, ExportSource } from './export-source.ts'
import { findMember } from './members.ts'

// The demo's database is PGlite: every query must also run there.
let embedded: { url: string; stop(): Promise<void> }
let open: OpenDatabase
beforeAll(async () => {
  embedded = await startEmbeddedPostgres('mastodon')
  open = openDatabase(embedded.url)
})
afterAll(async () => {
  await open.close()
  await embedded.stop()
})

test('the whole source also reads from the embedded database', async () => {
  const { account } = await addMember(open.db, { username: 'ada', note: 'hi @bob@b.example :x1:' })
  const bob = await addAccount(open.db, { username: 'bob', domain: 'b.example' })
  const theirs = await addStatus(open.db, bob, { text: 'x' })
  const post = await addStatus(
    open.db,
    account,
    { text: '@bob@b.example #tag :x1: https://example.com', in_reply_to_id: theirs.id },
    {
      mentions: [bob],
      tags: ['tag'],
      media: [{}],
      poll: { options: ['a', 'b'] },
      conversation: '4.5',
    },
  )
  await addStatus(open.db, account, { reblog_of_id: theirs.id })
  await addMarks(open.db, 'favourites', { account, status: theirs })
  await addMarks(open.db, 'bookmarks', { account, status: post })
  const member = await findMember(open.db, { email: 'ADA@example.social ' })
  const instance = {
    localDomain: 'example.social',
    webDomain: 'example.social',
    https: true,
    mediaRootUrl: '/system',
    attachmentUrls: 'entry',
  } as const
  const source = await ExportSource.open({ db: open.db, instance, member: member! })
  const pages = []
  for await (const page of source.outbox({ pageSize: 1 })) pages.push(...page.items)
  expect(pages).toHaveLength(2)
  expect(await source.counts()).toMatchObject({ posts: 2, media: 1, likes: 1, bookmarks: 1 })
  expect(JSON.stringify(await source.actor())).toContain('https://b.example/@bob')
  for (const kind of CSV_KINDS)
    for await (const rows of source.csv(kind)) expect(rows).not.toEqual([])
})
