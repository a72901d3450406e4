/**
 * The two types of export: what members call them, and reading them from a form.
 */
import type { ExportType } from '../../ledger/types.ts'

/** For members: what they get. */
export const MEMBER_TYPES: Readonly<Record<ExportType, string>> = {
  backup: 'Archive',
  migration: 'Follower migration export',
}

/** `text` as an export type, or null. */
export function readExportType(text: unknown): ExportType | null {
  return text === 'backup' || text === 'migration' ? text : null
}
