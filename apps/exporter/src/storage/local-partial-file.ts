/**
 * A file that is being written on this machine: under a hidden name beside its place, perhaps in parts, with
 * its notes, until it is published by a rename.
 */
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import type { PartialFile, PublishOptions } from './storage.ts'

/** A programming error or a hostile database row; nothing a person can mend by trying again. */
export class StorageKeyError extends Error {
  constructor(key: string) {
    super(`${JSON.stringify(key)} does not name a file inside the storage.`)
    this.name = 'StorageKeyError'
  }
}

interface LocalPartialOptions {
  readonly finalPath: string
  readonly fileMode: number
  /** Null for a key that would lead out of the root. */
  readonly pathOf: (key: string) => string | null
}

export class LocalPartialFile implements PartialFile {
  readonly handle: FileHandle
  readonly path: string
  readonly journalPath: string
  readonly #options: LocalPartialOptions
  /** The open files, by their part. */
  readonly #handles: Map<number, FileHandle>
  #isKept = false

  constructor(handle: FileHandle, options: LocalPartialOptions) {
    this.handle = handle
    this.path = partialPathOf(options.finalPath)
    this.journalPath = journalPathOf(options.finalPath)
    this.#options = options
    this.#handles = new Map([[1, handle]])
  }

  partPath(part: number): string {
    return part === 1 ? this.path : `${this.path}.${part}`
  }

  openPart(part: number, state: 'new'): Promise<FileHandle>
  openPart(part: number, state: 'new' | 'left'): Promise<FileHandle | null>
  async openPart(part: number, state: 'new' | 'left'): Promise<FileHandle | null> {
    if (part === 1) return this.handle
    const path = this.partPath(part)
    const handle =
      state === 'new'
        ? await open(path, 'w+', this.#options.fileMode)
        : await unlessMissing(open(path, 'r+'))
    if (handle === null) return null
    await this.#handles.get(part)?.close()
    this.#handles.set(part, handle)
    return handle
  }

  async publish({ keys }: PublishOptions = {}): Promise<void> {
    for (const handle of this.#handles.values()) await handle.sync()
    await this.release()
    const paths = keys?.map((key) => this.#finalPathOf(key)) ?? [this.#options.finalPath]
    for (const [index, path] of [...paths.entries()].toReversed()) {
      await mkdir(dirname(path), { recursive: true })
      const isLeft = (await unlessMissing(stat(this.partPath(index + 1)))) !== null
      // What is not there any more has been published by a process that was killed behind it.
      if (isLeft) await rename(this.partPath(index + 1), path)
      await syncFolder(dirname(path))
    }
    await removePartial(this.#options.finalPath)
  }

  async discard(): Promise<void> {
    if (this.#isKept) return
    await this.#close()
    await removePartial(this.#options.finalPath)
  }

  async release(): Promise<void> {
    this.#isKept = true
    await this.#close()
  }

  #finalPathOf(key: string): string {
    const path = this.#options.pathOf(key)
    if (path === null) throw new StorageKeyError(key)
    return path
  }

  async #close(): Promise<void> {
    const handles = [...this.#handles.values()]
    this.#handles.clear()
    for (const handle of handles) await handle.close()
  }
}

/** Hidden, so that a listing of the folder and most web servers pass over it. */
export function partialPathOf(path: string): string {
  const at = path.lastIndexOf(sep)
  return `${path.slice(0, at + 1)}.${path.slice(at + 1)}.part`
}

/** Of an unfinished file or of its notes; null for anything else. */
export function finalPathOf(path: string): string | null {
  const at = path.lastIndexOf(sep) + 1
  const [, name] = /^\.(.+)\.part(?:\.\w+)*$/.exec(path.slice(at)) ?? []
  return name === undefined ? null : path.slice(0, at) + name
}

function journalPathOf(path: string): string {
  return `${partialPathOf(path)}.journal`
}

/** The journal last: as long as it is there, somebody knows that there was a file. */
export async function removePartial(path: string): Promise<void> {
  const folder = dirname(path)
  const own = partialPathOf(path).slice(folder.length + 1)
  const found = (await unlessMissing(readdir(folder))) ?? []
  const names = found.filter((name) => name === own || name.startsWith(`${own}.`))
  const journal = `${own}.journal`
  for (const name of names) if (name !== journal) await rm(join(folder, name), { force: true })
  await rm(join(folder, journal), { force: true })
}

/** Without this a power cut may forget the rename although the contents are on the disk. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Null in the place of an error that says that there is no such file or folder. */
export async function unlessMissing<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code))
  )
}
