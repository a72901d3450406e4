/** The queries behind `related.ts`: one statement a function, for the ids of one page. */
import { type Kysely, sql } from 'kysely'
import type { EmojiRow } from '../activitypub/rows.ts'
import type { KnownDatabase } from '../releases/schema.ts'
import type { MastodonDatabase } from '../tables.ts'
import { anyOf } from './account-columns.ts'
import { isoSeconds } from './sql-text.ts'

type Ids = readonly string[]

/** The pages whose previews the posts show, by post: as it was typed, else where it led. */
export async function selectLinks(
  { db, schema }: KnownDatabase,
  ids: Ids,
): Promise<{ status_id: string; href: string }[]> {
  if (ids.length === 0) return []
  const typed = schema.column('preview_cards_statuses.url', { absent: sql`NULL::varchar` })
  const { rows } = await sql<{ status_id: string; href: string }>`
    SELECT preview_cards_statuses.status_id,
      coalesce(nullif(${typed}, ''), preview_cards.url) AS href
    FROM preview_cards_statuses
    JOIN preview_cards ON preview_cards.id = preview_cards_statuses.preview_card_id
    WHERE preview_cards_statuses.status_id = ${anyOf(ids)}`.execute(db)
  return rows
}

/** The server's own emojis of these shortcodes, without disabled ones. */
export async function selectEmojis(
  db: Kysely<MastodonDatabase>,
  shortcodes: readonly string[],
): Promise<EmojiRow[]> {
  if (shortcodes.length === 0) return []
  return db
    .selectFrom('custom_emojis')
    .select([
      'id',
      'shortcode',
      'image_file_name',
      'image_content_type',
      isoSeconds('updated_at').as('updated_at'),
    ])
    .where('shortcode', 'in', shortcodes)
    .where('domain', 'is', null)
    .where('disabled', '=', false)
    .execute()
}
