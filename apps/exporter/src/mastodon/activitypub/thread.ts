/** Where a post stands in its thread: parent, conversation, and the author's own answers. */
import type { Uris } from '../uris.ts'
import type { Environment } from './environment.ts'
import { quoted } from './json-text.ts'
import type { PostRow, ReferenceRow } from './rows.ts'

/** The parent of a reply as far as it is still there. */
export function parentOf({ parent }: Pick<PostRow, 'parent'>): ReferenceRow | null {
  return parent === null || parent.is_deleted ? null : parent
}

/** The parent's URI, or its page when the URI is none that can be fetched. */
export function inReplyTo(parent: ReferenceRow | null, uris: Uris): string | null {
  if (parent === null) return null
  const isFetchable = parent.uri === null || parent.uri.startsWith('http')
  return isFetchable ? uris.status(parent, parent.author) : parent.url
}

/** The stored URI, or the tag URI that old posts have. */
export function atomUri(
  post: { readonly id: string; readonly uri: string | null; readonly created_at: string },
  uris: Uris,
): string {
  return post.uri ?? uris.tagUri('Status', post.id, post.created_at)
}

/** The conversation's URI; null without a conversation. */
export function conversationUri(post: PostRow, { uris, release }: Environment): string | null {
  if (post.conversation_id === null) return null
  if (post.conversation_uri !== null) return post.conversation_uri
  return (
    (release.namesContexts ? localContext(post, uris) : null) ??
    uris.tagUri('Conversation', post.conversation_id, post.conversation_created_at ?? '')
  )
}

/** The thread's address, where there is one that can be fetched. */
export function contextUri(post: PostRow, uris: Uris): string | null {
  if (post.conversation_id === null) return null
  if (post.conversation_uri === null) return localContext(post, uris)
  return post.conversation_uri.startsWith('http') ? post.conversation_uri : null
}

/** Threads that began before 4.5 do not know their first post. */
function localContext(post: PostRow, uris: Uris): string | null {
  const { conversation_parent_account_id: account, conversation_parent_status_id: status } = post
  return account === null || status === null ? null : uris.context(account, status)
}

/**
 * The post's answers by the author, the first few of them.
 * @param escapedId The post's URI as it stands inside of JSON text.
 */
export function repliesOf(
  { replies }: PostRow,
  { environment: { uris, author }, escapedId }: { environment: Environment; escapedId: string },
): string {
  const id = `${escapedId}/replies`
  const last = replies.at(-1)
  const query = last === undefined ? 'only_other_accounts=true' : `min_id=${last.id}`
  const items = replies.map((reply) =>
    quoted(reply.uri ?? `${uris.actor(author)}/statuses/${reply.id}`),
  )
  return (
    `{"id":"${id}","type":"Collection","first":{"type":"CollectionPage",` +
    `"next":"${id}?${query}&page=true","partOf":"${id}","items":[${items.join(',')}]}}`
  )
}
