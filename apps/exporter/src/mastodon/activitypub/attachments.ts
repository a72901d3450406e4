/** The files of a post as Documents. */
import { mediaPath, mediaUrl } from '../instance.ts'
import { storageKey } from '../storage-paths.ts'
import type { DocumentKey } from '../releases/release.ts'
import type { JsonValue } from '../tables/columns.ts'
import type { Environment, FilePlace } from './environment.ts'
import { listOf, quoted, quotedOrNull } from './json-text.ts'
import type { MediaRow, PostRow, RelatedRows } from './rows.ts'

/** More are never shown, even when the database holds more. */
const MAX_ATTACHMENTS = 4

/**
 * As JSON text: the post's Documents in the order of the author, then the page it links to where the release
 * attaches that. A file that never arrived has no Document.
 */
export function attachmentsOf(
  post: PostRow,
  related: RelatedRows,
  { environment, place }: { environment: Environment; place: FilePlace },
): string {
  const href = related.links.get(post.id)
  if (post.media.length === 0 && href === undefined) return '[]'
  const documents = orderedMedia(post)
    .slice(0, MAX_ATTACHMENTS)
    .flatMap((one) => {
      if (one.file_file_name === null) return []
      const key = storageKey('media_attachments/files', one.id, one.file_file_name)
      return [documentText(one, urlOf(key, place, environment), environment)]
    })
  return listOf(
    href === undefined ? documents : [...documents, `{"type":"Link","href":${quoted(href)}}`],
  )
}

/** Mastodon names the path whether or not the file is in the archive, and so do we in its form. */
function urlOf(key: string, place: FilePlace, { instance, files }: Environment): string {
  if (place === 'server') return mediaUrl(instance, key)
  if (instance.attachmentUrls === 'mastodon') return mediaPath(instance, key)
  return files === 'archive' ? key : mediaUrl(instance, key)
}

/** Without an order of the author, the order of the ids. */
export function orderedMedia<Media extends Pick<MediaRow, 'id'>>({
  media,
  ordered_media_attachment_ids: order,
}: {
  readonly media: readonly Media[]
  readonly ordered_media_attachment_ids: readonly string[] | null
}): readonly Media[] {
  if (order === null) return media
  return order.flatMap((id) => media.find((one) => one.id === id) ?? [])
}

function documentText(media: MediaRow, url: string, environment: Environment): string {
  let text = ''
  for (const key of environment.release.documentKeys) {
    const value = key === 'url' ? quoted(url) : DOCUMENT_PARTS[key](media, environment)
    if (value !== undefined) text += `${text === '' ? '{' : ','}"${key}":${value}`
  }
  return `${text}}`
}

type DocumentPart = (media: MediaRow, environment: Environment) => string | undefined

/** How each key is made, as JSON text; undefined where the file has none of it. */
const DOCUMENT_PARTS: Readonly<Record<Exclude<DocumentKey, 'url'>, DocumentPart>> = {
  type: () => '"Document"',
  mediaType: (media) => quotedOrNull(media.file_content_type),
  name: (media) => quotedOrNull(media.description),
  blurhash: (media) => quotedOrNull(media.blurhash),
  focalPoint: (media) => {
    const focus = objectAt(media.file_meta, 'focus')
    return focus === undefined
      ? undefined
      : listOf([jsonOf(focus['x'] ?? null), jsonOf(focus['y'] ?? null)])
  },
  width: (media) => originalText(media, 'width'),
  height: (media) => originalText(media, 'height'),
  duration: (media) => isoDuration(media.duration),
  icon: iconOf,
}

/** What is known of the file as it was uploaded. */
function originalText({ file_meta: meta }: MediaRow, key: string): string | undefined {
  const value = objectAt(meta, 'original')?.[key] ?? undefined
  return value === undefined ? undefined : jsonOf(value)
}

/** Nearly always a number, which is its own text: none that JSON can say is infinite. */
function jsonOf(value: JsonValue): string {
  const isNumber = typeof value === 'number' && Number.isFinite(value)
  return isNumber ? String(value) : JSON.stringify(value)
}

/** "12.5" → "PT12.5S"; minutes are not carried over. */
function isoDuration(seconds: string | null): string | undefined {
  if (seconds === null || seconds === '') return undefined
  return quoted(Number(seconds) === 0 ? 'PT0S' : `PT${seconds}S`)
}

/** The picture that was uploaded for a sound or video; it stays on the server. */
function iconOf(media: MediaRow, { instance }: Environment): string | undefined {
  if (media.thumbnail_file_name === null) return undefined
  const key = storageKey('media_attachments/thumbnails', media.id, media.thumbnail_file_name)
  return JSON.stringify({
    type: 'Image',
    mediaType: media.thumbnail_content_type,
    url: mediaUrl(instance, key),
  })
}

type JsonObject = { readonly [key: string]: JsonValue }

function objectAt(value: JsonValue, key: string): JsonObject | undefined {
  const inner = isObject(value) ? value[key] : undefined
  return inner !== undefined && isObject(inner) ? inner : undefined
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
