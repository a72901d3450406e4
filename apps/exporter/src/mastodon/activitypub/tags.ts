/** The `tag` list of a post: mentions, hashtags, custom emojis, then collections of accounts. */
import type { Uris } from '../uris.ts'
import { collectionTag } from './collection-tag.ts'
import { emojiTags, mayHaveEmoji } from './emojis.ts'
import type { Environment } from './environment.ts'
import { hashtagTag } from './hashtag-tag.ts'
import type { MentionRow, PostRow, RelatedRows } from './rows.ts'

/** All tags of a post, as JSON text. */
export function tagsOf(post: PostRow, related: RelatedRows, environment: Environment): string {
  const { uris } = environment
  const hasEmojis = related.emojis.size > 0 && emojiTexts(post).some(mayHaveEmoji)
  const collections = related.collections.get(post.id)
  const namesNobody = post.mentions.length === 0 && post.hashtags.length === 0
  if (namesNobody && !hasEmojis && collections === undefined) return '[]'
  const tags = [
    ...post.mentions.map((mention) => mentionTag(mention, uris)),
    ...post.hashtags.map((name) => hashtagTag(name, uris)),
    ...(hasEmojis ? emojiTags(emojiTexts(post), related.emojis, environment) : []),
    ...(collections ?? []).map((one) => collectionTag(one, uris)),
  ]
  return tags.length === 0 ? '[]' : JSON.stringify(tags)
}

/** Where a post may contain custom emojis. */
export function emojiTexts(post: PostRow): readonly string[] {
  return [post.spoiler_text, post.text, ...(post.poll_options ?? [])]
}

/** Accounts of this server are named without a domain. */
function mentionTag({ account }: MentionRow, uris: Uris): object {
  const domain = account.domain === null ? '' : `@${account.domain}`
  return { type: 'Mention', href: uris.actor(account), name: `@${account.username}${domain}` }
}
