/**
 * `actor.json`: the member's profile. Inbox, followers and following stay addresses of the server;
 * outbox, likes, bookmarks and pictures are names of files in the archive.
 */
import type { Instance } from '../instance.ts'
import type { AccountRow } from '../members.ts'
import { formatField, formatNote, type FormatterContext } from '../text/formatter.ts'
import type { FormatterRules } from '../text/rules.ts'
import type { AccountReference, Uris } from '../uris.ts'
import { actorContext } from './contexts.ts'
import { emojiTags } from './emojis.ts'
import type { ProfileField } from './profile-fields.ts'
import type { EmojiRow } from './rows.ts'
import { hashtagTag } from './tags.ts'

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
}

export interface ActorOptions {
  readonly instance: Instance
  readonly uris: Uris
  readonly rules: FormatterRules
  /** Names of the pictures in the archive; null where there is none. */
  readonly avatar: string | null
  readonly header: string | null
}

/** The document, without any secret: the private key stays on the server. */
export function actorDocument(rows: ActorRows, options: ActorOptions): object {
  const { account } = rows
  const { uris } = options
  const isSuspended = account.suspended_at !== null
  const tag = isSuspended ? [] : profileTags(rows, options)
  const id = uris.actor(account)
  return {
    '@context': contextOf(rows, options),
    id,
    type: actorType(account),
    following: uris.following(account),
    followers: uris.followers(account),
    inbox: uris.below(account, 'inbox'),
    outbox: 'outbox.json',
    featured: uris.below(account, 'collections/featured'),
    featuredTags: uris.below(account, 'collections/tags'),
    preferredUsername: account.username,
    name: isSuspended || account.display_name === '' ? account.username : account.display_name,
    summary: isSuspended ? '' : formatNote(account.note, formatterContext(rows, options)),
    url: uris.profile(account),
    manuallyApprovesFollowers: !isSuspended && account.locked,
    discoverable: !isSuspended && account.discoverable === true,
    indexable: !isSuspended && account.indexable,
    published: `${account.created_at.toISOString().slice(0, 10)}T00:00:00Z`,
    memorial: !isSuspended && account.memorial,
    ...(isSuspended ? { suspended: true } : moves(rows, uris)),
    ...attributionDomains(account),
    publicKey: { id: `${id}#main-key`, owner: id, publicKeyPem: account.public_key },
    tag,
    attachment: isSuspended ? [] : profileTable(rows, options),
    endpoints: { sharedInbox: `${uris.webUrl}/inbox` },
    ...(isSuspended ? {} : pictures(account, options)),
    likes: 'likes.json',
    bookmarks: 'bookmarks.json',
  }
}

/** Terms of nested objects are named only when such objects occur. */
function contextOf(
  rows: ActorRows,
  { instance, avatar, header }: ActorOptions,
): readonly unknown[] {
  if (rows.account.suspended_at !== null) return actorContext(instance.version, [])
  const hasEmojis = rows.emojis.size > 0
  return actorContext(instance.version, [
    ...(rows.hashtags.length > 0 ? (['hashtag'] as const) : []),
    ...(hasEmojis ? (['emoji'] as const) : []),
    ...(hasEmojis || avatar !== null || header !== null ? (['image'] as const) : []),
  ])
}

const INSTANCE_ACTOR_ID = '-99'

function actorType(account: AccountRow): string {
  if (account.id === INSTANCE_ACTOR_ID) return 'Application'
  if (account.actor_type === 'Application' || account.actor_type === 'Service') return 'Service'
  return account.actor_type === 'Group' ? 'Group' : 'Person'
}

function moves({ movedTo, aliases }: ActorRows, uris: Uris): object {
  return {
    ...(movedTo === null ? {} : { movedTo: uris.actor(movedTo) }),
    ...(aliases.length === 0 ? {} : { alsoKnownAs: aliases }),
  }
}

function attributionDomains({ attribution_domains: domains }: AccountRow): object {
  return domains === null || domains.length === 0 ? {} : { attributionDomains: domains }
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
  { instance, uris, rules }: ActorOptions,
): FormatterContext {
  return {
    rules,
    localDomain: instance.localDomain,
    webUrl: uris.webUrl,
    accounts: mentioned.map((account) => ({
      username: account.username,
      domain: account.domain,
      url: uris.profile(account) ?? uris.actor(account),
    })),
  }
}

function pictures(account: AccountRow, { avatar, header }: ActorOptions): object {
  return {
    ...(avatar === null
      ? {}
      : { icon: { type: 'Image', mediaType: account.avatar_content_type, url: avatar } }),
    ...(header === null
      ? {}
      : { image: { type: 'Image', mediaType: account.header_content_type, url: header } }),
  }
}
