/** Exports of a Mastodon whose media lie in a bucket, with real faults on the way. */
import { randomBytes } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Launcher } from '@howdah/engine/server'
import { Uint8ArrayWriter } from '@zip.js/zip.js'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { ExportRecord } from '../ledger/types.ts'
import { storageKey } from '../mastodon/storage-paths.ts'
import type { Services } from '../services.ts'
import { startExportHome, type ExportHome } from '../testing/export-home.ts'
import { readZipEntries } from '../testing/read-zip.ts'
import { startTestS3, type TestS3 } from '../testing/s3/s3-server.ts'
import { startWorker, type TestWorker } from '../testing/worker.ts'
import { newLauncher } from '../testing/launcher.ts'
import { Upkeep } from './upkeep.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let home: ExportHome
let s3: TestS3
const launchers: Launcher[] = []
const workers: TestWorker[] = []
beforeAll(async () => {
  s3 = await startTestS3()
  home = await startExportHome({ ...s3.env, S3_KEY_PREFIX: 'social', S3_READ_TIMEOUT: '1' })
})
afterAll(async () => {
  await home.stop()
  await s3.stop()
})
beforeEach(async () => {
  for (const key of s3.keys()) if (key.includes('backups/dumps/')) s3.remove(key)
  await home.reset()
})
afterEach(async () => {
  s3.accident = () => null
  await Promise.all(launchers.splice(0).map((launcher) => launcher.stop()))
  await Promise.all(workers.splice(0).map((worker) => worker.end('SIGKILL')))
})

async function work(services: Services = home.services): Promise<void> {
  const launcher = newLauncher(services, { concurrency: 1 })
  launchers.push(launcher)
  await launcher.start()
}

/** A member whose media lie in the bucket; their keys there, by id. */
async function addMember(username: string, media: number, mediaBytes: number) {
  const member = await home.addMember(username, { posts: 3 })
  const keys: string[] = []
  for (let n = 0; n < media; n += 1) keys.push(await addMedia(member, mediaBytes))
  return { member, keys }
}

/** One more file of a member; its key. */
async function addMedia(
  { accountId }: { readonly accountId: string },
  sizeBytes: number,
): Promise<string> {
  const name = `${randomBytes(8).toString('hex')}.png`
  const { rows } = await sql<{ id: string }>`
    INSERT INTO media_attachments (account_id, status_id, file_file_name, file_content_type,
      file_file_size, type, created_at, updated_at)
    SELECT ${accountId}, min(id), ${name}, 'image/png', ${sizeBytes}, 0, now(), now()
    FROM statuses WHERE account_id = ${accountId} RETURNING id`.execute(home.services.db)
  const key = `social/${storageKey('media_attachments/files', rows[0]?.id ?? '', name)}`
  await s3.put(key, randomBytes(sizeBytes))
  return key
}

async function request(of: Awaited<ReturnType<typeof addMember>>): Promise<string> {
  const result = await home.services.exports.request(of.member, 'backup', 'root')
  if (result.kind !== 'accepted') throw new Error(`was ${result.kind}`)
  return result.export.id
}

async function ended(id: string, state: string): Promise<ExportRecord> {
  const { ledger } = home.services
  await expect.poll(async () => (await ledger.get(id))?.state, { timeout: 90_000 }).toBe(state)
  const record = await ledger.get(id)
  if (record === null) throw new Error('gone')
  return record
}

async function contentsOf(record: ExportRecord): Promise<Map<string, Buffer>> {
  const path = join(home.folder, `${record.id}.zip`)
  await writeFile(path, (await s3.get(`social/${record.storageKey}`)) ?? '')
  const contents = new Map<string, Buffer>()
  for (const entry of await readZipEntries(path)) {
    const bytes = await entry.getData(new Uint8ArrayWriter(), { checkSignature: true })
    contents.set(entry.filename, Buffer.from(bytes))
  }
  return contents
}

async function workFiles(): Promise<string[]> {
  return readdir(home.services.config.exports.workDirectory).catch(() => [])
}

