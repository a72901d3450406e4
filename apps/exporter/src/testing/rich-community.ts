/**
 * One member who has everything that an archive can hold, with every state of it that is easily
 * written wrongly, and the neighbours that this takes. For a database of Mastodon 4.5;
 * `releases.ts` changes it into one of another release, `addNewerThings` adds what only that has.
 */
import { generateKeyPairSync } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { ReleaseName, SoftwareName } from '../mastodon/releases/release.ts'
import type { MastodonDatabase } from '../mastodon/tables.ts'
import {
  type Account,
  addAccount,
  addFollow,
  addMarks,
  addMember,
  addMention,
  addStatus,
  MOMENT,
  type Status,
} from './community.ts'

type Db = Kysely<MastodonDatabase>

/** A real one: libraries that read archives check its form. */
export const PUBLIC_KEY = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}).publicKey

const TIMES = { created_at: MOMENT, updated_at: MOMENT }

export interface RichCommunity {
  readonly ada: Account
  /** A local account with a numeric identifier. */
  readonly zoe: Account
  readonly bob: Account
  readonly club: Account
  /** Ada's posts by what they are about. */
  readonly posts: Readonly<Record<string, Status>>
  /** Zoe's and Bob's. */
  readonly others: Readonly<Record<'zoes' | 'bobs' | 'bobsTagged', Status>>
}

export async function addRichCommunity(db: Db): Promise<RichCommunity> {
  const people = await addPeople(db)
  await addEmojis(db)
  const others = await addOthersPosts(db, people)
  const posts = {
    ...(await addPlainPosts(db, people)),
    ...(await addPolls(db, people)),
    ...(await addQuotes(db, people, others)),
    ...(await addBoosts(db, people, others)),
    ...(await addThread(db, people, others)),
  }
  await addPreview(db, posts)
  await addLists(db, people, others)
  await addProfile(db, people)
  return { ...people, posts, others }
}

type People = Pick<RichCommunity, 'ada' | 'zoe' | 'bob' | 'club'>

async function addPeople(db: Db): Promise<People> {
  const { account: ada } = await addMember(db, {
    username: 'ada',
    id_scheme: 0,
    public_key: PUBLIC_KEY,
    display_name: 'Ada :cat:',
    note: 'Keeper :dog: of @zoe and @nobody #Elephants\nhttps://elephants.example/',
    fields: JSON.stringify([
      { name: 'Home :cat:', value: 'https://ada.example/', verified_at: '2025-01-01T00:00:00Z' },
      { name: 'Friend', value: '@bob@remote.example' },
      { name: '', value: 'no name, no field' },
    ]),
    avatar_file_name: 'face.jpeg',
    avatar_content_type: 'image/jpeg',
    header_file_name: 'top.png',
    header_content_type: 'image/png',
    also_known_as: ['https://old.example/users/ada'],
    attribution_domains: ['ada.example'],
    discoverable: null,
    locked: true,
  })
  const zoe = await addAccount(db, { username: 'zoe', id_scheme: 1 })
  const bob = await addAccount(db, { username: 'bob', domain: 'remote.example' })
  const club = await addAccount(db, {
    username: 'club',
    domain: 'g.example',
    actor_type: 'Group',
  })
  return { ada, zoe, bob, club }
}

async function addEmojis(db: Db): Promise<void> {
  const picture = { image_file_name: 'e.png', image_content_type: 'image/png' }
  await db
    .insertInto('custom_emojis')
    .values([
      { ...TIMES, ...picture, shortcode: 'cat' },
      { ...TIMES, ...picture, shortcode: 'dog' },
      { ...TIMES, ...picture, shortcode: 'yes' },
      { ...TIMES, ...picture, shortcode: 'off', disabled: true },
      { ...TIMES, ...picture, shortcode: 'far', domain: 'remote.example' },
    ])
    .execute()
}

async function addOthersPosts(db: Db, { zoe, bob }: People): Promise<RichCommunity['others']> {
  return {
    zoes: await addStatus(db, zoe, { text: 'Numbered' }),
    bobs: await addStatus(db, bob, { text: 'far', url: 'https://remote.example/@bob/1' }),
    bobsTagged: await addStatus(db, bob, {
      text: 'from OStatus',
      uri: 'tag:remote.example,2016:1',
      url: 'https://remote.example/@bob/2',
    }),
  }
}

async function addPlainPosts(db: Db, people: People) {
  const { ada, zoe, club } = people
  return {
    everything: await addEverything(db, people),
    song: await addSong(db, ada),
    blank: await addStatus(db, ada, { text: ' \n', spoiler_text: ' ' }),
    direct: await addStatus(db, ada, { text: '@zoe', visibility: 3 }, { mentions: [zoe, club] }),
    limited: await addStatus(db, ada, { text: 'few', visibility: 4, language: 'pt-BR' }),
    private: await addStatus(
      db,
      ada,
      { text: 'followers only', visibility: 2, quote_approval_policy: 8 << 16 },
      { media: [{ id: '1007', file_file_name: '7.png' }] },
    ),
    deleted: await addStatus(db, ada, { text: 'gone', deleted_at: MOMENT }, { media: [{}] }),
  }
}

