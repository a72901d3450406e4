/**
 * Files in a bucket: Mastodon's media to read, and archives to publish.
 *
 * An archive is built and verified in a work file on this machine, because an unfinished upload can
 * neither be read back nor corrected, and then sent in parts. The work file takes the place of the
 * finished archive until it has arrived, and is gone then.
 */
import { randomBytes } from 'node:crypto'
import {
  DeleteObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  type ListMultipartUploadsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3'
import { LocalStorage } from '../local-storage.ts'
import { ReadBuffers } from '../read-buffers.ts'
import {
  CHECK_NAME,
  type ByteRange,
  type FileStat,
  type PartialFile,
  type Storage,
  type StoredFile,
  type Unfinished,
} from '../storage.ts'
import { createS3Client } from './client.ts'
import { isMissing, RETRY_DELAYS_MS, S3Error, toS3Error, withRetries } from './errors.ts'
import { readObject } from './reading.ts'
import { S3PartialFile } from './s3-partial-file.ts'
import type { S3Settings } from './settings.ts'
import { Uploader } from './upload.ts'

export interface S3StorageOptions {
  readonly settings: S3Settings
  /** Folder of this machine for archives that are being built; made when it is missing. */
  readonly workFolder: string
  /** Pauses before each further try of a request; about ten seconds in all when left out. */
  readonly retryDelaysMs?: readonly number[]
}

/** A broken film is tried again by who reads it, too. */
const READ_RETRIES = 2

/** Nobody else on the machine may read what is being built. */
const WORK_FILE_MODE = 0o600

export class S3Storage implements Storage {
  readonly #settings: S3Settings
  readonly #client: S3Client
  readonly #work: LocalStorage
  readonly #uploader: Uploader
  readonly #delaysMs: readonly number[]
  readonly #buffers = new ReadBuffers()

  constructor({ settings, workFolder, retryDelaysMs = RETRY_DELAYS_MS }: S3StorageOptions) {
    this.#settings = settings
    this.#client = createS3Client(settings)
    this.#work = new LocalStorage({ root: workFolder, fileMode: WORK_FILE_MODE })
    this.#delaysMs = retryDelaysMs
    this.#uploader = new Uploader({ client: this.#client, settings, retryDelaysMs })
  }

  async stat(key: string): Promise<FileStat | null> {
    if (!isPlain(key)) return null
    try {
      const head = await this.#ask(`look for ${key}`, () =>
        this.#client.send(new HeadObjectCommand(this.#at(key))),
      )
      return {
        sizeBytes: head.ContentLength ?? 0,
        modifiedAt: head.LastModified ?? new Date(0),
      }
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }

  async read(key: string, range?: ByteRange): Promise<StoredFile | null> {
    if (!isPlain(key)) return null
    const { Bucket: bucket, Key: whole } = this.#at(key)
    const retryDelaysMs = this.#delaysMs.slice(0, READ_RETRIES)
    const from = { client: this.#client, bucket, key: whole, retryDelaysMs, buffers: this.#buffers }
    return readObject(from, range)
  }

  async create(key: string): Promise<PartialFile> {
    return this.#partial(key, await this.#work.create(workKeyOf(key)))
  }

  async reopen(key: string): Promise<PartialFile | null> {
    const file = await this.#work.reopen(workKeyOf(key))
    return file === null ? null : this.#partial(key, file)
  }

  /** A bucket does not tell whether there was anything to delete, so it is asked before. */
  async delete(key: string): Promise<boolean> {
    if ((await this.stat(key)) === null) return false
    await this.#ask(`delete ${key}`, () =>
      this.#client.send(new DeleteObjectCommand(this.#at(key))),
    )
    return true
  }

  async clean(key: string): Promise<void> {
    await this.forget(key)
    await this.delete(key)
  }

  async forget(key: string): Promise<void> {
    const file = await this.#work.reopen(workKeyOf(key))
    if (file !== null) await this.#partial(key, file).discard()
    else await this.#work.forget(workKeyOf(key))
  }

  async *unfinished(prefix: string): AsyncGenerator<Unfinished, void, undefined> {
    yield* this.#unfinishedHere()
    yield* this.#unfinishedUploads(prefix)
  }

  async *files(prefix: string): AsyncGenerator<FileStat & { key: string }, void, undefined> {
    const pages = paginateListObjectsV2(
      { client: this.#client },
      { Bucket: this.#settings.bucket, Prefix: this.#settings.keyPrefix + prefix },
    )
    try {
      for await (const page of pages) {
        for (const { Key: key = '', Size: size, LastModified: modifiedAt } of page.Contents ?? []) {
          yield {
            key: key.slice(this.#settings.keyPrefix.length),
            sizeBytes: size ?? 0,
            modifiedAt: modifiedAt ?? new Date(),
          }
        }
      }
    } catch (error) {
      throw toS3Error(`The bucket ${this.#settings.bucket} was asked to list ${prefix}`, error)
    }
  }

  async check(prefix: string): Promise<void> {
    await this.#work.check('')
    const key = `${prefix}${CHECK_NAME}${randomBytes(6).toString('hex')}`
    await this.#ask(`write below ${prefix}`, () =>
      this.#client.send(
        new PutObjectCommand({
          ...this.#at(key),
          Body: 'This object proves that the bucket can be written, and may be deleted.\n',
          ContentType: 'text/plain',
          ...(this.#settings.sendsAcl ? { ACL: 'private' } : {}),
        }),
      ),
    )
    await this.#ask(`delete ${key}`, () =>
      this.#client.send(new DeleteObjectCommand(this.#at(key))),
    )
  }

  /** What archives may take where they are built; a bucket has no end. */
  freeBytes(): Promise<bigint | null> {
    return this.#work.freeBytes()
  }

  close(): void {
    this.#client.destroy()
  }

  /** Work files have the last part of their key as name, which is random. */
  async *#unfinishedHere(): AsyncGenerator<Unfinished, void, undefined> {
    for await (const { key, at } of this.#work.unfinished('')) {
      yield { key, at, remove: () => this.forget(key) }
    }
  }

  async *#unfinishedUploads(prefix: string): AsyncGenerator<Unfinished, void, undefined> {
    const { bucket, keyPrefix } = this.#settings
    let from: { KeyMarker?: string; UploadIdMarker?: string } | null = {}
    while (from !== null) {
      const wanted = { Bucket: bucket, Prefix: keyPrefix + prefix, ...from }
      const page: ListMultipartUploadsCommandOutput = await this.#ask('list its uploads', () =>
        this.#client.send(new ListMultipartUploadsCommand(wanted)),
      )
      for (const { Key: key = '', UploadId: uploadId, Initiated: at } of page.Uploads ?? []) {
        if (uploadId === undefined || at === undefined) continue
        const remove = (): Promise<void> => this.#uploader.abort(key, uploadId)
        yield { key: key.slice(keyPrefix.length), at, remove }
      }
      from = page.IsTruncated === true ? markersOf(page) : null
    }
  }

  #partial(key: string, file: PartialFile): PartialFile {
    const { keyPrefix } = this.#settings
    return new S3PartialFile({ key, keyPrefix, file, uploader: this.#uploader })
  }

  #at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.#settings.bucket, Key: this.#settings.keyPrefix + key }
  }

  #ask<T>(what: string, work: () => Promise<T>): Promise<T> {
    const words = `The bucket ${this.#settings.bucket} was asked to ${what}`
    return withRetries(work, { what: words, delaysMs: this.#delaysMs })
  }
}

function markersOf({ NextKeyMarker, NextUploadIdMarker }: ListMultipartUploadsCommandOutput) {
  return {
    ...(NextKeyMarker === undefined ? {} : { KeyMarker: NextKeyMarker }),
    ...(NextUploadIdMarker === undefined ? {} : { UploadIdMarker: NextUploadIdMarker }),
  }
}

function workKeyOf(key: string): string {
  const name = key.slice(key.lastIndexOf('/') + 1)
  if (isPlain(key)) return name
  throw new S3Error(`${JSON.stringify(key)} does not name a file`, new Error('It has empty parts'))
}

/** As below a folder, so that a key means the same in every storage. */
function isPlain(key: string): boolean {
  const parts = key.split('/')
  const hasOnlyNames = parts.every((part) => part !== '' && part !== '.' && part !== '..')
  return hasOnlyNames && !key.includes('\0')
}
