/** Collections of accounts that posts link to; only 4.6 and later have their tables. */
import { sql } from 'kysely'
import type { CollectionItemRow, CollectionRow } from '../activitypub/rows.ts'
import type { KnownDatabase } from '../releases/schema.ts'
import { type AccountColumns, accountColumnsText, accountOf, anyOf } from './account-columns.ts'
import { isoSeconds } from './sql-text.ts'

/** `collection_items.state` of an account that agreed. */
const ACCEPTED = 1

/** The collections of each post, in the order in which it names them. */
export async function selectCollections(
  database: KnownDatabase,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly CollectionRow[]>> {
  const { schema } = database
  const isThere = schema.has('tagged_objects') && schema.has('collections')
  if (!isThere || ids.length === 0) return new Map()
  const rows = await selectTagged(database, ids)
  const items = await selectItems(
    database,
    rows.map((row) => row.id),
  )
  const posts = new Map<string, CollectionRow[]>()
  for (const { status_id: status, ...row } of rows) {
    const collection = { ...row, owner: accountOf(row), items: items.get(row.id) ?? [] }
    posts.set(status, [...(posts.get(status) ?? []), collection])
  }
  return posts
}

type TaggedRow = Omit<CollectionRow, 'owner' | 'items'> & AccountColumns & { status_id: string }

async function selectTagged(
  { db, schema }: KnownDatabase,
  ids: readonly string[],
): Promise<readonly TaggedRow[]> {
  const { rows } = await sql<TaggedRow>`
    SELECT tagged_objects.status_id, collections.id, collections.uri, collections.local,
      ${schema.column('collections.url', { absent: sql`NULL::varchar` })} AS url,
      collections.name, collections.description, collections.language, collections.sensitive,
      collections.discoverable, ${isoSeconds('collections.created_at')} AS created_at,
      ${isoSeconds('collections.updated_at')} AS updated_at, tags.name AS topic,
      ${accountColumnsText(schema)}
    FROM tagged_objects
    JOIN collections ON collections.id = tagged_objects.object_id
    JOIN accounts ON accounts.id = collections.account_id
    LEFT JOIN tags ON tags.id = collections.tag_id
    WHERE tagged_objects.status_id = ${anyOf(ids)} AND tagged_objects.object_type = 'Collection'
    ORDER BY tagged_objects.id`.execute(db)
  return rows
}

async function selectItems(
  { db, schema }: KnownDatabase,
  collectionIds: readonly string[],
): Promise<ReadonlyMap<string, readonly CollectionItemRow[]>> {
  if (collectionIds.length === 0) return new Map()
  type Row = Omit<CollectionItemRow, 'account'> & AccountColumns & { collection_id: string }
  const { rows } = await sql<Row>`
    SELECT collection_items.collection_id, collection_items.id, collection_items.uri,
      collection_items.approval_uri, ${isoSeconds('collection_items.created_at')} AS created_at,
      ${accountColumnsText(schema)}
    FROM collection_items
    JOIN accounts ON accounts.id = collection_items.account_id
    WHERE collection_items.collection_id = ${anyOf(collectionIds)}
      AND collection_items.state = ${sql.lit(ACCEPTED)}
    ORDER BY collection_items.id`.execute(db)
  const items = rows.map((row) => ({ ...row, account: accountOf(row) }))
  return Map.groupBy(items, (row) => row.collection_id)
}
