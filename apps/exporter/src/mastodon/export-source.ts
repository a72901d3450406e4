/**
 * Everything an export reads of a member, in the forms that lie in the archive.
 *
 * Posts, files and lists come in keyset pages: memory stays constant, no transaction is held open,
 * and a signal ends the reading between two pages. Each page's queries are counted by kind of row,
 * never by post.
 */
import { setImmediate as turn } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { actorDocument } from './activitypub/actor.ts'
import { activityText } from './activitypub/activity.ts'
import { AuthorTexts } from './activitypub/author-texts.ts'
import type { Environment, FilePlace } from './activitypub/environment.ts'
import { type Instance, mediaUrl } from './instance.ts'
import type { Member } from './members.ts'
import type { ReleaseName, SoftwareName } from './releases/release.ts'
import { COLLECTION_CONTEXT, releaseOf } from './releases/releases.ts'
import type { KnownDatabase } from './releases/schema.ts'
import { type MastodonServer, readServer } from './releases/server.ts'
import { type ExportBounds, selectBounds } from './source/bounds.ts'
import { countContents, countExports, type ExportCounts } from './source/counts.ts'
import { EmojiShelf } from './source/emoji-shelf.ts'
import { csvRows, type CsvKind, type CsvRow } from './source/csv.ts'
import { type ArchivedFile, type MediaFile, mediaFiles, profileImages } from './source/files.ts'
import { DEFAULT_PAGE_SIZE, type KeysetOptions, pages, toPage } from './source/keyset.ts'
import { markedPosts, type MarkedPosts } from './source/marked-posts.ts'
import { type FiltersDocument, selectFilters } from './source/filters.ts'
import type { PackedLine } from './source/packed.ts'
import { postDetails, type PostDetailsPage } from './source/post-details.ts'
import { postViews, type PostViewPage } from './source/post-views.ts'
import { readGlance, readPost } from './source/post-fields.ts'
import { pagedPosts } from './source/posts.ts'
import { loadProfile } from './source/profile.ts'
import { loadRelated } from './source/related.ts'
import type { MastodonDatabase } from './tables.ts'
import { Uris } from './uris.ts'

export type { ArchivedFile, CsvKind, CsvRow, ExportBounds, ExportCounts, MarkedPosts, MediaFile }

/** The kinds of CSV file, in the order in which Mastodon's page lists them. */
export const CSV_KINDS: readonly CsvKind[] = [
  'following_accounts',
  'followers',
  'lists',
  'muted_accounts',
  'blocked_accounts',
  'blocked_domains',
  'bookmarks',
]

/** Lists that Mastodon's page does not offer. */
export const EXTRA_CSV_KINDS: readonly CsvKind[] = ['followed_tags', 'account_notes']

/**
 * Written at once, some two milliseconds. Then what has come of the next page is taken from the
 * connection, which else would be full, so that PostgreSQL would wait in the middle of that page.
 */
const POSTS_A_TURN = 100

/** Some items of the outbox. */
export interface OutboxPage {
  /** Each one activity as JSON text, by ascending id of the post; made while they are asked for. */
  readonly items: Iterable<string>
  /** The id of the last post that was read: where to go on after an interruption. */
  readonly lastId: string
}

/** The names that a manifest needs. */
export interface ArchiveIdentity {
  /** The server's, as in addresses. */
  readonly domain: string
  /** "mastodon", or the fork that it is. */
  readonly software: SoftwareName
  /** "4.5" */
  readonly version: ReleaseName
  /** The newest change of its database, "20251023210145"; null when it does not say. */
  readonly migration: string | null
  /** "ada@example.social" */
  readonly address: string
  /** The member's URI. */
  readonly actor: string
}

export interface ExportSourceOptions {
  readonly db: Kysely<MastodonDatabase>
  readonly instance: Instance
  readonly member: Member
}

