/**
 * The member's posts as the archive's viewer shows them, a query a page. PostgreSQL writes them, but
 * for their files, whose names only this side knows how to make.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Environment } from '../activitypub/environment.ts'
import { escaped } from '../activitypub/json-text.ts'
import { filesText, type ShownFile, type ShownFiles } from '../activitypub/post-view.ts'
import type { KnownDatabase, Schema } from '../releases/schema.ts'
import { DEFAULT_PAGE_SIZE, type KeysetOptions, pages, toPage } from './keyset.ts'
import {
  FieldReader,
  list,
  nested,
  plain,
  selectWritten,
  text,
  type WrittenLine,
} from './packed.ts'
import { PagedStatement } from './paged-statement.ts'
import { OWN_MEDIA, STATS_JOIN } from './post-fields.ts'
import { pageOf } from './posts.ts'
import { isoSeconds } from './sql-text.ts'
import {
  actorUri,
  isLocal,
  jsonText,
  statusUri,
  visibilityName,
  written,
  writtenWhere,
} from './written.ts'

export interface PostViewPage {
  /** `PostView` of each post as JSON text. */
  readonly lines: readonly string[]
  /** The id of the last of these posts. */
  readonly lastId: string
}

/** Kept posts and boosts of the author, by id. */
export async function* postViews(
  { db, schema }: KnownDatabase,
  { author, uris }: Environment,
  { afterId, untilId, signal, pageSize = DEFAULT_PAGE_SIZE }: KeysetOptions,
): AsyncGenerator<PostViewPage, void, undefined> {
  const row = viewText(schema, {
    actor: uris.actor(author),
    profile: `${uris.webUrl}/@${author.username}`,
    webUrl: uris.webUrl,
    isSensitive: author.sensitized_at !== null,
  })
  const statement = new PagedStatement(db, (place) => {
    const from = sql`FROM (${pageOf({ author, until: untilId }, place)}) AS statuses ${STATS_JOIN}`
    return selectWritten({ row, from, id: 'statuses.id' })
  })
  const read = async (after: string | null) => {
    const found: WrittenLine[] = []
    for (let last = after; found.length < pageSize;) {
      const limit = Math.min(DEFAULT_PAGE_SIZE, pageSize - found.length)
      const more = await statement.rows({ after: last, limit })
      found.push(...more)
      last = more.at(-1)?.id ?? null
      if (more.length < limit) break
    }
    return toPage(found, pageSize, ({ id }) => id)
  }
  for await (const posts of pages(read, { after: afterId ?? null, signal })) {
    yield { lines: posts.map(({ line }) => withFiles(line)), lastId: posts.at(-1)?.id ?? '' }
  }
}

/** Around the rows of a post's files, which no JSON holds. */
const FILES_MARK = '\x03'

function withFiles(text: string): string {
  if (!text.includes(FILES_MARK)) return text
  return text
    .split(FILES_MARK)
    .map((piece, index) => (index % 2 === 0 ? piece : filesText(readFiles(piece))))
    .join('')
}

function readFiles(piece: string): ShownFiles {
  const fields = new FieldReader(piece)
  return { ordered_media_attachment_ids: fields.list(), media: fields.rows(readFile) }
}

/** Four of the nine fields of the outbox: the others took PostgreSQL a tenth of the page's time. */
const SHOWN_FILE = [
  plain('media.id'),
  text('file_file_name'),
  text('file_content_type'),
  text('description'),
]

function readFile(fields: FieldReader): ShownFile {
  return {
    id: fields.next(),
    file_file_name: fields.text(),
    file_content_type: fields.text(),
    description: fields.text(),
  }
}

interface ViewTexts {
  /** The author's URI. */
  readonly actor: string
  /** The author's page, for people. */
  readonly profile: string
  readonly webUrl: string
  readonly isSensitive: boolean
}

type Text = RawBuilder<unknown>

function viewText(schema: Schema, texts: ViewTexts): Text {
  return written(
    '{"id":"',
    sql`statuses.id`,
    '","at":"',
    isoSeconds('statuses.created_at'),
    '","url":',
    pageUrl(texts),
    ',"visibility":"',
    visibilityName('statuses.visibility'),
    sql`CASE WHEN statuses.reblog_of_id IS NOT NULL THEN ${boostText(schema, texts)}
      ELSE ${ownText(schema, texts)} END`,
  )
}

