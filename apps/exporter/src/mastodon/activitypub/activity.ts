/** One item of `outbox.json`: a Create with its post, or an Announce of somebody's post. */
import { audienceOf } from './audience.ts'
import type { Environment } from './environment.ts'
import { noteOf } from './note.ts'
import type { PostRow, RelatedRows } from './rows.ts'

/** The activity's object; null for a boost whose post has vanished without a trace. */
export function activityOf(
  post: PostRow,
  related: RelatedRows,
  environment: Environment,
): object | null {
  const { uris, author } = environment
  const isBoost = post.reblog_of_id !== null
  const object = isBoost
    ? boostedObject(post.reblog_of_id, related, environment)
    : noteOf(post, related, { environment, place: 'archive' })
  if (object === null) return null
  const { to, cc } = audienceOf(post, related, environment)
  return {
    id: uris.activity(post, author),
    type: isBoost ? 'Announce' : 'Create',
    actor: uris.actor(author),
    published: post.created_at,
    to,
    cc,
    object,
  }
}

/** The boosted post's URI; one's own private post is there as a whole, with the server's files. */
function boostedObject(
  id: string,
  related: RelatedRows,
  environment: Environment,
): string | object | null {
  const inlined = related.inlined.get(id)
  if (inlined !== undefined) return noteOf(inlined, related, { environment, place: 'server' })
  const boosted = related.references.get(id)
  return boosted === undefined ? null : environment.uris.status(boosted, boosted.author)
}
