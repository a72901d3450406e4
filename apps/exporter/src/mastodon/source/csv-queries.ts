/** The queries behind `csv.ts`: a page of rows each, newest first, but for the lists. */
import { sql } from 'kysely'
import {
  type AccountColumns,
  accountColumnsText,
  accountOf,
  STATUS_COLUMNS,
} from './account-columns.ts'
import type { CsvEntry, CsvPage, CsvScope } from './csv.ts'
import type { StatusReference } from '../uris.ts'

interface AddressRow {
  readonly id: string
  readonly username: string
  readonly domain: string | null
}

/** Whom the member follows. */
export async function selectFollows(
  { db, accountId, uris }: CsvScope,
  page: CsvPage,
): Promise<CsvEntry[]> {
  const { rows } = await sql<
    AddressRow & { show_reblogs: boolean; notify: boolean; languages: string[] | null }
  >`
    SELECT follows.id, username, domain, show_reblogs, notify, languages
    FROM follows
    JOIN accounts ON accounts.id = follows.target_account_id
    WHERE follows.account_id = ${accountId} ${before('follows', page)}
    ORDER BY follows.id DESC
    LIMIT ${page.limit}`.execute(db)
  return rows.map((row) => {
    const languages = row.languages === null ? null : row.languages.join(', ')
    return {
      id: row.id,
      cells: [uris.address(row), String(row.show_reblogs), String(row.notify), languages],
    }
  })
}

/** Who follows the member. */
export async function selectFollowers(
  { db, accountId, uris }: CsvScope,
  page: CsvPage,
): Promise<CsvEntry[]> {
  const { rows } = await sql<AddressRow>`
    SELECT follows.id, username, domain
    FROM follows
    JOIN accounts ON accounts.id = follows.account_id
    WHERE follows.target_account_id = ${accountId} ${before('follows', page)}
    ORDER BY follows.id DESC
    LIMIT ${page.limit}`.execute(db)
  return rows.map((row) => ({ id: row.id, cells: [uris.address(row)] }))
}

/** Whom the member mutes, also for a time. */
export async function selectMutes(
  { db, accountId, uris }: CsvScope,
  page: CsvPage,
): Promise<CsvEntry[]> {
  const { rows } = await sql<AddressRow & { hide_notifications: boolean }>`
    SELECT mutes.id, username, domain, hide_notifications
    FROM mutes
    JOIN accounts ON accounts.id = mutes.target_account_id
    WHERE mutes.account_id = ${accountId} ${before('mutes', page)}
    ORDER BY mutes.id DESC
    LIMIT ${page.limit}`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    cells: [uris.address(row), String(row.hide_notifications)],
  }))
}

/** Whom the member blocks. */
export async function selectBlocks(
  { db, accountId, uris }: CsvScope,
  page: CsvPage,
): Promise<CsvEntry[]> {
  const { rows } = await sql<AddressRow>`
    SELECT blocks.id, username, domain
    FROM blocks
    JOIN accounts ON accounts.id = blocks.target_account_id
    WHERE blocks.account_id = ${accountId} ${before('blocks', page)}
    ORDER BY blocks.id DESC
    LIMIT ${page.limit}`.execute(db)
  return rows.map((row) => ({ id: row.id, cells: [uris.address(row)] }))
}

/** Servers the member blocks. */
export async function selectDomainBlocks(
  { db, accountId }: CsvScope,
  page: CsvPage,
): Promise<CsvEntry[]> {
  const { rows } = await sql<{ id: string; domain: string }>`
    SELECT id, domain
    FROM account_domain_blocks
    WHERE account_id = ${accountId} ${before('account_domain_blocks', page)}
    ORDER BY id DESC
    LIMIT ${page.limit}`.execute(db)
  return rows.map((row) => ({ id: row.id, cells: [row.domain] }))
}

/** Hashtags the member follows, without their sign. */
export async function selectFollowedTags(
  { db, accountId }: CsvScope,
  page: CsvPage,
): Promise<CsvEntry[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT tag_follows.id, coalesce(nullif(tags.display_name, ''), tags.name) AS name
    FROM tag_follows
    JOIN tags ON tags.id = tag_follows.tag_id
    WHERE tag_follows.account_id = ${accountId} ${before('tag_follows', page)}
    ORDER BY tag_follows.id DESC
    LIMIT ${page.limit}`.execute(db)
  return rows.map((row) => ({ id: row.id, cells: [row.name] }))
}

/** What the member noted about others, for nobody else to see. */
export async function selectNotes(
  { db, accountId, uris }: CsvScope,
  page: CsvPage,
): Promise<CsvEntry[]> {
  const { rows } = await sql<AddressRow & { comment: string }>`
    SELECT account_notes.id, username, domain, comment
    FROM account_notes
    JOIN accounts ON accounts.id = account_notes.target_account_id
    WHERE account_notes.account_id = ${accountId} ${before('account_notes', page)}
    ORDER BY account_notes.id DESC
    LIMIT ${page.limit}`.execute(db)
  return rows.map((row) => ({ id: row.id, cells: [uris.address(row), row.comment] }))
}

/** The posts the member keeps; deleted ones are left out. */
export async function selectBookmarks(
  { db, schema, accountId, uris }: CsvScope,
  page: CsvPage,
): Promise<CsvEntry[]> {
  const { rows } = await sql<StatusReference & AccountColumns & { mark_id: string }>`
    SELECT bookmarks.id AS mark_id,
      ${STATUS_COLUMNS},
      ${accountColumnsText(schema)}
    FROM bookmarks
    JOIN statuses ON statuses.id = bookmarks.status_id AND statuses.deleted_at IS NULL
    JOIN accounts ON accounts.id = statuses.account_id
    WHERE bookmarks.account_id = ${accountId} ${before('bookmarks', page)}
    ORDER BY bookmarks.id DESC
    LIMIT ${page.limit}`.execute(db)
  return rows.map((row) => ({ id: row.mark_id, cells: [uris.status(row, accountOf(row))] }))
}

/**
 * Lists and who is on them, in the order in which both were made; a list without members vanishes.
 * The page's mark is the pair of both ids.
 */
export async function selectListMembers(
  { db, accountId, uris }: CsvScope,
  page: CsvPage,
): Promise<CsvEntry[]> {
  const [list = '0', member = '0'] = page.after?.split('-') ?? []
  const { rows } = await sql<AddressRow & { list_id: string; title: string }>`
    SELECT list_accounts.id, lists.id AS list_id, title, username, domain
    FROM lists
    JOIN list_accounts ON list_accounts.list_id = lists.id
    JOIN accounts ON accounts.id = list_accounts.account_id
    WHERE lists.account_id = ${accountId}
      AND (lists.id, list_accounts.id) > (${list}::bigint, ${member}::bigint)
    ORDER BY lists.id, list_accounts.id
    LIMIT ${page.limit}`.execute(db)
  return rows.map((row) => ({
    id: `${row.list_id}-${row.id}`,
    cells: [row.title, uris.address(row)],
  }))
}

/** Older than the last row of the page before. */
function before(table: string, { after }: CsvPage): ReturnType<typeof sql> {
  return after === null ? sql`` : sql`AND ${sql.ref(`${table}.id`)} < ${after}`
}
