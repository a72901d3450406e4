/**
 * Mastodon's own table of archives, kept beside our ledger so that its page, its download link,
 * its clean-up and its disk statistics stay true.
 *
 * A row with `processed = false` shows as "Compiling your archive..."; Mastodon keeps only the
 * newest archive of a user. The file lies where Mastodon expects it: {@link backupStorageKey}.
 */
import { type Kysely, type Selectable, sql, type SqlBool } from 'kysely'
import { utcTimestamp } from './column-parsers.ts'
import { storageKey } from './storage-paths.ts'
import type { MastodonDatabase } from './tables.ts'
import type { BackupsTable } from './tables/server.ts'

export type BackupRow = Selectable<BackupsTable>

/** A finished archive's file. */
export interface BackupFile {
  readonly fileName: string
  readonly sizeBytes: number
}

/** The storage key of an archive. */
export function backupStorageKey(backupId: string, fileName: string): string {
  return storageKey('backups/dumps', backupId, fileName)
}

/** The row and the file's name of an archive's key; null for keys of other files. */
export function readBackupKey(
  key: string,
): { readonly backupId: string; readonly fileName: string } | null {
  const [, digits, fileName] = /^backups\/dumps\/((?:\d{3}\/)+)original\/([^/]+)$/.exec(key) ?? []
  if (digits === undefined || fileName === undefined) return null
  return { backupId: String(BigInt(digits.replaceAll('/', ''))), fileName }
}

/** Adds the row of a requested archive; its id. */
export async function insertBackup(db: Kysely<MastodonDatabase>, userId: string): Promise<string> {
  const now = utcTimestamp(new Date())
  const row = await db
    .insertInto('backups')
    .values({ user_id: userId, created_at: now, updated_at: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** Names the finished file; false when the row is gone (the user was deleted, or it expired). */
export async function completeBackup(
  db: Kysely<MastodonDatabase>,
  backupId: string,
  file: BackupFile,
): Promise<boolean> {
  const now = utcTimestamp(new Date())
  const result = await db
    .updateTable('backups')
    .set({
      processed: true,
      dump_file_name: file.fileName,
      dump_content_type: 'application/zip',
      dump_file_size: String(file.sizeBytes),
      dump_updated_at: now,
      updated_at: now,
    })
    .where('id', '=', backupId)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Removes the row; its file is the caller's to delete. False when it was gone already. */
export async function destroyBackup(
  db: Kysely<MastodonDatabase>,
  backupId: string,
): Promise<boolean> {
  const result = await db.deleteFrom('backups').where('id', '=', backupId).executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** Destroyed rows come back under their numbers, but not for users who are gone by now. */
export async function restoreBackups(
  db: Kysely<MastodonDatabase>,
  rows: readonly { readonly backupId: string; readonly userId: string }[],
): Promise<void> {
  if (rows.length === 0) return
  const [ids, userIds] = [rows.map(({ backupId }) => backupId), rows.map(({ userId }) => userId)]
  const now = utcTimestamp(new Date())
  await sql`
    INSERT INTO backups (id, user_id, created_at, updated_at)
    SELECT gone.id, users.id, ${now}::timestamp, ${now}::timestamp
    FROM unnest(${ids}::bigint[], ${userIds}::bigint[]) AS gone (id, user_id)
      JOIN users ON users.id = gone.user_id
    ON CONFLICT (id) DO NOTHING`.execute(db)
}

/** Removes rows, as many as are there; their files are the caller's to delete. */
export async function destroyBackups(
  db: Kysely<MastodonDatabase>,
  backupIds: readonly string[],
): Promise<void> {
  if (backupIds.length === 0) return
  const isOne = sql<SqlBool>`id = ANY(${backupIds}::bigint[])`
  await db.deleteFrom('backups').where(isOne).execute()
}

/** One archive's row, or null. */
export async function findBackup(
  db: Kysely<MastodonDatabase>,
  backupId: string,
): Promise<BackupRow | null> {
  const row = await db
    .selectFrom('backups')
    .selectAll()
    .where('id', '=', backupId)
    .executeTakeFirst()
  return row ?? null
}

/** The user's other archives, newest first: what Mastodon deletes when a new one is ready. */
export async function otherBackupsOf(
  db: Kysely<MastodonDatabase>,
  userId: string,
  backupIds: readonly string[],
): Promise<BackupRow[]> {
  return db
    .selectFrom('backups')
    .selectAll()
    .where('user_id', '=', userId)
    .where('id', 'not in', backupIds)
    .orderBy('id', 'desc')
    .execute()
}
