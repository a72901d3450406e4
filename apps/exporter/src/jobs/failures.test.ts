/** Every common accident, caused for real, read as a sentence: on the ledger and in Redis. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DeadSet, RetrySet, type SetEntry } from '@howdah/engine/api'
import type { Launcher } from '@howdah/engine/server'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { ExportRecord } from '../ledger/types.ts'
import { listMail } from '../mail/mailbox.ts'
import { bareEnvironment } from '../testing/bare-environment.ts'
import { HOWDAH } from '../testing/program.ts'
import { startExportHome, mediaPath, type ExportHome } from '../testing/export-home.ts'
import { readZipEntries } from '../testing/read-zip.ts'
import { newLauncher } from '../testing/launcher.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const isRoot = process.getuid?.() === 0
const homes: ExportHome[] = []
const launchers: Launcher[] = []
const cleanUps: (() => Promise<unknown>)[] = []

afterEach(async () => {
  await Promise.all(launchers.splice(0).map((launcher) => launcher.stop()))
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})
afterAll(async () => {
  await Promise.all(homes.splice(0).map((home) => home.stop()))
})

async function homeWith(env: Record<string, string> = {}): Promise<ExportHome> {
  const home = await startExportHome(env)
  homes.push(home)
  return home
}

async function work(home: ExportHome): Promise<void> {
  const { services } = home
  const launcher = newLauncher(services, { concurrency: 1 })
  launchers.push(launcher)
  await launcher.start()
}

async function request(home: ExportHome, username: string, posts = 3, media = 1): Promise<string> {
  const member = await home.addMember(username, { posts, media })
  const result = await home.services.exports.request(member, 'backup', 'root')
  if (result.kind !== 'accepted') throw new Error(`was ${JSON.stringify(result)}`)
  return result.export.id
}

async function ended(home: ExportHome, id: string, state: string): Promise<ExportRecord> {
  await expect
    .poll(async () => (await home.services.ledger.get(id))?.state, { timeout: 60_000 })
    .toBe(state)
  const record = await home.services.ledger.get(id)
  if (record === null) throw new Error('gone')
  return record
}

async function retryOf(home: ExportHome, jid: string | null): Promise<SetEntry> {
  const set = new RetrySet(home.services.redis)
  await expect.poll(() => set.findJid(jid ?? ''), { timeout: 30_000 }).not.toBeNull()
  const entry = await set.findJid(jid ?? '')
  if (entry === null) throw new Error('not in the retry set')
  return entry
}

async function onlyMedia(home: ExportHome): Promise<string> {
  const row = await home.services.db
    .selectFrom('media_attachments')
    .select('id')
    .executeTakeFirstOrThrow()
  return mediaPath(home.services, row.id)
}

/** Makes every reading of the likes wait. @returns how to let it go on */
async function lockFavourites({ services }: ExportHome): Promise<() => Promise<void>> {
  const transaction = await services.db.startTransaction().execute()
  await sql`SET LOCAL statement_timeout = 0`.execute(transaction)
  await sql`LOCK TABLE favourites IN ACCESS EXCLUSIVE MODE`.execute(transaction)
  return async () => {
    await transaction.rollback().execute()
  }
}

let home: ExportHome
beforeAll(async () => {
  home = await homeWith({ HOWDAH_STATEMENT_TIMEOUT_SECONDS: '1' })
})

test('a database that does not answer in time', async () => {
  const id = await request(home, 'slow')
  const release = await lockFavourites(home)
  await work(home)
  const record = await ended(home, id, 'retrying')
  expect(record.error).toMatch(
    /^The database took longer than 1 s to answer while it read the \w+ of @slow and was stopped \(SQLSTATE 57014\)\. Retry/,
  )
  expect(record).toMatchObject({ attempts: 1, errorClass: 'DatabaseError' })
  const entry = await retryOf(home, record.jid)
  expect(entry).toMatchObject({ errorMessage: record.error, errorClass: 'DatabaseError' })
  expect(record.errorReason).toMatchObject({ code: 'database-slow', sqlState: '57014' })
  expect(record.runsAt?.getTime()).toBeGreaterThan(record.requestedAt.getTime())
  expect(entry.at).toEqual(record.runsAt)
  const [attempt] = await home.services.ledger.attempts(id)
  expect(attempt).toMatchObject({ number: 1, outcome: 'retry', worker: 'test:1' })
  expect(attempt?.backtrace?.length).toBeGreaterThan(0)
  await release()
  await home.services.exports.retryNow(id, 'root')
  expect(await ended(home, id, 'done')).toMatchObject({ attempts: 2, error: null })
})

