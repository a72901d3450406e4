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
import type { Piece, ResumableSource, ZipWriter } from '../archive/zip-writer.ts'
import { S3Error } from '../storage/s3/errors.ts'
import type { ByteRange, Storage, StoredFile } from '../storage/storage.ts'
import { codeOf, MediaUnreadableError } from './errors.ts'

export interface MediaLimits {
  /** Waits before each further try of a file, in milliseconds. */
  readonly retryDelaysMs: readonly number[]
  /** A storage that gives no byte for so long has failed this try, in milliseconds. */
  readonly silenceMs: number
  /** A file that comes more slowly than this, in bytes a second, has failed this try. */
  readonly leastBytesPerSecond: number
  /** Unreadable files in a row that fail the run. */
  readonly unreadableInARow: number
}

export const MEDIA_LIMITS: MediaLimits = {
  retryDelaysMs: [200, 1_000],
  silenceMs: 30_000,
  leastBytesPerSecond: 32 * 1024,
  unreadableInARow: 10,
}

/** These say the same however often one asks. */
const FINAL_CODES = new Set(['EACCES', 'EPERM', 'ELOOP', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG'])

/** A file as the database names it. */
export interface WantedFile {
  readonly storageKey: string
  readonly entryName: string
  /** As the database says; null when it does not. */
  readonly sizeBytes?: number | null
}

export interface MediaFilesOptions {
  readonly zip: ZipWriter
  readonly media: Storage
  readonly signal: AbortSignal
  readonly limits?: MediaLimits
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
   * @returns false when a file is not settled yet: whether it is missing or the storage is away
   * shows with the next ones
   * @throws {@link MediaUnreadableError} when the storage gives nothing any more
   */
  async add(file: WantedFile): Promise<boolean> {
    if (this.#zip.isSettled(file.entryName)) return true
    const failure = await this.#tryRepeatedly(file)
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

  async #tryRepeatedly(file: WantedFile): Promise<MediaUnreadableError | null> {
    for (const delayMs of [...this.#limits.retryDelaysMs, null]) {
      const failure = await this.#try(file)
      if (failure === null || delayMs === null) return failure
      if (isFinal(failure.cause)) return failure
      await sleep(delayMs, undefined, { signal: this.#signal })
    }
    return null
  }

  async #try(file: WantedFile): Promise<MediaUnreadableError | null> {
    this.#signal.throwIfAborted()
    try {
      await this.#addOnce(file)
      return null
    } catch (error) {
      if (error instanceof MediaUnreadableError && !this.#signal.aborted) return error
      throw error
    }
  }

  async #addOnce(file: WantedFile): Promise<void> {
    const source = new MediaSource(this.#media, file.storageKey, this.#limits)
    const stored = await source.find()
    if (stored === null) {
      this.#zip.omit(missing(file, 'The storage does not have it.'))
      return
    }
    try {
      await this.#zip.add(file.entryName, source, {
        // Pictures, sound and films are compressed already.
        compress: false,
        modifiedAt: stored.modifiedAt,
        sizeBytes: stored.sizeBytes,
      })
    } catch (error) {
      if (!(error instanceof ArchiveError) || !UNFIT.has(error.code)) throw error
      this.#zip.omit(missing(file, error.message))
      return
    } finally {
      discard(stored)
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

/** A file that is read no further. */
function discard(stored: StoredFile): void {
  if (stored.direct === undefined) stored.stream.destroy()
  else stored.direct.close()
}

/** One file of the storage, with a watch on how fast it comes. */
class MediaSource implements ResumableSource {
  readonly #media: Storage
  readonly #storageKey: string
  readonly #limits: MediaLimits
  #found: StoredFile | null = null
  /** Grows with every answer that is waited for, and when one is given up. */
  #waits = 0

  constructor(media: Storage, storageKey: string, limits: MediaLimits) {
    this.#media = media
    this.#storageKey = storageKey
    this.#limits = limits
  }

  /** @throws {@link MediaUnreadableError} */
  async find(): Promise<StoredFile | null> {
    this.#found = await this.#timed(this.#read())
    // Whoever reads it hears of it; before that nobody listens.
    if (this.#found?.direct === undefined) this.#found?.stream.on('error', () => {})
    return this.#found
  }

  /** @param cursor bytes that are safe */
  async *open(cursor: string | null): AsyncGenerator<Piece, void, undefined> {
    const sizeBytes = this.#found?.sizeBytes ?? 0
    let offset = Number(cursor ?? 0)
    if (offset >= sizeBytes && cursor !== null) return
    const stored = await this.#openAt(offset)
    const startedAtMs = Date.now()
    const bytes: AsyncIterable<Uint8Array> | undefined = stored?.direct?.pieces() ?? stored?.stream
    const chunks = bytes?.[Symbol.asyncIterator]()
    try {
      for (;;) {
        const next = await this.#timed(chunks?.next())
        if (next === undefined || next.done === true) break
        offset += next.value.length
        this.#assertFastEnough(offset, startedAtMs)
        yield { bytes: next.value, cursor: String(offset) }
      }
    } finally {
      // Not waited for: a reading that hangs would hang here as well.
      chunks?.return?.().catch(() => {})
      if (stored !== null) discard(stored)
    }
    if (offset !== sizeBytes) {
      throw this.#unreadable(new Error(`It ended after ${offset} of ${sizeBytes} bytes.`))
    }
  }

  async #openAt(offset: number): Promise<StoredFile | null> {
    if (offset === 0 || this.#found === null) return this.#found
    discard(this.#found)
    const end = this.#found.sizeBytes - 1
    return this.#timed(this.#read({ start: offset, end }))
  }

  async #read(range?: ByteRange): Promise<StoredFile | null> {
    const isAwaited = this.#waits + 1
    this.#waits = isAwaited
    const stored = await this.#media.read(this.#storageKey, range)
    // Nobody waits for an answer that comes after its time.
    if (this.#waits !== isAwaited && stored !== null) discard(stored)
    return stored
  }

  #assertFastEnough(bytes: number, startedAtMs: number): void {
    const { silenceMs, leastBytesPerSecond } = this.#limits
    const lateMs = Date.now() - startedAtMs - silenceMs
    if (lateMs <= 0 || bytes >= (lateMs / 1_000) * leastBytesPerSecond) return
    throw this.#unreadable(new Error(`It comes too slowly: ${bytes} bytes in ${lateMs} ms.`))
  }

  async #timed<T>(answer: Promise<T> | undefined): Promise<T> {
    const { silenceMs } = this.#limits
    let timer: NodeJS.Timeout | undefined
    const silence = new Promise<never>((_, reject) => {
      const error = new Error(`The storage was silent for ${silenceMs / 1_000} s.`)
      timer = setTimeout(() => reject(error), silenceMs)
    })
    try {
      return await Promise.race([answer as Promise<T>, silence])
    } catch (error) {
      this.#waits += 1
      throw this.#unreadable(error)
    } finally {
      clearTimeout(timer)
    }
  }

  #unreadable(cause: unknown): MediaUnreadableError {
    return new MediaUnreadableError(this.#storageKey, cause)
  }
}