/** Which Mastodon wrote the rows. */
export interface ServerName {
  readonly software: SoftwareName
  readonly version: ReleaseName
}

/** What is decided when an archive is begun, and stays however often it is interrupted. */
export interface SourceMoment {
  readonly begunAt: Date
  /** Null for archives that were begun before this was noted. */
  readonly server: ServerName | null
  /** Where the files of posts are said to be; in the archive when left out. */
  readonly files?: FilePlace
}

/** Reads one member's data. */
export class ExportSource {
  readonly #database: KnownDatabase
  readonly #server: MastodonServer
  readonly #member: Member
  readonly #environment: Environment

  private constructor(
    options: ExportSourceOptions,
    server: MastodonServer,
    { now, files = 'archive' }: { readonly now: Date; readonly files?: FilePlace | undefined },
  ) {
    const { db, instance, member } = options
    this.#database = { db, schema: server.schema }
    this.#server = server
    this.#member = member
    const uris = new Uris(instance)
    this.#environment = {
      instance,
      uris,
      release: server.release,
      author: member.account,
      texts: new AuthorTexts(member.account, uris),
      now,
      files,
    }
  }

  /** Looks which Mastodon the database belongs to; two statements. */
  static async open(options: ExportSourceOptions): Promise<ExportSource> {
    return new ExportSource(options, await readServer(options.db), { now: new Date() })
  }

  /** The same source as it was when an archive was begun, even if the server was updated since. */
  since({ begunAt, server, files }: SourceMoment): ExportSource {
    const { instance } = this.#environment
    const release =
      server === null ? this.#server.release : releaseOf(server.version, server.software)
    const options = { db: this.#database.db, instance, member: this.#member }
    return new ExportSource(options, { ...this.#server, release }, { now: begunAt, files })
  }

  /** The server's release, as it is noted when an archive is begun. */
  get server(): ServerName {
    const { software, name } = this.#server.release
    return { software, version: name }
  }

  /** How much there is of a member. It needs no source, which would first look at all tables. */
  static countsOf(
    db: Kysely<MastodonDatabase>,
    { accountId }: Pick<Member, 'accountId'>,
  ): Promise<ExportCounts> {
    return countExports(db, accountId)
  }

  /** Of that, what the size of an archive is estimated from. */
  static contentsOf(
    db: Kysely<MastodonDatabase>,
    { accountId }: Pick<Member, 'accountId'>,
  ): Promise<Pick<ExportCounts, 'posts' | 'mediaBytes'>> {
    return countContents(db, accountId)
  }

  /** How much there is. */
  counts(): Promise<ExportCounts> {
    return countExports(this.#database.db, this.#member.accountId)
  }

  /** The newest rows of now: what comes later does not belong into an archive begun now. */
  bounds(): Promise<ExportBounds> {
    return selectBounds(this.#database.db, this.#member.accountId)
  }

  /** The `@context` of `outbox.json`. */
  outboxContext(): readonly unknown[] {
    return this.#environment.release.contexts.outbox
  }

  /** The `@context` of `likes.json` and `bookmarks.json`. */
  collectionContext(): string {
    return COLLECTION_CONTEXT
  }

  /** Posts and boosts of every visibility. */
  async *outbox({
    afterId,
    untilId,
    signal,
    pageSize = DEFAULT_PAGE_SIZE,
  }: KeysetOptions = {}): AsyncGenerator<OutboxPage, void, undefined> {
    const { author, release } = this.#environment
    const scene = { author, release, emojis: new EmojiShelf(this.#database.db) }
    const posts = pagedPosts(this.#database, { author, until: untilId })
    const read = async (after: string | null): Promise<Page> => {
      const lines = await posts.rows({ after, limit: pageSize })
      const related = await loadRelated(this.#database, lines, scene)
      const { next } = toPage(lines, pageSize, (line) => readGlance(line).id)
      return { rows: lines.length === 0 ? [] : [{ lines, related }], next }
    }
    for await (const [page] of pages(read, { after: afterId ?? null, signal })) {
      if (page === undefined) continue
      for (let at = 0; at < page.lines.length; at += POSTS_A_TURN) {
        if (at > 0) await turn()
        const lines = page.lines.slice(at, at + POSTS_A_TURN)
        const last = lines.at(-1)
        if (last === undefined) continue
        yield { items: this.#activities({ ...page, lines }), lastId: readGlance(last).id }
      }
    }
  }

  /** Attachments of posts, by ascending id. */
  media(options: KeysetOptions = {}): AsyncIterable<MediaFile> {
    return mediaFiles(this.#database.db, this.#member.accountId, options)
  }

  /** Avatar and header. */
  images(): { readonly avatar: ArchivedFile | null; readonly header: ArchivedFile | null } {
    return profileImages(this.#member.account)
  }

  /** Where the server's files lie on the web: with the name of a file behind it, its address. */
  mediaAddress(): string {
    return mediaUrl(this.#environment.instance, '')
  }

  /** Liked posts, by ascending id of the post. */
  likes(options: KeysetOptions = {}): AsyncIterable<MarkedPosts> {
    return this.#marked('favourites', options)
  }

  /** Bookmarked posts, by ascending id of the post. */
  bookmarks(options: KeysetOptions = {}): AsyncIterable<MarkedPosts> {
    return this.#marked('bookmarks', options)
  }

  /** The document `actor.json`. */
  async actor(): Promise<object> {
    const { instance, uris, release, author } = this.#environment
    const { localDomain } = instance
    const rows = await loadProfile(this.#database, author, { localDomain, rules: release.rules })
    const { avatar, header } = this.images()
    return actorDocument(rows, {
      instance,
      uris,
      release,
      avatar: avatar?.entryName ?? null,
      header: header?.entryName ?? null,
    })
  }

  /** Rows of a CSV file, its header first where it has one. */
  csv(kind: CsvKind, options: KeysetOptions = {}): AsyncIterable<CsvRow[]> {
    const { uris } = this.#environment
    return csvRows(kind, { ...this.#database, accountId: this.#member.accountId, uris }, options)
  }

  /** Posts and boosts as the archive's viewer shows them, by ascending id. */
  postViews(options: KeysetOptions = {}): AsyncIterable<PostViewPage> {
    return postViews(this.#database, this.#environment, options)
  }

  /** What the archive of Mastodon leaves out of each post, by ascending id. */
  postDetails(options: KeysetOptions = {}): AsyncIterable<PostDetailsPage> {
    const { uris, author } = this.#environment
    return postDetails(this.#database, { author, uris }, options)
  }

  /** The member's filters as Mastodon 4.6 exports them. */
  filters(): Promise<FiltersDocument> {
    const { uris } = this.#environment
    return selectFilters(this.#database, { accountId: this.#member.accountId, uris })
  }

  /** Whose archive it is, and of which server. */
  identity(): ArchiveIdentity {
    const { instance, uris, author, release } = this.#environment
    return {
      domain: instance.localDomain,
      software: release.software,
      version: release.name,
      migration: this.#server.migration,
      address: uris.address(author),
      actor: uris.actor(author),
    }
  }

  #marked(table: 'favourites' | 'bookmarks', options: KeysetOptions): AsyncIterable<MarkedPosts> {
    const { uris } = this.#environment
    return markedPosts(this.#database, { table, accountId: this.#member.accountId, uris }, options)
  }

  *#activities({ lines, related }: PageRows): Generator<string> {
    for (const line of lines) {
      const activity = activityText(readPost(line), related, this.#environment)
      if (activity !== null) yield activity
    }
  }
}

interface PageRows {
  readonly lines: readonly PackedLine[]
  readonly related: Awaited<ReturnType<typeof loadRelated>>
}

interface Page {
  readonly rows: readonly PageRows[]
  readonly next: string | null
}
