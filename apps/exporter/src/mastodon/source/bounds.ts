/**
 * Where an archive ends: the newest row of each kind at the moment it is begun. What is written or
 * marked later belongs into the next archive, however long this one takes.
 */
import { type Kysely, sql } from 'kysely'
import type { MastodonDatabase } from '../tables.ts'

/** Greatest ids; "0" where there is no row. */
export interface ExportBounds {
  readonly posts: string
  readonly media: string
  /** Ids of the marks, not of the posts. */
  readonly likes: string
  readonly bookmarks: string
}

export async function selectBounds(
  db: Kysely<MastodonDatabase>,
  accountId: string,
): Promise<ExportBounds> {
  const newest = (table: string) => sql<string>`
    (SELECT coalesce(max(id), 0)::text FROM ${sql.table(table)} WHERE account_id = ${accountId})`
  const { rows } = await sql<ExportBounds>`
    SELECT ${newest('statuses')} AS posts, ${newest('media_attachments')} AS media,
      ${newest('favourites')} AS likes, ${newest('bookmarks')} AS bookmarks`.execute(db)
  const [bounds] = rows
  if (bounds === undefined) throw new TypeError('A SELECT without FROM gave no row.')
  return bounds
}
