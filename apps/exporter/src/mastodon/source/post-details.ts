/**
 * What Mastodon's outbox does not say about a post: its visibility by name, how often it was
 * answered, boosted and liked, and what it said before it was edited.
 */
import { type Kysely, sql } from 'kysely'
import { VISIBILITY } from '../activitypub/rows.ts'
import type { KnownDatabase } from '../releases/schema.ts'
import type { MastodonDatabase } from '../tables.ts'
import type { AccountReference, StatusReference, Uris } from '../uris.ts'
import { anyOf, STATUS_FIELDS } from './account-columns.ts'
import { DEFAULT_PAGE_SIZE, type KeysetOptions, pages, toPage } from './keyset.ts'
import { FieldReader, plain, selectLines, text } from './packed.ts'
import { type PostAuthor, STATS_JOIN } from './post-fields.ts'
import { type PostPage, pageOf } from './posts.ts'
import { isoSeconds, nullableIsoSeconds } from './sql-text.ts'

/** A version of a post as it was written, not as HTML. */
export interface PostEdit {
  readonly at: string
  readonly text: string
  readonly spoilerText: string
  readonly sensitive: boolean | null
  readonly mediaDescriptions: readonly (string | null)[] | null
  readonly pollOptions: readonly string[] | null
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
  /** Oldest first; empty when the post was never edited. */
  readonly edits: readonly PostEdit[]
}

export interface PostDetailsPage {
  /** {@link PostDetails} of each post as JSON text. */
  readonly lines: readonly string[]
  /** The id of the last of these posts. */
  readonly lastId: string
}

/** Kept posts and boosts of an account, two queries a page. */
export async function* postDetails(
  database: KnownDatabase,
  { author, uris }: { author: AccountReference & PostAuthor; uris: Uris },
  { afterId, untilId, signal, pageSize = DEFAULT_PAGE_SIZE }: KeysetOptions,
): AsyncGenerator<PostDetailsPage, void, undefined> {
  const read = async (after: string | null) => {
    const rows = await selectDetails(database, { author, after, until: untilId, limit: pageSize })
    return toPage(rows, pageSize, (row) => row.id)
  }
  for await (const rows of pages(read, { after: afterId ?? null, signal })) {
    const edited = rows.filter((row) => row.edited_at !== null).map((row) => row.id)
    const edits = await selectEdits(database.db, edited)
    yield {
      lines: rows.map((row) => detailsText(row, uris.status(row, author), edits.get(row.id) ?? [])),
      lastId: rows.at(-1)?.id ?? '',
    }
  }
}

interface DetailsRow extends StatusReference {
  readonly visibility: number
  readonly created_at: string
  readonly edited_at: string | null
  readonly replies_count: string | null
  readonly reblogs_count: string | null
  readonly favourites_count: string | null
  readonly quotes_count: string | null
  readonly local_only: boolean | null
  readonly content_type: string | null
}

async function selectDetails({ db, schema }: KnownDatabase, page: PostPage): Promise<DetailsRow[]> {
  const lines = await selectLines(db, {
    fields: [
      ...STATUS_FIELDS,
      plain('statuses.visibility'),
      isoSeconds('statuses.created_at'),
      nullableIsoSeconds('statuses.edited_at'),
      plain('replies_count'),
      plain('reblogs_count'),
      plain('favourites_count'),
      schema.column('status_stats.quotes_count', { absent: sql`NULL::bigint` }),
      schema.column('statuses.local_only', { absent: sql`NULL::boolean` }),
      text(schema.column('statuses.content_type', { absent: sql`NULL::varchar` })),
    ],
    from: sql`FROM (${pageOf(page)}) AS statuses ${STATS_JOIN} ORDER BY statuses.id`,
  })
  return lines.map((line) => readDetails(new FieldReader(line)))
}

function readDetails(fields: FieldReader): DetailsRow {
  return {
    id: fields.next(),
    uri: fields.text(),
    url: fields.text(),
    local: fields.flag(),
    reblog_of_id: fields.plain(),
    visibility: Number(fields.next()),
    created_at: fields.next(),
    edited_at: fields.plain(),
    replies_count: fields.plain(),
    reblogs_count: fields.plain(),
    favourites_count: fields.plain(),
    quotes_count: fields.plain(),
    local_only: fields.flag(),
    content_type: fields.text(),
  }
}

async function selectEdits(
  db: Kysely<MastodonDatabase>,
  ids: readonly string[],
): Promise<Map<string, PostEdit[]>> {
  const byPost = new Map<string, PostEdit[]>()
  if (ids.length === 0) return byPost
  const { rows } = await sql<PostEdit & { status_id: string }>`
    SELECT status_id, ${isoSeconds('created_at')} AS at, text, spoiler_text AS "spoilerText",
      sensitive, media_descriptions AS "mediaDescriptions", poll_options AS "pollOptions"
    FROM status_edits
    WHERE status_id = ${anyOf(ids)}
    ORDER BY status_edits.id`.execute(db)
  for (const { status_id: id, ...edit } of rows) {
    const edits = byPost.get(id) ?? []
    edits.push(edit)
    byPost.set(id, edits)
  }
  return byPost
}

const VISIBILITY_NAMES = new Map<number, string>(
  Object.entries(VISIBILITY).map(([name, number]) => [number, name]),
)

/** Put together from text: there may be a million, and few have more than numbers to say. */
function detailsText(row: DetailsRow, uri: string, edits: readonly PostEdit[]): string {
  const visibility = VISIBILITY_NAMES.get(row.visibility) ?? String(row.visibility)
  const details: Pick<PostDetails, 'contentType' | 'edits'> = {
    ...(row.content_type === null ? {} : { contentType: row.content_type }),
    edits,
  }
  return (
    `{"uri":${JSON.stringify(uri)},"visibility":"${visibility}","createdAt":"${row.created_at}",` +
    `"editedAt":${row.edited_at === null ? 'null' : `"${row.edited_at}"`},` +
    `"isBoost":${row.reblog_of_id !== null},"replies":${Number(row.replies_count ?? 0)},` +
    `"boosts":${Number(row.reblogs_count ?? 0)},"likes":${Number(row.favourites_count ?? 0)},` +
    (row.quotes_count === null ? '' : `"quotes":${Number(row.quotes_count)},`) +
    (row.local_only === true ? '"isLocalOnly":true,' : '') +
    JSON.stringify(details).slice(1)
  )
}
