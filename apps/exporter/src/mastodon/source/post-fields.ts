/**
 * What one line says of a post: its own columns, and the rows of other tables that belong to it alone.
 * Each list of fields stands above the function that reads them in the same order.
 *
 * Whatever belongs to a post is looked up for that one. With plain joins the planner merged
 * `status_stats` from its first row up to the page's, so that a page took the longer the further it
 * was, and a million posts quadratic time; `OFFSET 0` and subqueries keep it from that.
 */
import { type RawBuilder, sql } from 'kysely'
import {
  type MediaRow,
  type MentionRow,
  type PollRow,
  type PostRow,
  type QuoteRow,
  type ReferenceRow,
  type ReplyRow,
  VISIBILITY,
} from '../activitypub/rows.ts'
import { mayHaveEmoji } from '../activitypub/emojis.ts'
import type { Schema } from '../releases/schema.ts'
import { accountFields, readAccount, statusFields } from './account-columns.ts'
import {
  FieldReader,
  group,
  groupFrom,
  list,
  moment,
  nested,
  type PackedLine,
  plain,
  single,
  text,
} from './packed.ts'

/** How many own answers a post's `replies` names. */
const MAX_REPLIES = 5

/** Whose posts they are. */
export interface PostAuthor {
  readonly id: string
  readonly silenced_at: Date | null
}

export const STATS_JOIN = sql.raw(`
  LEFT JOIN LATERAL (
    SELECT * FROM status_stats WHERE status_id = statuses.id OFFSET 0
  ) AS status_stats ON true`)

export const POLL_JOIN = sql.raw(`
  LEFT JOIN LATERAL (SELECT * FROM polls WHERE id = statuses.poll_id OFFSET 0) AS polls ON true`)

/** What is looked for in all lines of a page before any of them becomes a post. */
export interface Glance {
  readonly id: string
  readonly reblog_of_id: string | null
  /** Where custom emojis may be; none where there are no two colons. */
  readonly texts: readonly string[]
}

/** Of the four fields that {@link postFields} begins with. */
export function readGlance({ line, text: own }: PackedLine): Glance {
  const id = line.slice(0, line.indexOf('\t'))
  const boostEnd = line.indexOf('\t', id.length + 1)
  const boostedId = line.slice(id.length + 1, boostEnd)
  const optionsAt = line.indexOf('\t', boostEnd + 1) + 1
  const others = line.slice(boostEnd + 1, line.indexOf('\t', optionsAt))
  return {
    id,
    reblog_of_id: boostedId === '' ? null : boostedId,
    texts: mayHaveEmoji(others) ? [...decodedTexts(line), own] : [own],
  }
}

function decodedTexts(line: string): readonly string[] {
  const fields = new FieldReader(line)
  fields.skip(2)
  const [warning, options] = [fields.text(), fields.list()]
  return [warning ?? '', ...(options ?? [])]
}

/** The text of a post, which lies beside its fields. */
export const POST_TEXT = sql`statuses.text`

export function postFields(schema: Schema, author: PostAuthor): readonly RawBuilder<unknown>[] {
  return [
    plain('statuses.id'),
    plain('statuses.reblog_of_id'),
    text('statuses.spoiler_text'),
    list('polls.options'),
    text('statuses.uri'),
    text('statuses.url'),
    plain('statuses.local'),
    plain('statuses.in_reply_to_id'),
    plain('statuses.sensitive'),
    plain('statuses.visibility'),
    text('statuses.language'),
    list('statuses.ordered_media_attachment_ids'),
    moment('statuses.created_at'),
    moment('statuses.edited_at'),
    plain('status_stats.favourites_count'),
    plain('status_stats.reblogs_count'),
    reference(schema, 'statuses.in_reply_to_id'),
    reference(schema, 'statuses.reblog_of_id'),
    unlessBoost(OWN_MEDIA_ROWS),
    schema.column('statuses.quote_approval_policy', { absent: sql`0` }),
    plain('statuses.conversation_id'),
    text('conversations.uri'),
    moment('conversations.created_at'),
    schema.column('conversations.parent_status_id', { absent: sql`NULL` }),
    schema.column('conversations.parent_account_id', { absent: sql`NULL` }),
    group(POLL_FIELDS, sql`polls.id IS NOT NULL`),
    quote(schema),
    unlessBoost(mentions(schema, author)),
    unlessBoost(HASHTAGS),
    unlessBoost(replies(author)),
    ...(schema.has('statuses', 'content_type') ? [text('statuses.content_type')] : []),
  ]
}

