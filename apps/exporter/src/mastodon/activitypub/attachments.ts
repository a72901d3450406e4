/** The files of a post as Documents. */
import { mediaUrl } from '../instance.ts'
import { storageKey } from '../storage-paths.ts'
import type { JsonValue } from '../tables/columns.ts'
import type { Environment } from './environment.ts'
import type { MediaRow, PostRow, RelatedRows } from './rows.ts'

/** More are never shown, even when the database holds more. */
const MAX_ATTACHMENTS = 4

/** Where the files of a post are said to be: in the archive, or on the server. */
export type FilePlace = 'archive' | 'server'

/** The post's Documents in the order of the author. A file that never arrived has none. */
export function attachmentsOf(
  post: PostRow,
  related: RelatedRows,
  { environment, place }: { environment: Environment; place: FilePlace },
): readonly object[] {
  return orderedMedia(post, related.media.get(post.id) ?? [])
    .slice(0, MAX_ATTACHMENTS)
    .flatMap((media) => {
      if (media.file_file_name === null) return []
      const key = storageKey('media_attachments/files', media.id, media.file_file_name)
      const url = place === 'archive' ? key : mediaUrl(environment.instance, key)
      return [documentOf(media, url)]
    })
}

/** Without an order of the author, the order of the ids. */
export function orderedMedia(post: PostRow, media: readonly MediaRow[]): readonly MediaRow[] {
  const order = post.ordered_media_attachment_ids
  if (order === null) return media
  return order.flatMap((id) => media.find((one) => one.id === id) ?? [])
}

function documentOf(media: MediaRow, url: string): object {
  const focus = objectAt(media.file_meta, 'focus')
  const original = objectAt(media.file_meta, 'original')
  return {
    type: 'Document',
    mediaType: media.file_content_type,
    url,
    name: media.description,
    blurhash: media.blurhash,
    ...(focus === undefined ? {} : { focalPoint: [focus['x'] ?? null, focus['y'] ?? null] }),
    ...sizeOf(original),
  }
}

function sizeOf(original: JsonObject | undefined): object {
  const width = original?.['width'] ?? null
  const height = original?.['height'] ?? null
  return { ...(width === null ? {} : { width }), ...(height === null ? {} : { height }) }
}

type JsonObject = { readonly [key: string]: JsonValue }

function objectAt(value: JsonValue, key: string): JsonObject | undefined {
  const inner = isObject(value) ? value[key] : undefined
  return inner !== undefined && isObject(inner) ? inner : undefined
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
