/** The whole way, with real worker processes: request → job → archive → mail, and its accidents. */
import { execFileSync } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { RetrySet, ScheduledSet } from '@howdah/engine/api'
import { TextWriter } from '@zip.js/zip.js'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { ExportRecord, ExportState } from '../ledger/types.ts'
import type { RequestResult } from '../ledger/requests.ts'
import { listMail, readMail } from '../mail/mailbox.ts'
import { findBackup } from '../mastodon/backups.ts'
import type { Member } from '../mastodon/members.ts'
import { startExportHome, type ExportHome } from '../testing/export-home.ts'
import { readZipEntries } from '../testing/read-zip.ts'
import { startWorker, type TestWorker } from '../testing/worker.ts'

// A worker process needs seconds to start on a machine that is busy with other tests.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const POSTS = 6_000
const MEDIA = 40
const MEDIA_BYTES = 2_000_000

let home: ExportHome
let ada: Member
let bob: Member
const workers: TestWorker[] = []

beforeAll(async () => {
  home = await startExportHome({ SIDEKIQ_TIMEOUT: '1' })
  ada = await home.addMember('ada', { posts: POSTS, media: MEDIA, mediaBytes: MEDIA_BYTES })
  bob = await home.addMember('bob')
})
afterAll(() => home.stop())
beforeEach(() => home.reset())
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.end('SIGKILL')))
})

async function work(parameters: readonly string[] = []): Promise<TestWorker> {
  const worker = await startWorker(home.env, parameters)
  workers.push(worker)
  return worker
}

async function request(member: Member, type: 'backup' | 'migration' = 'backup'): Promise<string> {
  const result: RequestResult = await home.services.exports.request(member, type, 'member')
  if (result.kind !== 'accepted') throw new Error(`was ${result.kind}`)
  return result.export.id
}

async function until(
  id: string,
  isReached: (record: ExportRecord) => boolean,
): Promise<ExportRecord> {
  const seen: string[] = []
  const deadline = Date.now() + 90_000
  for (;;) {
    const record = await home.services.ledger.get(id)
    if (record !== null && isReached(record)) return record
    if (record !== null) seen.push(`${record.state} ${record.progress?.stage ?? ''}`)
    if (Date.now() > deadline) throw new Error(`waited in vain: ${[...new Set(seen)].join(', ')}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function untilState(id: string, state: ExportState): Promise<ExportRecord> {
  return until(id, (record) => record.state === state)
}

function pathOf(record: ExportRecord): string {
  const { config } = home.services
  const root = record.type === 'backup' ? config.media.root : config.exports.directory
  return join(root, record.storageKey ?? '')
}

/** Valid for `unzip`, every post once, every attachment there. */
async function expectWholeArchive(record: ExportRecord): Promise<void> {
  const path = pathOf(record)
  expect(execFileSync('unzip', ['-tq', path], { encoding: 'utf8' })).toContain('No errors detected')
  const entries = await readZipEntries(path)
  const names = entries.map((entry) => entry.filename)
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter((name) => name.startsWith('media_attachments/'))).toHaveLength(MEDIA)
  const outbox = JSON.parse((await entries[0]?.getData(new TextWriter())) ?? '')
  expect(outbox.totalItems).toBe(POSTS)
  const ids = outbox.orderedItems.map((item: { id: string }) => item.id)
  expect(new Set(ids).size).toBe(POSTS)
}

/** A good part of an archive lies on the disk, and more than half is still to come. */
async function untilHalfWritten(): Promise<void> {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    for (const name of await leftovers()) {
      const file = await stat(join(home.services.config.media.root, name)).catch(() => null)
      if (file !== null && file.size > 5 * MEDIA_BYTES) return
    }
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('no archive was begun')
}

/** Files that nobody published and nobody cleaned. */
async function leftovers(): Promise<string[]> {
  const names = await readdir(home.services.config.media.root, { recursive: true })
  return names.filter((name) => name.endsWith('.part'))
}

test('a request becomes an archive, a true row for Mastodon and a mail', async () => {
  const id = await request(ada)
  await work()
  const record = await untilState(id, 'done')
  await expectWholeArchive(record)
  expect(record).toMatchObject({ attempts: 1, missingFiles: 0, error: null })
  expect(record.sizeBytes).toBeGreaterThan(MEDIA * MEDIA_BYTES)
  expect(await findBackup(home.services.db, record.backupId ?? '')).toMatchObject({
    processed: true,
    dump_file_name: record.fileName,
    dump_content_type: 'application/zip',
    dump_file_size: String(record.sizeBytes),
  })
  const { mailDirectory } = home.services.config
  await expect.poll(() => listMail(mailDirectory), { timeout: 30_000 }).toHaveLength(1)
  const [mail] = await listMail(mailDirectory)
  expect((await readMail(mailDirectory, mail?.id ?? ''))?.text).toContain(
    `=> http://127.0.0.1:3000/exports/${id}/download`,
  )
  const due = await new ScheduledSet(home.services.redis).page({ limit: 5 })
  expect(due.entries.map((entry) => entry.class)).toEqual(['ExpireArchiveWorker'])
  expect(due.entries[0]?.args).toEqual([
    { user_id: Number(ada.userId), type: 'backup', export_id: Number(id) },
  ])
  expect(await leftovers()).toEqual([])
})

test('a migration export is private and complete', async () => {
  const id = await request(bob, 'migration')
  await work()
  const record = await untilState(id, 'done')
  expect(record.storageKey).toMatch(/^migration-\d{14}-[0-9a-f]{32}\.zip$/)
  expect((await readZipEntries(pathOf(record))).map((entry) => entry.filename)).toContain(
    'followers.csv',
  )
})

