/**
 * What is looked at before any work is done: room, a storage that takes files, a mail server. What
 * stops an archive is said now and not after hours; the rest becomes a line in its story.
 */
import type { Config } from '../config/config.ts'
import type { ExportType } from '../ledger/types.ts'
import { mailRoute } from '../mail/mailer.ts'
import { BACKUP_PREFIX } from '../storage/archive-storage.ts'
import type { Storage } from '../storage/storage.ts'
import { formatBytes } from './errors.ts'

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
): Promise<string> {
  await storage.check(type === 'backup' ? BACKUP_PREFIX : '')
  const room = freeBytes === null ? '' : `, ${formatBytes(Number(freeBytes))} free`
  return `about ${formatBytes(neededBytes)} needed${room}; ${placeOf(config, type)} can be written; ${mailOf(config)}`
}

function placeOf({ media }: Config, type: ExportType): string {
  return type === 'backup' && media.s3 !== null ? `the bucket ${media.s3.bucket}` : 'the folder'
}

function mailOf(config: Config): string {
  const { mailDirectory } = config
  const route = mailRoute(config)
  if (route !== null) return `mail goes through ${route}`
  return `no mail server is set (SMTP_SERVER): messages are written to ${mailDirectory}`
}
