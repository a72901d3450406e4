/**
 * Brings a finished file of this machine into a bucket, in parts that are safe once they have
 * arrived: after a crash or an error only the missing ones are sent. The object appears when all
 * are there.
 */
import { stat } from 'node:fs/promises'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  type ListPartsCommandOutput,
  type ObjectCannedACL,
  type Part,
  type S3Client,
  type StorageClass,
} from '@aws-sdk/client-s3'
import type { PublishOptions } from '../storage.ts'
import { isMissing, S3Error, withRetries } from './errors.ts'
import type { S3Settings } from './settings.ts'
import {
  beginNotes,
  readNotes,
  removeNotes,
  type UploadHead,
  type UploadNotes,
} from './upload-notes.ts'
import { partBytesFor, PartsUnderWay, sendersFor } from './upload-parts.ts'
import { readPart, safeEtag } from './part-checksum.ts'
import { fileBody, memoryBody, withBody } from './request-body.ts'

export interface UploaderOptions {
  readonly client: S3Client
  readonly settings: S3Settings
  readonly retryDelaysMs: readonly number[]
}

export interface Upload {
  readonly path: string
  /** The whole key, prefix included. */
  readonly key: string
  /** Where notes about it may lie. */
  readonly notesPath: string
}

export class Uploader {
  readonly #client: S3Client
  readonly #settings: S3Settings
  readonly #delaysMs: readonly number[]

  constructor({ client, settings, retryDelaysMs }: UploaderOptions) {
    this.#client = client
    this.#settings = settings
    this.#delaysMs = retryDelaysMs
  }

