/**
 * A whole exporter on throw-away parts: PostgreSQL, Redis, folders, and a member with posts and
 * media. For tests that build real archives.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { silentLogger } from '@howdah/engine'
import { startTestRedis } from '@howdah/engine/testing'
import { sql } from 'kysely'
import { readConfig } from '../config/read-config.ts'
import { findMember, type Member } from '../mastodon/members.ts'
import { storageKey } from '../mastodon/storage-paths.ts'
import { openServices, type Services } from '../services.ts'
import { addMember, type Account } from './community.ts'
import { startTestPostgres } from './postgres.ts'

export interface ExportHome {
  readonly services: Services
  readonly folder: string
  /** For child processes. */
  readonly env: Readonly<Record<string, string>>
  /** A member with that many posts and media files of that size. */
  addMember(
    username: string,
    contents?: { posts?: number; media?: number; mediaBytes?: number },
  ): Promise<Member>
  /** Empties ledger, Mastodon's backups and Redis. */
  reset(): Promise<void>
  stop(): Promise<void>
}

export async function startExportHome(more: Record<string, string> = {}): Promise<ExportHome> {
  const folder = await mkdtemp(join(tmpdir(), 'howdah-home-'))
  const [postgres, redis] = await Promise.all([startTestPostgres(), startTestRedis()])
  const env = {
    LOCAL_DOMAIN: 'example.social',
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    PAPERCLIP_ROOT_PATH: join(folder, 'system'),
    HOWDAH_DATA: join(folder, 'data'),
    HOWDAH_PUBLIC_URL: 'http://127.0.0.1:3000',
    ...more,
  }
  const services = await openServices(readConfig(env), silentLogger)
  return {
    services,
    folder,
    env,
    addMember: (username, contents) => fill(services, username, contents ?? {}),
    reset: async () => {
      await sql`TRUNCATE howdah.exports, howdah.export_attempts, howdah.export_events, backups`.execute(
        services.db,
      )
      await redis.flush()
    },
    stop: async () => {
      await services.close()
      await Promise.all([
        postgres.stop(),
        redis.stop(),
        rm(folder, { recursive: true, force: true }),
      ])
    },
  }
}

async function fill(
  services: Services,
  username: string,
  contents: { posts?: number; media?: number; mediaBytes?: number },
): Promise<Member> {
  const { account, user } = await addMember(services.db, { username })
  await addPosts(services, account, contents.posts ?? 0)
  for (let n = 0; n < (contents.media ?? 0); n += 1) {
    await addMediaFile(services, account, contents.mediaBytes ?? 1_000)
  }
  const member = await findMember(services.db, { userId: user.id })
  if (member === null) throw new Error(`${username} was not stored`)
  return member
}

/** In one statement: a hundred thousand posts take a second. */
async function addPosts({ db }: Services, account: Account, count: number): Promise<void> {
  await sql`
    INSERT INTO statuses (account_id, text, local, visibility, language, created_at, updated_at)
    SELECT ${account.id}, 'Post number ' || n || ' about elephants & their seats', true, n % 4, 'en',
      now() - n * interval '1 minute', now()
    FROM generate_series(1, ${count}::integer) AS n`.execute(db)
  await sql`
    UPDATE statuses SET uri = 'https://example.social/users/' || ${account.username}::text || '/statuses/' || id
    WHERE account_id = ${account.id}`.execute(db)
  // As autovacuum would in life: without statistics the planner takes the wrong indexes.
  await sql`ANALYZE`.execute(db)
}

async function addMediaFile(services: Services, account: Account, sizeBytes: number) {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO media_attachments (account_id, status_id, file_file_name, file_content_type,
      file_file_size, type, created_at, updated_at)
    SELECT ${account.id}, min(id), ${`${randomBytes(8).toString('hex')}.png`}, 'image/png',
      ${sizeBytes}, 0, now(), now()
    FROM statuses WHERE account_id = ${account.id} HAVING min(id) IS NOT NULL
    RETURNING id`.execute(services.db)
  const id = rows[0]?.id
  if (id === undefined) throw new Error('media need a post to hang on')
  await writeFile(await mediaPath(services, id), randomBytes(sizeBytes))
}

/** Where the file of an attachment lies on the disk; its folder is made. */
export async function mediaPath(services: Services, mediaId: string): Promise<string> {
  const row = await services.db
    .selectFrom('media_attachments')
    .select('file_file_name')
    .where('id', '=', mediaId)
    .executeTakeFirstOrThrow()
  const key = storageKey('media_attachments/files', mediaId, row.file_file_name ?? '')
  const path = join(services.config.media.root, key)
  await mkdir(dirname(path), { recursive: true })
  return path
}
