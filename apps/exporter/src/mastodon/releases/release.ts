/**
 * What differs between the releases of Mastodon when an archive is written: one record a release.
 *
 * No other file asks for a version. What a release does differently is a field here, with its value
 * in `releases.ts`, and the code that writes reads the field.
 */
import type { formatPost } from '../text/formatter.ts'
import type { FormatterRules } from '../text/rules.ts'
import type { Terms } from './extensions.ts'

/** "4.7" stands for main after 4.7.0 as well. */
export const RELEASE_NAMES = ['4.2', '4.3', '4.4', '4.5', '4.6', '4.7'] as const
export type ReleaseName = (typeof RELEASE_NAMES)[number]

/** Forks whose own columns and keys are known. */
export const SOFTWARE_NAMES = ['mastodon', 'glitch-soc'] as const
export type SoftwareName = (typeof SOFTWARE_NAMES)[number]

export type NoteKey =
  | 'id'
  | 'type'
  | 'summary'
  | 'inReplyTo'
  | 'published'
  | 'url'
  | 'attributedTo'
  | 'to'
  | 'cc'
  | 'sensitive'
  | 'atomUri'
  | 'inReplyToAtomUri'
  | 'conversation'
  | 'context'
  | 'content'
  | 'contentMap'
  | 'updated'
  | 'directMessage'
  | 'endTime'
  | 'closed'
  | 'votersCount'
  | 'quote'
  | '_misskey_quote'
  | 'quoteUri'
  | 'quoteAuthorization'
  | 'interactionPolicy'
  | 'attachment'
  | 'tag'
  | 'replies'
  | 'likes'
  | 'shares'
  | 'oneOf'
  | 'anyOf'

export type DocumentKey =
  | 'type'
  | 'mediaType'
  | 'url'
  | 'name'
  | 'blurhash'
  | 'focalPoint'
  | 'width'
  | 'height'
  | 'duration'
  | 'icon'

export type ActorKey =
  | '@context'
  | 'id'
  | 'webfinger'
  | 'type'
  | 'following'
  | 'followers'
  | 'inbox'
  | 'outbox'
  | 'featured'
  | 'featuredTags'
  | 'preferredUsername'
  | 'name'
  | 'summary'
  | 'url'
  | 'manuallyApprovesFollowers'
  | 'discoverable'
  | 'indexable'
  | 'published'
  | 'memorial'
  | 'showFeatured'
  | 'showMedia'
  | 'showRepliesInMedia'
  | 'interactionPolicy'
  | 'featuredCollections'
  | 'devices'
  | 'movedTo'
  | 'alsoKnownAs'
  | 'suspended'
  | 'attributionDomains'
  | 'publicKey'
  | 'tag'
  | 'attachment'
  | 'endpoints'
  | 'icon'
  | 'image'
  | 'likes'
  | 'bookmarks'

/** The values of `@context`. */
export interface Contexts {
  /** Of `outbox.json`: every term a server of this release knows. */
  readonly outbox: readonly unknown[]
  /** Of `actor.json`: the named contexts, and the terms that are always there. */
  readonly actor: { readonly named: readonly string[]; readonly terms: Terms }
}

export interface Release {
  readonly name: ReleaseName
  readonly software: SoftwareName
  /** How text becomes HTML. */
  readonly rules: FormatterRules
  /** How posts become HTML that were not written as plain text, by `statuses.content_type`. */
  readonly formats: ReadonlyMap<string, typeof formatPost>
  readonly contexts: Contexts
  /** The keys of Note and Question in their order; those without a value are left out. */
  readonly noteKeys: readonly NoteKey[]
  /** The keys of an attached file in their order. */
  readonly documentKeys: readonly DocumentKey[]
  /** The keys of `actor.json` in their order. */
  readonly actorKeys: readonly ActorKey[]
  /** Language codes that stay as they are in `contentMap`; others are written like a key's name. */
  readonly keptLanguages: ReadonlySet<string>
  /** Whether conversations that began here are named by the address of their context. */
  readonly namesContexts: boolean
  /** Whether avatar and header say what they show. */
  readonly describesImages: boolean
  /** Whether `tag` names the collections of accounts that a post links to. */
  readonly tagsCollections: boolean
  /** Whether a link's preview is an attachment. */
  readonly attachesLinks: boolean
  /** Whether a quote that was only guessed from a link is no quote. */
  readonly ignoresLegacyQuotes: boolean
  /** Whether it starts with `REDIS_NAMESPACE`. */
  readonly hasRedisNamespace: boolean
}