const POLL_FIELDS = [
  list('polls.cached_tallies'),
  plain('polls.multiple'),
  plain('polls.hide_totals'),
  moment('polls.expires_at'),
  plain('polls.voters_count'),
]

function readPoll(fields: FieldReader): PollRow {
  return {
    tallies: fields.list(),
    multiple: fields.flag(),
    hide_totals: fields.flag(),
    expires_at: fields.moment(),
    voters_count: fields.plain(),
  }
}

export function readPost({ line, text: own }: PackedLine): PostRow {
  const fields = new FieldReader(line)
  return {
    id: fields.next(),
    reblog_of_id: fields.plain(),
    spoiler_text: fields.text() ?? '',
    poll_options: fields.list(),
    uri: fields.text(),
    url: fields.text(),
    local: fields.flag(),
    text: own,
    in_reply_to_id: fields.plain(),
    sensitive: fields.flag() === true,
    visibility: Number(fields.next()),
    language: fields.text(),
    ordered_media_attachment_ids: fields.list(),
    created_at: fields.moment() ?? '',
    edited_at: fields.moment(),
    favourites_count: fields.plain(),
    reblogs_count: fields.plain(),
    parent: fields.row(readReference),
    boosted: fields.row(readReference),
    media: fields.rows(readMedia),
    quote_approval_policy: Number(fields.next()),
    conversation_id: fields.plain(),
    conversation_uri: fields.text(),
    conversation_created_at: fields.moment(),
    conversation_parent_status_id: fields.plain(),
    conversation_parent_account_id: fields.plain(),
    poll: fields.group(readPoll),
    quote: fields.group(readQuote),
    mentions: fields.rows(readMention),
    hashtags: fields.rows(readName),
    replies: fields.rows(readReply),
    // The last one, because most servers have none.
    content_type: fields.text(),
  }
}

/** A boost has no text, files or answers of its own. */
function unlessBoost(field: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`CASE WHEN statuses.reblog_of_id IS NULL THEN ${field} END`
}

/** A parent, boosted or quoted post, also a deleted one, with its author. */
function reference(schema: Schema, id: string): RawBuilder<unknown> {
  const fields = [
    ...statusFields('other'),
    moment('other.created_at'),
    plain('other.deleted_at IS NOT NULL'),
    ...accountFields(schema),
  ]
  const from = sql`
    FROM statuses AS other JOIN accounts ON accounts.id = other.account_id
    WHERE other.id = ${sql.raw(id)}`
  return sql`CASE WHEN ${sql.raw(id)} IS NOT NULL THEN ${single({ fields, from })} END`
}

function readReference(fields: FieldReader): ReferenceRow {
  return {
    id: fields.next(),
    uri: fields.text(),
    url: fields.text(),
    local: fields.flag(),
    reblog_of_id: fields.plain(),
    created_at: fields.moment() ?? '',
    is_deleted: fields.flag() === true,
    author: readAccount(fields),
  }
}

/** Files by id: the order of posts that keep none of their own. */
export const OWN_MEDIA = sql`FROM media_attachments AS media WHERE media.status_id = statuses.id`

const MEDIA_FIELDS = [
  plain('media.id'),
  text('file_file_name'),
  text('file_content_type'),
  text('file_meta'),
  text('description'),
  text('blurhash'),
  text('thumbnail_file_name'),
  text('thumbnail_content_type'),
  text("(file_meta #>> '{original,duration}')"),
]

const OWN_MEDIA_ROWS = nested({ fields: MEDIA_FIELDS, from: OWN_MEDIA })

function readMedia(fields: FieldReader): MediaRow {
  return {
    id: fields.next(),
    file_file_name: fields.text(),
    file_content_type: fields.text(),
    file_meta: fields.json(),
    description: fields.text(),
    blurhash: fields.text(),
    thumbnail_file_name: fields.text(),
    thumbnail_content_type: fields.text(),
    duration: fields.text(),
  }
}

