/** The member's posts, a page at a time, each as a line with the rows that belong to it alone. */
import { type RawBuilder, sql } from 'kysely'
import { VISIBILITY } from '../activitypub/rows.ts'
import type { KnownDatabase, Schema } from '../releases/schema.ts'
import { anyOf } from './account-columns.ts'
import { type PackedLine, selectLines } from './packed.ts'
import { POLL_JOIN, POST_TEXT, type PostAuthor, postFields, STATS_JOIN } from './post-fields.ts'

export interface PostPage {
  readonly author: PostAuthor
  readonly after: string | null
  readonly until: string | undefined
  readonly limit: number
}

/** The kept posts and boosts of an account after an id, by id; `readPost` reads the lines. */
export function selectPosts(
  { db, schema }: KnownDatabase,
  page: PostPage,
): Promise<readonly PackedLine[]> {
  return selectLines(db, packedPosts(schema, page.author, pageOf(page)))
}

/** Those of the given posts that are kept private posts of the account itself. */
export async function selectOwnPrivatePosts(
  { db, schema }: KnownDatabase,
  { author, ids }: { author: PostAuthor; ids: readonly string[] },
): Promise<readonly PackedLine[]> {
  if (ids.length === 0) return []
  const page = sql`
    SELECT * FROM statuses
    WHERE id = ${anyOf(ids)} AND account_id = ${author.id}
      AND visibility = ${sql.lit(VISIBILITY.private)} AND deleted_at IS NULL
    ORDER BY id`
  return selectLines(db, packedPosts(schema, author, page))
}

/**
 * Rows of `statuses`, by id. The number of rows is part of the text: a plan that is made once for all
 * pages then still knows how few they are.
 */
export function pageOf({ author, after, until, limit }: PostPage): RawBuilder<unknown> {
  const rest = after === null ? sql`` : sql`AND id > ${after}`
  const bound = until === undefined ? sql`` : sql`AND id <= ${until}`
  return sql`
    SELECT * FROM statuses
    WHERE account_id = ${author.id} AND deleted_at IS NULL ${rest} ${bound}
    ORDER BY id
    LIMIT ${sql.lit(limit)}`
}

/** @param page Rows of `statuses`, by id. */
function packedPosts(
  schema: Schema,
  author: PostAuthor,
  page: RawBuilder<unknown>,
): Parameters<typeof selectLines>[1] {
  return {
    text: POST_TEXT,
    fields: postFields(schema, author),
    from: sql`
      FROM (${page}) AS statuses
      ${STATS_JOIN}
      LEFT JOIN LATERAL (
        SELECT * FROM conversations WHERE id = statuses.conversation_id OFFSET 0
      ) AS conversations ON true
      ${POLL_JOIN}
      ORDER BY statuses.id`,
  }
}
