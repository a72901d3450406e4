/**
 * The notes beside an unfinished archive: what a new process needs to go on where an old one was
 * killed.
 *
 * A text file of JSON lines that only grows: a head, each finished entry, each missing file and,
 * every two seconds or so, a mark. A mark is written after the archive's own bytes are on the disk and
 * carries a checksum of everything above it, so that whatever a crash or a power cut leaves, the
 * newest mark that can be read is a state that can be gone on from.
 *
 * Whoever takes the notes over puts a new file in their place. By that the process before, if it
 * was only asleep, sees that the archive is no longer its own.
 */
import { open, rename, stat, truncate, copyFile, type FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { ArchiveError } from './errors.ts'
import type { EntryLog, FinishedPart, LoggedEntry, Mark, MissingEntry } from './entry-log.ts'
import {
  entryLine,
  finishedLine,
  headLine,
  markLine,
  missingLine,
  parseLine,
  type JournalLine,
} from './journal-lines.ts'
import { readLines, readNewestMark } from './journal-reading.ts'
import { Tallies, type Tally } from './part-files.ts'

/** A disk that is slower than this to take a mark makes the writing wait for it. */
const DEFAULT_BEHIND_MS = 2_000

export interface JournalOptions {
  /** Marks may be that far behind before the writing waits, in milliseconds; 2,000 when left out. */
  readonly behindMs?: number
  /** Told whenever more is safe than an earlier process had left; never about notes of one's own. */
  readonly onAdvanced?: () => void
}

/** What an earlier process left. */
export interface Resumption {
  readonly journal: Journal
  readonly mark: Mark
  /** What {@link Journal.create} was given. */
  readonly head: unknown
  /** Names of entries that the mark's place does not tell. */
  readonly names: ReadonlySet<string>
  /** What was written and verified to its end; null while anything is missing. */
  readonly finished: readonly FinishedPart[] | null
}

export class Journal implements EntryLog {
  readonly #path: string
  readonly #handle: FileHandle
  readonly #inode: bigint
  readonly #behindMs: number
  readonly #onAdvanced: () => void
  /** Where the process before had come to; null for notes of one's own. */
  #takenUpAt: Mark | null = null
  #lines: string[] = []
  #crc: number
  #entries: number
  #missing: number
  readonly #tallies: Tallies
  #safeAtMs = Date.now()
  #pending: Promise<void> | null = null
  #waiting: WaitingMark | null = null
  #failure: unknown = null

  private constructor(path: string, opened: OpenedJournal, options: JournalOptions) {
    this.#path = path
    this.#handle = opened.handle
    this.#inode = opened.inode
    this.#crc = opened.crc
    this.#entries = opened.entries
    this.#missing = opened.missing
    this.#tallies = opened.tallies
    this.#behindMs = options.behindMs ?? DEFAULT_BEHIND_MS
    this.#onAdvanced = options.onAdvanced ?? (() => {})
  }

  /**
   * Begins new notes in the place of any others.
   * @param head JSON; what the next process must know before it reads anything else
   */
  static async create(path: string, head: unknown, options: JournalOptions = {}): Promise<Journal> {
    const line = headLine(head)
    const handle = await open(`${path}.new`, 'w')
    await handle.writeFile(line)
    const nothing = { entries: 0, missing: 0, tallies: new Tallies() }
    const opened = { ...(await claim(handle, path)), crc: crc32(line), ...nothing }
    return new Journal(path, opened, options)
  }

  /** Takes over what an earlier process noted; null when there is nothing to go on from. */
  static async resume(path: string, options: JournalOptions = {}): Promise<Resumption | null> {
    const found = await readNewestMark(path)
    if (found === null) return null
    await copyFile(path, `${path}.new`)
    await truncate(`${path}.new`, found.bytes)
    const handle = await open(`${path}.new`, 'a')
    const journal = new Journal(path, { ...(await claim(handle, path)), ...found }, options)
    const { mark, head, names, finished } = found
    journal.#takenUpAt = mark
    return { journal, mark, head, names, finished }
  }

  get entries(): number {
    return this.#entries
  }

  get missingEntries(): number {
    return this.#missing
  }

  tallyOf(part: number): Tally {
    return this.#tallies.of(part)
  }

  append(entry: LoggedEntry): void {
    this.#lines.push(entryLine(entry))
    this.#entries += 1
    this.#tallies.add(entry.part, entry.name)
  }

  appendMissing(missing: MissingEntry): void {
    this.#lines.push(missingLine(missing))
    this.#missing += 1
  }

  /**
   * Writes the mark behind the caller's back; a caller that is too far ahead waits. Of marks that come
   * while one is being written, the newest is written next.
   */
  async mark(mark: Mark, sync: () => Promise<void>): Promise<void> {
    if (this.#pending !== null && Date.now() - this.#safeAtMs >= this.#behindMs) await this.#pending
    this.#throwFailure()
    const lines = [...(this.#waiting?.lines ?? []), ...this.#take()]
    this.#waiting = { lines, mark, sync }
    this.#pending ??= this.#writeWaiting()
  }

  async *readEntries(part?: number): AsyncGenerator<readonly LoggedEntry[], void, undefined> {
    for await (const lines of this.#read()) {
      yield lines.flatMap((line) => {
        const isWanted = line.kind === 'entry' && (part === undefined || line.entry.part === part)
        return isWanted ? [line.entry] : []
      })
    }
  }

  async *readMissing(): AsyncGenerator<readonly MissingEntry[], void, undefined> {
    for await (const lines of this.#read()) {
      yield lines.flatMap((line) => (line.kind === 'missing' ? [line.missing] : []))
    }
  }

  /** Notes that nothing is left to do but to publish it: the next process need not look again. */
  async finish(parts: readonly FinishedPart[]): Promise<void> {
    await this.#pending
    this.#throwFailure()
    await this.#writeLines(this.#take())
    await this.#writeLines([finishedLine(parts, this.#crc)])
    await this.#handle.datasync()
    if (this.#takenUpAt !== null) this.#onAdvanced()
  }

  /** @throws {@link ArchiveError} `taken-over` when another process goes on with the archive */
  async assertMine(): Promise<void> {
    const found = await stat(this.#path, { bigint: true }).catch(() => null)
    if (found?.ino === this.#inode) return
    throw new ArchiveError('taken-over', 'Another process goes on with this archive.')
  }

  /** Waits for the mark under way; what no mark covers is lost on purpose. */
  async close(): Promise<void> {
    await this.#pending
    await this.#handle.close()
  }

  async *#read(): AsyncGenerator<readonly JournalLine[], void, undefined> {
    await this.#pending
    this.#throwFailure()
    await this.#writeLines(this.#take())
    for await (const lines of readLines(this.#path)) {
      yield lines.flatMap(({ text }) => parseLine(text) ?? [])
    }
  }

  async #writeWaiting(): Promise<void> {
    try {
      while (this.#waiting !== null) {
        const next = this.#waiting
        this.#waiting = null
        await this.#writeMark(next)
      }
    } catch (error) {
      this.#failure = error
    } finally {
      this.#pending = null
    }
  }

  async #writeMark({ lines, mark, sync }: WaitingMark): Promise<void> {
    await sync()
    await this.#writeLines(lines)
    await this.#writeLines([markLine(mark, this.#crc)])
    await this.#handle.datasync()
    this.#safeAtMs = Date.now()
    if (this.#takenUpAt !== null && isBeyond(mark, this.#takenUpAt)) this.#onAdvanced()
  }

  async #writeLines(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return
    const bytes = Buffer.from(lines.join(''))
    await this.#handle.appendFile(bytes)
    this.#crc = crc32(bytes, this.#crc)
  }

  #take(): readonly string[] {
    const lines = this.#lines
    this.#lines = []
    return lines
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure
  }
}

/** Files that are missing take the place further and no byte. */
function isBeyond(mark: Mark, before: Mark): boolean {
  if (mark.part !== before.part) return mark.part > before.part
  if (mark.position !== before.position) return mark.position > before.position
  return JSON.stringify(mark.place) !== JSON.stringify(before.place)
}

/** A mark that is not being written yet, and the lines that it covers. */
interface WaitingMark {
  readonly lines: readonly string[]
  readonly mark: Mark
  readonly sync: () => Promise<void>
}

interface OpenedJournal {
  readonly handle: FileHandle
  readonly inode: bigint
  readonly crc: number
  readonly entries: number
  readonly missing: number
  readonly tallies: Tallies
}

/** From here on the process before can tell that it is no longer asked. */
async function claim(
  handle: FileHandle,
  path: string,
): Promise<Pick<OpenedJournal, 'handle' | 'inode'>> {
  await handle.datasync()
  await rename(`${path}.new`, path)
  return { handle, inode: (await handle.stat({ bigint: true })).ino }
}
