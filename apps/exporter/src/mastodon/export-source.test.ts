import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import {
  addAccount,
  addFollow,
  addHashtag,
  addMarks,
  addMedia,
  addMember,
  addMention,
  addStatus,
  MOMENT,
  type Account,
} from '../testing/community.ts'
import { openDatabase, type OpenDatabase } from '../testing/open-database.ts'
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts'
import { CSV_KINDS, ExportSource } from './export-source.ts'
import type { Instance } from './instance.ts'
import { findMember } from './members.ts'
import { KEPT_STATEMENT } from './source/packed.ts'

const INSTANCE: Instance = {
  localDomain: 'example.org',
  webDomain: 'example.social',
  https: true,
  mediaRootUrl: '/system',
  attachmentUrls: 'entry',
}
const PUBLIC = 'https://www.w3.org/ns/activitystreams#Public'

/** Parsed JSON: its shape is what the tests check. */
// oxlint-disable-next-line typescript/no-explicit-any -- see above
type Parsed = any

let postgres: TestPostgres
let open: OpenDatabase
let bob: Account
let carol: Account
beforeAll(async () => {
  postgres = await startTestPostgres()
  open = openDatabase(postgres.url)
  bob = await addAccount(open.db, { username: 'bob', domain: 'remote.example' })
  carol = await addAccount(open.db, { username: 'carol', id_scheme: 0 })
})
afterAll(async () => {
  await open.close()
  await postgres.stop()
})

/** A member of their own for each test, so that tests do not see each other's posts. */
async function join(
  username: string,
  values: Parameters<typeof addMember>[1] extends infer V ? Partial<V> : never = {},
) {
  const { account } = await addMember(open.db, { ...values, username })
  const base =
    account.id_scheme === 1
      ? `https://example.social/ap/users/${account.id}`
      : `https://example.social/users/${username}`
  return { account, base, source: () => sourceOf(username) }
}

async function sourceOf(username: string): Promise<ExportSource> {
  const member = await findMember(open.db, { username })
  if (member === null) throw new Error(`no member ${username}`)
  return ExportSource.open({ db: open.db, instance: INSTANCE, member })
}

async function outboxOf(username: string): Promise<Parsed[]> {
  return (await outboxTexts(username)).map((text) => JSON.parse(text) as unknown)
}

async function outboxTexts(username: string, options = {}): Promise<string[]> {
  const items: string[] = []
  for await (const page of (await sourceOf(username)).outbox(options)) items.push(...page.items)
  return items
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = []
  for await (const item of items) collected.push(item)
  return collected
}

/** Compares values and the order of keys, at every depth. */
function expectExactly(actual: unknown, expected: unknown): void {
  expect(JSON.stringify(actual, null, 1)).toBe(JSON.stringify(expected, null, 1))
}

