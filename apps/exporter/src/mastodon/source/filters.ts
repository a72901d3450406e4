/** The member's filters, in the form in which Mastodon 4.6 exports and imports them. */
import { sql } from 'kysely'
import type { KnownDatabase } from '../releases/schema.ts'
import type { StatusReference, Uris } from '../uris.ts'
import {
  type AccountColumns,
  accountColumnsText,
  accountOf,
  STATUS_COLUMNS,
} from './account-columns.ts'

const ACTIONS = ['warn', 'hide', 'blur']

interface Filter {
  readonly title: string
  /** ISO 8601; null for a filter that stays. */
  readonly expires_at: string | null
  /** Where it works: "home", "notifications", "public", "thread", "account". */
  readonly context: readonly string[]
  /** "warn", "hide" or "blur". */
  readonly action: string
  readonly keywords_attributes: readonly {
    readonly keyword: string
    readonly whole_word: boolean
  }[]
  /** URIs of posts that are filtered one by one. */
  readonly statuses: readonly string[]
}

export interface FiltersDocument {
  readonly custom_filters: readonly Filter[]
}

interface FilterRow extends Omit<Filter, 'action' | 'statuses'> {
  readonly id: string
  readonly action: number
}

/** All filters of an account: some dozens at most. */
export async function selectFilters(
  { db, schema }: KnownDatabase,
  { accountId, uris }: { accountId: string; uris: Uris },
): Promise<FiltersDocument> {
  const { rows } = await sql<FilterRow>`
    SELECT id, phrase AS title, context, action,
      to_char(expires_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS expires_at,
      (SELECT coalesce(json_agg(json_build_object('keyword', keyword, 'whole_word', whole_word)
          ORDER BY custom_filter_keywords.id), '[]')
        FROM custom_filter_keywords WHERE custom_filter_id = custom_filters.id)
        AS keywords_attributes
    FROM custom_filters WHERE account_id = ${accountId} ORDER BY phrase, id`.execute(db)
  const posts = await selectFilteredPosts({ db, schema }, { accountId, uris })
  return {
    custom_filters: rows.map(({ id, title, expires_at, context, action, ...rest }) => ({
      title,
      expires_at,
      context,
      action: ACTIONS[action] ?? String(action),
      keywords_attributes: rest.keywords_attributes,
      statuses: posts.get(id) ?? [],
    })),
  }
}

async function selectFilteredPosts(
  { db, schema }: KnownDatabase,
  { accountId, uris }: { accountId: string; uris: Uris },
): Promise<Map<string, string[]>> {
  const { rows } = await sql<StatusReference & AccountColumns & { filter_id: string }>`
    SELECT custom_filters.id AS filter_id,
      ${STATUS_COLUMNS},
      ${accountColumnsText(schema)}
    FROM custom_filters
    JOIN custom_filter_statuses ON custom_filter_statuses.custom_filter_id = custom_filters.id
    JOIN statuses ON statuses.id = custom_filter_statuses.status_id AND statuses.deleted_at IS NULL
    JOIN accounts ON accounts.id = statuses.account_id
    WHERE custom_filters.account_id = ${accountId}
    ORDER BY custom_filter_statuses.id`.execute(db)
  const byFilter = new Map<string, string[]>()
  for (const row of rows) {
    const posts = byFilter.get(row.filter_id) ?? []
    posts.push(uris.status(row, accountOf(row)))
    byFilter.set(row.filter_id, posts)
  }
  return byFilter
}
