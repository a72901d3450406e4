/** Where files lie: the contract that every storage keeps. */
import type { FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'

/** How the name of a file begins that only proves something; an old one may be deleted. */
export const CHECK_NAME = 'howdah-check-'

export interface FileStat {
  readonly sizeBytes: number
  readonly modifiedAt: Date
}

export interface StoredFile extends FileStat {
  /** A Node stream of the file, or of the range that was asked for. Destroy it when unused. */
  readonly stream: Readable
  /** The same bytes with less ado, where the storage can; then leave `stream` alone. */
  readonly direct?: DirectReading
}

export interface DirectReading {
  /** Bytes of a piece; a file of no more comes in one. */
  readonly pieceBytes: number
  /** Ask once. A piece is valid until the next one is asked for. */
  pieces(): AsyncIterable<Uint8Array>
  /** For a file that is not read after all, or no further: pieces that still come are not to be used. */
  close(): void
}

/** First and last byte, both included, as in an HTTP `Range`. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * A file on its way: nobody sees it under its name before `publish`.
 *
 * It always lies on a disk of this machine, also when it is published into a bucket: what a crash
 * leaves can be taken up again with {@link Storage.reopen}.
 */
export interface PartialFile {
  readonly handle: FileHandle
  /** The unfinished file in the file system, for reading it back. */
  readonly path: string
  /** Path of one of several files that are published together; the first is {@link path}. */
  partPath(part: number): string
  /**
   * Opens a further one, 2 and up; it is closed with the first. `new` begins it, `left` goes on with
   * what an earlier process left and is null when that is nothing.
   */
  openPart(part: number, state: 'new'): Promise<FileHandle>
  openPart(part: number, state: 'new' | 'left'): Promise<FileHandle | null>
  /** Room for notes about the unfinished file, beside it; whoever writes it makes this one too. */
  readonly journalPath: string
  /**
   * Makes it durable and visible under its key, in one step; its notes are gone then. Into a bucket
   * this takes its time; interrupted, it goes on with what is missing when it is called again. Of
   * several files the first becomes visible last.
   */
  publish(options?: PublishOptions): Promise<void>
  /** Deletes it and its notes; does nothing after `publish`. */
  discard(): Promise<void>
  /** Closes it and leaves everything for `reopen`; does nothing after `publish` and `discard`. */
  release(): Promise<void>
}

export interface PublishOptions {
  /** Of each of several files, in their order; the key it was created under when left out. */
  readonly keys?: readonly string[]
  /** Ends it with its reason; what is safe stays safe. */
  readonly signal?: AbortSignal
  /** Told while bytes travel. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void
}

/** What an interrupted process left: an unfinished file here, or an unfinished upload. */
export interface Unfinished {
  readonly key: string
  /** When it was last written to, or begun. */
  readonly at: Date
  /** Removes it; what is finished under the same key stays. */
  remove(): Promise<void>
}

/** Keys are relative paths with `/`, such as `media_attachments/files/000/000/022/original/a.png`. */
export interface Storage {
  /** True where files lie on a disk of this machine: any may be opened before its turn. */
  readonly isOnDisk?: boolean
  /** Null when there is no such file. */
  stat(key: string): Promise<FileStat | null>
  /** Null when there is no such file. */
  read(key: string, range?: ByteRange): Promise<StoredFile | null>
  /** Begins a file that appears under `key` once it is published. */
  create(key: string): Promise<PartialFile>
  /** Opens what an interrupted `create(key)` left; null when this machine has nothing of it. */
  reopen(key: string): Promise<PartialFile | null>
  /** @returns false when there was no such file. */
  delete(key: string): Promise<boolean>
  /** Removes what an interrupted `create(key)` left, and the file itself if it was published. */
  clean(key: string): Promise<void>
  /** Removes what an interrupted `create(key)` left and keeps the file itself. */
  forget(key: string): Promise<void>
  /** Everything unfinished below a prefix that ends with a slash, or in the whole storage (""). */
  unfinished(prefix: string): AsyncIterable<Unfinished>
  /** Every finished file below a prefix. */
  files(prefix: string): AsyncIterable<FileStat & { readonly key: string }>
  /**
   * Proves that files can be written and removed below a prefix, by doing it.
   * @throws why not
   */
  check(prefix: string): Promise<void>
  /** Bytes a new file below the prefix may take on this machine; null when the storage does not know. */
  freeBytes(prefix: string): Promise<bigint | null>
}
