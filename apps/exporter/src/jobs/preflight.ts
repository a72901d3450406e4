/**
 * What is looked at before any work is done: room, a storage that takes files, a mail server. What
 * stops an archive is said now and not after hours; the rest becomes a line in its story.
 */
import type { Config } from '../config/config.ts'
import type { Reason } from '../ledger/reasons/reason.ts'
import type { ExportType } from '../ledger/types.ts'
import { mailRoute } from '../mail/mailer.ts'
import { BACKUP_PREFIX } from '../storage/archive-storage.ts'
import type { Storage } from '../storage/storage.ts'

export interface Preflight {
  readonly type: ExportType
  /** What it will take, and what there is; null where the storage does not know. */
  readonly neededBytes: number
  readonly freeBytes: bigint | null
}

/**
 * Proves that an archive can be put where it belongs.
 * @returns what was found, for the story
 * @throws why nothing can be written there
 */
export async function checkBefore(
  { config, storage }: { readonly config: Config; readonly storage: Storage },
  { type, neededBytes, freeBytes }: Preflight,
): Promise<Reason> {
  await storage.check(type === 'backup' ? BACKUP_PREFIX : '')
  return {
    code: 'checked',
    neededBytes,
    freeBytes: freeBytes === null ? null : Number(freeBytes),
    bucket: type === 'backup' ? (config.media.s3?.bucket ?? null) : null,
    mailRoute: mailRoute(config),
    mailFolder: config.mailDirectory,
  }
}