async function addEverything(db: Db, { ada, zoe, bob, club }: People): Promise<Status> {
  const everything = await addStatus(
    db,
    ada,
    {
      text: 'x:cat: :dog::cat: (:cat:) :off: :far: @zoe @bob@remote.example #Tag https://example.com/',
      spoiler_text: ':dog: <warned> & "quoted"',
      sensitive: true,
      language: 'sr-Latn',
      visibility: 1,
      edited_at: '2025-03-05 00:00:00.5',
      quote_approval_policy: ((2 | 4) << 16) | 8,
    },
    {
      mentions: [zoe, bob, club],
      tags: ['tag', 'älter'],
      conversation: '4.5',
      media: [
        { id: '1001', description: 'first', file_file_name: '1.png' },
        { id: '1002', file_file_name: '2.png', blurhash: 'UEHV6nWB' },
        { id: '1003', file_file_name: null, remote_url: '' },
        { id: '1004', file_file_name: '4.png' },
        { id: '1005', file_file_name: '5.png' },
      ],
    },
  )
  await sql`UPDATE statuses SET ordered_media_attachment_ids = '{1002,9999,1001,1003,1004,1005}'
    WHERE id = ${everything.id}`.execute(db)
  await addMention(db, everything, await addAccount(db, { username: 'silent' }), true)
  await db
    .insertInto('status_stats')
    .values({ ...TIMES, status_id: everything.id, favourites_count: '-1', reblogs_count: '3' })
    .execute()
  return everything
}

function addSong(db: Db, ada: Account): Promise<Status> {
  return addStatus(
    db,
    ada,
    { text: 'song', language: 'zh-TW' },
    {
      conversation: 'older',
      media: [
        {
          id: '1006',
          type: 4,
          file_file_name: 'song.mp3',
          file_content_type: 'audio/mpeg',
          file_meta: '{"original":{"duration":3.0,"width":null},"focus":{"x":0.5,"y":-1}}',
          thumbnail_file_name: 'cover.png',
          thumbnail_content_type: 'image/png',
        },
      ],
    },
  )
}

async function addPolls(db: Db, { ada }: People) {
  const votes = { cached_tallies: ['2', '1'], options: [':yes: a', 'b'] }
  return {
    hidden: await addStatus(
      db,
      ada,
      { text: 'hidden' },
      { poll: { ...votes, hide_totals: true, expires_at: '2999-01-01', voters_count: '3' } },
    ),
    closed: await addStatus(
      db,
      ada,
      { text: 'closed' },
      { poll: { ...votes, hide_totals: true, expires_at: '2025-04-01', multiple: true } },
    ),
    endless: await addStatus(db, ada, { text: 'endless' }, { poll: votes }),
  }
}

async function addQuotes(db: Db, { ada, zoe, bob }: People, { zoes, bobs }: Others) {
  const ofZoe = { quoted_status_id: zoes.id, quoted_account_id: zoe.id }
  const ofBob = { quoted_status_id: bobs.id, quoted_account_id: bob.id }
  const approval_uri = 'https://remote.example/approvals/1'
  const quote = (text: string, quotes: typeof ofZoe & { state: number }) =>
    addStatus(db, ada, { text }, { quotes })
  const quotesNothing = await quote('nothing is left', { ...ofBob, state: 4 })
  await sql`UPDATE quotes SET quoted_status_id = NULL, quoted_account_id = NULL
    WHERE status_id = ${quotesNothing.id}`.execute(db)
  const theirs = await addStatus(db, bob, { text: 'soft', deleted_at: MOMENT })
  return {
    quotesZoe: await quote('accepted', { ...ofZoe, state: 1 }),
    quotesPending: await quote('pending', { ...ofZoe, state: 0 }),
    quotesRevoked: await quote('revoked', { ...ofZoe, state: 3 }),
    quotesBob: await addStatus(
      db,
      ada,
      { text: 'far' },
      { quotes: { ...ofBob, state: 1, approval_uri } },
    ),
    quotesSoft: await addStatus(
      db,
      ada,
      { text: 'soft' },
      { quotes: { quoted_status_id: theirs.id, quoted_account_id: bob.id, state: 1 } },
    ),
    quotesNothing,
  }
}

type Others = RichCommunity['others']

async function addBoosts(db: Db, { ada, bob }: People, { bobs }: Others) {
  const own = await addStatus(
    db,
    ada,
    { text: 'mine', visibility: 2 },
    { media: [{ id: '1008', file_file_name: '8.png' }] },
  )
  const soft = await addStatus(db, bob, { text: 'soon gone', deleted_at: MOMENT })
  return {
    mine: own,
    boost: await addStatus(db, ada, { reblog_of_id: bobs.id }),
    boostOfMine: await addStatus(db, ada, { reblog_of_id: own.id, visibility: 2 }),
    boostOfSoft: await addStatus(db, ada, { reblog_of_id: soft.id }),
    boostDeleted: await addStatus(db, ada, { reblog_of_id: bobs.id, deleted_at: MOMENT }),
  }
}

