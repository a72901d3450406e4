/** What profiles show: pictures, fields, featured hashtags, pinned posts; and the server's emojis. */
import { utcTimestamp } from '../../mastodon/column-parsers.ts'
import type { Gallery, GalleryPicture } from '../gallery/gallery.ts'
import type { Book } from './book.ts'
import type { Post } from './post.ts'
import { after, DAY_MS } from './clock.ts'
import type { Files } from './files.ts'
import type { AccountRow, Person } from './people.ts'
import { type Rows, stamps } from './rows.ts'
import { EMOJI_SHORTCODES } from './writer.ts'

const ADA_FIELDS = [
  { name: 'Workshop', value: 'https://example.org/workshop', verified_at: null },
  { name: 'Pronouns', value: 'she / sie / ella', verified_at: null },
  { name: 'Elsewhere', value: '@ana_luz@harbor.example knows :fern:', verified_at: null },
  { name: 'موقع', value: 'https://ada.example.org/ar', verified_at: '2024-02-03T10:11:12.000Z' },
]

/** Members with a picture of themselves, in the order of the gallery's. */
const PICTURED = ['ada', 'admin', 'cyd', 'eve']

/** Makes the function that adds pictures and fields to a member's account. */
export function profileDecorator(
  files: Files,
  gallery: Gallery,
): (person: Person) => Partial<AccountRow> {
  return (person) => {
    const avatar = gallery.avatars[PICTURED.indexOf(person.username)]
    const header = gallery.headers[['ada', 'admin'].indexOf(person.username)]
    return {
      ...(avatar === undefined ? {} : avatarColumns(files, person, avatar)),
      ...(header === undefined ? {} : headerColumns(files, person, header)),
      ...(person.username === 'ada' ? { fields: JSON.stringify(ADA_FIELDS) } : {}),
    }
  }
}

function avatarColumns(files: Files, { id, since }: Person, picture: GalleryPicture) {
  return {
    avatar_file_name: files.image('accounts/avatars', id, picture),
    avatar_content_type: 'image/png',
    avatar_file_size: picture.bytes.length,
    avatar_updated_at: utcTimestamp(after(since, DAY_MS)),
    avatar_storage_schema_version: 1,
  }
}

function headerColumns(files: Files, { id, since }: Person, picture: GalleryPicture) {
  return {
    header_file_name: files.image('accounts/headers', id, picture),
    header_content_type: 'image/png',
    header_file_size: picture.bytes.length,
    header_updated_at: utcTimestamp(after(since, DAY_MS)),
    header_storage_schema_version: 1,
  }
}

/** Enters this server's own emojis, and one that is switched off. */
export function enterEmojis(rows: Rows, files: Files, gallery: Gallery): void {
  const at = new Date('2022-12-24T12:00:00Z')
  for (const [index, shortcode] of [...EMOJI_SHORTCODES, 'retired'].entries()) {
    const picture = gallery.emojis[index % gallery.emojis.length]
    if (picture === undefined) continue
    const id = rows.nextId('custom_emojis')
    rows.add('custom_emojis', {
      id,
      shortcode,
      domain: null,
      image_file_name: files.image('custom_emojis/images', id, picture),
      image_content_type: 'image/png',
      image_file_size: picture.bytes.length,
      image_updated_at: utcTimestamp(at),
      image_storage_schema_version: 1,
      disabled: shortcode === 'retired',
      ...stamps(at),
    })
  }
}

/** Enters hashtags of Ada's profile, those she features and follows, and her pinned posts. */
export function enterAdaShowcase(
  rows: Rows,
  tools: { readonly book: Book; readonly ada: Person; readonly posts: readonly Post[] },
): void {
  const { book, ada, posts } = tools
  const at = after(ada.since, 400 * DAY_MS)
  for (const name of ['repair', 'bread'])
    rows.add('accounts_tags', { account_id: ada.id, tag_id: book.tagId(name, at) })
  for (const name of ['repair', 'sourdough', 'NightTrain']) {
    const row = { account_id: ada.id, tag_id: book.tagId(name, at), ...stamps(at) }
    rows.add('featured_tags', { id: rows.nextId('featured_tags'), ...row })
  }
  for (const name of ['birding', 'نباتات', 'Straßenfest']) {
    const row = { account_id: ada.id, tag_id: book.tagId(name, at), ...stamps(at) }
    rows.add('tag_follows', { id: rows.nextId('tag_follows'), ...row })
  }
  for (const post of posts.filter(isPinnable).slice(0, 2)) {
    const row = { account_id: ada.id, status_id: post.id, ...stamps(at) }
    rows.add('status_pins', { id: rows.nextId('status_pins'), ...row })
  }
}

function isPinnable({ visibility, isDeleted }: Post): boolean {
  return visibility === 'public' && !isDeleted
}
