/**
 * Files under one folder of this machine, laid out by key.
 *
 * A new file is written beside its place under a hidden name and renamed at the end, so that nobody
 * ever sees half of it and a crash leaves something that can be told from a finished file.
 */
import { randomBytes } from 'node:crypto'
import {
  mkdir,
  open,
  opendir,
  readdir,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
  type FileHandle,
} from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { LocalFile, ReadBuffers } from './local-file.ts'
import type {
  ByteRange,
  FileStat,
  PartialFile,
  PublishOptions,
  Storage,
  StoredFile,
  Unfinished,
} from './storage.ts'

/** As Mastodon creates its files: the process's umask decides. */
const FILE_MODE = 0o666

export interface LocalStorageOptions {
  /** Made when it is missing. */
  readonly root: string
  /** File mode of what is created, before the umask; 0666 when left out. */
  readonly fileMode?: number
}

export class LocalStorage implements Storage {
  readonly isOnDisk = true
  readonly root: string
  readonly #fileMode: number
  readonly #buffers = new ReadBuffers()

  constructor(options: LocalStorageOptions) {
    this.root = resolve(options.root)
    this.#fileMode = options.fileMode ?? FILE_MODE
  }

  async stat(key: string): Promise<FileStat | null> {
    const path = this.#path(key)
    if (path === null) return null
    const found = await unlessMissing(stat(path))
    if (found === null || !found.isFile()) return null
    return { sizeBytes: found.size, modifiedAt: found.mtime }
  }

  async read(key: string, range?: ByteRange): Promise<StoredFile | null> {
    const path = this.#path(key)
    if (path === null) return null
    // Opened here, so that a missing or forbidden file is an answer and not a broken stream.
    const handle = await unlessMissing(open(path, 'r'))
    if (handle === null) return null
    const found = await handle.stat()
    if (!found.isFile()) {
      await handle.close()
      return null
    }
    const facts = { sizeBytes: found.size, modifiedAt: found.mtime }
    return new LocalFile({ handle, path, range, buffers: this.#buffers, ...facts })
  }

  async create(key: string): Promise<PartialFile> {
    const path = this.#path(key)
    if (path === null) throw new StorageKeyError(key)
    await mkdir(dirname(path), { recursive: true })
    const handle = await open(partialPathOf(path), 'w+', this.#fileMode)
    return this.#partial(handle, path)
  }

  async reopen(key: string): Promise<PartialFile | null> {
    const path = this.#path(key)
    if (path === null) return null
    const handle = await unlessMissing(open(partialPathOf(path), 'r+'))
    return handle === null ? null : this.#partial(handle, path)
  }

  async delete(key: string): Promise<boolean> {
    const path = this.#path(key)
    if (path === null) return false
    return (await unlessMissing(rm(path).then(() => true))) ?? false
  }

  async clean(key: string): Promise<void> {
    const path = this.#path(key)
    if (path === null) return
    await removePartial(path)
    await rm(path, { force: true })
  }

  async forget(key: string): Promise<void> {
    const path = this.#path(key)
    if (path !== null) await removePartial(path)
  }

  async *unfinished(prefix: string): AsyncGenerator<Unfinished, void, undefined> {
    for await (const path of filesBelow(join(this.root, prefix))) {
      const finalPath = finalPathOf(path)
      const found = finalPath === null ? null : await unlessMissing(stat(path))
      if (finalPath === null || found === null) continue
      yield { key: this.#keyOf(finalPath), at: found.mtime, remove: () => removePartial(finalPath) }
    }
  }

  async *files(prefix: string): AsyncGenerator<FileStat & { key: string }, void, undefined> {
    for await (const path of filesBelow(join(this.root, prefix))) {
      const isHidden = path.slice(path.lastIndexOf(sep) + 1).startsWith('.')
      const found = isHidden ? null : await unlessMissing(stat(path))
      if (found === null) continue
      yield { key: this.#keyOf(path), sizeBytes: found.size, modifiedAt: found.mtime }
    }
  }

  async check(prefix: string): Promise<void> {
    const folder = join(this.root, prefix)
    await mkdir(folder, { recursive: true })
    const path = join(folder, `.howdah-check-${randomBytes(6).toString('hex')}`)
    await writeFile(path, 'This file proves that the folder can be written, and may be deleted.\n')
    await rm(path)
  }

  async freeBytes(): Promise<bigint | null> {
    await mkdir(this.root, { recursive: true })
    const { bavail, bsize } = await statfs(this.root, { bigint: true })
    return bavail * bsize
  }

  #partial(handle: FileHandle, finalPath: string): LocalPartialFile {
    return new LocalPartialFile(handle, {
      finalPath,
      fileMode: this.#fileMode,
      pathOf: (key) => this.#path(key),
    })
  }

  #keyOf(path: string): string {
    return relative(this.root, path).split(sep).join('/')
  }

  /** Null for a key that would lead out of the root. */
  #path(key: string): string | null {
    const parts = key.split('/')
    const isPlain = parts.every((part) => part !== '' && part !== '.' && part !== '..')
    return isPlain && !key.includes('\0') ? join(this.root, ...parts) : null
  }
}

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

class LocalPartialFile implements PartialFile {
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
function partialPathOf(path: string): string {
  const at = path.lastIndexOf(sep)
  return `${path.slice(0, at + 1)}.${path.slice(at + 1)}.part`
}

/** Of an unfinished file or of its notes; null for anything else. */
function finalPathOf(path: string): string | null {
  const at = path.lastIndexOf(sep) + 1
  const [, name] = /^\.(.+)\.part(?:\.\w+)*$/.exec(path.slice(at)) ?? []
  return name === undefined ? null : path.slice(0, at) + name
}

function journalPathOf(path: string): string {
  return `${partialPathOf(path)}.journal`
}

/** The journal last: as long as it is there, somebody knows that there was a file. */
async function removePartial(path: string): Promise<void> {
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

/** In no order; a folder that vanishes meanwhile is passed over. */
async function* filesBelow(folder: string): AsyncGenerator<string, void, undefined> {
  const entries = await unlessMissing(opendir(folder))
  if (entries === null) return
  for await (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else if (entry.isFile()) yield path
  }
}

async function unlessMissing<T>(promise: Promise<T>): Promise<T | null> {
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
