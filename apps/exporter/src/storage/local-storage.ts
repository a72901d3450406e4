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
  rm,
  stat,
  statfs,
  writeFile,
  type FileHandle,
} from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { LocalFile } from './local-file.ts'
import {
  finalPathOf,
  LocalPartialFile,
  partialPathOf,
  removePartial,
  StorageKeyError,
  unlessMissing,
} from './local-partial-file.ts'
import { ReadBuffers } from './read-buffers.ts'
import {
  CHECK_NAME,
  type ByteRange,
  type FileStat,
  type PartialFile,
  type Storage,
  type StoredFile,
  type Unfinished,
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
    const path = join(folder, `.${CHECK_NAME}${randomBytes(6).toString('hex')}`)
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
