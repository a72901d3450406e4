/** Reads a zip with a second library, @zip.js/zip.js, so that tests do not trust our own reader. */
import { open, stat } from 'node:fs/promises'
import { Reader, ZipReader, type FileEntry } from '@zip.js/zip.js'

/** Node's file-backed `Blob` stops at 4 GiB; this reads wherever it is told. */
class PathReader extends Reader<string> {
  readonly #path: string

  constructor(path: string) {
    super(path)
    this.#path = path
  }

  override async init(): Promise<void> {
    await super.init?.()
    this.size = (await stat(this.#path)).size
  }

  override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
    const handle = await open(this.#path)
    try {
      const bytes = new Uint8Array(Math.min(length, this.size - index))
      await handle.read(bytes, 0, bytes.length, index)
      return bytes
    } finally {
      await handle.close()
    }
  }
}

/** The files of an archive in the order of its directory. */
export async function readZipEntries(path: string): Promise<FileEntry[]> {
  const entries = await new ZipReader(new PathReader(path)).getEntries()
  return entries.filter((entry): entry is FileEntry => !entry.directory)
}
