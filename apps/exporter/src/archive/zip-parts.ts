/**
 * The file of an archive that is being written, and the next one once it is full: each is a whole zip
 * with its own directory.
 */
import type { FileHandle } from 'node:fs/promises'
import type { EntryLog } from './entry-log.ts'
import { OutputFile } from './output-file.ts'
import { bytesWith, type PartFiles } from './part-files.ts'
import { chunksOf } from './read-back.ts'
import { centralHeader, endOfDirectory, type EntryRecord } from './zip-format.ts'

export interface ZipPartsOptions {
  /** Of the part that is written first; it stays open. */
  readonly handle: FileHandle
  readonly part: number
  /** Where to go on in it. */
  readonly position: number
  /** What the parts hold. */
  readonly log: EntryLog
  /** Asked before every write to the disk; throws when the file belongs to somebody else now. */
  readonly guard: (() => Promise<void>) | undefined
  /** Where further files come from; null: all goes into one. */
  readonly files: PartFiles | null
}

export class ZipParts {
  readonly #options: ZipPartsOptions
  #handle: FileHandle
  #file: OutputFile
  #part: number

  constructor(options: ZipPartsOptions) {
    this.#options = options
    this.#handle = options.handle
    this.#part = options.part
    this.#file = this.#outputTo(options.handle, options.position)
  }

  /** Which one is being written, 1 for the first. */
  get part(): number {
    return this.#part
  }

  /** The one that is being written. */
  get file(): OutputFile {
    return this.#file
  }

  /** Turns to the next part where an entry does not fit behind what there is. */
  async makeRoom(name: Uint8Array, storedBytes: number): Promise<boolean> {
    const { files } = this.#options
    if (files === null || !this.#isTooLarge(files, { name, storedBytes }, this.#file.position)) {
      return false
    }
    await this.close()
    await this.#file.sync()
    this.#turnTo(await files.create(this.#part + 1), 0)
    return true
  }

  /** An entry that turned out too large for what was left moves to the next file, as it is. */
  async settle(entry: EntryRecord): Promise<EntryRecord> {
    const { files } = this.#options
    if (files === null || !this.#isTooLarge(files, entry, entry.offset)) return entry
    await this.#file.flush()
    const next = await files.create(this.#part + 1)
    const moved = this.#outputTo(next, 0)
    const bytes = chunksOf(this.#handle, entry.offset, this.#file.position)
    for await (const chunk of bytes) await moved.write(chunk)
    await moved.flush()
    await this.#file.takeBack(entry.offset)
    await this.close()
    await this.#file.sync()
    this.#turnTo(next, moved.position)
    return { ...entry, offset: 0 }
  }

  /** Writes the directory. */
  async close(): Promise<void> {
    const offset = this.#file.position
    const { log } = this.#options
    for await (const entries of log.readEntries(this.#part)) {
      await this.#file.write(Buffer.concat(entries.map(centralHeader)))
    }
    const { entries } = log.tallyOf(this.#part)
    const sizeBytes = this.#file.position - offset
    await this.#file.write(endOfDirectory({ entries, sizeBytes, offset }))
    await this.#file.flush()
  }

  /** An entry alone in its file is there to stay, whatever its size. */
  #isTooLarge(
    { limitBytes }: PartFiles,
    entry: { readonly name: Uint8Array; readonly storedBytes: number },
    position: number,
  ): boolean {
    const tally = this.#options.log.tallyOf(this.#part)
    return tally.entries > 0 && bytesWith(position, tally, entry) > limitBytes
  }

  #turnTo(handle: FileHandle, position: number): void {
    this.#part += 1
    this.#handle = handle
    this.#file = this.#outputTo(handle, position)
  }

  #outputTo(handle: FileHandle, position: number): OutputFile {
    const { guard } = this.#options
    return new OutputFile(handle, { position, ...(guard === undefined ? {} : { guard }) })
  }
}
