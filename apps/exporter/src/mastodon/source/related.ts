/**
 * What the posts of one page have beside the rows that belong to each: one query for each kind of row
 * and page, never one for a post. The number of queries does not depend on the page's size.
 */
import { shortcodesIn } from '../activitypub/emojis.ts'
import type { Environment } from '../activitypub/environment.ts'
import type { CollectionRow, RelatedRows } from '../activitypub/rows.ts'
import type { KnownDatabase } from '../releases/schema.ts'
import { selectCollections } from './collections.ts'
import { type Glance, readGlance, readPost } from './post-fields.ts'
import { selectOwnPrivatePosts } from './posts.ts'
import { selectEmojis, selectLinks } from './related-queries.ts'

/** Loads the rows around a page of posts of the account, given as lines. */
export async function loadRelated(
  database: KnownDatabase,
  lines: readonly string[],
  { author, release }: Pick<Environment, 'author' | 'release'>,
): Promise<RelatedRows> {
  const { db } = database
  const posts = lines.map(readGlance)
  const boosted = posts.flatMap((post) => post.reblog_of_id ?? [])
  const inlined = await selectOwnPrivatePosts(database, { author, ids: boosted })
  // A boost has no text of its own.
  const written = [...posts.filter(isWritten), ...inlined.map(readGlance)]
  const ids = written.map((post) => post.id)
  const [emojis, collections, links] = await Promise.all([
    selectEmojis(db, shortcodesIn(written.flatMap((post) => post.texts))),
    release.tagsCollections ? selectCollections(database, ids) : new Map<string, CollectionRow[]>(),
    release.attachesLinks ? selectLinks(database, ids) : [],
  ])
  return {
    inlined: new Map(inlined.map(readPost).map((post) => [post.id, post])),
    collections,
    links: new Map(links.map((row) => [row.status_id, row.href])),
    emojis: new Map(emojis.map((row) => [row.shortcode, row])),
  }
}

function isWritten(post: Glance): boolean {
  return post.reblog_of_id === null
}
