/**
 * What the serialisers read: rows of the database, as the queries in `source/` deliver them.
 * Points in time are text already, as they stand in the archive: "2026-11-23T19:07:10Z".
 */
import type { JsonValue } from '../tables/columns.ts'
import type { AccountReference, StatusReference } from '../uris.ts'

/** `statuses.visibility`. */
export const VISIBILITY = { public: 0, unlisted: 1, private: 2, direct: 3, limited: 4 } as const

/** `quotes.state` of a quote that the quoted author allowed. */
export const QUOTE_ACCEPTED = 1

/** A post or boost of the member, with the rows that belong to it alone. */
export interface PostRow extends StatusReference {
  readonly text: string
  /** How the text was written, "text/markdown"; null for plain text, and where no server knows others. */
  readonly content_type: string | null
  readonly spoiler_text: string
  readonly created_at: string
  readonly edited_at: string | null
  readonly in_reply_to_id: string | null
  readonly sensitive: boolean
  readonly visibility: number
  readonly language: string | null
  readonly ordered_media_attachment_ids: readonly string[] | null
  readonly quote_approval_policy: number
  readonly favourites_count: string | null
  readonly reblogs_count: string | null
  readonly conversation_id: string | null
  readonly conversation_uri: string | null
  readonly conversation_created_at: string | null
  readonly conversation_parent_status_id: string | null
  readonly conversation_parent_account_id: string | null
  readonly poll_options: readonly string[] | null
  readonly poll: PollRow | null
  readonly quote: QuoteRow | null
  /** The post that this one answers. */
  readonly parent: ReferenceRow | null
  readonly boosted: ReferenceRow | null
  /** By id. Boosts have neither these nor what follows. */
  readonly media: readonly MediaRow[]
  /** By id of the mention; without silent ones. */
  readonly mentions: readonly MentionRow[]
  /** Their names. */
  readonly hashtags: readonly string[]
  /** The first own answers. */
  readonly replies: readonly ReplyRow[]
}

/** A post's poll, without the options. */
export interface PollRow {
  readonly tallies: readonly string[] | null
  readonly multiple: boolean | null
  readonly hide_totals: boolean | null
  readonly expires_at: string | null
  readonly voters_count: string | null
}

/** The quote that a post is. */
export interface QuoteRow {
  readonly id: string
  readonly state: number | null
  readonly approval_uri: string | null
  readonly is_legacy: boolean
  /** The quoted author, also when the post is gone. */
  readonly account_id: string | null
  readonly username: string | null
  readonly domain: string | null
  readonly id_scheme: number | null
  readonly quoted: ReferenceRow | null
}

/** Another post that one refers to: the parent of a reply, a boosted or a quoted post. */
export interface ReferenceRow extends StatusReference {
  readonly created_at: string
  readonly is_deleted: boolean
  readonly author: AccountReference
}

export interface MentionRow {
  readonly account: AccountReference
  readonly actor_type: string | null
  /** False for those whom a silenced member does not reach: they do not follow. */
  readonly isReachable: boolean
}

export interface MediaRow {
  readonly id: string
  readonly file_file_name: string | null
  readonly file_content_type: string | null
  readonly file_meta: JsonValue
  readonly description: string | null
  readonly blurhash: string | null
  /** Seconds, as the number stands in `file_meta`. */
  readonly duration: string | null
  readonly thumbnail_file_name: string | null
  readonly thumbnail_content_type: string | null
}

export interface EmojiRow {
  readonly id: string
  readonly shortcode: string
  readonly image_file_name: string | null
  readonly image_content_type: string | null
  readonly updated_at: string
}

/** One of the first own answers to a post. */
export interface ReplyRow {
  readonly id: string
  readonly uri: string | null
}

/** A collection of accounts, which 4.6 has. */
export interface CollectionRow {
  readonly id: string
  readonly uri: string | null
  readonly url: string | null
  readonly local: boolean
  readonly name: string
  readonly description: string | null
  readonly language: string | null
  readonly sensitive: boolean
  readonly discoverable: boolean
  readonly created_at: string
  readonly updated_at: string
  /** Name of the hashtag it is about, without the sign. */
  readonly topic: string | null
  readonly owner: AccountReference
  /** Accounts that agreed to be in it. */
  readonly items: readonly CollectionItemRow[]
}

export interface CollectionItemRow {
  readonly id: string
  readonly uri: string | null
  readonly approval_uri: string | null
  readonly created_at: string
  readonly account: AccountReference
}

/** What the posts of one page have beside what belongs to each. */
export interface RelatedRows {
  /** Own private posts that are boosted, whole, by their id. */
  readonly inlined: ReadonlyMap<string, PostRow>
  /** Collections of accounts that a post links to, by post id. */
  readonly collections: ReadonlyMap<string, readonly CollectionRow[]>
  /** Addresses of the pages whose previews the posts show, by post id. */
  readonly links: ReadonlyMap<string, string>
  /** Local, enabled emojis by shortcode. */
  readonly emojis: ReadonlyMap<string, EmojiRow>
}
