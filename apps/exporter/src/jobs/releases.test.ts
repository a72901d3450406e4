/** Whole archives of every release, read back by libraries that are not ours. */
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, open as openFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  Activity,
  Announce,
  Collection,
  Create,
  Document,
  Note,
  Object as ActivityObject,
  OrderedCollection,
  Person,
  Question,
} from '@fedify/vocab'
import { preloadedContexts } from '@fedify/vocab-runtime'
import { Uint8ArrayWriter } from '@zip.js/zip.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ZipWriter } from '../archive/zip-writer.ts'
import { ExportSource } from '../mastodon/export-source.ts'
import { findMember } from '../mastodon/members.ts'
import type { ReleaseName, SoftwareName } from '../mastodon/releases/release.ts'
import { describeServer, readServer } from '../mastodon/releases/server.ts'
import { insertBackup } from '../mastodon/backups.ts'
import { readBackupRetentionDays } from '../mastodon/settings.ts'
import { namesOfBackups, searchUsers } from '../mastodon/users.ts'
import { LocalStorage } from '../storage/local-storage.ts'
import { openDatabase } from '../testing/open-database.ts'
import { findServerPrograms } from '../testing/postgres-cluster.ts'
import { startTestPostgres } from '../testing/postgres.ts'
import { readZipEntries } from '../testing/read-zip.ts'
import { changeRelease } from '../testing/releases.ts'
import {
  addNewerThings,
  addRichCommunity,
  PUBLIC_KEY,
  type RichCommunity,
} from '../testing/rich-community.ts'
import { backupSteps } from './build-backup.ts'
import { MEDIA_LIMITS } from './media-source.ts'
import { runSteps } from './steps.ts'

/** Parsed JSON: its shape is what the tests check. */
// oxlint-disable-next-line typescript/no-explicit-any -- see above
type Parsed = any

const WEB = 'https://example.social'
const PUBLIC = 'https://www.w3.org/ns/activitystreams#Public'

interface Expected {
  readonly release: ReleaseName
  readonly software: SoftwareName
  readonly described: string
  /** Keys in their order; those with a question mark may be missing. */
  readonly note: string
  readonly document: string
  readonly actor: string
}

const NOTE_START =
  'id type summary inReplyTo published url attributedTo to cc sensitive atomUri inReplyToAtomUri conversation '
const NOTE_TEXT = 'content contentMap? updated? '
const NOTE_POLL = 'endTime? closed? votersCount? '
const NOTE_QUOTE = 'quote? _misskey_quote? quoteUri? quoteAuthorization? interactionPolicy '
const NOTE_4_2 = `${NOTE_START}${NOTE_TEXT}${NOTE_POLL}attachment tag replies oneOf? anyOf?`
const NOTE_4_3 = `${NOTE_START}${NOTE_TEXT}${NOTE_POLL}attachment tag replies likes shares oneOf? anyOf?`
const NOTE_END = 'attachment tag replies likes shares oneOf? anyOf?'
const NOTE_4_5 = `${NOTE_START}context ${NOTE_TEXT}${NOTE_POLL}${NOTE_QUOTE}${NOTE_END}`
const NOTE_GLITCH = `${NOTE_START}context ${NOTE_TEXT}directMessage? ${NOTE_POLL}${NOTE_QUOTE}${NOTE_END}`
const DOCUMENT_4_2 = 'type mediaType url name blurhash focalPoint? width? height? icon?'
const DOCUMENT_4_6 = 'type mediaType url name blurhash focalPoint? width? height? duration? icon?'
const ACTOR_PEOPLE =
  'following followers inbox outbox featured featuredTags preferredUsername name '
const ACTOR_FLAGS =
  'summary url manuallyApprovesFollowers discoverable indexable published memorial '
const ACTOR_END = 'publicKey tag attachment endpoints icon image likes bookmarks'
const ACTOR_START = `@context id type ${ACTOR_PEOPLE}${ACTOR_FLAGS}`
const ACTOR_4_2 = `${ACTOR_START}devices alsoKnownAs ${ACTOR_END}`
const ACTOR_4_3 = `${ACTOR_START}alsoKnownAs attributionDomains ${ACTOR_END}`
const ACTOR_4_6 =
  `@context id webfinger type ${ACTOR_PEOPLE}${ACTOR_FLAGS}showFeatured showMedia showRepliesInMedia ` +
  `interactionPolicy featuredCollections alsoKnownAs attributionDomains ${ACTOR_END}`

