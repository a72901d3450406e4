/** The files of a post as Documents. */
import { mediaPath, mediaUrl } from '../instance.ts'
import { storageKey } from '../storage-paths.ts'
import type { DocumentKey } from '../releases/release.ts'
import type { JsonValue } from '../tables/columns.ts'
import type { Environment } from './environment.ts'
import { EMPTY_LIST, type JsonText } from './json-text.ts'
import type { MediaRow, PostRow, RelatedRows } from './rows.ts'

/** More are never shown, even when the database holds more. */
const MAX_ATTACHMENTS = 4

/** Where the files of a post are said to be: in the archive, or on the server. */
export type FilePlace = 'archive' | 'server'

/**
 * The post's Documents in the order of the author, then the page it links to where the release
 * attaches that. A file that never arrived has no Document.
 */
export function attachmentsOf(
  post: PostRow,
  related: RelatedRows,
  { environment, place }: { environment: Environment; place: FilePlace },
): readonly object[] | JsonText {
  const href = related.links.get(post.id)
  if (post.media.length === 0 && href === undefined) return EMPTY_LIST
  const documents = orderedMedia(post)
    .slice(0, MAX_ATTACHMENTS)
    .flatMap((one) => {
      if (one.file_file_name === null) return []
      const key = storageKey('media_attachments/files', one.id, one.file_file_name)
      return [documentOf(one, urlOf(key, place, environment), environment)]
    })
  return href === undefined ? documents : [...documents, { type: 'Link', href }]
}

function urlOf(key: string, place: FilePlace, { instance }: Environment): string {
  if (place === 'server') return mediaUrl(instance, key)
  return instance.attachmentUrls === 'entry' ? key : mediaPath(instance, key)
}

/** Without an order of the author, the order of the ids. */
export function orderedMedia({
  media,
  ordered_media_attachment_ids: order,
}: Pick<PostRow, 'media' | 'ordered_media_attachment_ids'>): readonly MediaRow[] {
  if (order === null) return media
  return order.flatMap((id) => media.find((one) => one.id === id) ?? [])
}

function documentOf(media: MediaRow, url: string, environment: Environment): object {
  const document: Partial<Record<DocumentKey, unknown>> = {}
  for (const key of environment.release.documentKeys) {
    const value = key === 'url' ? url : DOCUMENT_PARTS[key](media, environment)
    if (value !== undefined) document[key] = value
  }
  return document
}

type DocumentPart = (media: MediaRow, environment: Environment) => unknown

/** How each key is made; undefined where the file has none of it. */
const DOCUMENT_PARTS: Readonly<Record<Exclude<DocumentKey, 'url'>, DocumentPart>> = {
  type: () => 'Document',
  mediaType: (media) => media.file_content_type,
  name: (media) => media.description,
  blurhash: (media) => media.blurhash,
  focalPoint: (media) => {
    const focus = objectAt(media.file_meta, 'focus')
    return focus === undefined ? undefined : [focus['x'] ?? null, focus['y'] ?? null]
  },
  width: (media) => objectAt(media.file_meta, 'original')?.['width'] ?? undefined,
  height: (media) => objectAt(media.file_meta, 'original')?.['height'] ?? undefined,
  duration: (media) => isoDuration(media.duration),
  icon: iconOf,
}

/** "12.5" → "PT12.5S"; minutes are not carried over. */
function isoDuration(seconds: string | null): string | undefined {
  if (seconds === null || seconds === '') return undefined
  return Number(seconds) === 0 ? 'PT0S' : `PT${seconds}S`
}

/** The picture that was uploaded for a sound or video; it stays on the server. */
function iconOf(media: MediaRow, { instance }: Environment): object | undefined {
  if (media.thumbnail_file_name === null) return undefined
  const key = storageKey('media_attachments/thumbnails', media.id, media.thumbnail_file_name)
  return {
    type: 'Image',
    mediaType: media.thumbnail_content_type,
    url: mediaUrl(instance, key),
  }
}

type JsonObject = { readonly [key: string]: JsonValue }

function objectAt(value: JsonValue, key: string): JsonObject | undefined {
  const inner = isObject(value) ? value[key] : undefined
  return inner !== undefined && isObject(inner) ? inner : undefined
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
