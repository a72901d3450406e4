import { createHash } from 'node:crypto'
import { mkdtemp, open as openFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Uint8ArrayWriter } from '@zip.js/zip.js'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ZipWriter } from '../archive/zip-writer.ts'
import { ExportSource } from '../mastodon/export-source.ts'
import { findMember } from '../mastodon/members.ts'
import { LocalStorage } from '../storage/local-storage.ts'
import { addAccount, addFollow, addMarks, addMember, addStatus } from '../testing/community.ts'
import { openDatabase, type OpenDatabase } from '../testing/open-database.ts'
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts'
import { readZipEntries } from '../testing/read-zip.ts'
import { addDetails, addLists, addManifest } from './add-extras.ts'
import type { BackupInput } from './build-backup.ts'

const MEMBER = { localDomain: 'example.org', webDomain: 'example.social' }
const NOW = new Date('2026-01-02T03:04:06Z')

let postgres: TestPostgres
let open: OpenDatabase
let folder: string
let contents: Map<string, Buffer>
beforeAll(async () => {
  postgres = await startTestPostgres()
  open = openDatabase(postgres.url)
  folder = await mkdtemp(join(tmpdir(), 'howdah-extras-'))
  await writeCommunity()
  contents = await buildAndRead()
})
afterAll(async () => {
  await open.close()
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
})

async function writeCommunity(): Promise<void> {
  const { account } = await addMember(open.db, { username: 'ada', id_scheme: 0 })
  const bob = await addAccount(open.db, { username: 'bob', domain: 'remote.example' })
  await addFollow(open.db, bob, account)
  const post = await addStatus(open.db, account, { text: 'Now: an elephant', visibility: 2 })
  const theirs = await addStatus(open.db, bob, { text: 'theirs', uri: 'https://remote.example/1' })
  await addMarks(open.db, 'favourites', { account, status: theirs })
  await sql`UPDATE favourites SET created_at = '2025-05-06 07:08:09.5'`.execute(open.db)
  await sql`UPDATE statuses SET edited_at = '2025-03-05' WHERE id = ${post.id}`.execute(open.db)
  await sql`
    INSERT INTO status_edits (status_id, account_id, text, created_at, updated_at)
    VALUES (${post.id}, ${account.id}, 'Before: a mouse', '2025-03-04', now())`.execute(open.db)
  await sql`
    INSERT INTO status_stats (status_id, replies_count, reblogs_count, favourites_count,
      created_at, updated_at) VALUES (${post.id}, 1, 2, 3, now(), now())`.execute(open.db)
  await sql`
    INSERT INTO account_notes (account_id, target_account_id, comment, created_at, updated_at)
    VALUES (${account.id}, ${bob.id}, 'Kind, "really"', now(), now())`.execute(open.db)
  await writeTagAndFilter(account.id, theirs.id)
}

async function writeTagAndFilter(accountId: string, statusId: string): Promise<void> {
  await sql`
    WITH tag AS (INSERT INTO tags (name, display_name, created_at, updated_at)
      VALUES ('elephants', 'Elephants', now(), now()) RETURNING id)
    INSERT INTO tag_follows (tag_id, account_id, created_at, updated_at)
    SELECT id, ${accountId}, now(), now() FROM tag`.execute(open.db)
  await sql`
    WITH filter AS (INSERT INTO custom_filters (account_id, phrase, context, action, expires_at,
        created_at, updated_at)
      VALUES (${accountId}, 'Mice', '{home,public}', 1, '2030-01-01', now(), now()) RETURNING id),
    word AS (INSERT INTO custom_filter_keywords (custom_filter_id, keyword, whole_word,
        created_at, updated_at) SELECT id, 'mouse', false, now(), now() FROM filter)
    INSERT INTO custom_filter_statuses (custom_filter_id, status_id, created_at, updated_at)
    SELECT id, ${statusId}, now(), now() FROM filter`.execute(open.db)
}

async function buildAndRead(): Promise<Map<string, Buffer>> {
  const path = join(folder, 'archive.zip')
  const handle = await openFile(path, 'w+')
  const zip = new ZipWriter(handle)
  const input = await backupInput()
  await addLists(zip, input)
  await addDetails(zip, input)
  await addManifest(zip, input)
  await zip.finish()
  await handle.close()
  const read = new Map<string, Buffer>()
  for (const entry of await readZipEntries(path)) {
    read.set(entry.filename, Buffer.from(await entry.getData(new Uint8ArrayWriter())))
  }
  return read
}

async function backupInput(): Promise<BackupInput> {
  const member = await findMember(open.db, { username: 'ada' })
  if (member === null) throw new Error('Ada is gone.')
  const instance = {
    ...MEMBER,
    https: true,
    mediaRootUrl: '/system',
    attachmentUrls: 'entry',
  } as const
  const source = await ExportSource.open({ db: open.db, instance, member })
  return {
    source,
    counts: await source.counts(),
    media: new LocalStorage({ root: folder }),
    progress: { signal: new AbortController().signal, report: () => {} },
    now: NOW,
    bounds: await source.bounds(),
    includesMedia: true,
  }
}

function textOf(name: string): string {
  return contents.get(name)?.toString() ?? `no ${name}`
}

test('lists that Mastodon does not export are there, as CSV', () => {
  expect(textOf('howdah/followers.csv')).toBe('Account address\nbob@remote.example\n')
  expect(textOf('howdah/followed_tags.csv')).toBe('Hashtag\nElephants\n')
  expect(textOf('howdah/account_notes.csv')).toBe(
    'Account address,Note\nbob@remote.example,"Kind, ""really"""\n',
  )
})

test('filters have the form that Mastodon 4.6 imports', () => {
  expect(JSON.parse(textOf('howdah/custom_filters.json'))).toEqual({
    custom_filters: [
      {
        title: 'Mice',
        expires_at: '2030-01-01T00:00:00Z',
        context: ['home', 'public'],
        action: 'hide',
        keywords_attributes: [{ keyword: 'mouse', whole_word: false }],
        statuses: ['https://remote.example/1'],
      },
    ],
  })
})

test('a post has its visibility, its counts and what it said before', () => {
  const lines = textOf('howdah/posts.jsonl').trim().split('\n')
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    visibility: 'private',
    editedAt: '2025-03-05T00:00:00Z',
    isBoost: false,
    replies: 1,
    boosts: 2,
    likes: 3,
    edits: [{ at: '2025-03-04T00:00:00Z', text: 'Before: a mouse' }],
  })
})

test('a like has its time', () => {
  expect(textOf('howdah/likes.jsonl')).toBe(
    '{"uri":"https://remote.example/1","markedAt":"2025-05-06T07:08:09Z"}\n',
  )
})

test('the manifest lists every other entry with the SHA-256 of its contents', () => {
  const manifest: unknown = JSON.parse(textOf('manifest.json'))
  const others = [...contents].filter(([name]) => name !== 'manifest.json')
  expect(manifest).toMatchObject({
    format: 'howdah-archive',
    version: 1,
    server: {
      domain: 'example.org',
      software: 'mastodon',
      version: '4.5',
      migration: '20251023210145',
    },
    member: { address: 'ada@example.org', actor: 'https://example.social/users/ada' },
    begunAt: '2026-01-02T03:04:06.000Z',
    counts: { posts: 1 },
    entries: others.map(([name, bytes]) => ({
      name,
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
    missing: [],
  })
})
