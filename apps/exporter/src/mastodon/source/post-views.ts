/** The member's posts as the archive's viewer shows them: three queries a page. */
import type { Environment } from '../activitypub/environment.ts'
import { postViewText, type ShownPost } from '../activitypub/post-view.ts'
import type { RelatedRows } from '../activitypub/rows.ts'
import type { KnownDatabase } from '../releases/schema.ts'
import { DEFAULT_PAGE_SIZE, type KeysetOptions, pages, toPage } from './keyset.ts'
import { selectShownPosts } from './posts.ts'
import { selectMedia, selectReferences } from './related-queries.ts'

export interface PostViewPage {
  /** The view of each post as JSON text. */
  readonly lines: readonly string[]
  /** The id of the last of these posts. */
  readonly lastId: string
}

/** Kept posts and boosts of the author, by id. */
export async function* postViews(
  database: KnownDatabase,
  environment: Environment,
  { afterId, untilId, signal, pageSize = DEFAULT_PAGE_SIZE }: KeysetOptions,
): AsyncGenerator<PostViewPage, void, undefined> {
  const accountId = environment.author.id
  const read = async (after: string | null) => {
    const posts = await selectShownPosts(database, {
      accountId,
      after,
      until: untilId,
      limit: pageSize,
    })
    const related = await loadShown(database, posts)
    const { next } = toPage(posts, pageSize, (post) => post.id)
    return { rows: posts.length === 0 ? [] : [{ posts, related }], next }
  }
  for await (const [page] of pages(read, { after: afterId ?? null, signal })) {
    if (page === undefined) continue
    const { posts, related } = page
    yield {
      lines: posts.map((post) => postViewText(post, related, environment)),
      lastId: posts.at(-1)?.id ?? '',
    }
  }
}

/** Of the rows around a page those that can be seen. */
async function loadShown(
  database: KnownDatabase,
  posts: readonly ShownPost[],
): Promise<Pick<RelatedRows, 'references' | 'media'>> {
  const ids = posts.filter((post) => post.reblog_of_id === null).map((post) => post.id)
  const [references, media] = await Promise.all([
    selectReferences(database, referencedIds(posts)),
    selectMedia(database.db, ids),
  ])
  return {
    references: new Map(references.map((row) => [row.id, row])),
    media: Map.groupBy(media, (row) => row.status_id ?? ''),
  }
}

function referencedIds(posts: readonly ShownPost[]): readonly string[] {
  const ids = posts.flatMap((post) => [post.in_reply_to_id, post.reblog_of_id])
  return [...new Set(ids.filter((id) => id !== null))]
}
