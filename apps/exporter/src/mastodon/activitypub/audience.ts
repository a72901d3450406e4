/** To whom a post is addressed: `to` and `cc`. Readers of archives find the visibility by them. */
import { PUBLIC } from '../uris.ts'
import type { AudienceText } from './author-texts.ts'
import type { Environment } from './environment.ts'
import { listOf, quoted } from './json-text.ts'
import { type PostRow, VISIBILITY } from './rows.ts'

interface Audience {
  readonly to: readonly string[]
  readonly cc: readonly string[]
}

/** The same as JSON text. */
export function audienceText(post: PostRow, environment: Environment): AudienceText {
  const namesNobody = post.reblog_of_id === null && post.mentions.length === 0
  return namesNobody
    ? environment.texts.audience(post.visibility, () => makeText(post, environment))
    : makeText(post, environment)
}

function makeText(post: PostRow, environment: Environment): AudienceText {
  const { to, cc } = audienceOf(post, environment)
  return { to: listOf(to.map(quoted)), cc: listOf(cc.map(quoted)) }
}

/** Followers, everybody and mentioned accounts, in the order of Mastodon. */
function audienceOf(post: PostRow, { uris, author }: Environment): Audience {
  const followers = uris.followers(author)
  const mentioned = mentionedUris(post, uris)
  const boosted = boostedAuthorUris(post, uris)
  switch (post.visibility) {
    case VISIBILITY.public:
      return { to: [PUBLIC], cc: [...boosted, followers, ...mentioned] }
    case VISIBILITY.unlisted:
      return { to: [followers], cc: [...boosted, PUBLIC, ...mentioned] }
    case VISIBILITY.private:
      return { to: [followers], cc: [...boosted, ...mentioned] }
    default:
      return { to: mentioned, cc: boosted }
  }
}

/** Mentioned groups are addressed with their followers. */
function mentionedUris({ mentions }: PostRow, uris: Environment['uris']): readonly string[] {
  return mentions
    .filter(({ isReachable }) => isReachable)
    .flatMap(({ account, actor_type }) =>
      actor_type === 'Group'
        ? [uris.actor(account), uris.followers(account)]
        : [uris.actor(account)],
    )
    .filter((uri) => uri !== '')
}

function boostedAuthorUris({ boosted }: PostRow, uris: Environment['uris']): readonly string[] {
  return boosted === null ? [] : [uris.actor(boosted.author)]
}