async function addThread(db: Db, { ada, bob }: People, { bobsTagged }: Others) {
  const gone = await addStatus(db, bob, { text: 'gone', deleted_at: MOMENT })
  const first = await addStatus(db, ada, {
    text: 'first',
    in_reply_to_id: bobsTagged.id,
    reply: true,
  })
  for (const visibility of [0, 2, 3, 1, 0, 0, 0, 0]) {
    await addStatus(db, ada, { text: 'more', in_reply_to_id: first.id, reply: true, visibility })
  }
  return {
    first,
    answersGone: await addStatus(db, ada, { text: 'so', in_reply_to_id: gone.id, reply: true }),
  }
}

async function addPreview(db: Db, posts: Readonly<Record<string, Status>>): Promise<void> {
  for (const [name, typed] of [
    ['everything', 'https://e.example/?typed'],
    ['song', ''],
  ] as const) {
    const card = await db
      .insertInto('preview_cards')
      .values({ ...TIMES, url: `https://e.example/${name}` })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db
      .insertInto('preview_cards_statuses')
      .values({ preview_card_id: card.id, status_id: posts[name]?.id ?? '', url: typed })
      .execute()
  }
}

async function addLists(db: Db, { ada, zoe, bob }: People, others: Others): Promise<void> {
  await addFollow(db, zoe, ada)
  await db
    .insertInto('follows')
    .values({ ...TIMES, account_id: ada.id, target_account_id: bob.id, languages: ['de', 'en'] })
    .execute()
  await addFollow(db, ada, zoe)
  for (const status of [others.bobs, others.zoes]) {
    await addMarks(db, 'favourites', { account: ada, status })
    await addMarks(db, 'bookmarks', { account: ada, status })
  }
  const relation = { ...TIMES, account_id: ada.id, target_account_id: bob.id }
  await db.insertInto('blocks').values(relation).execute()
  await db
    .insertInto('mutes')
    .values({ ...relation, hide_notifications: false })
    .execute()
  await db
    .insertInto('account_notes')
    .values({ ...relation, comment: 'two\nlines' })
    .execute()
  await db
    .insertInto('account_domain_blocks')
    .values({ ...TIMES, account_id: ada.id, domain: 'bad.example' })
    .execute()
  const { id } = await db
    .insertInto('lists')
    .values({ ...TIMES, account_id: ada.id, title: 'Friends, "old"' })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db.insertInto('list_accounts').values({ list_id: id, account_id: bob.id }).execute()
  await db
    .insertInto('custom_filters')
    .values({ ...TIMES, account_id: ada.id, phrase: 'Mice', context: ['home'], action: 2 })
    .execute()
}

async function addProfile(db: Db, { ada }: People): Promise<void> {
  await sql`
    WITH tag AS (INSERT INTO tags (name, created_at, updated_at)
      VALUES ('elephants', now(), now()) RETURNING id),
    bio AS (INSERT INTO accounts_tags (account_id, tag_id) SELECT ${ada.id}, id FROM tag)
    INSERT INTO tag_follows (tag_id, account_id, created_at, updated_at)
    SELECT id, ${ada.id}, now(), now() FROM tag`.execute(db)
}

/** What only newer releases or a fork can hold; for a database that has been changed already. */
export async function addNewerThings(
  db: Db,
  { ada, zoe, bob, posts }: RichCommunity,
  { release, software }: { release: ReleaseName; software: SoftwareName },
): Promise<void> {
  if (software === 'glitch-soc') {
    await sql`UPDATE statuses SET local_only = true, content_type = 'text/markdown',
        text = '*few* <b onclick="x">words</b>'
      WHERE id = ${posts['limited']?.id}`.execute(db)
    await sql`UPDATE quotes SET legacy = true WHERE status_id = ${posts['quotesBob']?.id}`.execute(
      db,
    )
  }
  if (release !== '4.6' && release !== '4.7') return
  await sql`UPDATE accounts SET avatar_description = 'Ada at work', show_media_replies = false
    WHERE id = ${ada.id}`.execute(db)
  await sql`
    INSERT INTO collections (id, account_id, name, description, language, local, sensitive,
      discoverable, tag_id, created_at, updated_at)
    SELECT 77, ${zoe.id}, 'Keepers', 'They keep', 'en', true, false, true, id,
      '2025-03-04 05:06:07', '2025-03-04 05:06:07' FROM tags WHERE name = 'elephants'`.execute(db)
  await sql`
    INSERT INTO collection_items (id, collection_id, account_id, state, approval_uri, created_at,
      updated_at)
    VALUES (1, 77, ${ada.id}, 1, NULL, '2025-03-04 05:06:07', now()),
      (2, 77, ${bob.id}, 1, 'https://remote.example/feature/1', '2025-03-04 05:06:07', now()),
      (3, 77, ${zoe.id}, 0, NULL, now(), now())`.execute(db)
  await sql`
    INSERT INTO tagged_objects (ap_type, object_id, object_type, status_id, created_at, updated_at)
    VALUES ('FeaturedCollection', 77, 'Collection', ${posts['everything']?.id}, now(), now()),
      ('FeaturedCollection', NULL, NULL, ${posts['everything']?.id}, now(), now())`.execute(db)
}