test('a worker is killed in the middle of an archive, and another finishes it', async () => {
  const id = await request(ada)
  const first = await work()
  await untilHalfWritten()
  await first.end('SIGKILL')
  const running = await home.services.ledger.get(id)
  expect(running?.state).toBe('running')
  expect(await leftovers()).toHaveLength(1)
  const { redis } = home.services
  const deaths = redis.keys.recoveries(running?.jid ?? '')
  // It was so before: the next time it would be buried, had it not come further in this run.
  await redis.call('SET', deaths, 2)
  await work()
  const record = await untilState(id, 'done')
  expect(await redis.call('EXISTS', deaths)).toBe(0)
  await expectWholeArchive(record)
  expect(record.attempts).toBe(1)
  expect((await home.services.ledger.attempts(id)).map(({ outcome }) => outcome)).toEqual([
    'interrupted',
    'done',
  ])
  const events = await home.services.ledger.events(id)
  expect(events.map(({ action }) => action)).toContain('resumed')
  expect(events.find(({ action }) => action === 'checked')?.detail).toMatch(
    /^about \d.* needed, \d.* free; the folder can be written; no mail server is set \(SMTP_SERVER\): messages are written to \S+$/,
  )
  expect(await leftovers()).toEqual([])
})

test('an archive that was published before its worker was killed is not made again', async () => {
  const id = await request(bob)
  await work()
  const first = await untilState(id, 'done')
  const made = await stat(pathOf(first))
  // What the ledger would hold, had the worker not lived to tell it.
  await sql`
    UPDATE howdah.exports SET state = 'retrying', partial_key = storage_key, storage_key = NULL,
      file_name = NULL WHERE id = ${id}`.execute(home.services.db)
  await home.services.exports.retryNow(id, 'root')
  const { sha256, storageKey, missingFiles } = first
  expect(await untilState(id, 'done')).toMatchObject({ sha256, storageKey, missingFiles })
  expect((await stat(pathOf(first))).ino).toBe(made.ino)
})

test('a worker that is told to stop gives its job back', async () => {
  const id = await request(ada)
  const first = await work()
  await untilHalfWritten()
  expect(await first.end('SIGTERM')).toBe(0)
  const given = await home.services.ledger.get(id)
  // It may just have been quick enough.
  if (given?.state !== 'done') {
    expect(given?.state).toBe('pending')
    expect(await leftovers()).toHaveLength(1)
    await work()
  }
  await expectWholeArchive(await untilState(id, 'done'))
  expect(await leftovers()).toEqual([])
})

test('several processes build archives, and end together', async () => {
  const worker = await work(['--processes', '2'])
  const id = await request(bob)
  await untilState(id, 'done')
  expect(await worker.end('SIGTERM')).toBe(0)
  expect(worker.output()).toContain('All processes have ended.')
})

test('a cancelled export stops within seconds and leaves nothing', async () => {
  const id = await request(ada)
  await work()
  await untilHalfWritten()
  await home.services.exports.cancel(id, 'member')
  await expect.poll(leftovers, { timeout: 30_000 }).toEqual([])
  expect((await home.services.ledger.get(id))?.state).toBe('cancelled')
  expect(await new RetrySet(home.services.redis).size()).toBe(0)
})

test('five jobs that somebody else pushed for one wish make one archive', async () => {
  const { redis } = home.services
  for (const jid of ['a', 'b', 'c', 'd', 'e']) {
    const payload = {
      class: 'BackupWorker',
      args: [{ user_id: Number(ada.userId), type: 'backup' }],
      jid: `${jid}5a577edbccf1d805744efa9`,
      queue: 'export',
      retry: 5,
      created_at: Date.now(),
      enqueued_at: Date.now(),
    }
    await redis.call('LPUSH', 'queue:export', JSON.stringify(payload))
  }
  await redis.call('SADD', 'queues', 'export')
  await work(['-c', '2'])
  await expect
    .poll(async () => (await home.services.ledger.list()).counts.done, { timeout: 60_000 })
    .toBe(1)
  await expect.poll(() => redis.call('LLEN', 'queue:export'), { timeout: 30_000 }).toBe(0)
  const page = await home.services.ledger.list()
  expect(page.total).toBe(1)
  expect(page.exports[0]).toMatchObject({ requestedBy: 'queue', username: 'ada', attempts: 1 })
})

test('a member who is gone is said so, once', async () => {
  const { redis, db, ledger } = home.services
  const carol = await home.addMember('carol')
  const id = await request(carol)
  await db.deleteFrom('users').where('id', '=', carol.userId).execute()
  await work()
  const record = await untilState(id, 'failed')
  expect(record.error).toBe(
    `The member with user id ${carol.userId} no longer exists. Delete this job: there is nobody ` +
      'to make an archive for.',
  )
  await expect.poll(() => redis.call('ZCARD', 'dead'), { timeout: 30_000 }).toBe(1)
  const [dead] = (await redis.call('ZRANGE', 'dead', 0, 0)) as string[]
  expect(JSON.parse(dead ?? '')).toMatchObject({
    error_class: 'MemberMissing',
    error_message: record.error,
  })
  expect(await ledger.attempts(id)).toMatchObject([{ outcome: 'failed' }])
})

test("a worker that serves Mastodon's own queues says what that does", async () => {
  const theirs = await work(['-q', 'export,4 mailers,1'])
  expect(theirs.output()).toContain("Mastodon's own jobs lie in mailers, and fail")
  const ours = await work(['-q', 'export,mine'])
  expect(ours.output()).not.toContain("Mastodon's own jobs")
})
