/** The member's posts, a page at a time, each as a line with the rows that belong to it alone. */
import { type RawBuilder, sql } from 'kysely'
import { VISIBILITY } from '../activitypub/rows.ts'
import type { KnownDatabase, Schema } from '../releases/schema.ts'
import { anyOf } from './account-columns.ts'
import { type PackedLine, selectLines } from './packed.ts'
import { type PagePlace, PagedStatement } from './paged-statement.ts'
import { POLL_JOIN, POST_TEXT, type PostAuthor, postFields, STATS_JOIN } from './post-fields.ts'

/** Whose posts, and up to which id; all there are without one. */
export interface PostRange {
  readonly author: PostAuthor
  readonly until: string | undefined
}

/** The kept posts and boosts of an account after an id, by id; `readPost` reads the lines. */
export function pagedPosts(
  { db, schema }: KnownDatabase,
  range: PostRange,
): PagedStatement<PackedLine> {
  return new PagedStatement(db, (place) =>
    selectLines(packedPosts(schema, range.author, pageOf(range, place))),
  )
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
  const { rows } = await selectLines(packedPosts(schema, author, page)).execute(db)
  return rows
}

/**
 * Rows of `statuses`, by id. The number of rows is part of the text: a plan that is made once for all
 * pages then still knows how few they are.
 */
export function pageOf(
  { author, until }: PostRange,
  { after, limit }: PagePlace,
): RawBuilder<unknown> {
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
): Parameters<typeof selectLines>[0] {
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