const SERVERS: readonly Expected[] = [
  server('4.2', '20230907150100', NOTE_4_2, DOCUMENT_4_2, ACTOR_4_2),
  server('4.3', '20241007071624', NOTE_4_3, DOCUMENT_4_2, ACTOR_4_3),
  server('4.4', '20250627132728', NOTE_4_3, DOCUMENT_4_2, ACTOR_4_3),
  server('4.5', '20251023210145', NOTE_4_5, DOCUMENT_4_2, ACTOR_4_3),
  server('4.6', '20260611150940', NOTE_4_5, DOCUMENT_4_6, ACTOR_4_6),
  server('4.7', '20260805130216', NOTE_4_5, DOCUMENT_4_6, ACTOR_4_6),
  {
    ...server('4.5', '20251023210145', NOTE_GLITCH, DOCUMENT_4_2, ACTOR_4_3),
    software: 'glitch-soc',
    described: 'glitch-soc 4.5 (schema 20251023210145)',
  },
]

// oxlint-disable-next-line max-params -- one line a release reads like a table
function server(
  release: ReleaseName,
  migration: string,
  note: string,
  document: string,
  actor: string,
): Expected {
  const described = `Mastodon ${release} (schema ${migration})`
  return { release, software: 'mastodon', described, note, document, actor }
}

/** The keys in the order of the pattern, with none that it does not name. */
function expectKeys(object: object, pattern: string): void {
  const keys = Object.keys(object)
  const all = pattern.split(' ')
  const expected = all
    .filter((key) => !key.endsWith('?') || keys.includes(key.slice(0, -1)))
    .map((key) => key.replace('?', ''))
  expect(keys).toEqual(expected)
}

function isFrom(release: ReleaseName, first: ReleaseName): boolean {
  return release >= first
}

// The embedded PostgreSQL takes seconds to start, once a database: there 4.5 has to do.
const TESTED = findServerPrograms() === null ? SERVERS.slice(3, 4) : SERVERS

