/**
 * An archive on its way into a bucket: its work file on this machine, and what of it has been sent.
 */
import { readdir, stat, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { PartialFile, PublishOptions } from '../storage.ts'
import { readNotes } from './upload-notes.ts'
import type { Uploader } from './upload.ts'

interface S3PartialFileOptions {
  readonly key: string
  readonly keyPrefix: string
  /** The work file. */
  readonly file: PartialFile
  readonly uploader: Uploader
}

export class S3PartialFile implements PartialFile {
  readonly #options: S3PartialFileOptions
  readonly #file: PartialFile

  constructor(options: S3PartialFileOptions) {
    this.#options = options
    this.#file = options.file
  }

  get handle(): PartialFile['handle'] {
    return this.#file.handle
  }

  get path(): string {
    return this.#file.path
  }

  get journalPath(): string {
    return this.#file.journalPath
  }

  partPath(part: number): string {
    return this.#file.partPath(part)
  }

  openPart(part: number, state: 'new'): Promise<FileHandle>
  openPart(part: number, state: 'new' | 'left'): Promise<FileHandle | null>
  openPart(part: number, state: 'new' | 'left'): Promise<FileHandle | null> {
    return this.#file.openPart(part, state)
  }

  async publish(options: PublishOptions = {}): Promise<void> {
    const { key, keyPrefix, uploader } = this.#options
    const keys = options.keys ?? [key]
    const paths = keys.map((_, index) => this.partPath(index + 1))
    const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size))
    const progress = sumOf(sizes, options)
    for (const [index, path] of [...paths.entries()].toReversed()) {
      const upload = { path, key: keyPrefix + (keys[index] ?? key), notesPath: `${path}.upload` }
      await uploader.send(upload, progress(index))
    }
    await this.#file.discard()
  }

  async discard(): Promise<void> {
    await this.#giveUpUploads()
    await this.#file.discard()
  }

  release(): Promise<void> {
    return this.#file.release()
  }

  async #giveUpUploads(): Promise<void> {
    const { path } = this.#file
    const name = basename(path)
    for (const found of await readdir(dirname(path)).catch(() => [])) {
      if (!found.startsWith(name) || !found.endsWith('.upload')) continue
      const notes = await readNotes(join(dirname(path), found))
      if (notes !== null) await this.#options.uploader.abort(notes.head.key, notes.head.uploadId)
    }
  }
}

/** Progress of one of several files as that of all; the last one goes first. */
function sumOf(sizes: readonly number[], { onProgress, signal }: PublishOptions) {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  return (index: number): PublishOptions => {
    const before = sizes.slice(index + 1).reduce((sum, size) => sum + size, 0)
    return {
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress && { onProgress: (done: number) => onProgress(before + done, total) }),
    }
  }
}
