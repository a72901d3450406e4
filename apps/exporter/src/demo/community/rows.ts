/**
 * The rows of the sample community before they are written: by table, in an order in which foreign
 * keys hold, with ids given out here so that the community is the same each time.
 */
import type { Insertable } from 'kysely'
import { utcTimestamp } from '../../mastodon/column-parsers.ts'
import type { MastodonDatabase } from '../../mastodon/tables.ts'

export type TableName = keyof MastodonDatabase
export type NewRow<T extends TableName> = Insertable<MastodonDatabase[T]>

/** Tables in the order in which they are filled. */
const TABLE_ORDER = [
  'user_roles',
  'accounts',
  'users',
  'account_stats',
  'account_aliases',
  'account_notes',
  'account_pins',
  'custom_emojis',
  'tags',
  'accounts_tags',
  'featured_tags',
  'tag_follows',
  'conversations',
  'statuses',
  'status_stats',
  'status_edits',
  'status_pins',
  'scheduled_statuses',
  'media_attachments',
  'mentions',
  'statuses_tags',
  'polls',
  'poll_votes',
  'quotes',
  'favourites',
  'bookmarks',
  'follows',
  'follow_requests',
  'mutes',
  'blocks',
  'account_domain_blocks',
  'lists',
  'list_accounts',
  'custom_filters',
  'custom_filter_keywords',
  'custom_filter_statuses',
  'settings',
  'login_activities',
] as const satisfies readonly TableName[]

type FilledTable = (typeof TABLE_ORDER)[number]

/** Tables that get an id from Mastodon's own function, out of time, or that have none. */
type UncountedTable = 'accounts' | 'statuses' | 'media_attachments' | 'quotes'

export class Rows {
  readonly #tables = new Map<FilledTable, Record<string, unknown>[]>()
  readonly #lastIds = new Map<string, number>()

  add<T extends FilledTable>(table: T, row: NewRow<T>): void {
    const rows = this.#tables.get(table) ?? []
    rows.push({ ...row })
    this.#tables.set(table, rows)
  }

  /** The next number of a table whose ids are counted. */
  nextId(table: Exclude<FilledTable, UncountedTable>): string {
    const id = (this.#lastIds.get(table) ?? 0) + 1
    this.#lastIds.set(table, id)
    return String(id)
  }

  /** Non-empty tables in the order in which they are to be written. */
  tables(): { readonly table: FilledTable; readonly rows: readonly Record<string, unknown>[] }[] {
    return TABLE_ORDER.map((table) => ({ table, rows: this.#tables.get(table) ?? [] })).filter(
      ({ rows }) => rows.length > 0,
    )
  }
}

/** `created_at` and `updated_at` of a row that has not changed since. */
export function stamps(at: Date): { created_at: string; updated_at: string } {
  return { created_at: utcTimestamp(at), updated_at: utcTimestamp(at) }
}

/**
 * An id as Mastodon's `timestamp_id` makes it.
 *
 * @param tail 16 bits that differ between rows of the same millisecond
 */
export function timeId(at: Date, tail: number): string {
  return String((BigInt(at.getTime()) << 16n) | BigInt(tail & 0xffff))
}
