/**
 * What the posts of one page have beside the rows that belong to each: at most one query for each kind of
 * row and page, never one for a post, and none where the page's own lines say that there is nothing.
 */
import type { Environment } from '../activitypub/environment.ts'
import type { CollectionRow, RelatedRows } from '../activitypub/rows.ts'
import type { EmojiShelf } from './emoji-shelf.ts'
import type { KnownDatabase } from '../releases/schema.ts'
import { selectCollections } from './collections.ts'
import type { PackedLine } from './packed.ts'
import { type Glance, readGlance, readPost } from './post-fields.ts'
import { selectOwnPrivatePosts } from './posts.ts'
import { selectLinks } from './related-queries.ts'

/** Loads the rows around a page of posts of the account, given as lines. */
export async function loadRelated(
  database: KnownDatabase,
  lines: readonly PackedLine[],
  { author, release, emojis }: RelatedScene,
): Promise<RelatedRows> {
  const posts = lines.map(readGlance)
  const ids = ownBoosted(posts, lines, author.id)
  const inlined = await selectOwnPrivatePosts(database, { author, ids })
  // A boost has no text of its own.
  const written = [...posts.filter(isWritten), ...inlined.map(readGlance)]
  const writtenIds = written.map((post) => post.id)
  const [known, collections, links] = await Promise.all([
    emojis.named(written.flatMap((post) => post.texts)),
    release.tagsCollections
      ? selectCollections(database, writtenIds)
      : new Map<string, CollectionRow[]>(),
    release.attachesLinks ? selectLinks(database, writtenIds) : [],
  ])
  return {
    inlined: new Map(inlined.map(readPost).map((post) => [post.id, post])),
    collections,
    links: new Map(links.map((row) => [row.status_id, row.href])),
    emojis: known,
  }
}

export interface RelatedScene extends Pick<Environment, 'author' | 'release'> {
  /** Kept from page to page. */
  readonly emojis: EmojiShelf
}

/** The account's own posts among those that are boosted. */
function ownBoosted(
  posts: readonly Glance[],
  lines: readonly PackedLine[],
  accountId: string,
): readonly string[] {
  return posts.flatMap(({ reblog_of_id: id }, index) => {
    if (id === null) return []
    const line = lines[index]
    const boosted = line === undefined ? null : readPost(line).boosted
    return boosted?.author.id === accountId ? [id] : []
  })
}

function isWritten(post: Glance): boolean {
  return post.reblog_of_id === null
}
