/**
 * The releases of Mastodon, oldest first, each by what it does differently from the one before.
 *
 * When you add one: its name in `release.ts`, its record here, its mark in `server.ts`, its contexts
 * and formatter vectors in `fixtures/mastodon/`, its changes of the schema in `testing/releases.ts`.
 */
import { RICH_FORMATS } from '../text/rich-post.ts'
import { FORMATTER_RULES } from '../text/rules.ts'
import { EXTENSIONS, type ExtensionName, type Terms } from './extensions.ts'
import type {
  ActorKey,
  Contexts,
  DocumentKey,
  NoteKey,
  Release,
  ReleaseName,
  SoftwareName,
} from './release.ts'

const ACTIVITY_STREAMS = 'https://www.w3.org/ns/activitystreams'
const SECURITY = 'https://w3id.org/security/v1'
const CONTROLLED_IDENTIFIERS = 'https://www.w3.org/ns/cid/v1'
const WEBFINGER = 'https://purl.archive.org/socialweb/webfinger'

/** The context of `likes.json` and `bookmarks.json`, in every release. */
export const COLLECTION_CONTEXT = ACTIVITY_STREAMS

const NOTE_KEYS_4_2: readonly NoteKey[] = [
  'id',
  'type',
  'summary',
  'inReplyTo',
  'published',
  'url',
  'attributedTo',
  'to',
  'cc',
  'sensitive',
  'atomUri',
  'inReplyToAtomUri',
  'conversation',
  'content',
  'contentMap',
  'updated',
  'endTime',
  'closed',
  'votersCount',
  'attachment',
  'tag',
  'replies',
  'oneOf',
  'anyOf',
]
const NOTE_KEYS_4_3 = behind(NOTE_KEYS_4_2, 'replies', ['likes', 'shares'])
const NOTE_KEYS_4_5 = behind(behind(NOTE_KEYS_4_3, 'conversation', ['context']), 'votersCount', [
  'quote',
  '_misskey_quote',
  'quoteUri',
  'quoteAuthorization',
  'interactionPolicy',
])

const DOCUMENT_KEYS_4_2: readonly DocumentKey[] = [
  'type',
  'mediaType',
  'url',
  'name',
  'blurhash',
  'focalPoint',
  'width',
  'height',
  'icon',
]

const ACTOR_KEYS_4_3: readonly ActorKey[] = [
  '@context',
  'id',
  'type',
  'following',
  'followers',
  'inbox',
  'outbox',
  'featured',
  'featuredTags',
  'preferredUsername',
  'name',
  'summary',
  'url',
  'manuallyApprovesFollowers',
  'discoverable',
  'indexable',
  'published',
  'memorial',
  'movedTo',
  'alsoKnownAs',
  'suspended',
  'attributionDomains',
  'publicKey',
  'tag',
  'attachment',
  'endpoints',
  'icon',
  'image',
  'likes',
  'bookmarks',
]
const ACTOR_KEYS_4_2 = behind(ACTOR_KEYS_4_3, 'memorial', ['devices'])
const ACTOR_KEYS_4_6 = behind(behind(ACTOR_KEYS_4_3, 'id', ['webfinger']), 'memorial', [
  'showFeatured',
  'showMedia',
  'showRepliesInMedia',
  'interactionPolicy',
  'featuredCollections',
])

const OUTBOX_4_3: readonly ExtensionName[] = [
  'manuallyApprovesFollowers',
  'sensitive',
  'hashtag',
  'movedTo',
  'alsoKnownAs',
  'emoji',
  'featured',
  'propertyValue',
  'atomUri',
  'conversation',
  'focalPoint',
  'blurhash',
  'discoverable',
  'indexable',
  'memorial',
  'votersCount',
  'suspended',
  'attributionDomainsOf43',
  'interactionPoliciesOf43',
]
const OUTBOX_4_2 = behind(
  OUTBOX_4_3.filter((name) => !name.endsWith('Of43')),
  'votersCount',
  ['olm'],
)
const OUTBOX_4_4 = behind(
  OUTBOX_4_3.map((name) =>
    name === 'attributionDomainsOf43' ? ('attributionDomains' as const) : name,
  ),
  'attributionDomains',
  ['quoteRequests', 'quotes'],
)
const OUTBOX_4_5: readonly ExtensionName[] = [...OUTBOX_4_4, 'quoteAuthorizations']
const OUTBOX_4_6: readonly ExtensionName[] = [
  ...behind(OUTBOX_4_5, 'attributionDomains', ['profileSettings']).map((name) =>
    name === 'interactionPoliciesOf43' ? ('interactionPolicies' as const) : name,
  ),
  'featureRequests',
  'featuredCollections',
  'featureAuthorizations',
]

const ACTOR_4_3: readonly ExtensionName[] = [
  'manuallyApprovesFollowers',
  'featured',
  'alsoKnownAs',
  'movedTo',
  'propertyValue',
  'discoverable',
  'suspended',
  'memorial',
  'indexable',
  'attributionDomainsOf43',
]
const ACTOR_4_2 = behind(ACTOR_4_3.slice(0, -1), 'discoverable', ['olm'])
const ACTOR_4_4: readonly ExtensionName[] = [...ACTOR_4_3.slice(0, -1), 'attributionDomains']
const ACTOR_4_6: readonly ExtensionName[] = [...ACTOR_4_4, 'profileSettings', 'interactionPolicies']

