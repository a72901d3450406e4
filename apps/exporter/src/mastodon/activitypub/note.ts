/** A post as a Note, or as a Question when it has a poll. The order of the keys is Mastodon's. */
import { formatPost } from '../text/formatter.ts'
import type { AccountReference } from '../uris.ts'
import { attachmentsOf, type FilePlace } from './attachments.ts'
import { audienceOf } from './audience.ts'
import type { Environment } from './environment.ts'
import { pollChoices, pollTimes } from './poll.ts'
import { interactionPolicy, quotedUrl, quoteKeys } from './quote.ts'
import type { PostRow, RelatedRows } from './rows.ts'
import { tagsOf } from './tags.ts'
import { atomUri, contextUri, conversationUri, inReplyTo, parentOf, repliesOf } from './thread.ts'

/**
 * The post's object.
 * @param options.place Where its files are: a post inside a boost keeps the server's addresses.
 */
export function noteOf(
  post: PostRow,
  related: RelatedRows,
  { environment, place }: { environment: Environment; place: FilePlace },
): object {
  const { uris, author, now } = environment
  const { to, cc } = audienceOf(post, related, environment)
  const parent = parentOf(post, related)
  const id = uris.status(post, author)
  const content = contentOf(post, related, environment)
  return {
    id,
    type: post.poll_id === null ? 'Note' : 'Question',
    summary: post.spoiler_text === '' ? null : post.spoiler_text,
    inReplyTo: inReplyTo(parent, uris),
    published: post.created_at,
    url: uris.statusPage(post, author),
    attributedTo: uris.actor(author),
    to,
    cc,
    sensitive: author.sensitized_at !== null || post.sensitive,
    atomUri: atomUri(post, uris),
    inReplyToAtomUri: parent === null ? null : atomUri(parent, uris),
    conversation: conversationUri(post, uris),
    context: contextUri(post, uris),
    content,
    ...(post.language === null ? {} : { contentMap: { [languageKey(post.language)]: content } }),
    ...(post.edited_at === null ? {} : { updated: post.edited_at }),
    ...pollTimes(post, now),
    ...quoteKeys(post, related, environment),
    interactionPolicy: interactionPolicy(post, environment),
    attachment: attachmentsOf(post, related, { environment, place }),
    tag: tagsOf(post, related, environment),
    replies: repliesOf(post, related, environment),
    likes: countOf(`${id}/likes`, post.favourites_count),
    shares: countOf(`${id}/shares`, post.reblogs_count),
    ...pollChoices(post, now),
  }
}

function contentOf(post: PostRow, related: RelatedRows, environment: Environment): string {
  const { uris, rules, instance, author } = environment
  const mentioned = related.mentions.get(post.id) ?? []
  const accounts = [author, ...mentioned.map(({ account }) => account)]
  const context = {
    rules,
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

/** These stay as they are; Mastodon writes every other code like the name of a key. */
const KEPT_LANGUAGES: ReadonlySet<string> = new Set(['zh-CN', 'zh-HK', 'zh-TW', 'zh-YUE'])

/** "pt-BR" → "ptBr": a defect of Mastodon that readers of archives have come to expect. */
function languageKey(language: string): string {
  if (KEPT_LANGUAGES.has(language) || !language.includes('-')) return language
  const [first = '', ...rest] = language.toLowerCase().split('-')
  return first + rest.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('')
}

function countOf(id: string, count: string | null): object {
  return { id, type: 'Collection', totalItems: Math.max(0, Number(count ?? 0)) }
}
