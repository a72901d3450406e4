/**
 * Finds what crashes have left and no row of the ledger names any more: unfinished files, uploads
 * that nobody will finish, archives that were published for an export that is over.
 *
 * Only what is older than a day is touched, and among finished files only those that the ledger or
 * their name shows to be ours: Mastodon's own archives lie in the same place.
 */
import { sql } from 'kysely'
import { ACTIVE_STATES } from '../ledger/types.ts'
import { findBackup, readBackupKey } from '../mastodon/backups.ts'
import type { Services } from '../services.ts'
import { BACKUP_PREFIX } from '../storage/archive-storage.ts'
import { CHECK_NAME } from '../storage/storage.ts'
import { baseName } from './archive-names.ts'

/** No upload lasts so long, and no export waits so long between two tries. */
const LEFT_FOR_MS = 24 * 3_600_000

type Parts = Pick<Services, 'db' | 'ledger' | 'storage' | 'logger'>

/** What was removed, by its key. */
export interface Swept {
  readonly unfinished: readonly string[]
  readonly files: readonly string[]
}

export async function sweep(services: Parts, now: Date): Promise<Swept> {
  const before = new Date(now.getTime() - LEFT_FOR_MS)
  const names = await namesInUse(services)
  const unfinished = await sweepUnfinished(services, names, before)
  const files = await sweepFiles(services, names, before)
  if (unfinished.length + files.length > 0) {
    services.logger.info({ unfinished, files }, 'What crashes had left is removed.')
  }
  return { unfinished, files }
}

async function sweepUnfinished(
  { storage }: Parts,
  names: ReadonlySet<string>,
  before: Date,
): Promise<string[]> {
  const removed: string[] = []
  for await (const left of storage.unfinished('')) {
    if (left.at >= before || names.has(baseName(left.key))) continue
    await left.remove()
    removed.push(left.key)
  }
  return removed
}

async function sweepFiles(
  services: Parts,
  names: ReadonlySet<string>,
  before: Date,
): Promise<string[]> {
  const removed: string[] = []
  for await (const { key, modifiedAt } of services.storage.files('')) {
    if (modifiedAt >= before || names.has(baseName(key))) continue
    if (!(await isOrphan(services, key))) continue
    await services.storage.delete(key)
    removed.push(key)
  }
  return removed
}

async function isOrphan({ db, ledger }: Parts, key: string): Promise<boolean> {
  // Our own folder holds nothing else, and what is in use has been passed over.
  if (!key.startsWith(BACKUP_PREFIX)) return true
  if (key.startsWith(`${BACKUP_PREFIX}${CHECK_NAME}`)) return true
  const dump = readBackupKey(key)
  if (dump === null) return false
  const { backupId, fileName } = dump
  if ((await findBackup(db, backupId))?.dump_file_name === fileName) return false
  return baseName(key) !== fileName || (await ledger.byBackupId(backupId)) !== null
}

/** Names of the archives that are there to stay or on their way. */
async function namesInUse({ db }: Parts): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ key: string }>`
    SELECT coalesce(storage_key, partial_key) AS key FROM howdah.exports
    WHERE state IN ('done', ${sql.join(ACTIVE_STATES)}) AND coalesce(storage_key, partial_key) IS NOT NULL
    UNION ALL
    SELECT partial_key FROM howdah.exports WHERE partial_key IS NOT NULL`.execute(db)
  return new Set(rows.map(({ key }) => baseName(key)))
}
