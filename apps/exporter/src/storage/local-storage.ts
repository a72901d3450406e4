/**
 * Files under one folder of this machine, laid out by key.
 *
 * A new file is written beside its place under a hidden name and renamed at the end, so that nobody
 * ever sees half of it and a crash leaves something that can be told from a finished file.
 */
import { createReadStream } from 'node:fs'
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
import type {
  ByteRange,
  FileStat,
  PartialFile,
  Storage,
  StoredFile,
  Unfinished,
} from './storage.ts'

/** Fewer, larger reads: most pictures come in one. */
const READ_CHUNK_BYTES = 512 * 1024
/** As Mastodon creates its files: the process's umask decides. */
const FILE_MODE = 0o666

export interface LocalStorageOptions {
  /** Made when it is missing. */
  readonly root: string
  /** File mode of what is created, before the umask; 0666 when left out. */
  readonly fileMode?: number
}

export class LocalStorage implements Storage {
  readonly root: string
  readonly #fileMode: number

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
    // Told where the file ends, the stream does not look for its end with one more reading.
    const whole = found.size === 0 ? null : { start: 0, end: found.size - 1 }
    const wanted = range ?? whole
    const stream = createReadStream(path, {
      fd: handle,
      highWaterMark: READ_CHUNK_BYTES,
      ...(wanted === null ? {} : { start: wanted.start, end: wanted.end }),
    })
    return { stream, sizeBytes: found.size, modifiedAt: found.mtime }
  }

  async create(key: string): Promise<PartialFile> {
    const path = this.#path(key)
    if (path === null) throw new StorageKeyError(key)
    await mkdir(dirname(path), { recursive: true })
    const handle = await open(partialPathOf(path), 'w+', this.#fileMode)
    return new LocalPartialFile(handle, path)
  }

  async reopen(key: string): Promise<PartialFile | null> {
    const path = this.#path(key)
    if (path === null) return null
    const handle = await unlessMissing(open(partialPathOf(path), 'r+'))
    return handle === null ? null : new LocalPartialFile(handle, path)
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

class LocalPartialFile implements PartialFile {
  readonly handle: FileHandle
  readonly path: string
  readonly journalPath: string
  readonly #finalPath: string
  #isOpen = true
  #isKept = false

  constructor(handle: FileHandle, finalPath: string) {
    this.handle = handle
    this.path = partialPathOf(finalPath)
    this.journalPath = journalPathOf(finalPath)
    this.#finalPath = finalPath
  }

  async publish(): Promise<void> {
    await this.handle.sync()
    await this.release()
    await rename(this.path, this.#finalPath)
    await syncFolder(dirname(this.#finalPath))
    await rm(this.journalPath, { force: true })
  }

  async discard(): Promise<void> {
    if (this.#isKept) return
    await this.#close()
    await removePartial(this.#finalPath)
  }

  async release(): Promise<void> {
    this.#isKept = true
    await this.#close()
  }

  async #close(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    await this.handle.close()
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
