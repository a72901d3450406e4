/**
 * The two types of export: what members call them, and reading them from a form.
 */
import type { ExportKind, ExportType } from '../../ledger/types.ts'
import { words } from './words.ts'

/** For members: what they get. */
export function memberType(type: ExportType): string {
  return words().memberExports.types[type]
}

/** The same of an export, which says when it has no media. */
export function memberKind({ type, includesMedia }: ExportKind): string {
  return includesMedia ? memberType(type) : words().withoutMedia.member
}

/** For administrators: what it is called in lists. */
export function staffType(type: ExportType): string {
  return words().schedule.types[type]
}

/** The same of an export, which says when it has no media. */
export function staffKind({ type, includesMedia }: ExportKind): string {
  return includesMedia ? staffType(type) : words().withoutMedia.staff
}

/** `text` as an export type, or null. */
export function readExportType(text: unknown): ExportType | null {
  return text === 'backup' || text === 'migration' ? text : null
}
