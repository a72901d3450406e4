/** The `tag` list of a post: mentions, then hashtags, then custom emojis. */
import type { Uris } from '../uris.ts'
import { emojiTags } from './emojis.ts'
import type { Environment } from './environment.ts'
import type { MentionRow, PostRow, RelatedRows } from './rows.ts'

/** All tags of a post. */
export function tagsOf(
  post: PostRow,
  related: RelatedRows,
  environment: Environment,
): readonly object[] {
  const { uris } = environment
  return [
    ...(related.mentions.get(post.id) ?? []).map((mention) => mentionTag(mention, uris)),
    ...(related.tags.get(post.id) ?? []).map((name) => hashtagTag(name, uris)),
    ...emojiTags(emojiTexts(post), related.emojis, environment),
  ]
}

/** Where a post may contain custom emojis. */
export function emojiTexts(post: PostRow): readonly string[] {
  return [post.spoiler_text, post.text, ...(post.poll_options ?? [])]
}

/** @param name Without the sign. */
export function hashtagTag(name: string, uris: Uris): object {
  return { type: 'Hashtag', href: uris.tag(name), name: `#${name}` }
}

/** Accounts of this server are named without a domain. */
function mentionTag({ account }: MentionRow, uris: Uris): object {
  const domain = account.domain === null ? '' : `@${account.domain}`
  return { type: 'Mention', href: uris.actor(account), name: `@${account.username}${domain}` }
}
