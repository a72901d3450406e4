/**
 * What Mastodon's outbox does not say about a post: its visibility by name, how often it was
 * answered, boosted and liked, and what it said before it was edited. PostgreSQL writes the lines.
 */
import { type RawBuilder, sql } from 'kysely'
import { escaped } from '../activitypub/json-text.ts'
import type { KnownDatabase, Schema } from '../releases/schema.ts'
import type { AccountReference, Uris } from '../uris.ts'
import { DEFAULT_PAGE_SIZE, type KeysetOptions, pages, toPage } from './keyset.ts'
import { selectWritten } from './packed.ts'
import { PagedStatement } from './paged-statement.ts'
import { type PostAuthor, STATS_JOIN } from './post-fields.ts'
import { pageOf } from './posts.ts'
import { isoSeconds } from './sql-text.ts'
import {
  jsonText,
  ownUriJson,
  timeOrNull,
  visibilityName,
  written,
  writtenWhere,
} from './written.ts'

/** A version of a post as it was written, not as HTML. */
export interface PostEdit {
  readonly at: string
  readonly text: string
  readonly spoilerText: string
  readonly sensitive: boolean | null
  readonly mediaDescriptions: readonly (string | null)[] | null
  readonly pollOptions: readonly string[] | null
  /** As of {@link PostDetails}. */
  readonly contentType?: string
}

/** A line, as it is parsed. */
export interface PostDetails {
  readonly uri: string
  /** "public", "unlisted", "private", "direct" or "limited". */
  readonly visibility: string
  readonly createdAt: string
  readonly editedAt: string | null
  readonly isBoost: boolean
  readonly replies: number
  readonly boosts: number
  readonly likes: number
  /** Only servers since 4.5 count them. */
  readonly quotes?: number
  /** Only glitch-soc has it: the post never left the server. */
  readonly isLocalOnly?: true
  /** Only glitch-soc has it: how the text was written, "text/markdown" or "text/html". */
  readonly contentType?: string
  /** The text as it was typed, where it was not plain text: the outbox has the HTML that it became. */
  readonly text?: string
  /** Oldest first; empty when the post was never edited. */
  readonly edits: readonly PostEdit[]
}

export interface PostDetailsPage {
  /** {@link PostDetails} of each post as JSON text. */
  readonly lines: readonly string[]
  /** The id of the last of these posts. */
  readonly lastId: string
}

/** Kept posts and boosts of an account, a query a page. */
export async function* postDetails(
  { db, schema }: KnownDatabase,
  { author, uris }: { author: AccountReference & PostAuthor; uris: Uris },
  { afterId, untilId, signal, pageSize = DEFAULT_PAGE_SIZE }: KeysetOptions,
): AsyncGenerator<PostDetailsPage, void, undefined> {
  const row = detailsText(schema, uris.actor(author))
  const statement = new PagedStatement(db, (place) => {
    const from = sql`FROM (${pageOf({ author, until: untilId }, place)}) AS statuses ${STATS_JOIN}`
    return selectWritten({ row, from, id: 'statuses.id' })
  })
  const read = async (after: string | null) =>
    toPage(await statement.rows({ after, limit: pageSize }), pageSize, ({ id }) => id)
  for await (const posts of pages(read, { after: afterId ?? null, signal })) {
    yield { lines: posts.map(({ line }) => line), lastId: posts.at(-1)?.id ?? '' }
  }
}

/** {@link PostDetails} */
function detailsText(schema: Schema, actor: string): RawBuilder<unknown> {
  return written(
    '{"uri":',
    ownUriJson('statuses', escaped(actor)),
    ',"visibility":"',
    visibilityName('statuses.visibility'),
    '","createdAt":"',
    isoSeconds('statuses.created_at'),
    '","editedAt":',
    timeOrNull('statuses.edited_at'),
    ',"isBoost":',
    sql`CASE WHEN statuses.reblog_of_id IS NULL THEN 'false' ELSE 'true' END`,
    ',"replies":',
    count('replies_count'),
    ',"boosts":',
    count('reblogs_count'),
    ',"likes":',
    count('favourites_count'),
    ...(schema.has('status_stats', 'quotes_count')
      ? [writtenWhere(sql`quotes_count IS NOT NULL`, ',"quotes":', sql`quotes_count`)]
      : []),
    ...(schema.has('statuses', 'local_only')
      ? [writtenWhere(sql`statuses.local_only`, ',"isLocalOnly":true')]
      : []),
    ...(schema.has('statuses', 'content_type') ? [contentType('statuses'), TYPED_TEXT] : []),
    ',"edits":[',
    edits(schema),
    ']}',
  )
}

function contentType(table: string): RawBuilder<unknown> {
  const column = sql.ref(`${table}.content_type`)
  return writtenWhere(sql`${column} IS NOT NULL`, ',"contentType":', jsonText(sql`${column}`))
}

const TYPED_TEXT = writtenWhere(
  sql`statuses.content_type <> 'text/plain'`,
  ',"text":',
  jsonText(sql`statuses.text`),
)

function count(column: string): RawBuilder<unknown> {
  return sql`coalesce(${sql.raw(column)}, 0)`
}

/** Looked for only where a post says that it was edited. */
function edits(schema: Schema): RawBuilder<unknown> {
  return sql`
    CASE WHEN statuses.edited_at IS NOT NULL THEN (
      SELECT string_agg(${editText(schema)}, ',' ORDER BY edit.id)
      FROM status_edits AS edit WHERE edit.status_id = statuses.id
    ) END`
}

/** {@link PostEdit} */
function editText(schema: Schema): RawBuilder<unknown> {
  const orNull = (json: RawBuilder<unknown>) => sql`coalesce((${json})::text, 'null')`
  return written(
    '{"at":"',
    isoSeconds('edit.created_at'),
    '","text":',
    orNull(jsonText(sql`edit.text`)),
    ',"spoilerText":',
    orNull(jsonText(sql`edit.spoiler_text`)),
    ',"sensitive":',
    orNull(sql`to_json(edit.sensitive)`),
    ',"mediaDescriptions":',
    orNull(sql`to_json(edit.media_descriptions)`),
    ',"pollOptions":',
    orNull(sql`to_json(edit.poll_options)`),
    ...(schema.has('status_edits', 'content_type') ? [contentType('edit')] : []),
    '}',
  )
}
