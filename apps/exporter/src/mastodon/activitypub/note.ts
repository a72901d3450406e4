/** A post as a Note, or as a Question when it has a poll. */
import type { NoteKey, Release } from '../releases/release.ts'
import { formatPost } from '../text/formatter.ts'
import type { AccountReference } from '../uris.ts'
import { attachmentsOf } from './attachments.ts'
import type { AudienceText } from './author-texts.ts'
import type { Environment, FilePlace } from './environment.ts'
import { quoted, quotedOrNull } from './json-text.ts'
import { pollChoices, pollClosed, pollEnd, votersCount } from './poll.ts'
import { interactionPolicy, quoteAuthorization, quotedUri, quotedUrl, quoteOf } from './quote.ts'
import { type PostRow, type ReferenceRow, type RelatedRows, VISIBILITY } from './rows.ts'
import { tagsOf } from './tags.ts'
import { atomUri, contextUri, conversationUri, inReplyTo, parentOf, repliesOf } from './thread.ts'

/** A key of a post. */
export interface NotePart {
  /** `,"id":` */
  readonly before: string
  /** Its value as JSON text; undefined where the post has none of it. */
  readonly make: (view: NoteView) => string | undefined
}

export interface NoteParts {
  readonly all: readonly NotePart[]
  /** For posts without a poll that quote nothing. */
  readonly plain: readonly NotePart[]
}

/** What the keys of one post are made of. */
export interface NoteView {
  readonly post: PostRow
  readonly related: RelatedRows
  readonly environment: Environment
  readonly place: FilePlace
  /** The post's URI as it stands inside of JSON text. */
  readonly escapedId: string
  readonly audience: AudienceText
  readonly parent: ReferenceRow | null
  /** As JSON text. */
  readonly content: string
}

export interface NoteOptions {
  readonly environment: Environment
  /** Where its files are: a post inside a boost keeps the server's addresses. */
  readonly place: FilePlace
  readonly audience: AudienceText
}

/** The post's object as JSON text, with the keys of the server's release in their order. */
export function noteText(post: PostRow, related: RelatedRows, options: NoteOptions): string {
  const { environment } = options
  const view: NoteView = {
    post,
    related,
    ...options,
    escapedId: environment.texts.escapedUri(post),
    parent: parentOf(post),
    content: JSON.stringify(contentOf(post, environment)),
  }
  const parts = environment.texts.noteParts(() => partsOf(environment.release))
  const isPlain = post.poll === null && post.quote === null
  let text = ''
  for (const { before, make } of isPlain ? parts.plain : parts.all) {
    const value = make(view)
    // The first comma is taken from the key: from the text it would mean to copy all of it.
    if (value !== undefined)
      text = text === '' ? `{${before.slice(1)}${value}` : text + before + value
  }
  return `${text}}`
}

/** The parts of a release's posts in their order, looked up once for all of them. */
function partsOf({ noteKeys }: Release): NoteParts {
  const all = noteKeys.map((key) => ({ before: `,"${key}":`, make: NOTE_PARTS[key] }))
  return { all, plain: all.filter((_, index) => !ONLY_POLLS_AND_QUOTES.has(noteKeys[index] ?? '')) }
}

/** Nine of the keys, which nearly all posts do without. */
const ONLY_POLLS_AND_QUOTES: ReadonlySet<string> = new Set([
  ...(['endTime', 'closed', 'votersCount', 'oneOf', 'anyOf'] satisfies NoteKey[]),
  ...(['quote', '_misskey_quote', 'quoteUri', 'quoteAuthorization'] satisfies NoteKey[]),
])

