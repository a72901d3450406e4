/** Posts of anybody that the member has marked: likes and bookmarks, as URIs. */
import { sql } from 'kysely'
import type { KnownDatabase } from '../releases/schema.ts'
import type { StatusReference, Uris } from '../uris.ts'
import {
  type AccountColumns,
  accountColumnsText,
  accountOf,
  STATUS_COLUMNS,
} from './account-columns.ts'
import { type KeysetOptions, DEFAULT_PAGE_SIZE, pages, toPage } from './keyset.ts'
import { PagedStatement } from './paged-statement.ts'
import { isoSeconds } from './sql-text.ts'

/** Where the marks lie. */
export type MarkTable = 'favourites' | 'bookmarks'

/** Some marked posts. */
export interface MarkedPosts {
  readonly uris: string[]
  /** When each was marked: "2026-11-23T19:07:10Z". */
  readonly times: string[]
  /** The id of the last of these posts: where to go on after an interruption. */
  readonly lastId: string
}

/**
 * In pages, by id of the post (not by time of the mark); deleted posts are left out. `untilId` is
 * the id of a mark.
 */
export async function* markedPosts(
  database: KnownDatabase,
  { table, accountId, uris }: { table: MarkTable; accountId: string; uris: Uris },
  { afterId, untilId, signal, pageSize = DEFAULT_PAGE_SIZE }: KeysetOptions,
): AsyncGenerator<MarkedPosts, void, undefined> {
  const statement = markedStatement(database, { table, accountId, until: untilId })
  const read = async (after: string | null) =>
    toPage(await statement.rows({ after, limit: pageSize }), pageSize, (row) => row.id)
  for await (const rows of pages(read, { after: afterId ?? null, signal })) {
    yield {
      uris: rows.map((row) => uris.status(row, accountOf(row))),
      times: rows.map((row) => row.marked_at),
      lastId: rows.at(-1)?.id ?? '',
    }
  }
}

/** The posts of anybody, with what their URIs need. */
type MarkedRow = StatusReference & AccountColumns & { readonly marked_at: string }

/**
 * Each post is looked up for its mark. With a plain join the planner went through the posts of the whole server
 * from the first one to those of the page, which took the longer the further the page was.
 */
function markedStatement(
  { db, schema }: KnownDatabase,
  { table, accountId, until }: { table: MarkTable; accountId: string; until: string | undefined },
): PagedStatement<MarkedRow> {
  // `+ 0`: nearly all marks are within it, and by the index of their ids all of them were read for each page.
  const bound = until === undefined ? sql`` : sql`AND marks.id + 0 <= ${until}`
  return new PagedStatement(db, ({ after, limit }) => {
    const rest = after === null ? sql`` : sql`AND marks.status_id > ${after}`
    return sql<MarkedRow>`
      SELECT ${STATUS_COLUMNS},
        ${accountColumnsText(schema)},
        ${isoSeconds('marks.created_at')} AS marked_at
      FROM ${sql.table(table)} AS marks
      JOIN LATERAL (
        SELECT * FROM statuses WHERE id = marks.status_id AND deleted_at IS NULL OFFSET 0
      ) AS statuses ON true
      JOIN accounts ON accounts.id = statuses.account_id
      WHERE marks.account_id = ${accountId} ${rest} ${bound}
      ORDER BY marks.status_id
      LIMIT ${sql.lit(limit)}`
  })
}
