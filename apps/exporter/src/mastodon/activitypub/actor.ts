/**
 * `actor.json`: the member's profile. Inbox, followers and following stay addresses of the server;
 * outbox, likes, bookmarks and pictures are names of files in the archive.
 */
import type { Instance } from '../instance.ts'
import type { AccountRow } from '../members.ts'
import { EXTENSIONS } from '../releases/extensions.ts'
import type { ActorKey, Release } from '../releases/release.ts'
import { formatField, formatNote, type FormatterContext } from '../text/formatter.ts'
import { type AccountReference, PUBLIC, type Uris } from '../uris.ts'
import { emojiTags } from './emojis.ts'
import type { ProfileField } from './profile-fields.ts'
import type { EmojiRow } from './rows.ts'
import { hashtagTag } from './hashtag-tag.ts'

/** The account with everything its document names. */
export interface ActorRows {
  readonly account: AccountRow
  readonly fields: readonly ProfileField[]
  /** Names of the hashtags in the profile. */
  readonly hashtags: readonly string[]
  readonly emojis: ReadonlyMap<string, EmojiRow>
  /** Known accounts that the note or a field mentions. */
  readonly mentioned: readonly AccountReference[]
  readonly movedTo: AccountReference | null
  readonly aliases: readonly string[]
  /** Where keys have a table of their own: the one in use. */
  readonly key: KeyRow | null
}

export interface KeyRow {
  readonly public_key: string
  readonly uri: string | null
  /** "#main-key"; null before 4.7. */
  readonly local_fragment: string | null
}

export interface ActorOptions {
  readonly instance: Instance
  readonly uris: Uris
  readonly release: Release
  /** Names of the pictures in the archive; null where there is none. */
  readonly avatar: string | null
  readonly header: string | null
}

interface ActorView {
  readonly account: AccountRow
  readonly rows: ActorRows
  readonly options: ActorOptions
  readonly uris: Uris
  /** A suspended member's profile is blank. */
  readonly isSuspended: boolean
}

/** The document, without any secret: the private key stays on the server. */
export function actorDocument(rows: ActorRows, options: ActorOptions): object {
  const { account } = rows
  const isSuspended = account.suspended_at !== null
  const view: ActorView = { account, rows, options, uris: options.uris, isSuspended }
  const actor: Partial<Record<ActorKey, unknown>> = {}
  for (const key of options.release.actorKeys) {
    const value = ACTOR_PARTS[key](view)
    if (value !== undefined) actor[key] = value
  }
  return actor
}

/** How each key is made; undefined where the account has none of it. */
const ACTOR_PARTS: Readonly<Record<ActorKey, (view: ActorView) => unknown>> = {
  '@context': ({ rows, options }) => contextOf(rows, options),
  id: ({ account, uris }) => uris.actor(account),
  webfinger: ({ account, uris }) => uris.address(account),
  type: ({ account }) => actorType(account),
  following: ({ account, uris }) => uris.following(account),
  followers: ({ account, uris }) => uris.followers(account),
  inbox: ({ account, uris }) => uris.below(account, 'inbox'),
  outbox: () => 'outbox.json',
  featured: ({ account, uris }) => uris.below(account, 'collections/featured'),
  featuredTags: ({ account, uris }) => uris.below(account, 'collections/tags'),
  preferredUsername: ({ account }) => account.username,
  name: ({ account, isSuspended }) =>
    isSuspended || account.display_name.trim() === '' ? account.username : account.display_name,
  summary: ({ account, rows, options, isSuspended }) =>
    isSuspended ? '' : formatNote(account.note, formatterContext(rows, options)),
  url: ({ account, uris }) => uris.profile(account),
  manuallyApprovesFollowers: ({ account, isSuspended }) => !isSuspended && account.locked,
  discoverable: ({ account, isSuspended }) => !isSuspended && account.discoverable === true,
  indexable: ({ account, isSuspended }) => !isSuspended && account.indexable,
  published: ({ account }) => `${account.created_at.toISOString().slice(0, 10)}T00:00:00Z`,
  memorial: ({ account }) => account.memorial,
  showFeatured: ({ account }) => account.show_featured ?? true,
  showMedia: ({ account }) => account.show_media ?? true,
  showRepliesInMedia: ({ account }) => account.show_media_replies ?? true,
  interactionPolicy: featurePolicy,
  featuredCollections: ({ account, uris }) =>
    account.id === INSTANCE_ACTOR_ID ? null : uris.numbered(account, 'featured_collections'),
  devices: ({ account, uris }) =>
    account.id === INSTANCE_ACTOR_ID ? undefined : uris.below(account, 'collections/devices'),
  movedTo: ({ rows: { movedTo }, uris, isSuspended }) =>
    isSuspended || movedTo === null ? undefined : uris.actor(movedTo),
  alsoKnownAs: ({ rows: { aliases }, isSuspended }) =>
    isSuspended || aliases.length === 0 ? undefined : aliases,
  suspended: ({ isSuspended }) => (isSuspended ? true : undefined),
  attributionDomains: ({ account: { attribution_domains: domains } }) =>
    domains === null || domains.length === 0 ? undefined : domains,
  publicKey: publicKeyOf,
  tag: ({ rows, options, isSuspended }) => (isSuspended ? [] : profileTags(rows, options)),
  attachment: ({ rows, options, isSuspended }) => (isSuspended ? [] : profileTable(rows, options)),
  endpoints: ({ uris }) => ({ sharedInbox: `${uris.webUrl}/inbox` }),
  icon: ({ account, options, isSuspended }) =>
    isSuspended || options.avatar === null
      ? undefined
      : {
          type: 'Image',
          mediaType: account.avatar_content_type,
          url: options.avatar,
          ...described(account.avatar_description, options),
        },
  image: ({ account, options, isSuspended }) =>
    isSuspended || options.header === null
      ? undefined
      : {
          type: 'Image',
          mediaType: account.header_content_type,
          url: options.header,
          ...described(account.header_description, options),
        },
  likes: () => 'likes.json',
  bookmarks: () => 'bookmarks.json',
}

