/**
 * What the posts of one page refer to: one query for each kind of row and page, never one for a
 * post. The number of queries does not depend on the page's size.
 */
import type { Kysely } from 'kysely'
import { shortcodesIn } from '../activitypub/emojis.ts'
import type { PostRow, RelatedRows } from '../activitypub/rows.ts'
import { emojiTexts } from '../activitypub/tags.ts'
import type { AccountRow } from '../members.ts'
import type { MastodonDatabase } from '../tables.ts'
import { selectOwnPrivatePosts } from './posts.ts'
import {
  selectEmojis,
  selectFollowersAmong,
  selectHashtags,
  selectMedia,
  selectMentions,
  selectOwnReplies,
  selectReferences,
} from './related-queries.ts'

/** Loads the rows around a page of posts of the account. */
export async function loadRelated(
  db: Kysely<MastodonDatabase>,
  posts: readonly PostRow[],
  author: AccountRow,
): Promise<RelatedRows> {
  const boosted = present(posts.map((post) => post.reblog_of_id))
  const inlined =
    boosted.length === 0
      ? []
      : await selectOwnPrivatePosts(db, { accountId: author.id, ids: boosted })
  // A boost has no text, files or answers of its own.
  const written = [...posts.filter((post) => post.reblog_of_id === null), ...inlined]
  const ids = written.map((post) => post.id)
  const [references, media, mentions, hashtags, replies, emojis] = await Promise.all([
    selectReferences(db, referencedIds(posts, inlined)),
    selectMedia(db, ids),
    selectMentions(db, ids),
    selectHashtags(db, ids),
    selectOwnReplies(db, { ids, accountId: author.id }),
    selectEmojis(db, shortcodesIn(written.flatMap(emojiTexts))),
  ])
  const mentionedIds = [...new Set(mentions.map(({ account }) => account.id))]
  return {
    inlined: byId(inlined),
    references: byId(references),
    media: Map.groupBy(media, (row) => row.status_id ?? ''),
    mentions: Map.groupBy(mentions, (row) => row.status_id),
    tags: groupNames(hashtags),
    replies: Map.groupBy(replies, (row) => row.in_reply_to_id),
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
