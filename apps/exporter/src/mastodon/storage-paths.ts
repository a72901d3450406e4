/**
 * Where Mastodon keeps uploaded files: the keys that Paperclip, its upload library, makes of a
 * row's id. The same below a folder and in a bucket.
 */

/** What a file belongs to; Paperclip's names of tables and attachments. */
export type StorageClass =
  | 'media_attachments/files'
  | 'media_attachments/thumbnails'
  | 'accounts/avatars'
  | 'accounts/headers'
  | 'custom_emojis/images'
  | 'backups/dumps'

/** Ids of up to 9 digits are padded to 9; longer ones to 12, and those beyond stay as they are. */
const SHORT_ID_LENGTH = 9
const LONG_ID_LENGTH = 12

/**
 * The key of a row's original file, without a leading slash.
 * @example storageKey('accounts/avatars', '22', 'a.png') → "accounts/avatars/000/000/022/original/a.png"
 */
export function storageKey(storageClass: StorageClass, id: string, fileName: string): string {
  return `${storageClass}/${idPartition(id)}/original/${fileName}`
}

/** "113060493549872113" → "113/060/493/549/872/113". Digits beyond a multiple of three are lost. */
export function idPartition(id: string): string {
  const digits = id.padStart(id.length <= SHORT_ID_LENGTH ? SHORT_ID_LENGTH : LONG_ID_LENGTH, '0')
  return (digits.match(/\d{3}/g) ?? []).join('/')
}

/** ".jpeg" of "0123.jpeg", "" without one. */
export function extensionOf(fileName: string): string {
  return /\.[^./]+$/.exec(fileName)?.[0] ?? ''
}
