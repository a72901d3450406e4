/**
 * Makes the demo's database what the demo needs: Mastodon's tables and the sample community, once.
 * A database that holds anything else is left alone.
 */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../../database.ts'
import { SCHEMA_4_5 } from '../../mastodon/schema.ts'
import { buildCommunity } from '../community/community.ts'
import { storeFiles, storeRows } from '../community/store.ts'
import type { Gallery } from '../gallery/gallery.ts'
import { DemoStartError } from '../start-error.ts'

/**
 * Says what the database is.
 *
 * - `ready`: the sample community is in it
 * - `empty`: it has no tables, or only what an interrupted first start left
 * - `foreign`: somebody's tables; not to be touched
 */
async function stateOfDatabase(db: Kysely<Database>): Promise<'ready' | 'empty' | 'foreign'> {
  const { rows } = await sql<{ demo: boolean; tables: number }>`
    SELECT to_regclass('howdah_demo.seeded') IS NOT NULL AS demo,
      (SELECT count(*)::int FROM pg_tables WHERE schemaname = 'public') AS tables`.execute(db)
  const [found] = rows
  if (found?.demo === true) return 'ready'
  return found?.tables === 0 ? 'empty' : 'foreign'
}

/**
 * Fills an empty database and the media root. The tables and rows appear all at once or not at all.
 *
 * @param gallery the painted files; asked for late, because painting runs meanwhile
 * @returns true when it was empty
 * @throws DemoStartError when the database holds something else.
 */
export async function prepareDatabase(
  db: Kysely<Database>,
  mediaRoot: string,
  gallery: () => Promise<Gallery>,
): Promise<boolean> {
  const state = await stateOfDatabase(db)
  if (state === 'ready') return false
  if (state === 'foreign') {
    throw new DemoStartError(
      'DATABASE_URL names a database with tables that are not the demo’s. The demo only uses an ' +
        'empty one; unset DATABASE_URL to let it bring its own.',
    )
  }
  const community = buildCommunity(await gallery())
  await storeFiles(mediaRoot, community.files)
  await db.transaction().execute(async (transaction) => {
    // A role called "howdah" would otherwise make Mastodon's tables in our schema of that name.
    await sql`SET LOCAL search_path TO public`.execute(transaction)
    await sql.raw(SCHEMA_4_5).execute(transaction)
    await storeRows(transaction, community)
    await sql`CREATE SCHEMA howdah_demo`.execute(transaction)
    await sql`CREATE TABLE howdah_demo.seeded (at timestamptz NOT NULL DEFAULT now())`.execute(
      transaction,
    )
  })
  // PGlite has nobody who does this in the background; without it a page of posts takes seconds.
  await sql`ANALYZE`.execute(db)
  return true
}
