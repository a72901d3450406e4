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
const flag = z.union([z.literal(0), z.literal(1)])

const headSchema = z.tuple([z.literal('h'), z.literal(FORMAT), z.unknown()])
const missingSchema = z.tuple([z.literal('x'), z.string(), z.string(), z.string()])
const entrySchema = z.tuple([
  z.literal('e'),
  z.string(),
  flag,
  time,
  count,
  count,
  count,
  count,
  count,
  flag,
  flag,
  z.string().length(64),
  z.number().int().positive(),
])
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
const lineSchema = z.union([entrySchema, missingSchema, markSchema, headSchema, finishedSchema])

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
  const { data: line } = lineSchema.safeParse(parseJson(text))
  if (line === undefined) return null
  switch (line[0]) {
    case 'h':
      return { kind: 'head', head: line[2] }
    case 'e':
      return { kind: 'entry', entry: entryOf(line) }
    case 'x':
      return { kind: 'missing', missing: { name: line[1], storageKey: line[2], reason: line[3] } }
    case 'f':
      return { kind: 'finished', parts: line[1], crc: line[2] }
    case 'm':
    default:
      return { kind: 'mark', mark: markOf(line), crc: line[2] }
  }
}

function entryOf(line: z.infer<typeof entrySchema>): LoggedEntry {
  const [, name, isDeflated, modifiedAt, crc, storedCrc, sizeBytes, storedBytes, offset] = line
  return {
    name: Buffer.from(name),
    isDeflated: isDeflated === 1,
    modifiedAt: new Date(modifiedAt),
    crc,
    storedCrc,
    sizeBytes,
    storedBytes,
    offset,
    hasReserve: line[9] === 1,
    isResumed: line[10] === 1,
    sha256: line[11],
    part: line[12],
  }
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