describe.each(TESTED)('an archive of $described', (expected) => {
  const { release } = expected
  let rich: RichCommunity
  let described: string
  let listed: readonly string[]
  let contents: Map<string, Buffer>
  let outbox: Parsed
  let actor: Parsed
  let folder: string
  /** What the archive says of a post, by what it is about. */
  const notes = new Map<string, Parsed>()

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'howdah-release-'))
    const postgres = await startTestPostgres()
    const database = openDatabase(postgres.url)
    const { db } = database
    try {
      rich = await addRichCommunity(db)
      await changeRelease(db, release, expected.software)
      await addNewerThings(db, rich, expected)
      described = describeServer(await readServer(db))
      listed = await namesOnPages(db)
      contents = await buildArchive(db, folder)
    } finally {
      await database.close()
      await postgres.stop()
    }
    outbox = parse('outbox.json')
    actor = parse('actor.json')
    for (const [name, post] of Object.entries(rich.posts)) notes.set(name, itemOf(post.id))
  }, 60_000)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  function parse(name: string): Parsed {
    return JSON.parse(contents.get(name)?.toString() ?? 'null')
  }

  function itemOf(id: string): Parsed {
    return outbox.orderedItems.find((item: Parsed) => item.id.includes(`/statuses/${id}/`))
  }

  function noteOf(name: string): Parsed {
    return notes.get(name)?.object
  }

  const allNotes = (): Parsed[] =>
    outbox.orderedItems
      .filter((item: Parsed) => item.type === 'Create')
      .map((item: Parsed) => item.object)

  test('says which Mastodon the database belongs to', () => {
    expect(described).toBe(expected.described)
    const manifest = parse('manifest.json')
    expect(manifest.server).toMatchObject({ software: expected.software, version: release })
  })

  test('serves the pages as well', () => {
    expect(listed).toEqual(['ada', 'ada', 'false', '7'])
  })

  test('has the keys of the release in their order, everywhere', () => {
    expect(Object.keys(outbox)).toEqual(['@context', 'id', 'type', 'orderedItems', 'totalItems'])
    for (const item of outbox.orderedItems) {
      expect(Object.keys(item)).toEqual('id type actor published to cc object'.split(' '))
    }
    for (const note of allNotes()) expectKeys(note, expected.note)
    const documents = allNotes().flatMap((note) => note.attachment)
    const files = documents.filter((one: Parsed) => one.type === 'Document')
    for (const one of files) expectKeys(one, expected.document)
    expect(files).toHaveLength(6)
    expectKeys(actor, expected.actor)
  })

  test('has each kept post once, counts them truly, and writes each key once', () => {
    const ids = outbox.orderedItems.map((item: Parsed) => item.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(outbox.totalItems).toBe(ids.length)
    expect(notes.get('deleted')).toBeUndefined()
    expect(notes.get('boostDeleted')).toBeUndefined()
    const text = contents.get('outbox.json')?.toString() ?? ''
    expect(text.split('"@context":')).toHaveLength(2)
    const around = text.slice(0, text.indexOf('[{"id"')) + text.slice(text.lastIndexOf(']'))
    expect(around).toMatch(
      /^\{"@context":\[.*\],"id":"outbox.json","type":"OrderedCollection","orderedItems":\],"totalItems":\d+\}$/,
    )
  })

  test('names posts, threads and times as the release does', () => {
    const { everything, song } = rich.posts
    const base = `${WEB}/users/ada/statuses/${everything!.id}`
    const note = noteOf('everything')
    expect(note).toMatchObject({
      id: base,
      url: `${WEB}/@ada/${everything!.id}`,
      summary: ':dog: <warned> & "quoted"',
      published: '2025-03-04T05:06:07Z',
      updated: '2025-03-05T00:00:00Z',
      to: [`${WEB}/users/ada/followers`],
      cc: [
        PUBLIC,
        isFrom(release, '4.5') ? `${WEB}/ap/users/${rich.zoe.id}` : `${WEB}/users/zoe`,
        rich.bob.uri,
        rich.club.uri,
        rich.club.followers_url,
      ],
    })
    const tagUri = /^tag:example\.org,2025-03-04:objectId=\d+:objectType=Conversation$/
    const context = `${WEB}/contexts/${rich.ada.id}-${everything!.id}`
    if (isFrom(release, '4.5')) expect(note.conversation).toBe(context)
    else expect(note.conversation).toMatch(tagUri)
    expect(note.context).toBe(isFrom(release, '4.5') ? context : undefined)
    expect(noteOf('song').conversation).toMatch(tagUri)
    expect(noteOf('song').context).toBe(isFrom(release, '4.5') ? null : undefined)
    expect(noteOf('blank')).toMatchObject({ summary: null, content: '', conversation: null })
    expect(song!.id).toBeDefined()
  })

  test('mangles language codes as the release does', () => {
    expect(Object.keys(noteOf('everything').contentMap)).toEqual(['srLatn'])
    expect(Object.keys(noteOf('limited').contentMap)).toEqual(['ptBr'])
    const chinese = release === '4.2' ? 'zhTw' : 'zh-TW'
    expect(Object.keys(noteOf('song').contentMap)).toEqual([chinese])
    expect(noteOf('direct')).not.toHaveProperty('contentMap')
  })

  test('makes HTML by the rules of the release', () => {
    const { content } = noteOf('everything')
    const rel = isFrom(release, '4.4') ? 'nofollow noopener' : 'nofollow noopener noreferrer'
    expect(content).toContain(`<a href="https://example.com/" target="_blank" rel="${rel}"`)
    expect(content).toContain(`<a href="${WEB}/@zoe" class="u-url mention">@<span>zoe</span></a>`)
    expect(noteOf('quotesZoe').content.startsWith('<p class="quote-inline">RE: ')).toBe(
      isFrom(release, '4.5'),
    )
  })

  test('orders tags: mentions without silent ones, hashtags, emojis by place', () => {
    const names = noteOf('everything').tag.map((tag: Parsed) => tag.name)
    const tags = ['@zoe', '@bob@remote.example', '@club@g.example', '#tag', '#älter']
    const collections = isFrom(release, '4.6') ? ['Keepers'] : []
    expect(names).toEqual([...tags, ':dog:', ':cat:', ...collections])
    expect(noteOf('everything').tag[4].href).toBe(`${WEB}/tags/%C3%A4lter`)
    expect(noteOf('hidden').tag.map((tag: Parsed) => tag.name)).toEqual([':yes:'])
    expect(actor.tag.map((tag: Parsed) => tag.name)).toEqual([':dog:', ':cat:', '#elephants'])
  })

  test('addresses posts to whom they were for', () => {
    const zoe = isFrom(release, '4.5') ? `${WEB}/ap/users/${rich.zoe.id}` : `${WEB}/users/zoe`
    const { uri, followers_url } = rich.club
    expect(noteOf('direct')).toMatchObject({ to: [zoe, uri, followers_url], cc: [] })
    expect(noteOf('limited')).toMatchObject({ to: [], cc: [] })
    expect(noteOf('private')).toMatchObject({ to: [`${WEB}/users/ada/followers`], cc: [] })
    expect(notes.get('boost')).toMatchObject({
      type: 'Announce',
      to: [PUBLIC],
      cc: [rich.bob.uri, `${WEB}/users/ada/followers`],
      object: rich.others.bobs.uri,
    })
    const isGlitch = expected.software === 'glitch-soc'
    expect(noteOf('direct').directMessage).toBe(isGlitch ? true : undefined)
    expect(noteOf('private').directMessage).toBe(isGlitch ? false : undefined)
    expect(noteOf('everything')).not.toHaveProperty('directMessage')
    expect(noteOf('limited').content).toBe(
      isGlitch ? '<p><em>few</em> <b>words</b></p>' : '<p>few</p>',
    )
  })

  test('puts a boosted private post of its own into the boost, with the addresses of its files', () => {
    const { object } = notes.get('boostOfMine')
    expectKeys(object, expected.note)
    expect(object.attachment[0].url).toMatch(/^https:\/\/example\.social\/system\/media_attach/)
    expect(noteOf('mine').attachment[0].url).toMatch(/^media_attachments\/files\//)
    expect(notes.get('boostOfSoft').object).toMatch(/^https:\/\/remote\.example\/users\/bob\//)
  })

  test('shows at most four files, in their order, and the page that a post links to', () => {
    const { attachment } = noteOf('everything')
    const files = attachment.filter((one: Parsed) => one.type === 'Document')
    expect(files.map((one: Parsed) => one.url.split('/').at(-1))).toEqual([
      '2.png',
      '1.png',
      '4.png',
    ])
    const links = allNotes().flatMap((note) =>
      note.attachment.filter((one: Parsed) => one.type === 'Link'),
    )
    const expectedLinks = [
      { type: 'Link', href: 'https://e.example/?typed' },
      { type: 'Link', href: 'https://e.example/song' },
    ]
    expect(links).toEqual(release === '4.7' ? expectedLinks : [])
    expect(noteOf('song').attachment[0]).toMatchObject({
      focalPoint: [0.5, -1],
      icon: { type: 'Image', mediaType: 'image/png' },
    })
    const duration = isFrom(release, '4.6') ? 'PT3.0S' : undefined
    expect(noteOf('song').attachment[0].duration).toBe(duration)
    expect(noteOf('song').attachment[0]).not.toHaveProperty('width')
  })

  test('hides the totals of a poll until it is over', () => {
    const totals = (choices: Parsed): unknown =>
      choices.map((one: Parsed) => one.replies.totalItems)
    expect(totals(noteOf('hidden').oneOf)).toEqual([null, null])
    expect(noteOf('hidden')).toMatchObject({ endTime: '2999-01-01T00:00:00Z', votersCount: 3 })
    expect(noteOf('hidden')).not.toHaveProperty('closed')
    expect(totals(noteOf('closed').anyOf)).toEqual([2, 1])
    expect(noteOf('closed').closed).toBe('2025-04-01T00:00:00Z')
    expect(noteOf('endless')).not.toHaveProperty('endTime')
    expect(noteOf('endless')).not.toHaveProperty('votersCount')
  })

  test('says what is quoted, and with whose consent, since 4.5', () => {
    const keys = (name: string): string[] =>
      Object.keys(noteOf(name)).filter((key) => /quote/i.test(key))
    const all = ['quote', '_misskey_quote', 'quoteUri', 'quoteAuthorization']
    if (!isFrom(release, '4.5')) {
      expect(keys('quotesZoe')).toEqual([])
      return
    }
    const zoes = `${WEB}/ap/users/${rich.zoe.id}`
    expect(keys('quotesZoe')).toEqual(all)
    expect(noteOf('quotesZoe').quote).toBe(`${zoes}/statuses/${rich.others.zoes.id}`)
    expect(noteOf('quotesZoe').quoteAuthorization).toMatch(
      new RegExp(`^${zoes}/quote_authorizations/\\d+$`),
    )
    expect(keys('quotesPending')).toEqual(all.slice(0, 3))
    expect(keys('quotesRevoked')).toEqual(all.slice(0, 3))
    const isGlitch = expected.software === 'glitch-soc'
    expect(keys('quotesBob')).toEqual(isGlitch ? all.slice(1) : all)
    expect(noteOf('quotesBob').quoteAuthorization).toBe('https://remote.example/approvals/1')
    for (const name of ['quotesSoft', 'quotesNothing']) {
      expect(keys(name)).toEqual(['quote'])
      expect(noteOf(name).quote).toEqual({ type: 'Tombstone' })
    }
  })

  test('says who may quote, since 4.5', () => {
    const policy = (name: string): unknown =>
      noteOf(name).interactionPolicy?.canQuote.automaticApproval
    const ada = `${WEB}/users/ada`
    const isThere = isFrom(release, '4.5')
    expect(policy('everything')).toEqual(isThere ? [PUBLIC, `${ada}/followers`] : undefined)
    expect(policy('private')).toEqual(isThere ? [`${ada}/following`] : undefined)
    expect(policy('blank')).toEqual(isThere ? [ada] : undefined)
  })

  test('knows parents that are there, and the first five own answers', () => {
    expect(noteOf('first')).toMatchObject({
      inReplyTo: 'https://remote.example/@bob/2',
      inReplyToAtomUri: 'tag:remote.example,2016:1',
    })
    expect(noteOf('answersGone')).toMatchObject({ inReplyTo: null, inReplyToAtomUri: null })
    const { items, next } = noteOf('first').replies.first
    expect(items).toHaveLength(5)
    expect(next).toContain(`?min_id=${items.at(-1).split('/').at(-1)}&page=true`)
    const likes = isFrom(release, '4.3') ? { totalItems: 0 } : undefined
    if (likes === undefined) expect(noteOf('everything')).not.toHaveProperty('likes')
    else expect(noteOf('everything').likes).toMatchObject(likes)
  })

  test('describes the member as the release does', () => {
    expect(actor).toMatchObject({
      id: `${WEB}/users/ada`,
      type: 'Person',
      name: 'Ada :cat:',
      discoverable: false,
      manuallyApprovesFollowers: true,
      published: '2025-03-04T00:00:00Z',
      publicKey: {
        id: `${WEB}/users/ada#main-key`,
        owner: `${WEB}/users/ada`,
        publicKeyPem: PUBLIC_KEY,
      },
      icon: { url: 'avatar.jpeg' },
      image: { url: 'header.png' },
    })
    expect(actor.attachment.map((one: Parsed) => one.name)).toEqual(['Home :cat:', 'Friend'])
    expect(actor.attachment[1].value).toContain('@<span>bob@remote.example</span>')
    expect(actor.devices).toBe(
      release === '4.2' ? `${WEB}/users/ada/collections/devices` : undefined,
    )
    if (!isFrom(release, '4.6')) return
    expect(actor).toMatchObject({
      webfinger: 'ada@example.org',
      showFeatured: true,
      showRepliesInMedia: false,
      interactionPolicy: { canFeature: { automaticApproval: [`${WEB}/users/ada`] } },
      featuredCollections: `${WEB}/ap/users/${rich.ada.id}/featured_collections`,
      icon: { summary: 'Ada at work' },
    })
    expect(actor.image).not.toHaveProperty('summary')
  })

  test('names the collection that a post links to, since 4.6', () => {
    const tag = noteOf('everything').tag.find((one: Parsed) => one.type === 'FeaturedCollection')
    if (!isFrom(release, '4.6')) {
      expect(tag).toBeUndefined()
      return
    }
    const zoe = `${WEB}/ap/users/${rich.zoe.id}`
    expect(Object.keys(tag)).toEqual(
      'id type totalItems name attributedTo url sensitive discoverable published updated summaryMap topic orderedItems'.split(
        ' ',
      ),
    )
    expect(tag).toMatchObject({
      id: `${zoe}/collections/77`,
      totalItems: 2,
      summaryMap: { en: 'They keep' },
      topic: { type: 'Hashtag', name: '#elephants' },
    })
    expect(tag.orderedItems).toEqual([
      {
        id: `${zoe}/collection_items/1`,
        type: 'FeaturedItem',
        featuredObject: `${WEB}/users/ada`,
        featureAuthorization: `${WEB}/ap/users/${rich.ada.id}/feature_authorizations/1`,
        published: '2025-03-04T05:06:07Z',
      },
      {
        id: `${zoe}/collection_items/2`,
        type: 'FeaturedItem',
        featuredObject: rich.bob.uri,
        featureAuthorization: 'https://remote.example/feature/1',
        published: '2025-03-04T05:06:07Z',
      },
    ])
  })

  test('keeps lists, notes and what the outbox does not say', () => {
    const text = (name: string): string => contents.get(`howdah/${name}`)?.toString() ?? ''
    expect(text('following_accounts.csv')).toBe(
      'Account address,Show boosts,Notify on new posts,Languages\n' +
        'zoe@example.org,true,false,\nbob@remote.example,true,false,"de, en"\n',
    )
    expect(text('followers.csv')).toBe('Account address\nzoe@example.org\n')
    expect(text('lists.csv')).toBe('"Friends, ""old""",bob@remote.example\n')
    expect(text('muted_accounts.csv')).toBe(
      'Account address,Hide notifications\nbob@remote.example,false\n',
    )
    expect(text('blocked_accounts.csv')).toBe('bob@remote.example\n')
    expect(text('blocked_domains.csv')).toBe('bad.example\n')
    expect(text('bookmarks.csv')).toBe(
      // By the time of the mark, the newest first; the JSON is by the posts' ids.
      `${parse('bookmarks.json').orderedItems.join('\n')}\n`,
    )
    expect(text('account_notes.csv')).toBe(
      'Account address,Note\nbob@remote.example,"two\nlines"\n',
    )
    expect(parse('howdah/custom_filters.json').custom_filters).toMatchObject([
      { title: 'Mice', action: 'blur', expires_at: null },
    ])
    const lines = text('posts.jsonl').trim().split('\n')
    const details = lines.map((line): Parsed => JSON.parse(line))
    expect(details).toHaveLength(outbox.totalItems)
    const limited = details.find((one) => one.visibility === 'limited')
    const isGlitch = expected.software === 'glitch-soc'
    expect(limited.isLocalOnly).toBe(isGlitch ? true : undefined)
    expect(limited.contentType).toBe(isGlitch ? 'text/markdown' : undefined)
    expect(limited.text).toBe(isGlitch ? '*few* <b onclick="x">words</b>' : undefined)
  })

  test('lists every entry with its checksum, and what is missing', () => {
    const manifest = parse('manifest.json')
    const others = [...contents.keys()].filter((name) => name !== 'manifest.json')
    expect(manifest.entries.map((one: Parsed) => one.name)).toEqual(others)
    for (const { name, sizeBytes, sha256 } of manifest.entries) {
      const bytes = contents.get(name) ?? Buffer.alloc(0)
      expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([
        sizeBytes,
        sha256,
      ])
    }
    const missing = manifest.missing.map((one: Parsed) => one.name.split('/').at(-1))
    expect(missing).toEqual(['5.png'])
    expect(manifest.counts).toMatchObject({ posts: outbox.totalItems, likes: 2, bookmarks: 2 })
  })

  test('satisfies the programs that read archives', () => {
    // fossilizer: whole numbers, and three keys on every file. 4.7's links have none, as upstream.
    expect(Number.isInteger(outbox.totalItems)).toBe(true)
    for (const note of allNotes()) {
      for (const one of note.attachment.filter((each: Parsed) => each.type !== 'Link')) {
        expect([typeof one.type, typeof one.mediaType, typeof one.url]).toEqual(
          Array<string>(3).fill('string'),
        )
      }
    }
    // MARL: pictures are entries; Sharkey: a list of contexts, files found by their last segment.
    expect(contents.has(actor.icon.url)).toBe(true)
    expect(contents.has(actor.image.url)).toBe(true)
    expect(Array.isArray(actor['@context'])).toBe(true)
    const [file] = noteOf('everything').attachment.slice(1)
    expect(contents.has(file.url)).toBe(true)
    // mastodon-data-viewer: every poll that ends says when; texts are texts.
    for (const note of allNotes()) expect(typeof note.content).toBe('string')
    for (const name of ['likes.json', 'bookmarks.json']) {
      expect(Object.keys(parse(name))).toEqual(['@context', 'id', 'type', 'orderedItems'])
      expect(parse(name).orderedItems).toHaveLength(2)
    }
  })

  test('is read by another ActivityStreams library as typed objects', async () => {
    const person = await ActivityObject.fromJsonLd(inWorld(actor), OFFLINE)
    expect(person).toBeInstanceOf(Person)
    if (!(person instanceof Person)) throw new TypeError('no person')
    expect(person.preferredUsername).toBe('ada')
    expect(person.inboxId?.href).toBe(`${WEB}/users/ada/inbox`)
    const read = { creates: 0, announces: 0, questions: 0, files: 0 }
    for (const item of outbox.orderedItems) {
      await readItem({ '@context': outbox['@context'], ...item }, read)
    }
    const types = outbox.orderedItems.map((item: Parsed) => item.object.type ?? 'boost')
    const count = (type: string): number => types.filter((one: string) => one === type).length
    expect(read).toEqual({
      creates: allNotes().length,
      announces: outbox.totalItems - allNotes().length,
      questions: count('Question'),
      files: 7,
    })
    for (const name of ['likes.json', 'bookmarks.json']) {
      const marks = await Collection.fromJsonLd(inWorld(parse(name)), OFFLINE)
      expect(marks).toBeInstanceOf(OrderedCollection)
      expect([...marks.itemIds].map((id) => id?.href)).toEqual(parse(name).orderedItems)
    }
  })
})

