/**
 * The lines of a journal, to text and back. Arrays instead of objects for what there are hundreds
 * of thousands of; a line that is not understood is an answer (null), because crashes leave such.
 */
import { z } from 'zod'
import type { FinishedPart, LoggedEntry, Mark, MissingEntry } from './entry-log.ts'

/** Another shape of lines needs another number: older notes are then not gone on from. */
const FORMAT = 2

const count = z.number().int().nonnegative()
const time = z.number().int()

const headSchema = z.tuple([z.literal('h'), z.literal(FORMAT), z.unknown()])
const missingSchema = z.tuple([z.literal('x'), z.string(), z.string(), z.string()])
const recordSchema = z.object({
  name: z.string(),
  isDeflated: z.boolean(),
  modifiedAt: time,
  crc: count,
  sizeBytes: count,
  storedBytes: count,
  offset: count,
  hasReserve: z.boolean(),
})
const markSchema = z.tuple([
  z.literal('m'),
  z.object({
    part: z.number().int().positive(),
    position: count,
    place: z.object({ step: z.string(), cursor: z.string().nullable() }).nullable(),
    open: z.object({ record: recordSchema, storedCrc: count, cursor: z.string() }).nullable(),
  }),
  count,
])
const finishedSchema = z.tuple([
  z.literal('f'),
  z.array(z.object({ sizeBytes: count, entries: count, sha256: z.string() })).min(1),
  count,
])
const lineSchema = z.union([missingSchema, markSchema, headSchema, finishedSchema])

export type JournalLine =
  | { readonly kind: 'head'; readonly head: unknown }
  | { readonly kind: 'entry'; readonly entry: LoggedEntry }
  | { readonly kind: 'missing'; readonly missing: MissingEntry }
  /** With the checksum of all lines above it. */
  | { readonly kind: 'mark'; readonly mark: Mark; readonly crc: number }
  /** Likewise: everything is written and has been verified. */
  | { readonly kind: 'finished'; readonly parts: readonly FinishedPart[]; readonly crc: number }

export function headLine(head: unknown): string {
  return lineOf(['h', FORMAT, head])
}

export function entryLine(entry: LoggedEntry): string {
  return lineOf([
    'e',
    textOf(entry.name),
    entry.isDeflated ? 1 : 0,
    entry.modifiedAt.getTime(),
    entry.crc,
    entry.storedCrc,
    entry.sizeBytes,
    entry.storedBytes,
    entry.offset,
    entry.hasReserve ? 1 : 0,
    entry.isResumed ? 1 : 0,
    entry.sha256,
    entry.part,
  ])
}

export function missingLine({ name, storageKey, reason }: MissingEntry): string {
  return lineOf(['x', name, storageKey, reason])
}

export function finishedLine(parts: readonly FinishedPart[], crc: number): string {
  return lineOf(['f', parts, crc])
}

export function markLine({ part, position, place, open }: Mark, crc: number): string {
  const record = open === null ? null : open.record
  const kept =
    open === null || record === null
      ? null
      : {
          ...open,
          record: { ...record, name: textOf(record.name), modifiedAt: record.modifiedAt.getTime() },
        }
  return lineOf(['m', { part, position, place, open: kept }, crc])
}

export function parseLine(text: string): JournalLine | null {
  const json = parseJson(text)
  if (Array.isArray(json) && json[0] === 'e') return parseEntry(json)
  const { data: line } = lineSchema.safeParse(json)
  if (line === undefined) return null
  switch (line[0]) {
    case 'h':
      return { kind: 'head', head: line[2] }
    case 'x':
      return { kind: 'missing', missing: { name: line[1], storageKey: line[2], reason: line[3] } }
    case 'f':
      return { kind: 'finished', parts: line[1], crc: line[2] }
    case 'm':
    default:
      return { kind: 'mark', mark: markOf(line), crc: line[2] }
  }
}

/**
 * By hand: an archive of a million posts has two hundred thousand of these and reads them four times;
 * with a schema a line takes twice to three times as long.
 */
function parseEntry(line: readonly unknown[]): JournalLine | null {
  const [, name, isDeflated, modifiedAt, crc, storedCrc, sizeBytes, storedBytes, offset] = line
  const [hasReserve, isResumed, sha256, part] = line.slice(9)
  const isWhole =
    line.length === ENTRY_VALUES &&
    typeof name === 'string' &&
    isFlag(isDeflated) &&
    Number.isSafeInteger(modifiedAt) &&
    isFlag(hasReserve) &&
    isFlag(isResumed) &&
    typeof sha256 === 'string' &&
    sha256.length === SHA256_DIGITS &&
    isCount(part) &&
    part > 0
  if (!isWhole || !isCount(crc) || !isCount(storedCrc) || !isCount(sizeBytes)) return null
  if (!isCount(storedBytes) || !isCount(offset)) return null
  const entry = {
    name: Buffer.from(name),
    isDeflated: isDeflated === 1,
    modifiedAt: new Date(Number(modifiedAt)),
    crc,
    storedCrc,
    sizeBytes,
    storedBytes,
    offset,
    hasReserve: hasReserve === 1,
    isResumed: isResumed === 1,
    sha256,
    part,
  }
  return { kind: 'entry', entry }
}

const ENTRY_VALUES = 13
const SHA256_DIGITS = 64

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isFlag(value: unknown): value is 0 | 1 {
  return value === 0 || value === 1
}

function markOf([, { part, position, place, open }]: z.infer<typeof markSchema>): Mark {
  if (open === null) return { part, position, place, open }
  const record = {
    ...open.record,
    name: Buffer.from(open.record.name),
    modifiedAt: new Date(open.record.modifiedAt),
  }
  return { part, position, place, open: { ...open, record } }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function lineOf(values: readonly unknown[]): string {
  return `${JSON.stringify(values)}\n`
}

function textOf(name: Uint8Array): string {
  return Buffer.from(name).toString('utf8')
}
