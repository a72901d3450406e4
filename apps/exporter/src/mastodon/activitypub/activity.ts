/** One item of `outbox.json`: a Create with its post, or an Announce of somebody's post. */
import { audienceText } from './audience.ts'
import type { Environment } from './environment.ts'
import { noteText } from './note.ts'
import type { PostRow, RelatedRows } from './rows.ts'

/** The activity as JSON text; null for a boost whose post has vanished without a trace. */
export function activityText(
  post: PostRow,
  related: RelatedRows,
  environment: Environment,
): string | null {
  const { uris, author, texts } = environment
  const isBoost = post.reblog_of_id !== null
  const audience = audienceText(post, environment)
  const object = isBoost
    ? boostedObject(post, related, environment)
    : noteText(post, related, { environment, place: 'archive', audience })
  if (object === null) return null
  return (
    `{"id":${JSON.stringify(uris.activity(post, author))},` +
    `"type":"${isBoost ? 'Announce' : 'Create'}","actor":${texts.actor.text},` +
    `"published":${JSON.stringify(post.created_at)},` +
    `"to":${audience.to.text},"cc":${audience.cc.text},"object":${object}}`
  )
}

/** The boosted post's URI; one's own private post is there as a whole, with the server's files. */
function boostedObject(
  { reblog_of_id: id, boosted }: PostRow,
  related: RelatedRows,
  environment: Environment,
): string | null {
  const inlined = related.inlined.get(id ?? '')
  if (inlined !== undefined) {
    const audience = audienceText(inlined, environment)
    return noteText(inlined, related, { environment, place: 'server', audience })
  }
  if (boosted === null) return null
  return JSON.stringify(environment.uris.status(boosted, boosted.author))
}
