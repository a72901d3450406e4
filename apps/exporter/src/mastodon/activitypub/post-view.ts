/** A post as the archive's viewer shows it: a tenth of its activity, and what is no part of one. */
import { storageKey } from '../storage-paths.ts'
import type { Environment } from './environment.ts'
import { orderedMedia } from './attachments.ts'
import { type PostRow, type RelatedRows, VISIBILITY } from './rows.ts'
import { inReplyTo, parentOf } from './thread.ts'

/** A file of a post. */
export interface FileView {
  /** The entry's name in the archive. */
  readonly name: string
  /** "image/png"; null when the server does not know it. */
  readonly type: string | null
  readonly description: string | null
}

/** Keys without a value are left out: there may be a million of these. */
export interface PostView {
  readonly id: string
  /** "2026-11-23T19:07:10Z" */
  readonly at: string
  readonly url: string
  readonly visibility: string
  /** URI of the boosted post; null when that has vanished. Only boosts have it. */
  readonly boost?: string | null
  /** As it was typed: making HTML of it takes longer than all the rest, and text cannot do harm. */
  readonly text?: string
  /** The content warning. */
  readonly warning?: string
  readonly sensitive?: true
  readonly language?: string
  readonly editedAt?: string
  /** URI of the post that this one answers; null when that has vanished. */
  readonly replyTo?: string | null
  readonly files?: readonly FileView[]
  readonly poll?: readonly { readonly name: string; readonly votes: number }[]
  readonly likes?: number
  readonly boosts?: number
}

/** What a view needs of a page: references and media. */
export function postView(post: PostRow, related: RelatedRows, environment: Environment): PostView {
  const { uris, author } = environment
  const common = {
    id: post.id,
    at: post.created_at,
    url: uris.statusPage(post, author) ?? uris.status(post, author),
    visibility: VISIBILITY_NAMES.get(post.visibility) ?? String(post.visibility),
  }
  if (post.reblog_of_id === null) return { ...common, ...writtenParts(post, related, environment) }
  const boosted = related.references.get(post.reblog_of_id)
  return { ...common, boost: boosted === undefined ? null : uris.status(boosted, boosted.author) }
}

function writtenParts(post: PostRow, related: RelatedRows, environment: Environment) {
  const { uris, author } = environment
  const isSensitive = author.sensitized_at !== null || post.sensitive
  return {
    text: post.text,
    ...(post.spoiler_text === '' ? {} : { warning: post.spoiler_text }),
    ...(isSensitive ? { sensitive: true as const } : {}),
    ...(post.language === null ? {} : { language: post.language }),
    ...(post.edited_at === null ? {} : { editedAt: post.edited_at }),
    ...(post.in_reply_to_id === null ? {} : { replyTo: inReplyTo(parentOf(post, related), uris) }),
    ...filesPart(post, related),
    ...pollPart(post),
    ...countPart('likes', post.favourites_count),
    ...countPart('boosts', post.reblogs_count),
  }
}

function filesPart(post: PostRow, related: RelatedRows): { files?: readonly FileView[] } {
  const files = orderedMedia(post, related.media.get(post.id) ?? []).flatMap((media) => {
    if (media.file_file_name === null) return []
    const name = storageKey('media_attachments/files', media.id, media.file_file_name)
    return [{ name, type: media.file_content_type, description: media.description }]
  })
  return files.length === 0 ? {} : { files }
}

function pollPart(post: PostRow): Pick<PostView, 'poll'> {
  if (post.poll_id === null) return {}
  const choices = post.poll_options ?? []
  return {
    poll: choices.map((name, at) => ({ name, votes: Number(post.poll_tallies?.[at] ?? 0) })),
  }
}

function countPart(name: 'likes' | 'boosts', count: string | null): Pick<PostView, typeof name> {
  const value = Number(count ?? 0)
  return value > 0 ? { [name]: value } : {}
}

const VISIBILITY_NAMES = new Map<number, string>(
  Object.entries(VISIBILITY).map(([name, number]) => [number, name]),
)
