import { type Kysely, sql } from 'kysely'
import { compareSync } from 'bcryptjs'
import { PNG } from 'pngjs'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectDatabase, type Database } from '../../database.ts'
import { startTestPostgres, type TestPostgres } from '../../testing/postgres.ts'
import { readConfig } from '../../config/read-config.ts'
import { type Gallery, makeGallery } from '../gallery/gallery.ts'
import { buildCommunity, type Community } from './community.ts'
import { normalizeTag } from './entities.ts'
import { storeRows } from './store.ts'

/** Small pictures: what is tested does not depend on their size. */
const SCALE = 0.1

describe('sample community', () => {
  let gallery: Gallery
  let community: Community
  let postgres: TestPostgres
  let db: Kysely<Database>

  beforeAll(async () => {
    gallery = await makeGallery(SCALE)
    community = buildCommunity(gallery)
    postgres = await startTestPostgres()
    const settings = { LOCAL_DOMAIN: 'example.social', PAPERCLIP_ROOT_PATH: '/unused' }
    db = connectDatabase(readConfig({ ...settings, DATABASE_URL: postgres.url }).database)
    await db.transaction().execute((transaction) => storeRows(transaction, community))
  })
  afterAll(async () => {
    await db.destroy()
    await postgres.stop()
  })

  it('is the same each time', () => {
    expect(fingerprint(buildCommunity(gallery))).toBe(fingerprint(community))
  })

  it('has Ada with 2,000 posts of every kind over three years', async () => {
    const counts = await one(sql`
      SELECT count(*)::int AS posts,
        count(DISTINCT visibility)::int AS visibilities,
        count(DISTINCT language)::int >= 8 AS "isPolyglot",
        count(*) FILTER (WHERE reblog_of_id IS NOT NULL)::int > 100 AS boosts,
        count(*) FILTER (WHERE in_reply_to_id IS NOT NULL)::int > 200 AS replies,
        count(*) FILTER (WHERE spoiler_text <> '')::int > 30 AS warnings,
        count(*) FILTER (WHERE edited_at IS NOT NULL)::int > 30 AS edits,
        count(*) FILTER (WHERE deleted_at IS NOT NULL)::int > 0 AS deleted,
        count(*) FILTER (WHERE reply AND in_reply_to_id IS NULL)::int > 0 AS orphans,
        extract(day FROM max(created_at) - min(created_at))::int AS days
      FROM statuses WHERE account_id = ${community.people.ada.id}`)
    expect(counts).toEqual({
      posts: 2000,
      visibilities: 5,
      isPolyglot: true,
      boosts: true,
      replies: true,
      warnings: true,
      edits: true,
      deleted: true,
      orphans: true,
      days: 1094,
    })
  })

  it('has polls of every kind whose tallies are the votes', async () => {
    const polls = await one(sql`
      SELECT bool_or(multiple) AS multiple, bool_or(NOT multiple) AS single,
        bool_or(hide_totals) AS hidden, bool_or(expires_at < now()) AS over,
        bool_or(expires_at > now()) AS open,
        bool_and(votes_count = (SELECT sum(tally) FROM unnest(cached_tallies) tally)) AS "addsUp",
        bool_and(votes_count = (SELECT count(*) FROM poll_votes WHERE poll_id = polls.id)) AS real
      FROM polls`)
    expect(new Set(Object.values(polls))).toEqual(new Set([true]))
  })

  it.each([
    [
      'counts that are not those of the rows',
      sql`
      SELECT s.status_id FROM status_stats s
      WHERE favourites_count <> (SELECT count(*) FROM favourites f WHERE f.status_id = s.status_id)
        OR reblogs_count <> (SELECT count(*) FROM statuses r WHERE r.reblog_of_id = s.status_id)
        OR replies_count <> (SELECT count(*) FROM statuses r WHERE r.in_reply_to_id = s.status_id)
        OR quotes_count <> (SELECT count(*) FROM quotes q WHERE q.quoted_status_id = s.status_id)`,
    ],
    [
      'ids that do not carry their time',
      sql`
      SELECT id FROM statuses WHERE id >> 16 <> floor(extract(epoch FROM created_at) * 1000)`,
    ],
    [
      'answers older than what they answer',
      sql`
      SELECT s.id FROM statuses s JOIN statuses p ON p.id IN (s.in_reply_to_id, s.reblog_of_id)
      WHERE p.id > s.id`,
    ],
    [
      'answers in another conversation',
      sql`
      SELECT s.id FROM statuses s JOIN statuses p ON p.id = s.in_reply_to_id
      WHERE p.conversation_id <> s.conversation_id`,
    ],
    [
      'addresses that are not those of their author',
      sql`
      SELECT s.id FROM statuses s JOIN accounts a ON a.id = s.account_id
      WHERE s.uri <> CASE WHEN a.domain IS NOT NULL THEN a.uri
          WHEN a.id_scheme = 1 THEN 'https://example.social/ap/users/' || a.id
          ELSE 'https://example.social/users/' || a.username END
        || '/statuses/' || s.id || CASE WHEN s.reblog_of_id IS NULL THEN '' ELSE '/activity' END`,
    ],
    [
      'conversations since 4.5 without the post that began them',
      sql`
      SELECT c.id FROM conversations c WHERE c.uri IS NULL
        AND (c.parent_status_id IS NULL) <> (c.created_at < '2025-11-06 10:00')`,
    ],
    [
      'posts from before their author',
      sql`
      SELECT s.id FROM statuses s JOIN accounts a ON a.id = s.account_id
      WHERE s.created_at < a.created_at`,
    ],
    [
      'attachments whose post names others',
      sql`
      SELECT m.id FROM media_attachments m JOIN statuses s ON s.id = m.status_id
      WHERE NOT m.id = ANY (s.ordered_media_attachment_ids) OR m.account_id <> s.account_id`,
    ],
    [
      'posts without a text',
      sql`
      SELECT id FROM statuses WHERE reblog_of_id IS NULL AND text !~ '[[:alpha:]]'`,
    ],
    [
      'texts that were written twice',
      sql`
      SELECT min(id) FROM statuses WHERE reblog_of_id IS NULL
        AND poll_id IS NULL AND NOT text LIKE '%@%' AND local GROUP BY text HAVING count(*) > 1`,
    ],
  ])('has no %s', async (_, query) => {
    expect((await query.execute(db)).rows).toEqual([])
  })

  it('has a row for each mention and each hashtag in a text', async () => {
    const { rows } = await sql<{ text: string; people: string[]; tags: string[] }>`
      SELECT s.text,
        array(SELECT a.username || coalesce('@' || a.domain, '') FROM mentions m
          JOIN accounts a ON a.id = m.account_id WHERE m.status_id = s.id AND NOT m.silent) AS people,
        array(SELECT t.name FROM statuses_tags st JOIN tags t ON t.id = st.tag_id
          WHERE st.status_id = s.id) AS tags
      FROM statuses s WHERE s.local`.execute(db)
    for (const { text, people, tags } of rows) {
      expect(people.toSorted()).toEqual(knownMentions(text, community).toSorted())
      const typed = [
        ...text.matchAll(/(?<=^|\s|\()#([\p{L}\p{M}\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*)/gu),
      ]
      for (const [, name = ''] of typed) expect(tags).toContain(normalizeTag(name))
    }
  })

  it('lets the three log-ins in, with their roles', async () => {
    const { rows } = await sql<{ email: string; hash: string; role: string | null; id: string }>`
      SELECT u.id, email, encrypted_password AS hash, r.name AS role
      FROM users u LEFT JOIN user_roles r ON r.id = u.role_id
      WHERE email IN ('admin@example.social', 'ada@example.social', 'bob@example.social')
      ORDER BY u.id`.execute(db)
    expect(rows.map(({ id, email, role }) => ({ id, email, role }))).toEqual([
      { id: '1', email: 'admin@example.social', role: 'Owner' },
      { id: '42', email: 'ada@example.social', role: null },
      { id: '57', email: 'bob@example.social', role: null },
    ])
    for (const { email, hash } of rows) {
      expect(hash).toMatch(/^\$2a\$10\$/u)
      expect(compareSync(`howdah-${email.split('@')[0] ?? ''}`, hash)).toBe(true)
    }
  })

  it('counts on from its ids', async () => {
    const { rows } = await sql<{ id: string }>`INSERT INTO lists (account_id, title, created_at,
      updated_at) VALUES (${community.people.bob.id}, 'x', now(), now()) RETURNING id`.execute(db)
    expect(rows).toEqual([{ id: '5' }])
  })

  it('paints pictures that others can read', () => {
    const [picture] = gallery.pictures
    const decoded = PNG.sync.read(picture?.bytes ?? Buffer.alloc(0))
    expect([decoded.width, decoded.height]).toEqual([picture?.width, picture?.height])
    expect(picture?.blurhash).toMatch(/^L.{27}$/u)
    const keys = community.files.map((file) => file.key)
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.filter((key) => key.startsWith('media_attachments/')).length).toBeGreaterThan(55)
  })

  async function one(query: ReturnType<typeof sql>): Promise<Record<string, unknown>> {
    const { rows } = await query.execute(db)
    return { ...(rows[0] as object) }
  }
})

function knownMentions(text: string, { people }: Community): string[] {
  const typed = [...text.matchAll(/(?<![\w/])@(\w+(?:@[\w.-]*\w)?)/gu)].map(
    ([, address]) => address,
  )
  const known = people.all.map((person) => person.address)
  return known.filter((address) => typed.includes(address))
}

function fingerprint(community: Community): string {
  const hash = createHash('sha256').update(JSON.stringify(community.rows.tables()))
  for (const { key, bytes } of community.files) hash.update(key).update(bytes)
  return hash.digest('hex')
}
