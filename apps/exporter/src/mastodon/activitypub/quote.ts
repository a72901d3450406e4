/** What a post says about quoting: the post it quotes, and who may quote it. */
import { isLocalStatus, PUBLIC } from '../uris.ts'
import type { Environment } from './environment.ts'
import { type PostRow, QUOTE_ACCEPTED, type ReferenceRow } from './rows.ts'

/** The URI of the quoted post, or its tombstone; undefined for a post that quotes nothing. */
export function quoteOf(
  post: PostRow,
  { uris, release }: Environment,
): string | object | undefined {
  if (post.quote === null) return undefined
  if (post.quote.is_legacy && release.ignoresLegacyQuotes) return undefined
  const quoted = quotedPost(post)
  return quoted === null ? { type: 'Tombstone' } : uris.status(quoted, quoted.author)
}

/** The URI of the quoted post while that is there. */
export function quotedUri(post: PostRow, { uris }: Environment): string | undefined {
  const quoted = quotedPost(post)
  return quoted === null ? undefined : uris.status(quoted, quoted.author)
}

/** The quoted post as far as it is still there. */
export function quotedPost({ quote }: PostRow): ReferenceRow | null {
  const quoted = quote?.quoted ?? null
  return quoted === null || quoted.is_deleted ? null : quoted
}

/** The quoted post's page, or its URI; null when nothing is quoted. */
export function quotedUrl(post: PostRow, { uris }: Environment): string | null {
  const quoted = quotedPost(post)
  if (quoted === null) return null
  if (isLocalStatus(quoted)) return uris.statusPage(quoted, quoted.author)
  return quoted.url ?? quoted.uri
}

/** Where the quoted author's consent can be fetched; undefined where there is none. */
export function quoteAuthorization({ quote }: PostRow, { uris }: Environment): string | undefined {
  if (quote === null) return undefined
  if (quote.account_id === null || quote.domain !== null) return quote.approval_uri || undefined
  if (quote.state !== QUOTE_ACCEPTED) return undefined
  const author = {
    id: quote.account_id,
    username: quote.username ?? '',
    domain: null,
    uri: null,
    url: null,
    id_scheme: quote.id_scheme,
    followers_url: '',
    following_url: '',
  }
  return uris.below(author, `quote_authorizations/${quote.id}`)
}

/** The upper half of `statuses.quote_approval_policy` says who needs not ask. */
const AUTOMATIC_SHIFT = 16
const PUBLIC_BIT = 1 << 1
const FOLLOWERS_BIT = 1 << 2
const FOLLOWING_BIT = 1 << 3

/** Who may quote the post without asking; nobody else than the author when it says nothing. */
export function interactionPolicy(post: PostRow, environment: Environment): string {
  const bits = post.quote_approval_policy >> AUTOMATIC_SHIFT
  return environment.texts.policy(bits, () => policyText(bits, environment))
}

function policyText(bits: number, { uris, author }: Environment): string {
  const allowed = [
    ...((bits & PUBLIC_BIT) === 0 ? [] : [PUBLIC]),
    ...((bits & FOLLOWERS_BIT) === 0 ? [] : [uris.followers(author)]),
    ...((bits & FOLLOWING_BIT) === 0 ? [] : [uris.following(author)]),
  ]
  const automaticApproval = allowed.length === 0 ? [uris.actor(author)] : allowed
  return JSON.stringify({ canQuote: { automaticApproval } })
}