/** Contexts that come with the library; whatever else is asked for fails the test. */
async function load(url: string): Promise<{
  contextUrl: null
  documentUrl: string
  document: unknown
}> {
  const document = preloadedContexts[url]
  if (document === undefined) throw new Error(`${url} was asked for: the network is off`)
  return { contextUrl: null, documentUrl: url, document }
}
const OFFLINE = { documentLoader: load, contextLoader: load }

/** Inside an archive some addresses are names of files; a reader resolves them like this. */
function inWorld(document: Parsed): unknown {
  const text = JSON.stringify(document)
  return JSON.parse(
    text.replaceAll(
      /"(outbox\.json|likes\.json|bookmarks\.json|avatar\.\w+|header\.\w+|media_attachments\/[^"]+)"/g,
      '"https://archive.example/$1"',
    ),
  )
}

interface Tally {
  creates: number
  announces: number
  questions: number
  files: number
}

async function readItem(item: Parsed, tally: Tally): Promise<void> {
  const activity = await Activity.fromJsonLd(inWorld(item), OFFLINE)
  expect(activity.actorId?.href).toBe(item.actor)
  expect(activity.published?.toString()).toBe(item.published)
  const isInlined = typeof item.object === 'object'
  if (activity instanceof Announce) tally.announces += 1
  else if (activity instanceof Create) tally.creates += 1
  else throw new TypeError(`${item.type} is neither Create nor Announce`)
  if (!isInlined) {
    expect(activity.objectId?.href).toBe(item.object)
    return
  }
  const object = await activity.getObject(OFFLINE)
  if (!(object instanceof Note || object instanceof Question)) throw new TypeError('no note')
  if (object instanceof Question) tally.questions += 1
  expect(object.id?.href).toBe(item.object.id)
  expect(object.attributionId?.href).toBe(item.actor)
  expect(object.replyTargetId?.href ?? null).toBe(item.object.inReplyTo)
  expect(object.summary?.toString() ?? null).toBe(item.object.summary)
  expect([...object.toIds].map((id) => id.href)).toEqual(item.object.to)
  expect([...object.ccIds].map((id) => id.href)).toEqual(item.object.cc)
  for await (const attachment of object.getAttachments(OFFLINE)) {
    if (attachment instanceof Document) tally.files += 1
  }
  const names: string[] = []
  for await (const tag of object.getTags(OFFLINE)) names.push(String(tag.name))
  const tags = item.object.tag.filter((tag: Parsed) => tag.type !== 'FeaturedCollection')
  expect(names.slice(0, tags.length)).toEqual(tags.map((tag: Parsed) => tag.name))
}

