/**
 * Where an archive ends: the newest row of each kind at the moment it is begun. What is written or
 * marked later belongs into the next archive, however long this one takes.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { MastodonDatabase } from '../tables.ts'

/** Greatest ids; "0" where there is no row, of posts where none is kept. */
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
  const newest = (own: RawBuilder<unknown>) => sql<string>`
    (SELECT coalesce(max(id), 0)::text FROM ${own})`
  // Posts and likes have an index of an account's ids. Of media and bookmarks all of an account's are read:
  // without OFFSET PostgreSQL may look for the newest through those of the whole server.
  const fenced = (table: string) => sql`
    (SELECT id FROM ${sql.table(table)} WHERE account_id = ${accountId} OFFSET 0) AS own`
  const { rows } = await sql<ExportBounds>`
    SELECT
      ${newest(sql`statuses WHERE account_id = ${accountId} AND deleted_at IS NULL`)} AS posts,
      ${newest(fenced('media_attachments'))} AS media,
      ${newest(sql`favourites WHERE account_id = ${accountId}`)} AS likes,
      ${newest(fenced('bookmarks'))} AS bookmarks`.execute(db)
  const [bounds] = rows
  if (bounds === undefined) throw new TypeError('A SELECT without FROM gave no row.')
  return bounds
}
