/** The states of an archive under way that another process can go on from. */
import type { EntryLog, OpenEntry, Place } from './entry-log.ts'
import type { ZipParts } from './zip-parts.ts'

/** So that the disk writes while the rest is read, and not all of it at the end. */
const MARK_EVERY_BYTES = 64 * 1024 * 1024

export interface ZipMarksOptions {
  readonly parts: ZipParts
  readonly log: EntryLog
  /** Least time between two, in milliseconds, unless much was written. */
  readonly everyMs: number
  readonly place: Place | null
}

export class ZipMarks {
  /** Where the builder stands: part of every mark. */
  place: Place | null
  readonly #options: ZipMarksOptions
  /** The first one comes as soon as there is anything to go on from. */
  #markedAtMs = 0
  #markedTo = 0

  constructor(options: ZipMarksOptions) {
    this.#options = options
    this.place = options.place
  }

  get isDue(): boolean {
    const { parts, everyMs } = this.#options
    const { position } = parts.file
    if (position - this.#markedTo >= MARK_EVERY_BYTES) return true
    return position > 0 && Date.now() - this.#markedAtMs >= everyMs
  }

  /** @param open the entry under way; null between two */
  async write(open: OpenEntry | null): Promise<void> {
    this.#markedAtMs = Date.now()
    const { part, file } = this.#options.parts
    await file.flush()
    this.#markedTo = file.position
    const mark = { part, position: file.position, place: this.place, open }
    await this.#options.log.mark(mark, () => file.sync())
  }
}
