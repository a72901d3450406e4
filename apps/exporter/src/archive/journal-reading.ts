/** Reads the notes beside an unfinished archive up to the newest mark that can be believed. */
import { createReadStream } from 'node:fs'
import { crc32 } from 'node:zlib'
import type { FinishedPart, Mark } from './entry-log.ts'
import { parseLine, type JournalLine } from './journal-lines.ts'
import { Tallies } from './part-files.ts'

/** The newest state that can be gone on from, and what it takes. */
export interface FoundMark {
  readonly head: unknown
  readonly mark: Mark
  readonly names: ReadonlySet<string>
  readonly entries: number
  readonly missing: number
  readonly tallies: Tallies
  readonly finished: readonly FinishedPart[] | null
  /** Length of the notes up to and with the mark, and their checksum. */
  readonly bytes: number
  readonly crc: number
}

/** Null when there are no notes, or none that can be believed. */
export async function readNewestMark(path: string): Promise<FoundMark | null> {
  const reading = new JournalReading()
  try {
    for await (const lines of readLines(path)) {
      if (!lines.every(({ text, bytes }) => reading.take(text, bytes))) break
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  return reading.newest
}

/** Goes through the notes as far as they are whole. */
class JournalReading {
  newest: FoundMark | null = null
  #head: { readonly value: unknown } | null = null
  #names = new Set<string>()
  /** Names since the newest mark: only a later mark makes them count. */
  #newNames: string[] = []
  #entries = 0
  #missing = 0
  readonly #tallies = new Tallies()
  #bytes = 0
  #crc = 0

  /** @returns false at the first line that cannot be believed */
  take(text: string, bytes: Buffer): boolean {
    const line = parseLine(text)
    if (line === null || (line.kind === 'head') !== (this.#head === null)) return false
    const isChecked = line.kind === 'mark' || line.kind === 'finished'
    if (isChecked && line.crc !== this.#crc) return false
    this.#crc = crc32(bytes, this.#crc)
    this.#bytes += bytes.length
    this.#note(line)
    return true
  }

  #note(line: JournalLine): void {
    if (line.kind === 'head') this.#head = { value: line.head }
    if (line.kind === 'missing') {
      this.#missing += 1
      this.#newNames.push(line.missing.name)
    }
    if (line.kind === 'entry') {
      this.#entries += 1
      this.#tallies.add(line.entry.part, line.entry.name)
      this.#newNames.push(Buffer.from(line.entry.name).toString())
    }
    if (line.kind === 'mark') this.#noteMark(line.mark)
    if (line.kind === 'finished' && this.newest !== null) {
      this.newest = {
        ...this.newest,
        finished: line.parts,
        bytes: this.#bytes,
        crc: this.#crc,
        entries: this.#entries,
        missing: this.#missing,
        tallies: this.#tallies.copy(),
      }
    }
  }

  #noteMark(mark: Mark): void {
    // The cursor tells which entries are there; two hundred thousand names are not kept for it.
    const isTold = mark.place !== null && mark.place.cursor !== null
    if (isTold) this.#names = new Set()
    else for (const name of this.#newNames) this.#names.add(name)
    this.#newNames = []
    this.newest = {
      head: this.#head?.value,
      mark,
      names: this.#names,
      entries: this.#entries,
      missing: this.#missing,
      tallies: this.#tallies.copy(),
      finished: null,
      bytes: this.#bytes,
      crc: this.#crc,
    }
  }
}

interface Line {
  readonly text: string
  /** With its line break. */
  readonly bytes: Buffer
}

/**
 * Whole lines only, some hundreds at a time: what follows the last line break was cut off. Waiting for each
 * took longer than reading it.
 */
export async function* readLines(path: string): AsyncGenerator<readonly Line[], void, undefined> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const lines: Line[] = []
    let from = 0
    for (let end = data.indexOf(10); end !== -1; end = data.indexOf(10, from)) {
      const bytes = data.subarray(from, end + 1)
      lines.push({ text: bytes.toString('utf8', 0, bytes.length - 1), bytes })
      from = end + 1
    }
    rest = data.subarray(from)
    yield lines
  }
}