describe('a post', () => {
  test('has every key of Mastodon 4.5 in its order, with nulls kept', async () => {
    const { account, base } = await join('plain')
    const post = await addStatus(open.db, account, { text: 'hello\nworld' })
    const uri = `${base}/statuses/${post.id}`
    expectExactly(await outboxOf('plain'), [
      {
        id: `${uri}/activity`,
        type: 'Create',
        actor: base,
        published: '2025-03-04T05:06:07Z',
        to: [PUBLIC],
        cc: [`${base}/followers`],
        object: {
          id: uri,
          type: 'Note',
          summary: null,
          inReplyTo: null,
          published: '2025-03-04T05:06:07Z',
          url: `https://example.social/@plain/${post.id}`,
          attributedTo: base,
          to: [PUBLIC],
          cc: [`${base}/followers`],
          sensitive: false,
          atomUri: uri,
          inReplyToAtomUri: null,
          conversation: null,
          context: null,
          content: '<p>hello<br />world</p>',
          interactionPolicy: { canQuote: { automaticApproval: [base] } },
          attachment: [],
          tag: [],
          replies: {
            id: `${uri}/replies`,
            type: 'Collection',
            first: {
              type: 'CollectionPage',
              next: `${uri}/replies?only_other_accounts=true&page=true`,
              partOf: `${uri}/replies`,
              items: [],
            },
          },
          likes: { id: `${uri}/likes`, type: 'Collection', totalItems: 0 },
          shares: { id: `${uri}/shares`, type: 'Collection', totalItems: 0 },
        },
      },
    ])
  })

  test('has files, mentions, hashtags, emojis, language, warning, edit and counts where it has them', async () => {
    const { account, base } = await join('rich', { id_scheme: 0 })
    const group = await addAccount(open.db, {
      username: 'club',
      domain: 'g.example',
      actor_type: 'Group',
    })
    await open.db
      .insertInto('custom_emojis')
      .values([
        {
          shortcode: 'cat',
          image_file_name: 'c.png',
          image_content_type: 'image/png',
          created_at: MOMENT,
          updated_at: MOMENT,
        },
        { shortcode: 'off', disabled: true, created_at: MOMENT, updated_at: MOMENT },
        { shortcode: 'far', domain: 'remote.example', created_at: MOMENT, updated_at: MOMENT },
      ])
      .execute()
    const cat = await open.db
      .selectFrom('custom_emojis')
      .select('id')
      .where('shortcode', '=', 'cat')
      .executeTakeFirstOrThrow()
    const post = await addStatus(
      open.db,
      account,
      {
        text: 'hi @bob@remote.example @carol :far: :off: :cat: #Tag',
        spoiler_text: 'careful :cat:',
        sensitive: true,
        language: 'pt-BR',
        visibility: 1,
        edited_at: '2025-03-05 00:00:00.5',
        quote_approval_policy: (2 | 4 | 8) << 16,
      },
      { mentions: [bob, carol, group], tags: ['tag'], conversation: '4.5' },
    )
    await addMention(open.db, post, await addAccount(open.db, { username: 'silent' }), true)
    const first = await addMedia(open.db, post, {
      file_meta: JSON.stringify({
        focus: { x: 0.5, y: -0.25 },
        original: { width: 640, height: 480 },
      }),
      description: 'a picture',
      blurhash: 'UEHV6nWB',
    })
    const second = await addMedia(open.db, post, {
      file_file_name: 's.mp3',
      file_content_type: 'audio/mpeg',
    })
    await open.db
      .updateTable('statuses')
      .set({ ordered_media_attachment_ids: [second, first] })
      .where('id', '=', post.id)
      .execute()
    await open.db
      .insertInto('status_stats')
      .values({
        status_id: post.id,
        favourites_count: '7',
        reblogs_count: '3',
        created_at: MOMENT,
        updated_at: MOMENT,
      })
      .execute()
    const uri = `${base}/statuses/${post.id}`
    const cc = [
      PUBLIC,
      'https://remote.example/users/bob',
      'https://example.social/users/carol',
      'https://g.example/users/club',
      'https://g.example/users/club/followers',
    ]
    const context = `https://example.social/contexts/${account.id}-${post.id}`
    const content =
      '<p>hi <span class="h-card" translate="no"><a href="https://remote.example/@bob" class="u-url mention">@<span>bob</span></a></span>' +
      ' <span class="h-card" translate="no"><a href="https://example.social/@carol" class="u-url mention">@<span>carol</span></a></span>' +
      ' :far: :off: :cat: <a href="https://example.social/tags/Tag" class="mention hashtag" rel="tag">#<span>Tag</span></a></p>'
    const path = (id: string, name: string) =>
      `media_attachments/files/${id.match(/\d{3}/g)!.join('/')}/original/${name}`
    const [item] = await outboxOf('rich')
    expect(item.cc).toEqual(cc)
    expectExactly(item.object, {
      id: uri,
      type: 'Note',
      summary: 'careful :cat:',
      inReplyTo: null,
      published: '2025-03-04T05:06:07Z',
      url: `https://example.social/@rich/${post.id}`,
      attributedTo: base,
      to: [`${base}/followers`],
      cc,
      sensitive: true,
      atomUri: uri,
      inReplyToAtomUri: null,
      conversation: context,
      context,
      content,
      contentMap: { ptBr: content },
      updated: '2025-03-05T00:00:00Z',
      interactionPolicy: {
        canQuote: { automaticApproval: [PUBLIC, `${base}/followers`, `${base}/following`] },
      },
      attachment: [
        {
          type: 'Document',
          mediaType: 'audio/mpeg',
          url: path(second, 's.mp3'),
          name: null,
          blurhash: null,
        },
        {
          type: 'Document',
          mediaType: 'image/png',
          url: path(first, 'a1b2c3.png'),
          name: 'a picture',
          blurhash: 'UEHV6nWB',
          focalPoint: [0.5, -0.25],
          width: 640,
          height: 480,
        },
      ],
      tag: [
        { type: 'Mention', href: 'https://remote.example/users/bob', name: '@bob@remote.example' },
        { type: 'Mention', href: 'https://example.social/users/carol', name: '@carol' },
        { type: 'Mention', href: 'https://g.example/users/club', name: '@club@g.example' },
        { type: 'Hashtag', href: 'https://example.social/tags/tag', name: '#tag' },
        {
          id: `https://example.social/emojis/${cat.id}`,
          type: 'Emoji',
          name: ':cat:',
          updated: '2025-03-04T05:06:07Z',
          icon: {
            type: 'Image',
            mediaType: 'image/png',
            url: `https://example.social/system/custom_emojis/images/000/000/${cat.id.padStart(3, '0')}/original/c.png`,
          },
        },
      ],
      replies: {
        id: `${uri}/replies`,
        type: 'Collection',
        first: {
          type: 'CollectionPage',
          next: `${uri}/replies?only_other_accounts=true&page=true`,
          partOf: `${uri}/replies`,
          items: [],
        },
      },
      likes: { id: `${uri}/likes`, type: 'Collection', totalItems: 7 },
      shares: { id: `${uri}/shares`, type: 'Collection', totalItems: 3 },
    })
  })

  test('is a Question when it has a poll, with its choices last', async () => {
    const { account } = await join('pollster')
    await addStatus(
      open.db,
      account,
      { text: 'which?' },
      {
        poll: {
          options: ['a', 'b'],
          cached_tallies: ['2', '1'],
          voters_count: '3',
          expires_at: '2025-04-01 00:00:00',
        },
      },
    )
    await addStatus(
      open.db,
      account,
      { text: 'secret' },
      {
        poll: {
          options: ['a', 'b'],
          cached_tallies: ['2', '1'],
          multiple: true,
          hide_totals: true,
          expires_at: '2999-01-01 00:00:00',
        },
      },
    )
    const [closed, hidden] = (await outboxOf('pollster')).map((item) => item.object)
    expect(Object.keys(closed)).toEqual([
      'id',
      'type',
      'summary',
      'inReplyTo',
      'published',
      'url',
      'attributedTo',
      'to',
      'cc',
      'sensitive',
      'atomUri',
      'inReplyToAtomUri',
      'conversation',
      'context',
      'content',
      'endTime',
      'closed',
      'votersCount',
      'interactionPolicy',
      'attachment',
      'tag',
      'replies',
      'likes',
      'shares',
      'oneOf',
    ])
    expect(closed).toMatchObject({
      type: 'Question',
      endTime: '2025-04-01T00:00:00Z',
      closed: '2025-04-01T00:00:00Z',
      votersCount: 3,
    })
    expectExactly(closed.oneOf, [
      { type: 'Note', name: 'a', replies: { type: 'Collection', totalItems: 2 } },
      { type: 'Note', name: 'b', replies: { type: 'Collection', totalItems: 1 } },
    ])
    expect(hidden.closed).toBeUndefined()
    expect(hidden.anyOf.map((one: Parsed) => one.replies.totalItems)).toEqual([null, null])
  })

  test('names its parent as long as that is there, and its own first answers', async () => {
    const { account, base } = await join('threader')
    const remote = await addStatus(open.db, bob, {
      text: 'remote',
      url: 'https://remote.example/@bob/1',
    })
    const tagged = await addStatus(open.db, bob, {
      text: 'old',
      uri: 'tag:remote.example,2016:1',
      url: 'https://remote.example/@bob/2',
    })
    const gone = await addStatus(open.db, bob, { text: 'gone', deleted_at: MOMENT })
    const [a, b, c] = [
      await addStatus(
        open.db,
        account,
        { text: 'a', in_reply_to_id: remote.id, reply: true },
        { conversation: 'older' },
      ),
      await addStatus(open.db, account, { text: 'b', in_reply_to_id: tagged.id, reply: true }),
      await addStatus(open.db, account, { text: 'c', in_reply_to_id: gone.id, reply: true }),
    ]
    const answers: string[] = []
    for (const visibility of [0, 1, 2, 0, 0, 0, 0]) {
      const answer = await addStatus(open.db, account, {
        text: 'x',
        in_reply_to_id: a.id,
        reply: true,
        visibility,
      })
      if (visibility < 2) answers.push(answer.id)
    }
    const objects = (await outboxOf('threader')).map((item) => item.object)
    expect(objects[0]).toMatchObject({
      inReplyTo: remote.uri,
      inReplyToAtomUri: remote.uri,
      context: null,
    })
    expect(objects[0].conversation).toMatch(
      /^tag:example\.org,2025-03-04:objectId=\d+:objectType=Conversation$/,
    )
    expect(objects[1]).toMatchObject({
      inReplyTo: 'https://remote.example/@bob/2',
      inReplyToAtomUri: tagged.uri,
    })
    expect(objects[2]).toMatchObject({ inReplyTo: null, inReplyToAtomUri: null })
    const firstFive = answers.slice(0, 5)
    expect(objects[0].replies.first).toEqual({
      type: 'CollectionPage',
      next: `${base}/statuses/${a.id}/replies?min_id=${firstFive.at(-1)}&page=true`,
      partOf: `${base}/statuses/${a.id}/replies`,
      items: firstFive.map((id) => `${base}/statuses/${id}`),
    })
    expect([b.id < c.id]).toEqual([true])
  })

  test('quotes: a local one with its authorization, a remote one with the stored, a vanished one as Tombstone', async () => {
    const { account } = await join('quoter')
    const local = await addStatus(open.db, carol, { text: 'quotable' })
    const remote = await addStatus(open.db, bob, {
      text: 'far',
      url: 'https://remote.example/@bob/9',
    })
    const gone = await addStatus(open.db, bob, { text: 'gone', deleted_at: MOMENT })
    await addStatus(
      open.db,
      account,
      { text: 'one' },
      {
        quotes: { quoted_status_id: local.id, quoted_account_id: carol.id, state: 1 },
      },
    )
    await addStatus(
      open.db,
      account,
      { text: 'two' },
      {
        quotes: {
          quoted_status_id: remote.id,
          quoted_account_id: bob.id,
          state: 1,
          approval_uri: 'https://remote.example/approval/1',
        },
      },
    )
    await addStatus(
      open.db,
      account,
      { text: 'three' },
      {
        quotes: { quoted_status_id: gone.id, quoted_account_id: bob.id, state: 0 },
      },
    )
    const [first, second, third] = (await outboxOf('quoter')).map((item) => item.object)
    const uri = `https://example.social/users/carol/statuses/${local.id}`
    expect(first).toMatchObject({ quote: uri, _misskey_quote: uri, quoteUri: uri })
    expect(first.quoteAuthorization).toMatch(
      /^https:\/\/example\.social\/users\/carol\/quote_authorizations\/\d+$/,
    )
    expect(first.content).toContain(
      `<p class="quote-inline">RE: <a href="https://example.social/@carol/${local.id}"`,
    )
    expect(second).toMatchObject({
      quote: remote.uri,
      quoteAuthorization: 'https://remote.example/approval/1',
    })
    expect(second.content).toContain('href="https://remote.example/@bob/9"')
    expect(third.quote).toEqual({ type: 'Tombstone' })
    expect(third).not.toHaveProperty('quoteUri')
    expect(third).not.toHaveProperty('quoteAuthorization')
    expect(third.content).toBe('<p>three</p>')
  })

  test.each([
    [0, [PUBLIC], ['F', 'M']],
    [1, ['F'], [PUBLIC, 'M']],
    [2, ['F'], ['M']],
    [3, ['M'], []],
    [4, ['M'], []],
  ])('of visibility %i is addressed like this', async (visibility, to, cc) => {
    const { account, base } = await join(`audience${visibility}`)
    await addStatus(open.db, account, { text: 'x', visibility }, { mentions: [bob] })
    const real = (names: readonly string[]) =>
      names.map(
        (name) => ({ F: `${base}/followers`, M: 'https://remote.example/users/bob' })[name] ?? name,
      )
    const [item] = await outboxOf(`audience${visibility}`)
    expect([item.to, item.cc]).toEqual([real(to), real(cc)])
    expect([item.object.to, item.object.cc]).toEqual([real(to), real(cc)])
  })

  test('of a silenced member is addressed only to mentioned accounts that follow', async () => {
    const { account } = await join('silenced', { silenced_at: MOMENT })
    await addFollow(open.db, carol, account)
    await addStatus(open.db, account, { text: 'x', visibility: 3 }, { mentions: [bob, carol] })
    const [item] = await outboxOf('silenced')
    expect(item.to).toEqual(['https://example.social/users/carol'])
    expect(item.object.tag).toHaveLength(2)
  })
})

