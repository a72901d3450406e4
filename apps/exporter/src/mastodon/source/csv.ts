/**
 * The member's lists as rows of CSV files, in the formats that Mastodon's import page reads.
 *
 * A cell of null is nothing at all, the empty string is `""`. Order and headers are Mastodon's;
 * `followers`, `followed_tags` and
 * `account_notes` are ours, because Mastodon has none.
 */
import type { KnownDatabase } from '../releases/schema.ts'
import type { Uris } from '../uris.ts'
import { DEFAULT_PAGE_SIZE, type KeysetOptions, type Page, pages, toPage } from './keyset.ts'
import {
  selectBlocks,
  selectBookmarks,
  selectDomainBlocks,
  selectFollowedTags,
  selectFollowers,
  selectFollows,
  selectListMembers,
  selectMutes,
  selectNotes,
} from './csv-queries.ts'

export type CsvKind =
  | 'following_accounts'
  | 'followers'
  | 'lists'
  | 'muted_accounts'
  | 'blocked_accounts'
  | 'blocked_domains'
  | 'bookmarks'
  | 'followed_tags'
  | 'account_notes'

export type CsvRow = readonly (string | null)[]

/** What a row needs beside itself. */
export interface CsvScope extends KnownDatabase {
  readonly accountId: string
  readonly uris: Uris
}

/** One file: its header, where it has one, and how its rows are read. */
interface CsvFile {
  readonly header: CsvRow | null
  read(scope: CsvScope, page: CsvPage): Promise<readonly CsvEntry[]>
}

export interface CsvPage {
  readonly after: string | null
  readonly limit: number
}

/** A row and the id that says where the next page starts. */
export interface CsvEntry {
  readonly id: string
  readonly cells: CsvRow
}

const FILES: Readonly<Record<CsvKind, CsvFile>> = {
  following_accounts: {
    header: ['Account address', 'Show boosts', 'Notify on new posts', 'Languages'],
    read: selectFollows,
  },
  followers: { header: ['Account address'], read: selectFollowers },
  lists: { header: null, read: selectListMembers },
  muted_accounts: { header: ['Account address', 'Hide notifications'], read: selectMutes },
  blocked_accounts: { header: null, read: selectBlocks },
  blocked_domains: { header: null, read: selectDomainBlocks },
  bookmarks: { header: null, read: selectBookmarks },
  followed_tags: { header: ['Hashtag'], read: selectFollowedTags },
  account_notes: { header: ['Account address', 'Note'], read: selectNotes },
}

/** The file's rows in pages; the header, which is there even without rows, first. */
export async function* csvRows(
  kind: CsvKind,
  scope: CsvScope,
  { signal, pageSize = DEFAULT_PAGE_SIZE }: KeysetOptions,
): AsyncGenerator<CsvRow[], void, undefined> {
  const file = FILES[kind]
  if (file.header !== null) yield [file.header]
  const read = async (after: string | null): Promise<Page<CsvEntry>> => {
    const entries = await file.read(scope, { after, limit: pageSize })
    return toPage(entries, pageSize, (entry) => entry.id)
  }
  for await (const entries of pages(read, { signal })) yield entries.map((entry) => entry.cells)
}
