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
  const read = async (after: string | null) => {
    const rows = await selectMarked(database, {
      table,
      accountId,
      after,
      until: untilId,
      limit: pageSize,
    })
    return toPage(rows, pageSize, (row) => row.id)
  }
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

async function selectMarked(
  { db, schema }: KnownDatabase,
  { table, accountId, after, until, limit }: MarkedPage,
): Promise<MarkedRow[]> {
  const rest = after === null ? sql`` : sql`AND marks.status_id > ${after}`
  const bound = until === undefined ? sql`` : sql`AND marks.id <= ${until}`
  const { rows } = await sql<MarkedRow>`
    SELECT ${STATUS_COLUMNS},
      ${accountColumnsText(schema)},
      ${isoSeconds('marks.created_at')} AS marked_at
    FROM ${sql.table(table)} AS marks
    JOIN statuses ON statuses.id = marks.status_id AND statuses.deleted_at IS NULL
    JOIN accounts ON accounts.id = statuses.account_id
    WHERE marks.account_id = ${accountId} ${rest} ${bound}
    ORDER BY marks.status_id
    LIMIT ${limit}`.execute(db)
  return rows
}

interface MarkedPage {
  readonly table: MarkTable
  readonly accountId: string
  readonly after: string | null
  readonly until: string | undefined
  readonly limit: number
}