describe('a boost', () => {
  test('of a member whose media are sensitive is sensitive', async () => {
    const { account } = await join('careful', { sensitized_at: MOMENT })
    await addStatus(open.db, account, { text: 'x', sensitive: false })
    const [item] = await outboxOf('careful')
    expect(item.object.sensitive).toBe(true)
  })

  test('has Mastodon’s addresses of files when the setting says so, also in other releases’ forms', async () => {
    const { account } = await join('compat')
    await addStatus(open.db, account, { text: 'x' }, { media: [{ file_file_name: 'a.png' }] })
    const member = await findMember(open.db, { username: 'compat' })
    if (member === null) throw new Error('no member')
    const instance: Instance = {
      ...INSTANCE,
      mediaRootUrl: 'https://s3.example/bucket',
      attachmentUrls: 'mastodon',
    }
    const source = await ExportSource.open({ db: open.db, instance, member })
    const [page] = await collect(source.outbox())
    const { object }: Parsed = JSON.parse([...(page?.items ?? [])][0] ?? '')
    expect(object.attachment[0].url).toMatch(/^\/bucket\/media_attachments\/files\/.*\/a\.png$/)
    const [file] = await collect(source.media())
    expect(file?.entryName).toMatch(/^media_attachments\/files\//)
  })

  test('has the addresses of the server where its files are left out, unless Mastodon’s are wanted', async () => {
    const { account } = await join('light')
    await addStatus(open.db, account, { text: 'x' }, { media: [{ file_file_name: 'a.png' }] })
    const member = await findMember(open.db, { username: 'light' })
    if (member === null) throw new Error('no member')
    const urlWith = async (attachmentUrls: Instance['attachmentUrls']): Promise<string> => {
      const instance = { ...INSTANCE, attachmentUrls }
      const live = await ExportSource.open({ db: open.db, instance, member })
      const source = live.since({ begunAt: new Date(), server: null, files: 'server' })
      const [page] = await collect(source.outbox())
      const { object }: Parsed = JSON.parse([...(page?.items ?? [])][0] ?? '')
      return object.attachment[0].url
    }
    expect(await urlWith('entry')).toMatch(
      /^https:\/\/example\.social\/system\/media_attachments\/files\/.*\/a\.png$/,
    )
    expect(await urlWith('mastodon')).toMatch(/^media_attachments\/files\/.*\/a\.png$/)
  })

  test('keeps the release with which its archive was begun', async () => {
    const { account } = await join('updated')
    await addStatus(open.db, account, { text: 'x' })
    const live = await sourceOf('updated')
    const begun = live.since({
      begunAt: new Date(),
      server: { software: 'mastodon', version: '4.2' },
    })
    const keysOf = async (source: ExportSource): Promise<string[]> => {
      const [page] = await collect(source.outbox())
      const { object }: Parsed = JSON.parse([...(page?.items ?? [])][0] ?? '')
      return Object.keys(object)
    }
    expect(await keysOf(live)).toContain('interactionPolicy')
    expect(await keysOf(begun)).not.toContain('interactionPolicy')
    expect(begun.identity().version).toBe('4.2')
    expect(JSON.stringify(begun.outboxContext())).toContain('toot:Device')
  })

  test('is an Announce with the URI of the post', async () => {
    const { account, base } = await join('booster')
    const theirs = await addStatus(open.db, bob, { text: 'boost me' })
    const boost = await addStatus(open.db, account, { reblog_of_id: theirs.id })
    expectExactly(await outboxOf('booster'), [
      {
        id: `${base}/statuses/${boost.id}/activity`,
        type: 'Announce',
        actor: base,
        published: '2025-03-04T05:06:07Z',
        to: [PUBLIC],
        cc: ['https://remote.example/users/bob', `${base}/followers`],
        object: theirs.uri,
      },
    ])
  })

  test('of the own private post contains it, with the addresses of the server', async () => {
    const { account, base } = await join('selfbooster')
    const post = await addStatus(
      open.db,
      account,
      { text: 'only us', visibility: 2 },
      { media: [{}], mentions: [carol] },
    )
    await addStatus(open.db, account, { reblog_of_id: post.id, visibility: 2 })
    const [create, announce] = await outboxOf('selfbooster')
    expect(create.object.attachment[0].url).toMatch(/^media_attachments\//)
    expect(announce.object.attachment[0].url).toMatch(
      /^https:\/\/example\.social\/system\/media_attachments\//,
    )
    expect(announce).toMatchObject({ type: 'Announce', to: [`${base}/followers`], cc: [base] })
    expect({ ...announce.object, attachment: [] }).toEqual({ ...create.object, attachment: [] })
  })

  test('of a deleted post still says which it was', async () => {
    const { account } = await join('late')
    const theirs = await addStatus(open.db, bob, { text: 'gone', deleted_at: MOMENT })
    await addStatus(open.db, account, { reblog_of_id: theirs.id })
    expect((await outboxOf('late')).map((item) => item.object)).toEqual([theirs.uri])
  })
})

describe('the outbox', () => {
  test('holds kept posts only, by id, each once, whatever the size of the pages', async () => {
    const { account } = await join('writer')
    const ids: string[] = []
    for (let index = 0; index < 25; index += 1) {
      const post = await addStatus(open.db, account, {
        text: `${index}`,
        deleted_at: index % 5 === 4 ? MOMENT : null,
      })
      if (index % 5 !== 4) ids.push(post.id)
    }
    for (const pageSize of [1, 7, 20, 1000]) {
      const items = (await outboxTexts('writer', { pageSize })).map((text): Parsed =>
        JSON.parse(text),
      )
      expect(items.map((item) => item.object.id.split('/').at(-1))).toEqual(ids)
    }
    const rest = await outboxTexts('writer', { afterId: ids[9]!, pageSize: 3 })
    expect(rest).toHaveLength(10)
  })

  test('keeps ids beyond 2^53 exact', async () => {
    const { account } = await join('huge')
    await addStatus(open.db, account, { id: '9007199254740993', text: 'x' })
    await addStatus(open.db, account, { id: '9223372036854775807', text: 'y' })
    const texts = await outboxTexts('huge')
    expect(texts[0]).toContain('/statuses/9007199254740993/activity')
    expect(texts[1]).toContain('/statuses/9223372036854775807/activity')
  })

  test('takes the same number of statements for a page of 1 and a page of 50', async () => {
    const counts: number[] = []
    for (const size of [1, 50]) {
      const { account } = await join(`counted${size}`)
      const theirs = await addStatus(open.db, bob, { text: 'x' })
      for (let index = 0; index < size; index += 1) {
        const post = await addStatus(
          open.db,
          account,
          { text: ':cat: #x @carol', in_reply_to_id: theirs.id, visibility: 2 },
          { mentions: [carol], tags: [`t${index}`], media: [{}] },
        )
        await addStatus(open.db, account, { reblog_of_id: post.id, visibility: 2 })
      }
      const source = await sourceOf(`counted${size}`)
      open.statements.length = 0
      const pages = await collect(source.outbox())
      expect(pages.flatMap((page) => [...page.items])).toHaveLength(size * 2)
      counts.push(open.statements.length)
    }
    expect(counts[0]).toBe(counts[1])
    expect(counts[0]).toBeLessThanOrEqual(8)
  })

  test('reads its pages, details and views by statements that are prepared once', async () => {
    const { account, source } = await join('kept')
    await addStatus(open.db, account, { text: 'x' })
    const member = await source()
    open.statements.length = 0
    for await (const page of member.outbox()) expect([...page.items]).toHaveLength(1)
    expect(await collect(member.postDetails())).toHaveLength(1)
    expect(await collect(member.postViews())).toHaveLength(1)
    expect(open.statements).toHaveLength(3)
    for (const text of open.statements) expect(text.startsWith(KEPT_STATEMENT)).toBe(true)
  })

  test('stops between pages when the signal says so', async () => {
    const { account } = await join('stopped')
    for (let index = 0; index < 5; index += 1) await addStatus(open.db, account, { text: 'x' })
    const controller = new AbortController()
    const reading = (async () => {
      for await (const _ of (await sourceOf('stopped')).outbox({
        pageSize: 1,
        signal: controller.signal,
      })) {
        controller.abort(new Error('enough'))
      }
    })()
    await expect(reading).rejects.toThrow('enough')
  })

  test('has the context that Mastodon 4.5 writes', async () => {
    await join('contexted')
    const file = new URL('../../fixtures/mastodon/contexts.json', import.meta.url)
    const recorded = JSON.parse(readFileSync(file, 'utf8')) as Record<
      string,
      { outbox_full: unknown }
    >
    expectExactly((await sourceOf('contexted')).outboxContext(), recorded['v4.5.15']!.outbox_full)
  })
})

describe('the files', () => {
  test('are the originals of posts, also of deleted and scheduled ones, by id', async () => {
    const { account } = await join('painter', {
      avatar_file_name: 'me.jpeg',
      header_file_name: null,
    })
    const post = await addStatus(open.db, account, {})
    const deleted = await addStatus(open.db, account, { deleted_at: MOMENT })
    const scheduled = await open.db
      .insertInto('scheduled_statuses')
      .values({ account_id: account.id })
      .returning('id')
      .executeTakeFirstOrThrow()
    const expected = [
      await addMedia(open.db, post, {}),
      await addMedia(open.db, deleted, { id: '113060493549872113', file_file_name: 'x.webp' }),
      await addMedia(open.db, post, { status_id: null, scheduled_status_id: scheduled.id }),
    ]
    await addMedia(open.db, post, { status_id: null })
    await addMedia(open.db, post, { file_file_name: null })
    const source = await sourceOf('painter')
    const files = await collect(source.media({ pageSize: 2 }))
    expect(files.map((file) => file.id).toSorted()).toEqual(expected.toSorted())
    expect(files.find((file) => file.id === '113060493549872113')).toEqual({
      id: '113060493549872113',
      storageKey: 'media_attachments/files/113/060/493/549/872/113/original/x.webp',
      entryName: 'media_attachments/files/113/060/493/549/872/113/original/x.webp',
      sizeBytes: 1234,
    })
    expect(source.images()).toEqual({
      avatar: {
        storageKey: expect.stringMatching(/^accounts\/avatars\/.*\/original\/me\.jpeg$/),
        entryName: 'avatar.jpeg',
      },
      header: null,
    })
  })
})

describe('likes and bookmarks', () => {
  test('are URIs by id of the post, without deleted ones', async () => {
    const { account, base } = await join('liker')
    const posts = [
      await addStatus(open.db, bob, { text: '1' }),
      await addStatus(open.db, bob, { text: '2', deleted_at: MOMENT }),
      await addStatus(open.db, account, { text: '3' }),
    ]
    for (const status of posts.toReversed())
      await addMarks(open.db, 'favourites', { account, status })
    for (const status of posts) await addMarks(open.db, 'bookmarks', { account, status })
    const source = await sourceOf('liker')
    const expected = [posts[0]!.uri, `${base}/statuses/${posts[2]!.id}`]
    expect((await collect(source.likes({ pageSize: 1 }))).flatMap((page) => page.uris)).toEqual(
      expected,
    )
    expect((await collect(source.bookmarks())).flatMap((page) => page.uris)).toEqual(expected)
    expect(await collect(source.csv('bookmarks'))).toEqual([[[expected[1]], [expected[0]]]])
  })
})

describe('the lists as CSV rows', () => {
  test('have the headers and orders of the import page', async () => {
    const { account } = await join('lister')
    const at = { created_at: MOMENT, updated_at: MOMENT }
    const me = { account_id: account.id }
    await open.db
      .insertInto('follows')
      .values([
        { ...at, ...me, target_account_id: bob.id, languages: ['en', 'de'] },
        { ...at, ...me, target_account_id: carol.id, show_reblogs: false, notify: true },
        { ...at, account_id: carol.id, target_account_id: account.id },
      ])
      .execute()
    await open.db
      .insertInto('mutes')
      .values({ ...at, ...me, target_account_id: bob.id, hide_notifications: false })
      .execute()
    await open.db
      .insertInto('blocks')
      .values({ ...at, ...me, target_account_id: bob.id })
      .execute()
    await open.db
      .insertInto('account_domain_blocks')
      .values([
        { ...at, ...me, domain: 'a.example' },
        { ...at, ...me, domain: 'b.example' },
      ])
      .execute()
    const lists = await open.db
      .insertInto('lists')
      .values([
        { ...at, ...me, title: 'friends, "best"' },
        { ...at, ...me, title: 'empty' },
      ])
      .returning('id')
      .execute()
    await open.db
      .insertInto('list_accounts')
      .values([
        { list_id: lists[0]!.id, account_id: carol.id },
        { list_id: lists[0]!.id, account_id: bob.id },
      ])
      .execute()
    const source = await sourceOf('lister')
    const rows: Record<string, unknown> = {}
    for (const kind of CSV_KINDS)
      rows[kind] = (await collect(source.csv(kind, { pageSize: 1 }))).flat()
    expect(rows).toEqual({
      following_accounts: [
        ['Account address', 'Show boosts', 'Notify on new posts', 'Languages'],
        ['carol@example.org', 'false', 'true', null],
        ['bob@remote.example', 'true', 'false', 'en, de'],
      ],
      followers: [['Account address'], ['carol@example.org']],
      lists: [
        ['friends, "best"', 'carol@example.org'],
        ['friends, "best"', 'bob@remote.example'],
      ],
      muted_accounts: [
        ['Account address', 'Hide notifications'],
        ['bob@remote.example', 'false'],
      ],
      blocked_accounts: [['bob@remote.example']],
      blocked_domains: [['b.example'], ['a.example']],
      bookmarks: [],
    })
    expect(await source.counts()).toMatchObject({
      follows: 2,
      followers: 1,
      lists: 2,
      mutes: 1,
      blocks: 1,
      domainBlocks: 2,
      posts: 0,
      mediaBytes: 0,
    })
  })
})

describe('the actor', () => {
  test('has every key of Mastodon 4.5 in its order', async () => {
    const { account, base } = await join('actress', {
      display_name: 'Ac :cat: Tress',
      note: 'I am @carol\nand @nobody #Tag',
      fields: JSON.stringify([{ name: 'Site', value: 'https://example.com/x', verified_at: 'x' }]),
      avatar_file_name: 'a.png',
      avatar_content_type: 'image/png',
      also_known_as: ['https://old.example/users/a'],
      moved_to_account_id: bob.id,
      locked: true,
      attribution_domains: ['example.com'],
    })
    await open.db
      .insertInto('tags')
      .values({ name: 'biotag', created_at: MOMENT, updated_at: MOMENT })
      .execute()
    const tag = await open.db
      .selectFrom('tags')
      .select('id')
      .where('name', '=', 'biotag')
      .executeTakeFirstOrThrow()
    await open.db
      .insertInto('accounts_tags')
      .values({ account_id: account.id, tag_id: tag.id })
      .execute()
    const actor: Parsed = await (await sourceOf('actress')).actor()
    expect(Object.keys(actor)).toEqual([
      '@context',
      'id',
      'type',
      'following',
      'followers',
      'inbox',
      'outbox',
      'featured',
      'featuredTags',
      'preferredUsername',
      'name',
      'summary',
      'url',
      'manuallyApprovesFollowers',
      'discoverable',
      'indexable',
      'published',
      'memorial',
      'movedTo',
      'alsoKnownAs',
      'attributionDomains',
      'publicKey',
      'tag',
      'attachment',
      'endpoints',
      'icon',
      'likes',
      'bookmarks',
    ])
    expect(actor).toMatchObject({
      id: base,
      type: 'Person',
      outbox: 'outbox.json',
      name: 'Ac :cat: Tress',
      url: 'https://example.social/@actress',
      discoverable: false,
      manuallyApprovesFollowers: true,
      published: '2025-03-04T00:00:00Z',
      movedTo: 'https://remote.example/users/bob',
      publicKey: { id: `${base}#main-key`, owner: base, publicKeyPem: 'PUBLIC KEY' },
      endpoints: { sharedInbox: 'https://example.social/inbox' },
      icon: { type: 'Image', mediaType: 'image/png', url: 'avatar.png' },
    })
    expect(actor.summary).toContain('@<span>carol</span>')
    expect(actor.summary).toContain('@nobody')
    expect(actor.attachment[0].value).toContain('rel="nofollow noopener me"')
    expect(actor.tag.map((one: Parsed) => one.name)).toEqual([':cat:', '#biotag'])
    expect(Object.keys(actor['@context'][2]).slice(-3)).toEqual(['Hashtag', 'Emoji', 'focalPoint'])
    expect(JSON.stringify(actor)).not.toContain('private')
  })

  test('keeps what a suspended member cannot hide, and hides the rest', async () => {
    const cat = ':cat: https://example.com'
    const { base } = await join('ghost', {
      suspended_at: MOMENT,
      memorial: true,
      locked: true,
      indexable: true,
      note: cat,
      fields: JSON.stringify([{ name: 'a', value: cat }]),
      header_file_name: 'h.png',
      moved_to_account_id: bob.id,
      also_known_as: ['https://old.example/users/a'],
      attribution_domains: ['example.com'],
    })
    const actor: Parsed = await (await sourceOf('ghost')).actor()
    expect(actor).toMatchObject({
      id: base,
      memorial: true,
      manuallyApprovesFollowers: false,
      indexable: false,
      attributionDomains: ['example.com'],
    })
    for (const key of ['movedTo', 'alsoKnownAs', 'image']) expect(actor).not.toHaveProperty(key)
    expect(Object.keys(actor['@context'][2])).not.toContain('Emoji')
  })

  test.each([
    [{ actor_type: 'Service' }, 'Service'],
    [{ actor_type: 'Application' }, 'Service'],
    [{ actor_type: 'Group' }, 'Group'],
    [{ actor_type: 'Person' }, 'Person'],
    [{ actor_type: 'Organization' }, 'Person'],
  ])('of %j is a %s', async (values, type) => {
    const username = `type${values.actor_type.toLowerCase()}`
    await join(username, values)
    expect(await (await sourceOf(username)).actor()).toMatchObject({ type, name: username })
  })

  test('of a suspended member is blank', async () => {
    await join('frozen', {
      suspended_at: MOMENT,
      display_name: 'F',
      note: 'n',
      avatar_file_name: 'a.png',
      discoverable: true,
    })
    const actor: Parsed = await (await sourceOf('frozen')).actor()
    expect(actor).toMatchObject({
      name: 'frozen',
      summary: '',
      discoverable: false,
      suspended: true,
      tag: [],
      attachment: [],
    })
    expect(actor).not.toHaveProperty('icon')
  })
})

test('hashtags of a post come in the order of their ids', async () => {
  const { account } = await join('tagger')
  const post = await addStatus(open.db, account, { text: '#b #a' })
  await addHashtag(open.db, post, 'zz-b')
  await addHashtag(open.db, post, 'zz-a')
  const [item] = await outboxOf('tagger')
  expect(item.object.tag.map((one: Parsed) => one.name)).toEqual(['#zz-b', '#zz-a'])
})