/** Silent mentions are an audience that the post does not name. */
function mentions(schema: Schema, author: PostAuthor): RawBuilder<unknown> {
  const fields = [
    plain('mentions.id'),
    text('actor_type'),
    isReachable(author),
    ...accountFields(schema),
  ]
  const from = sql`
    FROM mentions JOIN accounts ON accounts.id = mentions.account_id
    WHERE mentions.status_id = statuses.id AND NOT mentions.silent`
  return nested({ fields, from })
}

/** A silenced member reaches those who follow, or have asked to. */
function isReachable({ id, silenced_at: silencedAt }: PostAuthor): RawBuilder<unknown> {
  if (silencedAt === null) return sql`true`
  const follows = (table: string): RawBuilder<unknown> => sql`
    EXISTS (SELECT FROM ${sql.table(table)} AS f
      WHERE f.account_id = mentions.account_id AND f.target_account_id = ${id})`
  return sql`(${follows('follows')} OR ${follows('follow_requests')})`
}

function readMention(fields: FieldReader): MentionRow {
  fields.skip(1)
  return {
    actor_type: fields.text(),
    isReachable: fields.flag() === true,
    account: readAccount(fields),
  }
}

/** Join rows have no order of their own; the id of the hashtag gives each archive the same one. */
const HASHTAGS = nested({
  fields: [plain('tags.id'), text('tags.name')],
  from: sql`
    FROM statuses_tags JOIN tags ON tags.id = statuses_tags.tag_id
    WHERE statuses_tags.status_id = statuses.id`,
})

function readName(fields: FieldReader): string {
  fields.skip(1)
  return fields.text() ?? ''
}

/**
 * The first own public or unlisted answers.
 *
 * `+ 0` keeps the planner from the index by account and from the primary key: by both it would read
 * all posts of a member for each parent, which is what it chose without statistics (2 s a page
 * instead of 0.1 s).
 */
function replies({ id }: PostAuthor): RawBuilder<unknown> {
  const own = sql`
    FROM statuses AS answer
    WHERE answer.in_reply_to_id = statuses.id
      AND account_id + 0 = ${id}
      AND visibility IN (${sql.lit(VISIBILITY.public)}, ${sql.lit(VISIBILITY.unlisted)})
      AND deleted_at IS NULL`
  const first = nested({
    fields: [plain('reply.id'), text('reply.uri')],
    from: sql`
      FROM (SELECT id, uri ${own} ORDER BY id + 0 LIMIT ${sql.lit(MAX_REPLIES)}) AS reply`,
  })
  // Most posts have none, and looking costs less than what the sort prepares.
  return sql`CASE WHEN (SELECT true ${own} LIMIT 1) THEN ${first} END`
}

function readReply(fields: FieldReader): ReplyRow {
  return { id: fields.next(), uri: fields.text() }
}

/** The quote that a post is, with the account and the post that it quotes. */
function quote(schema: Schema): RawBuilder<unknown> {
  if (!schema.has('quotes')) return sql`NULL`
  // By name: the role may not read the keys of accounts.
  const idScheme = schema.has('accounts', 'id_scheme') ? sql`, id_scheme` : sql``
  return groupFrom({
    fields: quoteFields(schema),
    from: sql`
      FROM quotes
      LEFT JOIN LATERAL (
        SELECT id, username, domain${idScheme} FROM accounts
        WHERE id = quotes.quoted_account_id OFFSET 0
      ) AS quoted ON true
      WHERE quotes.status_id = statuses.id`,
  })
}

function quoteFields(schema: Schema): readonly RawBuilder<unknown>[] {
  return [
    plain('quotes.id'),
    plain('quotes.state'),
    text('quotes.approval_uri'),
    plain('quoted.id'),
    text('quoted.username'),
    text('quoted.domain'),
    schema.column('accounts.id_scheme', { absent: sql`NULL`, as: 'quoted' }),
    schema.column('quotes.legacy', { absent: sql`false` }),
    reference(schema, 'quotes.quoted_status_id'),
  ]
}

function readQuote(fields: FieldReader): QuoteRow {
  return {
    id: fields.next(),
    state: fields.number(),
    approval_uri: fields.text(),
    account_id: fields.plain(),
    username: fields.text(),
    domain: fields.text(),
    id_scheme: fields.number(),
    is_legacy: fields.flag() === true,
    quoted: fields.row(readReference),
  }
}