function described(description: string | undefined, { release }: ActorOptions): object {
  const isTold = release.describesImages && description !== undefined && description.trim() !== ''
  return isTold ? { summary: description } : {}
}

/** Who may put the account into a collection without asking. */
function featurePolicy({ account, uris }: ActorView): object {
  const allowed =
    account.discoverable !== true
      ? uris.actor(account)
      : account.locked
        ? uris.followers(account)
        : PUBLIC
  return { canFeature: { automaticApproval: [allowed] } }
}

/** 4.7 keeps keys in a table of their own and empties the account's columns. */
function publicKeyOf({ account, rows, uris }: ActorView): object {
  const owner = uris.actor(account)
  const { key } = rows
  if (key === null) {
    return { id: `${owner}#main-key`, owner, publicKeyPem: account.public_key }
  }
  const id = key.local_fragment === null ? key.uri : owner + key.local_fragment
  return { id: id ?? `${owner}#main-key`, owner, publicKeyPem: key.public_key }
}

/** Terms of nested objects are named only when such objects occur. */
function contextOf(rows: ActorRows, { release, avatar, header }: ActorOptions): readonly unknown[] {
  const { named, terms } = release.contexts.actor
  if (rows.account.suspended_at !== null) return [...named, terms]
  const hasEmojis = rows.emojis.size > 0
  return [
    ...named,
    {
      ...terms,
      ...(rows.hashtags.length > 0 ? EXTENSIONS.hashtag : {}),
      ...(hasEmojis ? EXTENSIONS.emoji : {}),
      ...(hasEmojis || avatar !== null || header !== null ? EXTENSIONS.focalPoint : {}),
    },
  ]
}

const INSTANCE_ACTOR_ID = '-99'

function actorType(account: AccountRow): string {
  if (account.id === INSTANCE_ACTOR_ID) return 'Application'
  if (account.actor_type === 'Application' || account.actor_type === 'Service') return 'Service'
  return account.actor_type === 'Group' ? 'Group' : 'Person'
}

function profileTags(rows: ActorRows, options: ActorOptions): readonly object[] {
  const environment = { ...options, author: rows.account, now: new Date(0) }
  return [
    ...emojiTags(emojiTextsOfProfile(rows.account, rows.fields), rows.emojis, environment),
    ...rows.hashtags.map((name) => hashtagTag(name, options.uris)),
  ]
}

/** Where a profile may contain custom emojis. */
export function emojiTextsOfProfile(
  account: AccountRow,
  fields: readonly ProfileField[],
): readonly string[] {
  return [
    account.note,
    account.display_name,
    ...fields.map((field) => field.name),
    ...fields.map((field) => field.value),
  ]
}

function profileTable(rows: ActorRows, options: ActorOptions): readonly object[] {
  const context = formatterContext(rows, options)
  return rows.fields.map((field) => ({
    type: 'PropertyValue',
    name: field.name,
    value: formatField(field.value, context),
  }))
}

function formatterContext(
  { mentioned }: ActorRows,
  { instance, uris, release }: ActorOptions,
): FormatterContext {
  return {
    rules: release.rules,
    localDomain: instance.localDomain,
    webUrl: uris.webUrl,
    accounts: mentioned.map((account) => ({
      username: account.username,
      domain: account.domain,
      url: uris.profile(account) ?? uris.actor(account),
    })),
  }
}
