/** A post as the archive's viewer shows it: a tenth of its activity, and what is no part of one. */
import { storageKey } from '../storage-paths.ts'
import type { StatusReference } from '../uris.ts'
import type { Environment } from './environment.ts'
import { orderedMedia } from './attachments.ts'
import { type PostRow, VISIBILITY } from './rows.ts'
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

/** The columns of a post that a view shows. */
export type ShownPost = StatusReference &
  Pick<
    PostRow,
    | 'created_at'
    | 'edited_at'
    | 'text'
    | 'spoiler_text'
    | 'in_reply_to_id'
    | 'sensitive'
    | 'visibility'
    | 'language'
    | 'ordered_media_attachment_ids'
    | 'favourites_count'
    | 'reblogs_count'
    | 'poll_id'
    | 'poll_options'
    | 'poll_tallies'
    | 'parent'
    | 'boosted'
    | 'media'
  >

/** {@link PostView} as JSON text. */
export function postViewText(post: ShownPost, { uris, author }: Environment): string {
  const visibility = VISIBILITY_NAMES.get(post.visibility) ?? String(post.visibility)
  const url = uris.statusPage(post, author) ?? uris.status(post, author)
  const head =
    `{"id":"${post.id}","at":"${post.created_at}","url":${JSON.stringify(url)},` +
    `"visibility":"${visibility}"`
  if (post.reblog_of_id !== null) {
    const { boosted } = post
    const uri = boosted === null ? null : uris.status(boosted, boosted.author)
    return `${head},"boost":${JSON.stringify(uri)}}`
  }
  const isSensitive = author.sensitized_at !== null || post.sensitive
  const { spoiler_text: warning, language } = post
  return (
    `${head},"text":${JSON.stringify(post.text)}` +
    (warning === '' ? '' : `,"warning":${JSON.stringify(warning)}`) +
    (isSensitive ? ',"sensitive":true' : '') +
    (language === null ? '' : `,"language":${JSON.stringify(language)}`) +
    (post.edited_at === null ? '' : `,"editedAt":"${post.edited_at}"`) +
    replyText(post, uris) +
    filesText(post) +
    pollText(post) +
    countText('likes', post.favourites_count) +
    countText('boosts', post.reblogs_count) +
    '}'
  )
}

function replyText(post: ShownPost, uris: Environment['uris']): string {
  if (post.in_reply_to_id === null) return ''
  return `,"replyTo":${JSON.stringify(inReplyTo(parentOf(post), uris))}`
}

function filesText(post: ShownPost): string {
  if (post.media.length === 0) return ''
  const files = orderedMedia(post).flatMap((one): FileView[] => {
    if (one.file_file_name === null) return []
    const name = storageKey('media_attachments/files', one.id, one.file_file_name)
    return [{ name, type: one.file_content_type, description: one.description }]
  })
  return files.length === 0 ? '' : `,"files":${JSON.stringify(files)}`
}

function pollText(post: ShownPost): string {
  if (post.poll_id === null) return ''
  const choices = post.poll_options ?? []
  const poll = choices.map((name, at) => ({ name, votes: Number(post.poll_tallies?.[at] ?? 0) }))
  return `,"poll":${JSON.stringify(poll)}`
}

function countText(name: 'likes' | 'boosts', count: string | null): string {
  const value = Number(count ?? 0)
  return value > 0 ? `,"${name}":${value}` : ''
}

const VISIBILITY_NAMES = new Map<number, string>(
  Object.entries(VISIBILITY).map(([name, number]) => [number, name]),
)