test('media that are damaged in every way are listed, and the archive lies where Mastodon looks', async () => {
  const ada = await addMember('ada', 7, 200_000)
  const [missing = '', empty = '', short = '', broken = '', refused = '', ill = ''] = ada.keys
  s3.remove(missing)
  await s3.put(empty, Buffer.alloc(0))
  await s3.put(short, randomBytes(150_000))
  let illness = 2
  s3.accident = ({ method, key }) => {
    if (method !== 'GET') return null
    if (key === broken) return { kind: 'cut', afterBytes: 0 }
    if (key === refused) return { kind: 'refuse', status: 403, code: 'AccessDenied' }
    if (key !== ill || illness === 0) return null
    illness -= 1
    return { kind: 'refuse', status: 500, code: 'InternalError' }
  }
  const id = await request(ada)
  await work()
  const record = await ended(id, 'done')
  const nameOf = (key: string): string => key.replace('social/', '')
  const reasons = Object.fromEntries(
    record.missingFileNames.map((name, index) => [name, record.missingFileReasons[index]]),
  )
  expect(reasons).toEqual({
    [nameOf(missing)]: 'The storage does not have it.',
    [nameOf(empty)]: expect.stringContaining('It has only 0 of the 200000 bytes'),
    [nameOf(short)]: expect.stringContaining('It has only 150000 of the 200000 bytes'),
    [nameOf(broken)]: expect.stringMatching(/^It could not be read in 3 tries \(\w+\)\.$/),
    [nameOf(refused)]: 'The storage refuses it (AccessDenied).',
  })
  expect(record.storageKey).toMatch(
    /^backups\/dumps\/\d{3}\/\d{3}\/\d{3}\/original\/archive-\d{14}-[0-9a-f]{32}\.zip$/,
  )
  expect(s3.headersOf(`social/${record.storageKey}`)['x-amz-acl']).toBe('private')
  const contents = await contentsOf(record)
  expect(contents.get(nameOf(ill))).toEqual(await s3.get(ill))
  expect(contents.get(nameOf(short))?.length).toBe(150_000)
  const manifest = JSON.parse(String(contents.get('manifest.json')))
  expect(manifest.missing.map(({ name }: { name: string }) => name).sort()).toEqual(
    Object.keys(reasons).sort(),
  )
  expect(await workFiles()).toEqual([])
  await home.services.exports.deleteFile(id, 'root')
  expect(s3.keys().filter((key) => key.includes('backups/'))).toEqual([])
})

test('files are asked for while others are waited for, of the large ones three', async () => {
  const { member, keys } = await addMember('fay', 4, 100_000)
  const large: string[] = []
  for (const extra of [1, 2, 3, 4]) large.push(await addMedia(member, 600_000 + extra))
  const [first = ''] = keys
  let isStalled = false
  s3.accident = ({ key }) => {
    if (key !== first || isStalled) return null
    isStalled = true
    return { kind: 'stall', afterBytes: 10 }
  }
  s3.requests.length = 0
  const id = await request({ member, keys })
  await work()
  const contents = await contentsOf(await ended(id, 'done'))
  for (const key of [...keys, ...large]) {
    expect(contents.get(key.replace('social/', ''))).toEqual(await s3.get(key))
  }
  const files = new Set([...keys, ...large])
  const asked = s3.requests.map(({ key }) => key).filter((key) => files.has(key))
  const early = new Set(asked.slice(0, asked.lastIndexOf(first)))
  expect(early).toEqual(new Set([...keys, ...large.slice(0, 3)]))
  expect(asked.filter((key) => keys.includes(key))).toHaveLength(keys.length + 1)
  expect(asked.filter((key) => key === large.at(-1))).toHaveLength(1)
})

test('a worker killed while it uploads: the next one sends only what is missing', async () => {
  const bob = await addMember('bob', 6, 5_000_000)
  const id = await request(bob)
  const parts = (): number[] =>
    s3.requests
      .filter(({ query }) => query.has('partNumber'))
      .map(({ query }) => Number(query.get('partNumber')))
  // Two parts of four arrive, and then the bucket is away.
  s3.accident = ({ query }) =>
    Number(query.get('partNumber')) > 2 ? { kind: 'refuse', status: 503, code: 'SlowDown' } : null
  s3.requests.length = 0
  const worker = await startWorker(home.env)
  workers.push(worker)
  await expect
    .poll(async () => (await workFiles()).some((name) => name.endsWith('.upload')), {
      timeout: 60_000,
    })
    .toBe(true)
  await expect.poll(() => new Set(parts()).size, { timeout: 60_000 }).toBe(4)
  await expect
    .poll(async () => (await home.services.ledger.get(id))?.progress, { timeout: 30_000 })
    .toMatchObject({ stage: 'upload', done: 17, total: 31 })
  await worker.end('SIGKILL')
  expect(s3.uploads()).toHaveLength(1)
  s3.accident = () => null
  s3.requests.length = 0
  await work()
  const record = await ended(id, 'done')
  expect(new Set(parts())).toEqual(new Set([3, 4]))
  expect(
    s3.requests.filter(({ key, method }) => method === 'GET' && key.includes('media_')),
  ).toEqual([])
  expect((await contentsOf(record)).size).toBeGreaterThan(6)
  expect([s3.uploads(), await workFiles()]).toEqual([[], []])
})

