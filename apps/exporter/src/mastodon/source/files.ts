/** The member's uploaded files: attachments of posts, avatar, header. */
import { type Kysely, sql } from 'kysely'
import type { AccountRow } from '../members.ts'
import { extensionOf, storageKey } from '../storage-paths.ts'
import type { MastodonDatabase } from '../tables.ts'
import { anyOf } from './account-columns.ts'
import { type KeysetOptions, DEFAULT_PAGE_SIZE, pages } from './keyset.ts'

/** A file that belongs into the archive. */
export interface ArchivedFile {
  readonly storageKey: string
  /** Its name in the archive. */
  readonly entryName: string
}

export interface MediaFile extends ArchivedFile {
  readonly id: string
  readonly sizeBytes: number | null
}

/**
 * The originals of all attachments of posts, by id: also of deleted and of scheduled posts, never
 * of uploads that belong to no post.
 *
 * Which files there are is asked once. No index has an account's files in the order of their ids: page by
 * page PostgreSQL would look for them through those of the whole server, or read all of the account's each time.
 */
export async function* mediaFiles(
  db: Kysely<MastodonDatabase>,
  accountId: string,
  { afterId, untilId, signal, pageSize = DEFAULT_PAGE_SIZE }: KeysetOptions,
): AsyncGenerator<MediaFile, void, undefined> {
  const ids = await selectIds(db, { accountId, after: afterId ?? null, until: untilId })
  const read = async (from: string | null) => {
    const at = Number(from ?? 0)
    const next = at + pageSize
    const rows = at < ids.length ? await selectFiles(db, ids.subarray(at, next)) : []
    return { rows, next: next < ids.length ? String(next) : null }
  }
  for await (const rows of pages(read, { signal })) {
    for (const row of rows) {
      const key = storageKey('media_attachments/files', row.id, row.file_file_name ?? '')
      yield { id: row.id, storageKey: key, entryName: key, sizeBytes: row.file_file_size }
    }
  }
}

interface FileRange {
  readonly accountId: string
  readonly after: string | null
  readonly until: string | undefined
}

/** As numbers of 64 bits: two hundred thousand are 1.6 MB. */
async function selectIds(
  db: Kysely<MastodonDatabase>,
  { accountId, after, until }: FileRange,
): Promise<BigInt64Array> {
  const rest = after === null ? sql`` : sql`AND id > ${after}`
  const bound = until === undefined ? sql`` : sql`AND id <= ${until}`
  // OFFSET keeps the planner from the index of all ids.
  const { rows } = await sql<{ count: number; ids: string | null }>`
    SELECT count(*)::integer AS count, string_agg(id::text, ',' ORDER BY id) AS ids FROM (
      SELECT id, status_id, scheduled_status_id, file_file_name FROM media_attachments
      WHERE account_id = ${accountId} OFFSET 0
    ) AS own
    WHERE file_file_name IS NOT NULL ${rest} ${bound}
      AND (status_id IS NOT NULL OR scheduled_status_id IS NOT NULL)`.execute(db)
  const { count = 0, ids } = rows[0] ?? {}
  return parseIds(ids ?? '', count)
}

function parseIds(text: string, count: number): BigInt64Array {
  const ids = new BigInt64Array(count)
  let from = 0
  for (let at = 0; at < count; at += 1) {
    const end = text.indexOf(',', from)
    ids[at] = BigInt(end === -1 ? text.slice(from) : text.slice(from, end))
    from = end + 1
  }
  return ids
}

function selectFiles(
  db: Kysely<MastodonDatabase>,
  ids: BigInt64Array,
): Promise<{ id: string; file_file_name: string | null; file_file_size: number | null }[]> {
  return db
    .selectFrom('media_attachments')
    .select(['id', 'file_file_name', 'file_file_size'])
    .where('id', '=', anyOf(Array.from(ids, String)))
    .where('file_file_name', 'is not', null)
    .orderBy('id')
    .execute()
}

/** Avatar and header of the profile; null where there is none. */
export function profileImages(account: AccountRow): {
  avatar: ArchivedFile | null
  header: ArchivedFile | null
} {
  const { id, avatar_file_name: avatar, header_file_name: header } = account
  return {
    avatar: avatar === null ? null : imageFile('accounts/avatars', id, avatar),
    header: header === null ? null : imageFile('accounts/headers', id, header),
  }
}

function imageFile(
  storageClass: 'accounts/avatars' | 'accounts/headers',
  id: string,
  fileName: string,
): ArchivedFile {
  const name = storageClass === 'accounts/avatars' ? 'avatar' : 'header'
  return {
    storageKey: storageKey(storageClass, id, fileName),
    entryName: name + extensionOf(fileName),
  }
}
