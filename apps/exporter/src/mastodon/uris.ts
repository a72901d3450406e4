/**
 * The identifiers of a Mastodon server: actors, posts and everything that hangs off them.
 *
 * Two schemes live side by side: accounts from before 4.5 are named (`/users/ada`), later ones are
 * numbered (`/ap/users/1160…`). URLs use the web domain, tag URIs the domain of addresses.
 */
import { type Instance, webUrl } from './instance.ts'

export const PUBLIC = 'https://www.w3.org/ns/activitystreams#Public'

/** The columns of `accounts` that identifiers need. */
export interface AccountReference {
  readonly id: string
  readonly username: string
  /** Null for accounts of this server. */
  readonly domain: string | null
  readonly uri: string | null
  readonly url: string | null
  readonly id_scheme: number | null
  readonly followers_url: string
  readonly following_url: string
}

/** The columns of `statuses` that identifiers need. */
export interface StatusReference {
  readonly id: string
  readonly uri: string | null
  readonly url: string | null
  readonly local: boolean | null
  readonly reblog_of_id: string | null
}

/** The account that the server itself acts as. */
export const INSTANCE_ACTOR_ID = '-99'
/** `accounts.id_scheme` of numbered accounts. */
export const NUMERIC_SCHEME = 1

/** Builds identifiers for one server. */
export class Uris {
  readonly webUrl: string
  readonly #localDomain: string

  constructor(instance: Instance) {
    this.webUrl = webUrl(instance)
    this.#localDomain = instance.localDomain
  }

  /** The account's URI. */
  actor(account: AccountReference): string {
    if (account.domain !== null) return account.uri ?? ''
    if (account.id === INSTANCE_ACTOR_ID) return `${this.webUrl}/actor`
    return account.id_scheme === NUMERIC_SCHEME
      ? `${this.webUrl}/ap/users/${account.id}`
      : `${this.webUrl}/users/${account.username}`
  }

  /** The account's page, for people; null when a remote account has none. */
  profile(account: AccountReference): string | null {
    if (account.domain !== null) return account.url ?? account.uri
    if (account.id === INSTANCE_ACTOR_ID) return `${this.webUrl}/about/more`
    return `${this.webUrl}/@${account.username}`
  }

  followers(account: AccountReference): string {
    return account.domain === null ? `${this.actor(account)}/followers` : account.followers_url
  }

  following(account: AccountReference): string {
    return account.domain === null ? `${this.actor(account)}/following` : account.following_url
  }

  /** Something that hangs off a local account: `inbox`, `collections/featured`. */
  below(account: AccountReference, path: string): string {
    return `${this.actor(account)}/${path}`
  }

  /** Something that 4.6 brought: it is found by the account's number, also of named accounts. */
  numbered(account: AccountReference, path: string): string {
    return `${this.webUrl}/ap/users/${account.id}/${path}`
  }

  /** The post's URI; that of a local boost is its activity. */
  status(status: StatusReference, author: AccountReference): string {
    if (!isLocalStatus(status)) return status.uri ?? ''
    const uri = `${this.actor(author)}/statuses/${status.id}`
    return status.reblog_of_id === null ? uri : `${uri}/activity`
  }

  /** The activity that made the post or boost. */
  activity(status: StatusReference, author: AccountReference): string {
    const uri = this.status(status, author)
    return status.reblog_of_id === null ? `${uri}/activity` : uri
  }

  /** The post's page, for people. */
  statusPage(status: StatusReference, author: AccountReference): string | null {
    if (!isLocalStatus(status)) return status.url ?? status.uri
    if (status.reblog_of_id !== null) return this.activity(status, author)
    return `${this.webUrl}/@${author.username}/${status.id}`
  }

  /** @param name The hashtag without its sign. */
  tag(name: string): string {
    return `${this.webUrl}/tags/${encodeURIComponent(name)}`
  }

  emoji(id: string): string {
    return `${this.webUrl}/emojis/${id}`
  }

  /** The thread that began with a post (since 4.5). */
  context(parentAccountId: string, parentStatusId: string): string {
    return `${this.webUrl}/contexts/${parentAccountId}-${parentStatusId}`
  }

  /**
   * A tag URI as OStatus had it.
   * @param createdAt Starts with the day: "2026-11-23…".
   */
  tagUri(type: 'Status' | 'Conversation', id: string, createdAt: string): string {
    return `tag:${this.#localDomain},${createdAt.slice(0, 10)}:objectId=${id}:objectType=${type}`
  }

  /** `user@domain`, also for accounts of this server. */
  address(account: Pick<AccountReference, 'username' | 'domain'>): string {
    return `${account.username}@${account.domain ?? this.#localDomain}`
  }
}

/** Whether the post was written on this server. */
export function isLocalStatus(status: Pick<StatusReference, 'local' | 'uri'>): boolean {
  return status.local === true || status.uri === null
}