/** As `Uris.statusPage`, or the URI where there is no page, as JSON. */
function pageUrl({ actor, profile }: ViewTexts): Text {
  return sql`CASE
    WHEN NOT ${isLocal('statuses')}
      THEN ${jsonText(sql`coalesce(statuses.url, statuses.uri)`)}::text
    WHEN statuses.reblog_of_id IS NULL
      THEN concat('"', ${escaped(profile)}::text, '/', statuses.id, '"')
    ELSE concat('"', ${escaped(actor)}::text, '/statuses/', statuses.id, '/activity"') END`
}

function boostText(schema: Schema, texts: ViewTexts): Text {
  const uri = statusUri('other', actorUri(schema, 'accounts', texts.webUrl))
  return written('","boost":', orNull(referred(uri, 'statuses.reblog_of_id')), '}')
}

function ownText(schema: Schema, texts: ViewTexts): Text {
  const { isSensitive } = texts
  return written(
    '","text":',
    jsonText(sql`statuses.text`),
    writtenWhere(
      sql`statuses.spoiler_text <> ''`,
      ',"warning":',
      jsonText(sql`statuses.spoiler_text`),
    ),
    isSensitive ? ',"sensitive":true' : writtenWhere(sql`statuses.sensitive`, ',"sensitive":true'),
    valueOf('language', sql`statuses.language`, jsonText(sql`statuses.language`)),
    writtenWhere(
      sql`statuses.edited_at IS NOT NULL`,
      ',"editedAt":"',
      isoSeconds('statuses.edited_at'),
      '"',
    ),
    valueOf('replyTo', sql`statuses.in_reply_to_id`, orNull(parentUri(schema, texts))),
    FILES,
    valueOf('poll', sql`statuses.poll_id`, POLL),
    writtenWhere(sql`favourites_count > 0`, ',"likes":', sql`favourites_count`),
    writtenWhere(sql`reblogs_count > 0`, ',"boosts":', sql`reblogs_count`),
    '}',
  )
}

/** A key with its value, only where a column is not NULL. */
function valueOf(key: string, column: Text, json: Text): Text {
  return writtenWhere(sql`${column} IS NOT NULL`, `,"${key}":`, json)
}

function orNull(json: Text): Text {
  return sql`coalesce((${json})::text, 'null')`
}

/** As `inReplyTo`. */
function parentUri(schema: Schema, { webUrl }: ViewTexts): Text {
  const uri = statusUri('other', actorUri(schema, 'accounts', webUrl))
  const text = sql`CASE WHEN other.deleted_at IS NOT NULL THEN NULL
    WHEN other.uri IS NULL OR other.uri LIKE 'http%' THEN ${uri} ELSE other.url END`
  return referred(text, 'statuses.in_reply_to_id')
}

/** A text of another post as JSON. */
function referred(text: Text, id: string): Text {
  return sql`(SELECT ${jsonText(text)} FROM statuses AS other
    JOIN accounts ON accounts.id = other.account_id WHERE other.id = ${sql.raw(id)})`
}

/** Most posts have none, and looking costs less than what puts rows together. */
const FILES = sql`CASE WHEN (SELECT true ${OWN_MEDIA} LIMIT 1) THEN concat(
  ${sql.lit(FILES_MARK)}, ${list('statuses.ordered_media_attachment_ids')}, E'\t',
  ${nested({ fields: SHOWN_FILE, from: OWN_MEDIA })}, ${sql.lit(FILES_MARK)}) END`

const POLL = sql`concat('[', (
  SELECT string_agg(
    concat('{"name":', coalesce(to_json(name)::text, 'null'),
      ',"votes":', coalesce(polls.cached_tallies[at], 0), '}'), ',' ORDER BY at)
  FROM polls, unnest(polls.options) WITH ORDINALITY AS choices (name, at)
  WHERE polls.id = statuses.poll_id), ']')`
