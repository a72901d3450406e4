/** What a member has imported lately: Mastodon does it and keeps the rows for a week. */
import type { Kysely } from 'kysely'
import { isSqlError } from '../sql-error.ts'
import type { MastodonDatabase } from './tables.ts'

/** In the order of Mastodon's numbers. */
const TYPES = [
  'following',
  'blocking',
  'muting',
  'domain-blocking',
  'bookmarks',
  'lists',
  'filters',
] as const
const STATES = ['unconfirmed', 'scheduled', 'running', 'finished'] as const

export type ImportType = (typeof TYPES)[number]
export type ImportState = (typeof STATES)[number]

/** One import. */
export interface RecentImport {
  readonly id: string
  /** Null for a type that this version does not know. */
  readonly type: ImportType | null
  readonly state: ImportState | null
  readonly total: number
  readonly imported: number
  /** Imported or given up. */
  readonly processed: number
  readonly overwrites: boolean
  readonly startedAt: Date
}

const MOST = 20

/** The newest first; null where the database's role may not read them. */
export async function recentImports(
  db: Kysely<MastodonDatabase>,
  accountId: string,
): Promise<readonly RecentImport[] | null> {
  try {
    return await readImports(db, accountId)
  } catch (error) {
    if (isSqlError(error, 'refused')) return null
    throw error
  }
}

async function readImports(
  db: Kysely<MastodonDatabase>,
  accountId: string,
): Promise<readonly RecentImport[]> {
  const rows = await db
    .selectFrom('bulk_imports')
    .select(['id', 'type', 'state', 'total_items', 'imported_items', 'processed_items'])
    .select(['overwrite', 'created_at'])
    .where('account_id', '=', accountId)
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    type: TYPES[row.type] ?? null,
    state: STATES[row.state] ?? null,
    total: row.total_items,
    imported: row.imported_items,
    processed: row.processed_items,
    overwrites: row.overwrite,
    startedAt: row.created_at,
  }))
}
