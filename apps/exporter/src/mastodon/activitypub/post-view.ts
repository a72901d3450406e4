/** A post as the archive's viewer shows it: a tenth of its activity, and what is no part of one. */
import { storageKey } from '../storage-paths.ts'
import { orderedMedia } from './attachments.ts'
import type { MediaRow } from './rows.ts'

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

/** What is shown of a post's files. */
export interface ShownFiles {
  readonly ordered_media_attachment_ids: readonly string[] | null
  readonly media: readonly ShownFile[]
}

export type ShownFile = Pick<
  MediaRow,
  'id' | 'file_file_name' | 'file_content_type' | 'description'
>

/** The files of a post with their key, "" where it has none; the other keys PostgreSQL writes. */
export function filesText(post: ShownFiles): string {
  if (post.media.length === 0) return ''
  const files = orderedMedia(post).flatMap((one): FileView[] => {
    if (one.file_file_name === null) return []
    const name = storageKey('media_attachments/files', one.id, one.file_file_name)
    return [{ name, type: one.file_content_type, description: one.description }]
  })
  return files.length === 0 ? '' : `,"files":${JSON.stringify(files)}`
}
