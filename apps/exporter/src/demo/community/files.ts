/** Media rows and the files that belong to them, in Mastodon's (Paperclip's) layout. */
import { utcTimestamp } from '../../mastodon/column-parsers.ts'
import { type StorageClass, storageKey } from '../../mastodon/storage-paths.ts'
import type { GalleryPicture, GallerySound } from '../gallery/gallery.ts'
import { after, MINUTE_MS } from './clock.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'
import { type Rows, stamps, timeId } from './rows.ts'

/** A file below the media root. */
export interface MediaFile {
  readonly key: string
  readonly bytes: Buffer
}

/** What an attachment hangs on: a post, a post that waits for its time, or nothing. */
export interface AttachmentPlace {
  readonly statusId?: string
  readonly scheduledStatusId?: string
}

const IMAGE = 0
const AUDIO = 4
const PREVIEW_WIDTH = 640

export class Files {
  readonly made: MediaFile[] = []
  readonly #rows: Rows
  readonly #random: Random

  constructor(rows: Rows, random: Random) {
    this.#rows = rows
    this.#random = random
  }

  /** An id for an attachment that is about to be entered: uploads come before their post. */
  newId(postedAt: Date): string {
    const uploadedAt = after(postedAt, -this.#random.between(1_000, 3 * MINUTE_MS))
    return timeId(uploadedAt, this.#random.below(65_536))
  }

  picture(
    id: string,
    owner: Person,
    at: Date,
    options: AttachmentPlace & { readonly picture: GalleryPicture; readonly isDescribed: boolean },
  ): void {
    const { picture, isDescribed } = options
    const { width, height } = picture
    const fileName = this.#keep('media_attachments/files', id, picture.bytes, 'png')
    const hasFocus = this.#random.percent(30)
    const focus = { x: this.#random.between(-50, 50) / 100, y: this.#random.between(-50, 50) / 100 }
    this.#rows.add('media_attachments', {
      ...attachmentColumns(id, owner, at, options),
      type: IMAGE,
      file_file_name: fileName,
      file_content_type: 'image/png',
      file_file_size: picture.bytes.length,
      blurhash: picture.blurhash,
      description: isDescribed ? picture.description : null,
      file_meta: JSON.stringify({
        original: dimensions(width, height),
        small: dimensions(PREVIEW_WIDTH, Math.round((PREVIEW_WIDTH * height) / width)),
        ...(hasFocus ? { focus } : {}),
      }),
    })
  }

  sound(
    id: string,
    owner: Person,
    at: Date,
    options: AttachmentPlace & { readonly sound: GallerySound; readonly description: string },
  ): void {
    const { sound, description } = options
    const bitrate = sound.sampleRate * 16
    this.#rows.add('media_attachments', {
      ...attachmentColumns(id, owner, at, options),
      type: AUDIO,
      file_file_name: this.#keep('media_attachments/files', id, sound.bytes, 'wav'),
      file_content_type: 'audio/wav',
      file_file_size: sound.bytes.length,
      description,
      file_meta: JSON.stringify({
        original: { duration: sound.seconds, bitrate },
        length: '0:00:22.40',
        duration: sound.seconds,
        audio_encode: 'pcm_s16le',
        audio_bitrate: `${sound.sampleRate} Hz`,
        audio_channels: 'mono',
      }),
    })
  }

  /** Avatar, header or emoji: the row is somebody else's. @returns the file's name */
  image(storageClass: StorageClass, id: string, picture: GalleryPicture): string {
    return this.#keep(storageClass, id, picture.bytes, 'png')
  }

  #keep(storageClass: StorageClass, id: string, bytes: Buffer, extension: string): string {
    const name = `${this.#random.hex(16)}.${extension}`
    this.made.push({ key: storageKey(storageClass, id, name), bytes })
    return name
  }
}

function attachmentColumns(id: string, owner: Person, at: Date, place: AttachmentPlace) {
  return {
    id,
    account_id: owner.id,
    status_id: place.statusId ?? null,
    scheduled_status_id: place.scheduledStatusId ?? null,
    remote_url: '',
    processing: 2,
    file_storage_schema_version: 1,
    file_updated_at: utcTimestamp(at),
    ...stamps(at),
  }
}

function dimensions(width: number, height: number) {
  return { width, height, size: `${width}x${height}`, aspect: width / height }
}
