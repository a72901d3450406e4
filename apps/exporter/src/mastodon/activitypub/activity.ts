/** One item of `outbox.json`: a Create with its post, or an Announce of somebody's post. */
import { audienceText } from './audience.ts'
import type { Environment } from './environment.ts'
import { quoted } from './json-text.ts'
import { noteText } from './note.ts'
import type { PostRow, RelatedRows } from './rows.ts'

/** The activity as JSON text; null for a boost whose post has vanished without a trace. */
export function activityText(
  post: PostRow,
  related: RelatedRows,
  environment: Environment,
): string | null {
  const { texts } = environment
  const isBoost = post.reblog_of_id !== null
  const audience = audienceText(post, environment)
  const uri = texts.escapedUri(post)
  const object = isBoost
    ? boostedObject(post, related, environment)
    : noteText(post, related, { environment, place: 'archive', audience })
  if (object === null) return null
  return (
    // A boost's URI is that of its activity already.
    `{"id":"${uri}${isBoost ? '' : '/activity'}",` +
    `"type":"${isBoost ? 'Announce' : 'Create'}","actor":${texts.actor},` +
    `"published":"${post.created_at}",` +
    `"to":${audience.to},"cc":${audience.cc},"object":${object}}`
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
  return quoted(environment.uris.status(boosted, boosted.author))
}