test('a bucket that is away is a reason that says what to do, and cancelling leaves nothing', async () => {
  const cleo = await addMember('cleo', 4, 5_000_000)
  const id = await request(cleo)
  s3.accident = ({ method, query }) =>
    method === 'PUT' && query.has('partNumber')
      ? { kind: 'refuse', status: 403, code: 'AccessDenied' }
      : null
  await work()
  const failed = await ended(id, 'retrying')
  expect(failed.error).toMatch(
    /^The bucket mastodon was asked to send part 1 of social\/backups\/.*: AccessDenied \(403\), .*\. Check S3_BUCKET/,
  )
  expect([s3.uploads().length, (await workFiles()).length]).toEqual([1, 3])
  await home.services.exports.cancel(id, 'member')
  expect([s3.uploads(), await workFiles()]).toEqual([[], []])
  expect((await ended(id, 'cancelled')).storageKey).toBeNull()
  // Asked for again, it is made.
  s3.accident = () => null
  expect(await ended(await request(cleo), 'done')).toMatchObject({ missingFiles: 0 })
})

test('a running upload that is cancelled ends, and is given up', async () => {
  const dora = await addMember('dora', 4, 5_000_000)
  const id = await request(dora)
  s3.accident = ({ query }) =>
    query.get('partNumber') === '2' ? { kind: 'refuse', status: 503, code: 'SlowDown' } : null
  await work()
  await expect.poll(() => s3.uploads().length, { timeout: 60_000 }).toBe(1)
  await home.services.exports.cancel(id, 'member')
  await expect.poll(() => [s3.uploads().length], { timeout: 30_000 }).toEqual([0])
  await expect.poll(() => workFiles(), { timeout: 30_000 }).toEqual([])
  expect((await home.services.ledger.get(id))?.state).toBe('cancelled')
  // An upload whose export nobody knows, and Mastodon's media beside it.
  const left = await home.services.storage.create(
    'backups/dumps/000/000/999/original/archive-9.zip',
  )
  await left.handle.writeFile(Buffer.alloc(16_000_000))
  s3.accident = ({ method }) =>
    method === 'PUT' ? { kind: 'refuse', status: 403, code: 'AccessDenied' } : null
  await expect(left.publish()).rejects.toThrow('AccessDenied')
  await left.release()
  const before = s3.keys()
  await new Upkeep(home.services).turn()
  expect([s3.uploads().length, (await workFiles()).length]).toEqual([1, 2])
  await new Upkeep(home.services).turn(new Date(Date.now() + 25 * 3_600_000))
  expect([s3.uploads(), await workFiles(), s3.keys()]).toEqual([[], [], before])
})

test('an archive in parts: each has its row in Mastodon, and only the missing one is sent again', async () => {
  const emil = await addMember('emil', 5, 2_000_000)
  const { config, db, ledger, exports } = home.services
  const split = { ...config, exports: { ...config.exports, partBytes: 5_000_000 } }
  const id = await request(emil)
  s3.accident = ({ method, key }) =>
    method === 'PUT' && key.includes('-part-1-of-3')
      ? { kind: 'refuse', status: 403, code: 'AccessDenied' }
      : null
  await work({ ...home.services, config: split })
  await ended(id, 'retrying')
  const isDump = (key: string): boolean => key.includes('backups/dumps/')
  expect(s3.keys().filter(isDump)).toHaveLength(2)
  s3.accident = () => null
  s3.requests.length = 0
  await exports.retryNow(id, 'root')
  const record = await ended(id, 'done')
  const sent = s3.requests.filter(({ method }) => method === 'PUT').map(({ key }) => key)
  expect(sent.filter(isDump).filter((key) => !key.includes('howdah-check'))).toEqual([
    `social/${record.parts[0]?.storageKey}`,
  ])
  expect(record.parts.map(({ fileName }) => fileName)).toEqual(
    [1, 2, 3].map((part) =>
      expect.stringMatching(new RegExp(`^archive-\\d{14}-[0-9a-f]{32}-part-${part}-of-3\\.zip$`)),
    ),
  )
  const rows = await db.selectFrom('backups').selectAll().orderBy('id').execute()
  expect(
    rows.map((row) => [row.id, row.processed, row.dump_file_name, row.dump_file_size]),
  ).toEqual(
    record.parts.map((part) => [part.backupId, true, part.fileName, String(part.sizeBytes)]),
  )
  const names: string[] = []
  for (const part of record.parts) {
    names.push(...(await contentsOf({ ...record, storageKey: part.storageKey })).keys())
    expect((await ledger.byBackupId(part.backupId ?? ''))?.id).toBe(id)
  }
  expect(names.filter((name) => name.endsWith('.png'))).toHaveLength(5)
  expect(new Set(names).size).toBe(names.length)
  // The next archive of the member takes the place of all of them.
  const next = await ended(await request(emil), 'done')
  await expect.poll(async () => (await ledger.get(id))?.state).toBe('expired')
  expect(s3.keys().filter(isDump)).toEqual(
    next.parts.map((part) => `social/${part.storageKey}`).sort(),
  )
  await exports.deleteFile(next.id, 'member')
  expect(s3.keys().filter(isDump)).toEqual([])
  expect(await db.selectFrom('backups').selectAll().execute()).toEqual([])
})