type Db = ReturnType<typeof openDatabase>['db']

/** What the pages read of Mastodon's tables beside archives. */
async function namesOnPages(db: Db): Promise<readonly string[]> {
  const { users } = await searchUsers(db, { search: 'ada', after: null, limit: 10 })
  const [user] = users
  const backupId = await insertBackup(db, user?.userId ?? '')
  const owners = await namesOfBackups(db, [backupId])
  return [
    user?.username ?? '',
    owners.get(backupId)?.username ?? '',
    String((await findMember(db, { username: 'ADA' }))?.hasSecondFactor),
    String(await readBackupRetentionDays(db)),
  ]
}

async function buildArchive(db: Db, folder: string): Promise<Map<string, Buffer>> {
  const member = await findMember(db, { username: 'ada' })
  if (member === null) throw new Error('Ada is gone.')
  const instance = {
    localDomain: 'example.org',
    webDomain: 'example.social',
    https: true,
    mediaRootUrl: '/system',
    attachmentUrls: 'entry',
  } as const
  const source = await ExportSource.open({ db, instance, member })
  await storeFiles(source, folder)
  const path = join(folder, 'archive.zip')
  const handle = await openFile(path, 'w+')
  const zip = new ZipWriter(handle)
  const steps = backupSteps({
    source,
    counts: await source.counts(),
    bounds: await source.bounds(),
    media: new LocalStorage({ root: folder }),
    progress: { signal: new AbortController().signal, report: () => {} },
    now: new Date('2026-01-02T03:04:06Z'),
    includesMedia: true,
    mediaLimits: { ...MEDIA_LIMITS, retryDelaysMs: [] },
  })
  await runSteps(zip, steps)
  await zip.finish()
  await handle.close()
  return readAll(path)
}

/** All but one that the server has lost. */
async function storeFiles(source: ExportSource, folder: string): Promise<void> {
  const { avatar, header } = source.images()
  const keys = [avatar, header].flatMap((image) => image?.storageKey ?? [])
  for await (const file of source.media()) keys.push(file.storageKey)
  for (const key of keys.filter((one) => !one.endsWith('/5.png'))) {
    await mkdir(dirname(join(folder, key)), { recursive: true })
    // As many bytes as the rows say.
    await writeFile(join(folder, key), Buffer.alloc(1_234, key))
  }
}

async function readAll(path: string): Promise<Map<string, Buffer>> {
  const contents = new Map<string, Buffer>()
  for (const entry of await readZipEntries(path)) {
    const bytes = Buffer.from(await entry.getData(new Uint8ArrayWriter(), { checkSignature: true }))
    expect(contents.has(entry.filename)).toBe(false)
    contents.set(entry.filename, bytes)
  }
  return contents
}
