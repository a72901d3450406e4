/**
 * What an archive holds so far: every finished entry, and what could not be included. The central
 * directory, the manifest and the check of the finished file are made of it.
 *
 * In memory for archives that are written in one go; a {@link Journal} keeps the same in a file, so
 * that two hundred thousand entries need no memory and a new process knows what is safe.
 */
import { Tallies, type Tally } from './part-files.ts'
import type { EntryRecord } from './zip-format.ts'

/** A finished entry: what its headers say, and what lets the file be checked later. */
export interface LoggedEntry extends EntryRecord {
  /** Which file of the archive it lies in, 1 for the first; `offset` counts there. */
  readonly part: number
  /** Hexadecimal, of the contents as a reader gets them. */
  readonly sha256: string
  /** CRC-32 of the bytes in the file; the entry's own when it is stored. */
  readonly storedCrc: number
  /** True when it was written in more than one go: then it is read back as a reader would. */
  readonly isResumed: boolean
}

/** A file that belongs into the archive and is not, or not wholly, in it. */
export interface MissingEntry {
  /** Its name in the archive. */
  readonly name: string
  readonly storageKey: string
  /** In words, for the member. */
  readonly reason: string
}

/** An entry as the manifest lists it. */
export interface EntrySummary {
  readonly name: string
  readonly sizeBytes: number
  readonly crc: number
  /** Hexadecimal. */
  readonly sha256: string
  /** Which file of the archive it lies in, 1 for the first. */
  readonly part: number
}

/** A file of a finished archive. */
export interface FinishedPart {
  readonly sizeBytes: number
  readonly entries: number
  /** Of the whole file, hexadecimal. */
  readonly sha256: string
}

/** What a builder may know of the archive that it adds to. */
export interface EntryList {
  /** All finished entries, in the order of the archive, some at a time. */
  all(): AsyncIterable<readonly EntrySummary[]>
  missing(): AsyncIterable<readonly MissingEntry[]>
}

/** Where a builder stands: the step it is in, and how far, in the step's own words. */
export interface Place {
  readonly step: string
  /** Null at the beginning of a step, and in steps whose entries say by their names how far it is. */
  readonly cursor: string | null
}

/** An entry that is not finished: its source goes on behind `cursor`. */
export interface OpenEntry {
  /** `crc` and `sizeBytes` count what is in the file; so does `storedBytes`. */
  readonly record: EntryRecord
  readonly storedCrc: number
  readonly cursor: string
}

/** A state that an archive can be taken up from: bytes behind `position` do not count. */
export interface Mark {
  /** The file that is being written, 1 for the first; those before it are finished. */
  readonly part: number
  readonly position: number
  readonly place: Place | null
  readonly open: OpenEntry | null
}

export interface EntryLog {
  readonly entries: number
  readonly missingEntries: number
  tallyOf(part: number): Tally
  append(entry: LoggedEntry): void
  appendMissing(missing: MissingEntry): void
  /** Of one part, or of all, some at a time. */
  readEntries(part?: number): AsyncIterable<readonly LoggedEntry[]>
  readMissing(): AsyncIterable<readonly MissingEntry[]>
  /**
   * Offers a state to go on from. The log may take its time, or let it pass.
   * @param sync makes the archive's bytes durable; a mark only counts behind it
   */
  mark(mark: Mark, sync: () => Promise<void>): Promise<void>
}

/** Whoever follows the writing. */
export interface EntryListener {
  /**
   * A finished entry.
   * @param writtenBytes of its part that whoever opens the file can read
   */
  note(entry: LoggedEntry, writtenBytes: number): void
}

/** Forgets with the process. */
export class MemoryLog implements EntryLog {
  readonly #entries: LoggedEntry[] = []
  readonly #missing: MissingEntry[] = []
  readonly #tallies = new Tallies()

  get entries(): number {
    return this.#entries.length
  }

  get missingEntries(): number {
    return this.#missing.length
  }

  tallyOf(part: number): Tally {
    return this.#tallies.of(part)
  }

  append(entry: LoggedEntry): void {
    this.#entries.push(entry)
    this.#tallies.add(entry.part, entry.name)
  }

  appendMissing(missing: MissingEntry): void {
    this.#missing.push(missing)
  }

  async *readEntries(part?: number): AsyncGenerator<readonly LoggedEntry[], void, undefined> {
    yield this.#entries.filter((entry) => part === undefined || entry.part === part)
  }

  async *readMissing(): AsyncGenerator<readonly MissingEntry[], void, undefined> {
    yield [...this.#missing]
  }

  async mark(): Promise<void> {
    // Nothing survives the process, so there is nothing to go on from.
  }
}

export function entryListOf(log: EntryLog): EntryList {
  return { all: () => summaries(log), missing: () => log.readMissing() }
}

async function* summaries(log: EntryLog): AsyncGenerator<readonly EntrySummary[], void, undefined> {
  for await (const entries of log.readEntries()) yield entries.map(summaryOf)
}

function summaryOf({ name, sizeBytes, crc, sha256, part }: LoggedEntry): EntrySummary {
  return { name: Buffer.from(name).toString(), sizeBytes, crc, sha256, part }
}