test('a database connection that is cut', async () => {
  const id = await request(home, 'cut')
  const release = await lockFavourites(home)
  await work(home)
  await expect
    .poll(
      async () => {
        const { rows } = await sql<{ count: number }>`
          SELECT count(*) FILTER (WHERE pg_terminate_backend(pid))::integer AS count
          FROM pg_stat_activity
          WHERE wait_event_type = 'Lock' AND datname = current_database()
            AND backend_type = 'client backend' AND query LIKE '%favourites%'`.execute(
          home.services.db,
        )
        return rows[0]?.count
      },
      { timeout: 30_000, interval: 10 },
    )
    .toBeGreaterThan(0)
  await release()
  expect((await ended(home, id, 'retrying')).error).toMatch(
    /^The connection to the database was lost or refused: .*\. Check that PostgreSQL runs/,
  )
})

/** Not even root can read it. */
async function makeUnreadable(path: string): Promise<void> {
  await rm(path)
  await symlink(path, path)
}

test('a media file that exists and cannot be read is listed, and the rest is there', async () => {
  const own = await homeWith()
  const id = await request(own, 'loop', 3, 3)
  await makeUnreadable(await onlyMedia(own))
  await work(own)
  const record = await ended(own, id, 'done')
  expect(record).toMatchObject({
    missingFiles: 1,
    missingFileNames: [expect.stringMatching(/^media_attachments\/files\/.*\.png$/)],
    missingFileReasons: ['It exists but cannot be read (ELOOP).'],
  })
  const path = join(own.services.config.media.root, record.storageKey ?? '')
  expect(record.sha256).toBe(
    createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
  )
  const names = (await readZipEntries(path)).map((entry) => entry.filename)
  expect(names.filter((name) => name.startsWith('media_attachments/'))).toHaveLength(2)
  expect(names.at(-1)).toBe('manifest.json')
})

test('a storage that gives nothing any more fails the run, which goes on once it is back', async () => {
  const own = await homeWith()
  const id = await request(own, 'away', 3, 12)
  const rows = await own.services.db.selectFrom('media_attachments').select('id').execute()
  const paths = await Promise.all(rows.map((row) => mediaPath(own.services, row.id)))
  const kept = await Promise.all(paths.map((path) => readFile(path)))
  await Promise.all(paths.map(makeUnreadable))
  await work(own)
  const record = await ended(own, id, 'retrying')
  expect(record.error).toMatch(
    /^The media file media_attachments\/files\/.*\.png exists but cannot be read \(ELOOP\)\. Check the disk/,
  )
  expect(record.errorClass).toBe('ELOOP')
  await Promise.all(paths.map((path) => rm(path)))
  await Promise.all(paths.map((path, index) => writeFile(path, kept[index] ?? '')))
  await own.services.exports.retryNow(id, 'root')
  expect(await ended(own, id, 'done')).toMatchObject({ missingFiles: 0 })
})

test('a media file that may not be read', async (context) => {
  if (!isRoot) context.skip('only root can start a program as another user')
  const own = await homeWith()
  await own.addMember('locked', { posts: 1, media: 1 })
  await chmod(await onlyMedia(own), 0)
  await chmod(own.folder, 0o755)
  const out = await mkdtemp(join(tmpdir(), 'howdah-out-'))
  await chmod(out, 0o777)
  cleanUps.push(() => rm(out, { recursive: true }))
  const command = [...HOWDAH, 'export', 'locked', '--out', join(out, 'locked.zip')]
  const result = spawnSync(process.execPath, command, {
    uid: 65_534,
    gid: 65_534,
    cwd: out,
    env: { ...bareEnvironment(), ...own.env },
    encoding: 'utf8',
  })
  expect(result.stderr).toContain('.png: It exists but cannot be read (EACCES).')
  expect(result.status).toBe(0)
  expect(await readdir(out)).toEqual(['locked.zip'])
})

