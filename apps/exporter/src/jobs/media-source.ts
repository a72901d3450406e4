/**
 * A file of the storage on its way into an archive: as a whole where it is small and near, else piece
 * by piece, and never for longer than the limits allow.
 */
import { hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { KnownContents, Piece, ResumableSource } from '../archive/entry-source.ts'
import type { ByteRange, Storage, StoredFile } from '../storage/storage.ts'
import { MediaUnreadableError } from './errors.ts'

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

/** One file of the storage, with a watch on how fast it comes. */
export class MediaSource implements ResumableSource {
  readonly #media: Storage
  readonly #storageKey: string
  readonly #limits: MediaLimits
  #finding: Promise<StoredFile | null> | null = null
  #found: StoredFile | null = null
  #knowing: Promise<KnownContents | null> | null = null
  #pieces: AsyncIterator<Uint8Array> | null = null
  /** Grows with every answer that is waited for, and when one is given up. */
  #waits = 0

  constructor(media: Storage, storageKey: string, limits: MediaLimits) {
    this.#media = media
    this.#storageKey = storageKey
    this.#limits = limits
  }

  /** Reads what can be read of it at once; failures are told to whoever asks. */
  begin(): void {
    this.known().catch(() => {})
  }

  /** Closes what is open; also while it is being read. */
  abandon(): void {
    void this.#abandon()
  }

  async #abandon(): Promise<void> {
    try {
      await this.#finding
      await this.#knowing
    } catch {
      // Whoever asked for it was told.
    }
    this.#pieces?.return?.().catch(() => {})
    if (this.#found !== null) discard(this.#found)
  }

  /** @throws {@link MediaUnreadableError} */
  find(): Promise<StoredFile | null> {
    this.#finding ??= this.#find()
    return this.#finding
  }

  /**
   * The whole file with its checksums where it comes in one piece, else null. The bytes are valid until it is abandoned.
   * @throws {@link MediaUnreadableError}
   */
  known(): Promise<KnownContents | null> {
    this.#knowing ??= this.#know()
    return this.#knowing
  }

  async #know(): Promise<KnownContents | null> {
    const found = await this.find()
    if (found?.direct === undefined || found.sizeBytes > found.direct.pieceBytes) return null
    this.#pieces = found.direct.pieces()[Symbol.asyncIterator]()
    const first = await this.#timed(this.#pieces.next())
    const bytes: Uint8Array = first.done === true ? new Uint8Array() : first.value
    if (bytes.length !== found.sizeBytes) {
      throw this.#unreadable(endedEarly(bytes.length, found.sizeBytes))
    }
    // At once: on another thread Web Crypto copies them first, which costs more than it gains.
    return { bytes, crc: crc32(bytes), sha256: hash('sha256', bytes) }
  }

  async #find(): Promise<StoredFile | null> {
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
      throw this.#unreadable(endedEarly(offset, sizeBytes))
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
      const giveUp = (): void =>
        reject(new Error(`The storage was silent for ${silenceMs / 1_000} s.`))
      timer = setTimeout(giveUp, silenceMs)
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

function endedEarly(bytes: number, sizeBytes: number): Error {
  return new Error(`It ended after ${bytes} of ${sizeBytes} bytes.`)
}

/** A file that is read no further. */
function discard(stored: StoredFile): void {
  if (stored.direct === undefined) stored.stream.destroy()
  else stored.direct.close()
}