  /**
   * Settles once the object is in the bucket with every byte.
   * @throws {@link S3Error}; what has arrived stays safe for the next call
   */
  async send(upload: Upload, options: PublishOptions = {}): Promise<void> {
    const { size } = await stat(upload.path)
    if (await this.#hasArrived(upload, size)) return
    const isSmall = size < this.#settings.multipartThresholdBytes
    if (isSmall || this.#settings.isSingleRequest) await this.#put(upload, size, options)
    else await this.#sendParts(upload, size, options)
    await this.#assertArrived(upload.key, size)
    await removeNotes(upload.notesPath)
  }

  /** Gives up what has arrived of an unfinished upload, so that nobody pays for it. */
  async abort(key: string, uploadId: string): Promise<void> {
    try {
      await this.#ask(`abort the upload of ${key}`, () =>
        this.#client.send(
          new AbortMultipartUploadCommand({ ...this.#at(key), UploadId: uploadId }),
        ),
      )
    } catch (error) {
      // Finished or given up already.
      if (!isNoUpload(error)) throw error
    }
  }

  /** Null when there is no such object. */
  async sizeOf(key: string): Promise<number | null> {
    try {
      const head = await this.#ask(`look for ${key}`, () =>
        this.#client.send(new HeadObjectCommand(this.#at(key))),
      )
      return head.ContentLength ?? null
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }

  /** By a process that was killed before it could tell; keys are random, so it is the same file. */
  async #hasArrived({ key, notesPath }: Upload, size: number): Promise<boolean> {
    if ((await this.sizeOf(key)) !== size) return false
    await removeNotes(notesPath)
    return true
  }

  async #put(upload: Upload, size: number, options: PublishOptions): Promise<void> {
    await this.#ask(
      `write ${upload.key}`,
      () =>
        withBody(fileBody(upload.path), (Body) =>
          this.#client.send(
            new PutObjectCommand({
              ...this.#at(upload.key),
              ...this.#properties(),
              ContentLength: size,
              Body,
            }),
            abortable(options),
          ),
        ),
      options.signal,
    )
    options.onProgress?.(size, size)
  }

  async #sendParts(upload: Upload, size: number, options: PublishOptions): Promise<void> {
    const notes = (await this.#resume(upload, size)) ?? (await this.#begin(upload, size))
    if (notes === 'arrived') return
    const sending = new PartsUnderWay({ notesPath: upload.notesPath, notes, size, options })
    const { partBytes } = notes.head
    const send = async (): Promise<void> => {
      // One for all its parts: streams of them were 1 GB of garbage for 1 GB.
      const buffer = Buffer.allocUnsafeSlow(partBytes)
      for (let part = sending.next(); part !== null; part = sending.next()) {
        const { number, length } = part
        const bytes = buffer.subarray(0, length)
        const etag = await this.#sendPart(upload, notes.head, { number, bytes, options })
        await sending.arrived(number, etag)
      }
    }
    const length = Math.min(sendersFor(partBytes), Math.ceil(size / partBytes))
    await allSettledOrThrow(Array.from({ length }, () => send().catch(sending.stop)))
    await this.#complete(upload, notes.head, sending.etags())
  }

  /** `arrived` when an earlier process was killed before it heard that all was there. */
  async #resume(upload: Upload, size: number): Promise<UploadNotes | 'arrived' | null> {
    const notes = await readNotes(upload.notesPath)
    if (notes === null) return null
    const { head } = notes
    if (head.key !== upload.key || head.sizeBytes !== size) {
      await this.abort(head.key, head.uploadId)
      return null
    }
    const listed = await this.#listParts(head).catch((error: unknown) => {
      if (isNoUpload(error)) return null
      throw error
    })
    if (listed === null) return (await this.sizeOf(head.key)) === size ? 'arrived' : null
    const parts = new Map<number, string>()
    for (const part of listed) {
      const etag = await safeEtag(part, notes, upload.path)
      if (etag !== null) parts.set(part.PartNumber ?? 0, etag)
    }
    return { head, parts }
  }

  /** Page by page while there are more: some servers name a next page on the last one, too. */
  async #listParts({ key, uploadId }: UploadHead): Promise<readonly Part[]> {
    const parts: Part[] = []
    let from: { PartNumberMarker?: string } | null = {}
    while (from !== null) {
      const wanted = { ...this.#at(key), UploadId: uploadId, ...from }
      const page: ListPartsCommandOutput = await this.#ask(`list the parts of ${key}`, () =>
        this.#client.send(new ListPartsCommand(wanted)),
      )
      parts.push(...(page.Parts ?? []))
      const marker = page.IsTruncated === true ? page.NextPartNumberMarker : undefined
      from = marker === undefined ? null : { PartNumberMarker: marker }
    }
    return parts
  }

  async #begin({ key, notesPath }: Upload, sizeBytes: number): Promise<UploadNotes> {
    const { UploadId: uploadId } = await this.#ask(`begin the upload of ${key}`, () =>
      this.#client.send(
        new CreateMultipartUploadCommand({ ...this.#at(key), ...this.#properties() }),
      ),
    )
    const partBytes = partBytesFor(sizeBytes)
    const head = { key, uploadId: uploadId ?? '', sizeBytes, partBytes }
    await beginNotes(notesPath, head)
    return { head, parts: new Map() }
  }

  async #sendPart(
    { key, path }: Upload,
    { uploadId, partBytes }: UploadHead,
    part: { number: number; bytes: Buffer; options: PublishOptions },
  ): Promise<string> {
    const md5 = await readPart(path, (part.number - 1) * partBytes, part.bytes)
    const output = await this.#ask(
      `send part ${part.number} of ${key}`,
      () =>
        withBody(memoryBody(part.bytes), (Body) =>
          this.#client.send(
            new UploadPartCommand({
              ...this.#at(key),
              UploadId: uploadId,
              PartNumber: part.number,
              Body,
              ContentLength: part.bytes.length,
              // Every maker's server compares it, whatever newer checksums it may know.
              ContentMD5: md5.toString('base64'),
            }),
            abortable(part.options),
          ),
        ),
      part.options.signal,
    )
    return output.ETag ?? ''
  }

  async #complete(
    { key }: Upload,
    { uploadId, sizeBytes }: UploadHead,
    etags: readonly string[],
  ): Promise<void> {
    const Parts = etags.map((ETag, index) => ({ PartNumber: index + 1, ETag }))
    try {
      await this.#ask(`finish the upload of ${key}`, () =>
        this.#client.send(
          new CompleteMultipartUploadCommand({
            ...this.#at(key),
            UploadId: uploadId,
            MultipartUpload: { Parts },
          }),
        ),
      )
    } catch (error) {
      // The answer to a first try may have been lost on its way.
      if (isNoUpload(error) && (await this.sizeOf(key)) === sizeBytes) return
      throw error
    }
  }

  async #assertArrived(key: string, size: number): Promise<void> {
    const found = await this.sizeOf(key)
    if (found === size) return
    throw new S3Error(
      `The bucket ${this.#settings.bucket} has ${found ?? 'no'} bytes of ${key} instead of ${size}`,
      new Error('Something else writes there, or the storage lost it'),
    )
  }

  #at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.#settings.bucket, Key: key }
  }

  /** As Mastodon stores its own archives. */
  #properties() {
    const { sendsAcl, storageClass } = this.#settings
    return {
      ContentType: 'application/zip',
      CacheControl: 'public, max-age=315576000, immutable',
      ...(sendsAcl ? { ACL: 'private' as ObjectCannedACL } : {}),
      // The library's type lists Amazon's classes; other makers have their own.
      ...(storageClass === null ? {} : { StorageClass: storageClass as StorageClass }),
    }
  }

  #ask<T>(what: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const words = `The bucket ${this.#settings.bucket} was asked to ${what}`
    return withRetries(work, { what: words, delaysMs: this.#delaysMs, signal })
  }
}

function abortable({ signal }: PublishOptions): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal }
}

function isNoUpload(error: unknown): boolean {
  return error instanceof S3Error && error.code === 'NoSuchUpload'
}

/** Waits for all, so that nothing goes on in the background, and then throws the first failure. */
async function allSettledOrThrow(promises: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(promises)) {
    if (result.status === 'rejected') throw result.reason
  }
}
