/**
 * What the two types of export are called, by whom they are read.
 */
import type { ExportType } from '../../ledger/types.ts'

/** For members: what they get. */
export const MEMBER_TYPES: Readonly<Record<ExportType, string>> = {
  backup: 'Archive',
  migration: 'Follower migration export',
}

/** For administrators: the word of the job's arguments, and its class. */
export const JOB_CLASSES: Readonly<Record<ExportType, string>> = {
  backup: 'BackupWorker',
  migration: 'AccountMigrationWorker',
}

/** `text` as an export type, or null. */
export function readExportType(text: unknown): ExportType | null {
  return text === 'backup' || text === 'migration' ? text : null
}
