/**
 * What the posts of one page refer to: one query for each kind of row and page, never one for a
 * post. The number of queries does not depend on the page's size.
 */
import { shortcodesIn } from '../activitypub/emojis.ts'
import type { Environment } from '../activitypub/environment.ts'
import type { CollectionRow, PostRow, RelatedRows } from '../activitypub/rows.ts'
import { emojiTexts } from '../activitypub/tags.ts'
import type { KnownDatabase } from '../releases/schema.ts'
import { selectCollections } from './collections.ts'
import { selectOwnPrivatePosts } from './posts.ts'
import {
  selectEmojis,
  selectFollowersAmong,
  selectHashtags,
  selectLinks,
  selectMedia,
  selectMentions,
  selectOwnReplies,
  selectReferences,
} from './related-queries.ts'

/** Loads the rows around a page of posts of the account. */
export async function loadRelated(
  database: KnownDatabase,
  posts: readonly PostRow[],
  { author, release }: Pick<Environment, 'author' | 'release'>,
): Promise<RelatedRows> {
  const { db } = database
  const boosted = present(posts.map((post) => post.reblog_of_id))
  const inlined =
    boosted.length === 0
      ? []
      : await selectOwnPrivatePosts(database, { accountId: author.id, ids: boosted })
  // A boost has no text, files or answers of its own.
  const written = [...posts.filter((post) => post.reblog_of_id === null), ...inlined]
  const ids = written.map((post) => post.id)
  const [references, media, mentions, hashtags, replies, emojis, collections, links] =
    await Promise.all([
      selectReferences(database, referencedIds(posts, inlined)),
      selectMedia(db, ids),
      selectMentions(database, ids),
      selectHashtags(db, ids),
      selectOwnReplies(db, { ids, accountId: author.id }),
      selectEmojis(db, shortcodesIn(written.flatMap(emojiTexts))),
      release.tagsCollections
        ? selectCollections(database, ids)
        : new Map<string, CollectionRow[]>(),
      release.attachesLinks ? selectLinks(database, ids) : [],
    ])
  const mentionedIds = [...new Set(mentions.map(({ account }) => account.id))]
  return {
    inlined: byId(inlined),
    references: byId(references),
    media: Map.groupBy(media, (row) => row.status_id ?? ''),
    mentions: Map.groupBy(mentions, (row) => row.status_id),
    tags: groupNames(hashtags),
    replies: Map.groupBy(replies, (row) => row.in_reply_to_id),
    collections,
    links: new Map(links.map((row) => [row.status_id, row.href])),
    emojis: new Map(emojis.map((row) => [row.shortcode, row])),
    reachable:
      author.silenced_at === null ? null : await selectFollowersAmong(db, author.id, mentionedIds),
  }
}

function referencedIds(posts: readonly PostRow[], inlined: readonly PostRow[]): readonly string[] {
  const all = [...posts, ...inlined].flatMap((post) => [
    post.in_reply_to_id,
    post.reblog_of_id,
    post.quoted_status_id,
  ])
  return [...new Set(present(all))]
}

function present(ids: readonly (string | null)[]): readonly string[] {
  return ids.filter((id) => id !== null)
}

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.id, row]))
}

function groupNames(
  rows: readonly { readonly status_id: string; readonly name: string }[],
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>()
  for (const { status_id: id, name } of rows) {
    const names = groups.get(id)
    if (names === undefined) groups.set(id, [name])
    else names.push(name)
  }
  return groups
}
