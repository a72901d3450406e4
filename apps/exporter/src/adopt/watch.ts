/**
 * Looks after what Mastodon's own workers do, once a minute, for `EXPORT_MODE=watch` and
 * `take-over`: enters its rows into the ledger, and follows them to their end.
 *
 * Where a job is (waiting, running, failed and to be tried again, nowhere) is the reconciler's
 * part; it looks at all exports, whoever builds them.
 */
import type { RedisClient } from '@howdah/engine'
import { MASTODON_RETRIES } from '../ledger/export-queue.ts'
import {
  noteGone,
  noteMade,
  unknownBackups,
  watchedChanges,
  type UnknownBackup,
  type WatchedChange,
} from '../ledger/watched.ts'
import { backupStorageKey } from '../mastodon/backups.ts'
import { adoptBackup, type AdoptStores } from './adopt-backup.ts'
import { findBackupJobs, type BackupJobs } from './ruby-jobs.ts'

/** A request is written and pushed within milliseconds; younger ones are left alone. */
const GRACE_MS = 60_000
/** So that one turn stays short on a server with years of archives. */
const AT_ONCE = 500
const PAGES = 20

export interface WatchReport {
  /** Rows of Mastodon that were entered into the ledger. */
  readonly adopted: number
  /** Exports that Mastodon finished, gave up or deleted. */
  readonly followed: number
}

/** One turn. */
export async function watchMastodon(
  stores: AdoptStores,
  redis: RedisClient,
  now: Date,
): Promise<WatchReport> {
  const adopted = await adoptUnknown(stores, redis, now)
  const followed = await follow(stores)
  return { adopted, followed }
}

async function adoptUnknown(stores: AdoptStores, redis: RedisClient, now: Date): Promise<number> {
  const before = new Date(now.getTime() - GRACE_MS)
  let rows = await unknownBackups(stores.db, before, { afterId: '0', limit: AT_ONCE })
  if (rows.length === 0) return 0
  const jobs = await findBackupJobs(redis)
  let adopted = 0
  for (let page = 1; rows.length > 0 && page <= PAGES; page += 1) {
    adopted += await adoptPage(stores, rows, jobs)
    const afterId = rows.at(-1)?.id ?? '0'
    rows = await unknownBackups(stores.db, before, { afterId, limit: AT_ONCE })
  }
  return adopted
}

async function adoptPage(
  stores: AdoptStores,
  rows: readonly UnknownBackup[],
  jobs: BackupJobs,
): Promise<number> {
  let adopted = 0
  for (const row of rows) {
    const jid = jobs.jids.get(row.id) ?? null
    const isUnsure = jid === null && !row.processed && !jobs.isComplete
    if (!isUnsure && (await adoptOne(stores, row, jid))) adopted += 1
  }
  return adopted
}

async function adoptOne(
  stores: AdoptStores,
  row: UnknownBackup,
  jid: string | null,
): Promise<boolean> {
  const wish = {
    backupId: row.id,
    jid,
    performer: 'mastodon',
    maxAttempts: 1 + MASTODON_RETRIES,
  } as const
  return (await adoptBackup(stores, wish)) !== null
}

async function follow({ db }: AdoptStores): Promise<number> {
  const changes = await watchedChanges(db, AT_ONCE)
  for (const change of changes) await followOne(db, change)
  return changes.length
}

async function followOne(db: AdoptStores['db'], change: WatchedChange): Promise<void> {
  const name = change.file?.name ?? null
  if (change.file === null || name === null) {
    await noteGone(db, change)
    return
  }
  const storageKey = backupStorageKey(change.backupId, name)
  await noteMade(db, change, { name, sizeBytes: change.file.sizeBytes, storageKey })
}