/** A disk of that size; null where this process may not mount one. */
async function smallDisk(size: string): Promise<string | null> {
  const path = await mkdtemp(join(tmpdir(), 'howdah-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path], { stdio: 'ignore' })
  } catch {
    await rm(path, { recursive: true })
    return null
  }
  cleanUps.push(async () => {
    execFileSync('umount', ['-l', path])
    await rm(path, { recursive: true })
  })
  return path
}

test('a disk that is too small before the first byte', async (context) => {
  const disk = await smallDisk('8m')
  if (disk === null) {
    context.skip('this user may not mount a small disk')
    return
  }
  const own = await homeWith({ PAPERCLIP_ROOT_PATH: disk })
  const member = await own.addMember('small', { posts: 3 })
  expect(await own.services.exports.request(member, 'backup', 'root')).toMatchObject({
    kind: 'no-space',
  })
  const { export: record } = await own.services.ledger.request({
    ...member,
    type: 'backup',
    requestedBy: 'root',
  })
  await own.services.redis.call('LPUSH', 'queue:export', payloadFor(record))
  await work(own)
  const failed = await ended(own, record.id, 'retrying')
  expect(failed.error).toMatch(
    /^The disk is full: \d.* free in .*; this archive needs about 16\.8 MB\. Free some space, or let PAPERCLIP_ROOT_PATH name/,
  )
  expect(failed.errorClass).toBe('DiskFull')
  expect(failed.errorReason).toMatchObject({ code: 'disk-full' })
})

test('a disk that is full in the middle, and has room again', async (context) => {
  const disk = await smallDisk('40m')
  if (disk === null) {
    context.skip('this user may not mount a small disk')
    return
  }
  const own = await homeWith({ PAPERCLIP_ROOT_PATH: disk })
  const id = await request(own, 'large')
  // The database believes in a thousand bytes; the file has grown since.
  await writeFile(await onlyMedia(own), Buffer.alloc(22_000_000, 7))
  await work(own)
  const record = await ended(own, id, 'retrying')
  expect(record).toMatchObject({ errorClass: 'ENOSPC' })
  expect(record.error).toMatch(/^The disk is full: .* needs about 16\.8 MB\./)
  const names = await readdir(disk, { recursive: true })
  expect(names.filter((name) => name.endsWith('.part'))).toHaveLength(1)
  await writeFile(await onlyMedia(own), Buffer.alloc(1_000, 7))
  await own.services.exports.retryNow(id, 'root')
  await ended(own, id, 'done')
  const left = await readdir(disk, { recursive: true })
  expect(left.filter((name) => name.includes('.part'))).toEqual([])
  expect((await own.services.ledger.attempts(id))[0]).toMatchObject({ stage: 'media' })
})

test('a folder that may not be written', async () => {
  const own = await homeWith()
  const id = await request(own, 'blocked')
  // A file where the folder should be: not even root can write below it.
  await mkdir(own.services.config.media.root, { recursive: true })
  await writeFile(join(own.services.config.media.root, 'backups'), '')
  await work(own)
  expect((await ended(own, id, 'retrying')).error).toMatch(
    /^The archive cannot be written to .*system \(E\w+\)\. See that it is a folder in which/,
  )
})

test('the last try ends in the dead set, tells the member once and frees them', async () => {
  const own = await homeWith({ HOWDAH_MAX_ATTEMPTS: '1' })
  const id = await request(own, 'last')
  const backups = join(own.services.config.media.root, 'backups')
  await mkdir(own.services.config.media.root, { recursive: true })
  await writeFile(backups, '')
  await work(own)
  const record = await ended(own, id, 'failed')
  const dead = new DeadSet(own.services.redis)
  await expect.poll(() => dead.size(), { timeout: 30_000 }).toBe(1)
  expect((await dead.page({ limit: 1 })).entries[0]).toMatchObject({
    errorClass: record.errorClass,
  })
  await expect
    .poll(() => listMail(own.services.config.mailDirectory), { timeout: 30_000 })
    .toMatchObject([{ subject: 'Your archive could not be made', to: 'last@example.social' }])
  expect(await own.services.db.selectFrom('backups').selectAll().execute()).toEqual([])
  expect(await own.services.exports.nextRequestAt(record.userId, 'backup')).toBeNull()
  // Repaired and retried from the dead set, it is made after all.
  await rm(backups)
  expect((await own.services.exports.retryNow(id, 'root')).kind).toBe('changed')
  expect(await ended(own, id, 'done')).toMatchObject({ missingFiles: 0 })
})

function payloadFor(record: ExportRecord): string {
  return JSON.stringify({
    class: 'BackupWorker',
    args: [{ user_id: Number(record.userId), type: 'backup', export_id: Number(record.id) }],
    jid: 'b4a577edbccf1d805744efa9',
    queue: 'export',
    retry: 5,
    created_at: Date.now(),
  })
}