/** How each key is made, as JSON text; undefined where the post has none of it. */
const NOTE_PARTS: Readonly<Record<NoteKey, (view: NoteView) => string | undefined>> = {
  id: ({ escapedId }) => `"${escapedId}"`,
  type: ({ post }) => (post.poll === null ? '"Note"' : '"Question"'),
  summary: ({ post }) => (isBlank(post.spoiler_text) ? 'null' : quoted(post.spoiler_text)),
  inReplyTo: ({ parent, environment }) => quotedOrNull(inReplyTo(parent, environment.uris)),
  published: ({ post }) => `"${post.created_at}"`,
  url: ({ post, environment: { texts } }) => texts.page(post),
  attributedTo: ({ environment: { texts } }) => texts.actor,
  to: ({ audience }) => audience.to,
  cc: ({ audience }) => audience.cc,
  sensitive: ({ post, environment }) =>
    String(environment.author.sensitized_at !== null || post.sensitive),
  atomUri: ({ post, environment }) => quoted(atomUri(post, environment.uris)),
  inReplyToAtomUri: ({ parent, environment }) =>
    parent === null ? 'null' : quoted(atomUri(parent, environment.uris)),
  conversation: ({ post, environment }) => quotedOrNull(conversationUri(post, environment)),
  context: ({ post, environment }) => quotedOrNull(contextUri(post, environment.uris)),
  content: ({ content }) => content,
  contentMap: ({ post: { language }, content, environment: { texts, release } }) =>
    isBlank(language)
      ? undefined
      : `{${texts.language(language, () => languageKey(language, release))}:${content}}`,
  updated: ({ post }) => (post.edited_at === null ? undefined : `"${post.edited_at}"`),
  directMessage: ({ post: { visibility } }) =>
    visibility === VISIBILITY.public || visibility === VISIBILITY.unlisted
      ? undefined
      : String(visibility === VISIBILITY.direct),
  endTime: ({ post }) => valueText(pollEnd(post)),
  closed: ({ post, environment }) => valueText(pollClosed(post, environment.now)),
  votersCount: ({ post }) => valueText(votersCount(post)),
  quote: ({ post, environment }) => valueText(quoteOf(post, environment)),
  _misskey_quote: ({ post, environment }) => valueText(quotedUri(post, environment)),
  quoteUri: ({ post, environment }) => valueText(quotedUri(post, environment)),
  quoteAuthorization: ({ post, environment }) => valueText(quoteAuthorization(post, environment)),
  interactionPolicy: ({ post, environment }) => interactionPolicy(post, environment),
  attachment: ({ post, related, environment, place }) =>
    attachmentsOf(post, related, { environment, place }),
  tag: ({ post, related, environment }) => tagsOf(post, related, environment),
  replies: ({ post, environment, escapedId }) => repliesOf(post, { environment, escapedId }),
  likes: ({ escapedId, post }) => countOf(`${escapedId}/likes`, post.favourites_count),
  shares: ({ escapedId, post }) => countOf(`${escapedId}/shares`, post.reblogs_count),
  oneOf: ({ post, environment }) => valueText(pollChoices(post, environment.now, 'single')),
  anyOf: ({ post, environment }) => valueText(pollChoices(post, environment.now, 'multiple')),
}

/** What few posts have. */
function valueText(value: string | number | object | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value)
}

function contentOf(post: PostRow, environment: Environment): string {
  const { uris, release, instance, author } = environment
  const { content_type: type } = post
  const format = type === null ? undefined : release.formats.get(type)
  // Most posts mention nobody, and then nobody's address need be made.
  const mayMention = format !== undefined || post.text.includes('@')
  const accounts = mayMention ? [author, ...post.mentions.map((one) => one.account)] : []
  const context = {
    rules: release.rules,
    localDomain: instance.localDomain,
    webUrl: uris.webUrl,
    accounts: accounts.map((account) => mentionable(account, uris)),
  }
  return (format ?? formatPost)(post.text, context, quotedUrl(post, environment))
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
  return text === null || text === '' || /^\p{White_Space}*$/u.test(text)
}

function countOf(escapedId: string, count: string | null): string {
  const total = count === null ? 0 : Math.max(0, Number(count))
  return `{"id":"${escapedId}","type":"Collection","totalItems":${total}}`
}