const V4_2: Release = {
  name: '4.2',
  software: 'mastodon',
  rules: FORMATTER_RULES['4.2'],
  formats: new Map(),
  contexts: contextsOf({ outbox: OUTBOX_4_2, actor: ACTOR_4_2 }),
  noteKeys: NOTE_KEYS_4_2,
  documentKeys: DOCUMENT_KEYS_4_2,
  actorKeys: ACTOR_KEYS_4_2,
  keptLanguages: new Set(),
  namesContexts: false,
  describesImages: false,
  tagsCollections: false,
  attachesLinks: false,
  ignoresLegacyQuotes: false,
  hasRedisNamespace: true,
}

const V4_3: Release = {
  ...V4_2,
  name: '4.3',
  rules: FORMATTER_RULES['4.3'],
  contexts: contextsOf({ outbox: OUTBOX_4_3, actor: ACTOR_4_3 }),
  noteKeys: NOTE_KEYS_4_3,
  actorKeys: ACTOR_KEYS_4_3,
  keptLanguages: new Set(['zh-CN', 'zh-HK', 'zh-TW', 'zh-YUE']),
}

const V4_4: Release = {
  ...V4_3,
  name: '4.4',
  rules: FORMATTER_RULES['4.4'],
  contexts: contextsOf({ outbox: OUTBOX_4_4, actor: ACTOR_4_4 }),
  hasRedisNamespace: false,
}

const V4_5: Release = {
  ...V4_4,
  name: '4.5',
  rules: FORMATTER_RULES['4.5'],
  contexts: contextsOf({ outbox: OUTBOX_4_5, actor: ACTOR_4_4 }),
  noteKeys: NOTE_KEYS_4_5,
  namesContexts: true,
}

const V4_6: Release = {
  ...V4_5,
  name: '4.6',
  rules: FORMATTER_RULES['4.6'],
  contexts: contextsOf({ outbox: OUTBOX_4_6, actor: ACTOR_4_6, more: [WEBFINGER] }),
  documentKeys: behind(DOCUMENT_KEYS_4_2, 'height', ['duration']),
  actorKeys: ACTOR_KEYS_4_6,
  describesImages: true,
  tagsCollections: true,
}

const V4_7: Release = {
  ...V4_6,
  name: '4.7',
  contexts: contextsOf({
    outbox: OUTBOX_4_6,
    actor: ACTOR_4_6,
    more: [WEBFINGER],
    outboxAlone: [CONTROLLED_IDENTIFIERS],
  }),
  attachesLinks: true,
}

const RELEASES: Readonly<Record<ReleaseName, Release>> = {
  '4.2': V4_2,
  '4.3': V4_3,
  '4.4': V4_4,
  '4.5': V4_5,
  '4.6': V4_6,
  '4.7': V4_7,
}

/** The record of a release, of Mastodon itself or of a fork. */
export function releaseOf(name: ReleaseName, software: SoftwareName = 'mastodon'): Release {
  return software === 'glitch-soc' ? glitchOf(RELEASES[name]) : RELEASES[name]
}

/** glitch-soc renders posts, marks those that are not for everybody, and brings the terms for it. */
function glitchOf(release: Release): Release {
  const outbox = release.contexts.outbox.map((one) =>
    typeof one === 'object' ? { ...EXTENSIONS.directMessage, ...one } : one,
  )
  return {
    ...release,
    software: 'glitch-soc',
    formats: RICH_FORMATS,
    contexts: { ...release.contexts, outbox },
    noteKeys: behind(release.noteKeys, 'updated', ['directMessage']),
    ignoresLegacyQuotes: true,
  }
}

interface ContextParts {
  readonly outbox: readonly ExtensionName[]
  readonly actor: readonly ExtensionName[]
  /** Named contexts beside those that all releases have. */
  readonly more?: readonly string[]
  /** Those that stand before `more`, in the outbox only. */
  readonly outboxAlone?: readonly string[]
}

function contextsOf({ outbox, actor, more = [], outboxAlone = [] }: ContextParts): Contexts {
  const common = [ACTIVITY_STREAMS, SECURITY]
  return {
    outbox: [...common, ...outboxAlone, ...more, termsOf(outbox)],
    actor: { named: [...common, ...more], terms: termsOf(actor) },
  }
}

/** A term that several groups bring stands where the first one has it. */
function termsOf(names: readonly ExtensionName[]): Terms {
  return Object.assign({}, ...names.map((name) => EXTENSIONS[name]))
}

/** The list with more behind one of its members. */
function behind<Key extends string>(
  keys: readonly Key[],
  key: NoInfer<Key>,
  more: readonly NoInfer<Key>[],
): readonly Key[] {
  const at = keys.indexOf(key) + 1
  return [...keys.slice(0, at), ...more, ...keys.slice(at)]
}
