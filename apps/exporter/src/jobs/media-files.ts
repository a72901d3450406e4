/**
 * The member's files, one entry each. A file that is damaged, slow or not there never ends an
 * export: it is tried a few times and then listed with its reason.
 *
 * Only a storage that gives nothing at all does: ten unreadable files in a row fail the run, which
 * is tried again later and goes on before the first of them.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { ArchiveError } from '../archive/errors.ts'
import type { MissingEntry } from '../archive/entry-log.ts'
import type { ZipWriter } from '../archive/zip-writer.ts'
import { S3Error } from '../storage/s3/errors.ts'
import { READ_BUFFER_BYTES } from '../storage/read-buffers.ts'
import type { Storage } from '../storage/storage.ts'
import { codeOf, MediaUnreadableError } from './errors.ts'
import { MEDIA_LIMITS, type MediaLimits, MediaSource } from './media-source.ts'

/** These say the same however often one asks. */
const FINAL_CODES = new Set(['EACCES', 'EPERM', 'ELOOP', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG'])

/** A file as the database names it. */
export interface WantedFile {
  readonly storageKey: string
  readonly entryName: string
  /** As the database says; null when it does not. */
  readonly sizeBytes?: number | null
}

/** A file of which something may be read already. */
export interface FileAhead<File extends WantedFile> {
  readonly file: File
  /** Null where nothing was read. */
  readonly source: MediaSource | null
}

interface WaitingFile<File extends WantedFile> {
  readonly file: File
  /** As of {@link FileAhead}; left out before it is its turn to be asked for. */
  source?: MediaSource | null
}

/** Files that are read while those before them are written: half a megabyte each at most. */
const FILES_AHEAD = 8
/** Of these the larger ones of a bucket that are asked for: so many answers wait to be read. */
const LARGE_AHEAD = 3

export interface MediaFilesOptions {
  readonly zip: ZipWriter
  readonly media: Storage
  readonly signal: AbortSignal
  readonly limits?: MediaLimits
}

/** It comes as a whole. */
function isSmall({ sizeBytes }: WantedFile): boolean {
  return (sizeBytes ?? Infinity) <= READ_BUFFER_BYTES
}

export class MediaFiles {
  readonly #zip: ZipWriter
  readonly #media: Storage
  readonly #signal: AbortSignal
  readonly #limits: MediaLimits
  /** The newest files in a row that could not be read; not yet believed. */
  #unreadable: MissingEntry[] = []

  constructor({ zip, media, signal, limits = MEDIA_LIMITS }: MediaFilesOptions) {
    this.#zip = zip
    this.#media = media
    this.#signal = signal
    this.#limits = limits
  }

  /**
   * The same files, read ahead. Larger ones of a bucket are only asked for, some of them, because it might give up
   * answers that wait for long; then the reading asks again for what is left.
   */
  async *readAhead<File extends WantedFile>(
    wanted: AsyncIterable<File>,
  ): AsyncGenerator<FileAhead<File>, void, undefined> {
    const waiting: WaitingFile<File>[] = []
    const next = (): FileAhead<File> | undefined => {
      const first = waiting.shift()
      this.#beginSome(waiting)
      return first === undefined ? undefined : { file: first.file, source: first.source ?? null }
    }
    try {
      for await (const file of wanted) {
        waiting.push({ file })
        this.#beginSome(waiting)
        const first = waiting.length > FILES_AHEAD ? next() : undefined
        if (first !== undefined) yield first
      }
      for (let first = next(); first !== undefined; first = next()) yield first
    } finally {
      for (const { source } of waiting) source?.abandon()
    }
  }

  /** The small ones, and the first of the larger ones. */
  #beginSome(waiting: readonly WaitingFile<WantedFile>[]): void {
    let large = 0
    for (const one of waiting) {
      const isLarge = this.#media.isOnDisk !== true && !isSmall(one.file)
      if (isLarge) large += 1
      if (one.source !== undefined || (isLarge && large > LARGE_AHEAD)) continue
      one.source = this.#begin(one.file)
    }
  }

  #begin(file: WantedFile): MediaSource | null {
    if (this.#zip.isSettled(file.entryName)) return null
    const source = this.#sourceOf(file)
    source.begin()
    return source
  }

  #sourceOf({ storageKey }: WantedFile): MediaSource {
    return new MediaSource(this.#media, storageKey, this.#limits)
  }

  /**
   * @param ahead what {@link readAhead} has begun with
   * @returns false when a file is not settled yet: whether it is missing or the storage is away
   * shows with the next ones
   * @throws {@link MediaUnreadableError} when the storage gives nothing any more
   */
  async add(file: WantedFile, ahead: MediaSource | null = null): Promise<boolean> {
    if (this.#zip.isSettled(file.entryName)) {
      ahead?.abandon()
      return true
    }
    const failure = await this.#tryRepeatedly(file, ahead)
    if (failure === null) {
      this.settle()
      return true
    }
    this.#unreadable.push(missing(file, reasonOf(failure, this.#limits)))
    if (this.#unreadable.length >= this.#limits.unreadableInARow) throw failure
    return false
  }

  /** Lists what could not be read: the storage works, so it is those files. */
  settle(): void {
    for (const file of this.#unreadable) this.#zip.omit(file)
    this.#unreadable = []
  }

  async #tryRepeatedly(
    file: WantedFile,
    ahead: MediaSource | null,
  ): Promise<MediaUnreadableError | null> {
    let source = ahead
    for (const delayMs of [...this.#limits.retryDelaysMs, null]) {
      const failure = await this.#try(file, source ?? this.#sourceOf(file))
      source = null
      if (failure === null || delayMs === null) return failure
      if (isFinal(failure.cause)) return failure
      await sleep(delayMs, undefined, { signal: this.#signal })
    }
    return null
  }

  async #try(file: WantedFile, source: MediaSource): Promise<MediaUnreadableError | null> {
    try {
      this.#signal.throwIfAborted()
      await this.#addOnce(file, source)
      return null
    } catch (error) {
      if (error instanceof MediaUnreadableError && !this.#signal.aborted) return error
      throw error
    } finally {
      source.abandon()
    }
  }

  async #addOnce(file: WantedFile, source: MediaSource): Promise<void> {
    const stored = await source.find()
    if (stored === null) {
      this.#zip.omit(missing(file, 'The storage does not have it.'))
      return
    }
    try {
      await this.#zip.add(file.entryName, (await source.known()) ?? source, {
        // Pictures, sound and films are compressed already.
        compress: false,
        modifiedAt: stored.modifiedAt,
        sizeBytes: stored.sizeBytes,
      })
    } catch (error) {
      if (!(error instanceof ArchiveError) || !UNFIT.has(error.code)) throw error
      this.#zip.omit(missing(file, error.message))
      return
    }
    const expected = file.sizeBytes ?? 0
    if (stored.sizeBytes >= expected) return
    this.#zip.omit(
      missing(
        file,
        `It has only ${stored.sizeBytes} of the ${expected} bytes that the database names. ` +
          'What there is lies in the archive.',
      ),
    )
  }
}

/** What is wrong with one entry and not with the archive. */
const UNFIT: ReadonlySet<string> = new Set(['bad-entry-name', 'entry-grew'])

function missing({ entryName, storageKey }: WantedFile, reason: string): MissingEntry {
  return { name: entryName, storageKey, reason }
}

function isFinal(cause: unknown): boolean {
  return FINAL_CODES.has(codeOf(cause)) || (cause instanceof S3Error && isRefused(cause))
}

/** 412: another file lies there since; the next try reads that one. */
function isRefused({ status, isTransient }: S3Error): boolean {
  return status !== null && status !== 412 && !isTransient
}

function reasonOf({ cause }: MediaUnreadableError, { retryDelaysMs }: MediaLimits): string {
  const code = codeOf(cause)
  const words = cause instanceof Error ? cause.message : String(cause)
  if (FINAL_CODES.has(code)) return `It exists but cannot be read (${code}).`
  const tries = `It could not be read in ${retryDelaysMs.length + 1} tries`
  if (!(cause instanceof S3Error)) return `${tries}: ${words}`
  // Members read this; where the server keeps its files is none of their business.
  return isRefused(cause) ? `The storage refuses it (${code}).` : `${tries} (${code}).`
}
