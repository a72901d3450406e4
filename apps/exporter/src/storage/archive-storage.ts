/**
 * Where finished archives lie, whatever their type: `backup` under Mastodon's own media root, where
 * its download link expects them, `migration` in a private folder. One storage for whoever only
 * holds a key.
 */
import type {
  ByteRange,
  FileStat,
  PartialFile,
  Storage,
  StoredFile,
  Unfinished,
} from './storage.ts'

/** Mastodon's place for archives (Paperclip: class `backups`, attachment `dumps`). */
export const BACKUP_PREFIX = 'backups/dumps/'

export class ArchiveStorage implements Storage {
  readonly #media: Storage
  readonly #own: Storage

  constructor(parts: { readonly media: Storage; readonly own: Storage }) {
    this.#media = parts.media
    this.#own = parts.own
  }

  stat(key: string): Promise<FileStat | null> {
    return this.#for(key).stat(key)
  }

  read(key: string, range?: ByteRange): Promise<StoredFile | null> {
    return this.#for(key).read(key, range)
  }

  create(key: string): Promise<PartialFile> {
    return this.#for(key).create(key)
  }

  reopen(key: string): Promise<PartialFile | null> {
    return this.#for(key).reopen(key)
  }

  delete(key: string): Promise<boolean> {
    return this.#for(key).delete(key)
  }

  clean(key: string): Promise<void> {
    return this.#for(key).clean(key)
  }

  forget(key: string): Promise<void> {
    return this.#for(key).forget(key)
  }

  /** Of both storages, when no prefix says which. */
  async *unfinished(prefix: string): AsyncGenerator<Unfinished, void, undefined> {
    for (const [storage, place] of this.#places(prefix)) yield* storage.unfinished(place)
  }

  async *files(prefix: string): AsyncGenerator<FileStat & { key: string }, void, undefined> {
    for (const [storage, place] of this.#places(prefix)) yield* storage.files(place)
  }

  check(prefix: string): Promise<void> {
    return this.#for(prefix).check(prefix)
  }

  freeBytes(prefix: string): Promise<bigint | null> {
    return this.#for(prefix).freeBytes(prefix)
  }

  /** All of Mastodon's media are none of our business. */
  #places(prefix: string): readonly (readonly [Storage, string])[] {
    if (prefix !== '') return [[this.#for(prefix), prefix]]
    return [
      [this.#media, BACKUP_PREFIX],
      [this.#own, ''],
    ]
  }

  #for(key: string): Storage {
    return key.startsWith(BACKUP_PREFIX) ? this.#media : this.#own
  }
}
