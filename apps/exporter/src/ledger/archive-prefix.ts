/** Where archives of each type are stored. */
import { BACKUP_PREFIX } from '../storage/archive-storage.ts'
import type { ExportType } from './types.ts'

/** What the keys of archives of a type begin with. */
export function archivePrefix(type: ExportType): string {
  return type === 'backup' ? BACKUP_PREFIX : ''
}
