/**
 * Everything an export reads of a member, in the forms that lie in the archive.
 *
 * Posts, files and lists come in keyset pages: memory stays constant, no transaction is held open,
 * and a signal ends the reading between two pages. Each page's queries are counted by kind of row,
 * never by post.
 */
import type { Kysely } from 'kysely'
import { actorDocument } from './activitypub/actor.ts'
import { activityOf } from './activitypub/activity.ts'
import { COLLECTION_CONTEXT, outboxContext } from './activitypub/contexts.ts'
import type { Environment } from './activitypub/environment.ts'
import type { PostRow } from './activitypub/rows.ts'
import type { Instance } from './instance.ts'
import type { Member } from './members.ts'
import { type ExportBounds, selectBounds } from './source/bounds.ts'
import { countExports, type ExportCounts } from './source/counts.ts'
import { csvRows, type CsvKind, type CsvRow } from './source/csv.ts'
import { type ArchivedFile, type MediaFile, mediaFiles, profileImages } from './source/files.ts'
import { DEFAULT_PAGE_SIZE, type KeysetOptions, pages, toPage } from './source/keyset.ts'
import { markedPosts, type MarkedPosts } from './source/marked-posts.ts'
import { type FiltersDocument, selectFilters } from './source/filters.ts'
import { postDetails, type PostDetailsPage } from './source/post-details.ts'
import { postViews, type PostViewPage } from './source/post-views.ts'
import { selectPosts } from './source/posts.ts'
import { loadProfile } from './source/profile.ts'
import { loadRelated } from './source/related.ts'
import type { MastodonDatabase } from './tables.ts'
import { FORMATTER_RULES } from './text/rules.ts'
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

/** Some items of the outbox. */
export interface OutboxPage {
  /** Each one activity as JSON text, by ascending id of the post. */
  readonly items: string[]
  /** The id of the last post that was read: where to go on after an interruption. */
  readonly lastId: string
}

/** The names that a manifest needs. */
export interface ArchiveIdentity {
  /** The server's, as in addresses. */
  readonly domain: string
  /** "4.5" */
  readonly mastodonVersion: string
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

/** Reads one member's data. */
export class ExportSource {
  readonly #db: Kysely<MastodonDatabase>
  readonly #member: Member
  readonly #environment: Environment

  constructor({ db, instance, member }: ExportSourceOptions) {
    this.#db = db
    this.#member = member
    this.#environment = {
      instance,
      uris: new Uris(instance),
      rules: FORMATTER_RULES[instance.version],
      author: member.account,
      now: new Date(),
    }
  }

  /** How much there is. */
  counts(): Promise<ExportCounts> {
    return countExports(this.#db, this.#member.accountId)
  }

  /** The newest rows of now: what comes later does not belong into an archive begun now. */
  bounds(): Promise<ExportBounds> {
    return selectBounds(this.#db, this.#member.accountId)
  }

  /** The `@context` of `outbox.json`. */
  outboxContext(): readonly unknown[] {
    return outboxContext(this.#environment.instance.version)
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
    const accountId = this.#member.accountId
    const read = async (after: string | null): Promise<Page> => {
      const posts = await selectPosts(this.#db, {
        accountId,
        after,
        until: untilId,
        limit: pageSize,
      })
      const related = await loadRelated(this.#db, posts, this.#environment.author)
      const { next } = toPage(posts, pageSize, (post) => post.id)
      return { rows: posts.length === 0 ? [] : [{ posts, related }], next }
    }
    for await (const [page] of pages(read, { after: afterId ?? null, signal })) {
      if (page !== undefined) yield this.#serialize(page)
    }
  }

  /** Attachments of posts, by ascending id. */
  media(options: KeysetOptions = {}): AsyncIterable<MediaFile> {
    return mediaFiles(this.#db, this.#member.accountId, options)
  }

  /** Avatar and header. */
  images(): { readonly avatar: ArchivedFile | null; readonly header: ArchivedFile | null } {
    return profileImages(this.#member.account)
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
    const { instance, uris, rules, author } = this.#environment
    const rows = await loadProfile(this.#db, author, { localDomain: instance.localDomain, rules })
    const { avatar, header } = this.images()
    return actorDocument(rows, {
      instance,
      uris,
      rules,
      avatar: avatar?.entryName ?? null,
      header: header?.entryName ?? null,
    })
  }

  /** Rows of a CSV file, its header first where it has one. */
  csv(kind: CsvKind, options: KeysetOptions = {}): AsyncIterable<CsvRow[]> {
    const { uris } = this.#environment
    return csvRows(kind, { db: this.#db, accountId: this.#member.accountId, uris }, options)
  }

  /** Posts and boosts as the archive's viewer shows them, by ascending id. */
  postViews(options: KeysetOptions = {}): AsyncIterable<PostViewPage> {
    return postViews(this.#db, this.#environment, options)
  }

  /** What the archive of Mastodon leaves out of each post, by ascending id. */
  postDetails(options: KeysetOptions = {}): AsyncIterable<PostDetailsPage> {
    const { uris, author } = this.#environment
    return postDetails(this.#db, { author, uris }, options)
  }

  /** The member's filters as Mastodon 4.6 exports them. */
  filters(): Promise<FiltersDocument> {
    const { uris } = this.#environment
    return selectFilters(this.#db, { accountId: this.#member.accountId, uris })
  }

  /** Whose archive it is, and of which server. */
  identity(): ArchiveIdentity {
    const { instance, uris, author } = this.#environment
    return {
      domain: instance.localDomain,
      mastodonVersion: instance.version,
      address: uris.address(author),
      actor: uris.actor(author),
    }
  }

  #marked(table: 'favourites' | 'bookmarks', options: KeysetOptions): AsyncIterable<MarkedPosts> {
    const { uris } = this.#environment
    return markedPosts(this.#db, { table, accountId: this.#member.accountId, uris }, options)
  }

  #serialize({ posts, related }: PageRows): OutboxPage {
    const items = posts.flatMap((post) => {
      const activity = activityOf(post, related, this.#environment)
      return activity === null ? [] : [JSON.stringify(activity)]
    })
    return { items, lastId: posts.at(-1)?.id ?? '' }
  }
}

interface PageRows {
  readonly posts: readonly PostRow[]
  readonly related: Awaited<ReturnType<typeof loadRelated>>
}

interface Page {
  readonly rows: readonly PageRows[]
  readonly next: string | null
}
