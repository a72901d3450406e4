/** A post as a Note, or as a Question when it has a poll. */
import type { NoteKey, Release } from '../releases/release.ts'
import { formatPost } from '../text/formatter.ts'
import type { AccountReference } from '../uris.ts'
import { attachmentsOf, type FilePlace } from './attachments.ts'
import { type Audience, audienceOf } from './audience.ts'
import type { Environment } from './environment.ts'
import { pollChoices, pollClosed, pollEnd, votersCount } from './poll.ts'
import { interactionPolicy, quoteAuthorization, quotedUri, quotedUrl, quoteOf } from './quote.ts'
import { type PostRow, type ReferenceRow, type RelatedRows, VISIBILITY } from './rows.ts'
import { tagsOf } from './tags.ts'
import { atomUri, contextUri, conversationUri, inReplyTo, parentOf, repliesOf } from './thread.ts'

/** What the keys of one post are made of. */
interface NoteView {
  readonly post: PostRow
  readonly related: RelatedRows
  readonly environment: Environment
  readonly place: FilePlace
  readonly id: string
  readonly audience: Audience
  readonly parent: ReferenceRow | null
  readonly content: string
}

/**
 * The post's object, with the keys of the server's release in their order.
 * @param options.place Where its files are: a post inside a boost keeps the server's addresses.
 */
export function noteOf(
  post: PostRow,
  related: RelatedRows,
  { environment, place }: { environment: Environment; place: FilePlace },
): object {
  const view: NoteView = {
    post,
    related,
    environment,
    place,
    id: environment.uris.status(post, environment.author),
    audience: audienceOf(post, related, environment),
    parent: parentOf(post, related),
    content: contentOf(post, related, environment),
  }
  const note: Partial<Record<NoteKey, unknown>> = {}
  for (const key of environment.release.noteKeys) {
    const value = NOTE_PARTS[key](view)
    if (value !== undefined) note[key] = value
  }
  return note
}

/** How each key is made; undefined where the post has none of it. */
const NOTE_PARTS: Readonly<Record<NoteKey, (view: NoteView) => unknown>> = {
  id: ({ id }) => id,
  type: ({ post }) => (post.poll_id === null ? 'Note' : 'Question'),
  summary: ({ post }) => (isBlank(post.spoiler_text) ? null : post.spoiler_text),
  inReplyTo: ({ parent, environment }) => inReplyTo(parent, environment.uris),
  published: ({ post }) => post.created_at,
  url: ({ post, environment: { uris, author } }) => uris.statusPage(post, author),
  attributedTo: ({ environment: { uris, author } }) => uris.actor(author),
  to: ({ audience }) => audience.to,
  cc: ({ audience }) => audience.cc,
  sensitive: ({ post, environment }) => environment.author.sensitized_at !== null || post.sensitive,
  atomUri: ({ post, environment }) => atomUri(post, environment.uris),
  inReplyToAtomUri: ({ parent, environment }) =>
    parent === null ? null : atomUri(parent, environment.uris),
  conversation: ({ post, environment }) => conversationUri(post, environment),
  context: ({ post, environment }) => contextUri(post, environment.uris),
  content: ({ content }) => content,
  contentMap: ({ post, content, environment: { release } }) =>
    isBlank(post.language) ? undefined : { [languageKey(post.language, release)]: content },
  updated: ({ post }) => post.edited_at ?? undefined,
  directMessage: ({ post: { visibility } }) =>
    visibility === VISIBILITY.public || visibility === VISIBILITY.unlisted
      ? undefined
      : visibility === VISIBILITY.direct,
  endTime: ({ post }) => pollEnd(post),
  closed: ({ post, environment }) => pollClosed(post, environment.now),
  votersCount: ({ post }) => votersCount(post),
  quote: ({ post, related, environment }) => quoteOf(post, related, environment),
  _misskey_quote: ({ post, related, environment }) => quotedUri(post, related, environment),
  quoteUri: ({ post, related, environment }) => quotedUri(post, related, environment),
  quoteAuthorization: ({ post, environment }) => quoteAuthorization(post, environment),
  interactionPolicy: ({ post, environment }) => interactionPolicy(post, environment),
  attachment: ({ post, related, environment, place }) =>
    attachmentsOf(post, related, { environment, place }),
  tag: ({ post, related, environment }) => tagsOf(post, related, environment),
  replies: ({ post, related, environment }) => repliesOf(post, related, environment),
  likes: ({ id, post }) => countOf(`${id}/likes`, post.favourites_count),
  shares: ({ id, post }) => countOf(`${id}/shares`, post.reblogs_count),
  oneOf: ({ post, environment }) => pollChoices(post, environment.now, 'single'),
  anyOf: ({ post, environment }) => pollChoices(post, environment.now, 'multiple'),
}

function contentOf(post: PostRow, related: RelatedRows, environment: Environment): string {
  const { uris, release, instance, author } = environment
  const mentioned = related.mentions.get(post.id) ?? []
  const accounts = [author, ...mentioned.map(({ account }) => account)]
  const context = {
    rules: release.rules,
    localDomain: instance.localDomain,
    webUrl: uris.webUrl,
    accounts: accounts.map((account) => mentionable(account, uris)),
  }
  return formatPost(post.text, context, quotedUrl(post, related, environment))
}

function mentionable(
  account: AccountReference,
  uris: Environment['uris'],
): { username: string; domain: string | null; url: string } {
  return {
    username: account.username,
    domain: account.domain,
    url: uris.profile(account) ?? uris.actor(account),
  }
}

/** "pt-BR" → "ptBr": a defect of Mastodon that readers of archives have come to expect. */
function languageKey(language: string, { keptLanguages }: Release): string {
  if (keptLanguages.has(language)) return language
  const [first = '', ...rest] = language.toLowerCase().split(/[-_]/)
  return first + rest.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('')
}

function isBlank(text: string | null): text is null {
  return text === null || /^\p{White_Space}*$/u.test(text)
}

function countOf(id: string, count: string | null): object {
  return { id, type: 'Collection', totalItems: Math.max(0, Number(count ?? 0)) }
}
