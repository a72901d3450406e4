/** The member's uploaded files: attachments of posts, avatar, header. */
import type { Kysely } from 'kysely'
import type { AccountRow } from '../members.ts'
import { extensionOf, storageKey } from '../storage-paths.ts'
import type { MastodonDatabase } from '../tables.ts'
import { type KeysetOptions, DEFAULT_PAGE_SIZE, pages, toPage } from './keyset.ts'

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
 */
export async function* mediaFiles(
  db: Kysely<MastodonDatabase>,
  accountId: string,
  { afterId, untilId, signal, pageSize = DEFAULT_PAGE_SIZE }: KeysetOptions,
): AsyncGenerator<MediaFile, void, undefined> {
  const read = async (after: string | null) =>
    toPage(
      await selectFiles(db, { accountId, after, until: untilId, limit: pageSize }),
      pageSize,
      (row) => row.id,
    )
  for await (const rows of pages(read, { after: afterId ?? null, signal })) {
    for (const row of rows) {
      const key = storageKey('media_attachments/files', row.id, row.file_file_name ?? '')
      yield { id: row.id, storageKey: key, entryName: key, sizeBytes: row.file_file_size }
    }
  }
}

interface FilePage {
  readonly accountId: string
  readonly after: string | null
  readonly until: string | undefined
  readonly limit: number
}

function selectFiles(
  db: Kysely<MastodonDatabase>,
  { accountId, after, until, limit }: FilePage,
): Promise<{ id: string; file_file_name: string | null; file_file_size: number | null }[]> {
  return db
    .selectFrom('media_attachments')
    .select(['id', 'file_file_name', 'file_file_size'])
    .where('account_id', '=', accountId)
    .where('file_file_name', 'is not', null)
    .where((eb) =>
      eb.or([eb('status_id', 'is not', null), eb('scheduled_status_id', 'is not', null)]),
    )
    .$if(after !== null, (query) => query.where('id', '>', after ?? ''))
    .$if(until !== undefined, (query) => query.where('id', '<=', until ?? ''))
    .orderBy('id')
    .limit(limit)
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
