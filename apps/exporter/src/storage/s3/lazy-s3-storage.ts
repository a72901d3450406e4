/**
 * A bucket whose library is only loaded when the first file is asked for: it takes a second and 35 MB,
 * which a server with its media in a folder should not pay, nor a command that reads no file.
 */
import type {
  ByteRange,
  FileStat,
  PartialFile,
  Storage,
  StoredFile,
  Unfinished,
} from '../storage.ts'
import type { S3Storage, S3StorageOptions } from './s3-storage.ts'

export class LazyS3Storage implements Storage {
  readonly #options: S3StorageOptions
  #loaded: Promise<S3Storage> | null = null

  constructor(options: S3StorageOptions) {
    this.#options = options
  }

  async stat(key: string): Promise<FileStat | null> {
    return (await this.#load()).stat(key)
  }

  async read(key: string, range?: ByteRange): Promise<StoredFile | null> {
    return (await this.#load()).read(key, range)
  }

  async create(key: string): Promise<PartialFile> {
    return (await this.#load()).create(key)
  }

  async reopen(key: string): Promise<PartialFile | null> {
    return (await this.#load()).reopen(key)
  }

  async delete(key: string): Promise<boolean> {
    return (await this.#load()).delete(key)
  }

  async clean(key: string): Promise<void> {
    return (await this.#load()).clean(key)
  }

  async forget(key: string): Promise<void> {
    return (await this.#load()).forget(key)
  }

  async *unfinished(prefix: string): AsyncGenerator<Unfinished, void, undefined> {
    yield* (await this.#load()).unfinished(prefix)
  }

  async *files(prefix: string): AsyncGenerator<FileStat & { key: string }, void, undefined> {
    yield* (await this.#load()).files(prefix)
  }

  async check(prefix: string): Promise<void> {
    return (await this.#load()).check(prefix)
  }

  async freeBytes(): Promise<bigint | null> {
    return (await this.#load()).freeBytes()
  }

  async close(): Promise<void> {
    if (this.#loaded !== null) (await this.#loaded).close()
  }

  #load(): Promise<S3Storage> {
    this.#loaded ??= import('./s3-storage.ts').then(({ S3Storage }) => new S3Storage(this.#options))
    return this.#loaded
  }
}
