/**
 * The two types of export: what members call them, and reading them from a form.
 */
import type { ExportType } from '../../ledger/types.ts'
import { words } from './words.ts'

/** For members: what they get. */
export function memberType(type: ExportType): string {
  return words().memberExports.types[type]
}

/** For administrators: what it is called in lists. */
export function staffType(type: ExportType): string {
  return words().schedule.types[type]
}

/** `text` as an export type, or null. */
export function readExportType(text: unknown): ExportType | null {
  return text === 'backup' || text === 'migration' ? text : null
}
