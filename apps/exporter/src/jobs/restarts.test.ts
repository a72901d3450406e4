/** PostgreSQL and Redis crash and come back while an archive is built by a real worker. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { connectRedis } from '@howdah/engine'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { findFreePort } from '../demo/processes/free-port.ts'
import type { ExportRecord } from '../ledger/types.ts'
import { startExportHome, type ExportHome } from '../testing/export-home.ts'
import {
  findServerPrograms,
  startPrivateCluster,
  type PrivateCluster,
} from '../testing/postgres-cluster.ts'
import { readZipEntries } from '../testing/read-zip.ts'
import { startWorker, type TestWorker } from '../testing/worker.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

const POSTS = 1_500
const MEDIA = 5
const programs = findServerPrograms()

let home: ExportHome
let cluster: PrivateCluster
let redis: OwnRedis
const workers: TestWorker[] = []
beforeAll(async () => {
  if (programs === null) return
  const started = await Promise.all([startPrivateCluster(programs), OwnRedis.start()])
  ;[cluster, redis] = started
  home = await startExportHome({ DATABASE_URL: cluster.url, REDIS_URL: redis.url })
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.end('SIGKILL')))
})
afterAll(async () => {
  if (programs === null) return
  await home.stop()
  await redis.stop()
  cluster.stop()
})

/** A server that writes everything down, so that it can be killed and started again. */
class OwnRedis {
  readonly url: string
  readonly #port: number
  readonly #folder: string
  #child: ChildProcess | null = null

  private constructor(port: number, folder: string) {
    this.#port = port
    this.#folder = folder
    this.url = `redis://127.0.0.1:${port}/0`
  }

  static async start(): Promise<OwnRedis> {
    const server = new OwnRedis(
      await findFreePort(),
      await mkdtemp(join(tmpdir(), 'howdah-redis-')),
    )
    await server.up()
    return server
  }

  async up(): Promise<void> {
    const settings = ['--port', String(this.#port), '--bind', '127.0.0.1', '--save', '']
    const files = ['--dir', this.#folder, '--appendonly', 'yes', '--appendfsync', 'always']
    this.#child = spawn(redisProgram(), [...settings, ...files], { stdio: 'ignore' })
    await vi.waitFor(() => this.#expectAnswer(), { timeout: 30_000 })
  }

  async kill(): Promise<void> {
    if (this.#child === null) return
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await ended
    this.#child = null
  }

  async stop(): Promise<void> {
    await this.kill()
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #expectAnswer(): Promise<void> {
    const client = connectRedis(this.url)
    try {
      expect(await client.call('PING')).toBe('PONG')
    } finally {
      await client.close().catch(() => {}) // It may never have been open.
    }
  }
}

function redisProgram(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const has = (name: string): boolean => folders.some((folder) => existsSync(join(folder, name)))
  return has('redis-server') ? 'redis-server' : 'valkey-server'
}

/** A test that is tried again meets the member of its first try. */
let members = 0

/** A worker that has written posts, media and likes, and waits for the notes on accounts. */
async function heldWorker(username: string): Promise<{ id: string; letGo: () => Promise<void> }> {
  const { db, exports, ledger } = home.services
  members += 1
  const name = `${username}_${members}`
  const member = await home.addMember(name, { posts: POSTS, media: MEDIA, mediaBytes: 300_000 })
  const result = await exports.request(member, 'backup', 'root')
  if (result.kind !== 'accepted') throw new Error(`was ${result.kind}`)
  const { id } = result.export
  const held = await db.startTransaction().execute()
  await sql`SET LOCAL statement_timeout = 0`.execute(held)
  await sql`LOCK TABLE account_notes IN ACCESS EXCLUSIVE MODE`.execute(held)
  workers.push(await startWorker(home.env))
  await expect
    .poll(async () => (await ledger.get(id))?.progress?.stage, { timeout: 60_000 })
    .toBe('lists')
  // A crash of the server has let go already.
  const letGo = (): Promise<void> =>
    held
      .rollback()
      .execute()
      .catch(() => {})
  return { id, letGo }
}

async function until(id: string, state: string): Promise<ExportRecord> {
  const { ledger } = home.services
  const look = async (): Promise<string | undefined> =>
    (await ledger.get(id).catch(() => null))?.state
  await expect.poll(look, { timeout: 120_000 }).toBe(state)
  const record = await ledger.get(id)
  if (record === null) throw new Error('gone')
  return record
}

async function expectWhole(record: ExportRecord): Promise<void> {
  const path = join(home.services.config.media.root, record.storageKey ?? '')
  const names = (await readZipEntries(path)).map((entry) => entry.filename)
  expect(names.filter((name) => name.startsWith('media_attachments/'))).toHaveLength(MEDIA)
  expect(new Set(names).size).toBe(names.length)
  expect(record.missingFiles).toBe(0)
}

test('PostgreSQL crashes: the export is tried again and goes on at the lists', async (context) => {
  if (programs === null) context.skip('no PostgreSQL server is installed')
  const { id, letGo } = await heldWorker('ada')
  const { ledger, exports } = home.services
  cluster.crash()
  await letGo()
  await until(id, 'retrying')
  await exports.retryNow(id, 'root')
  const record = await until(id, 'done')
  await expectWhole(record)
  const events = await ledger.events(id)
  expect(events.find(({ action }) => action === 'resumed')?.detail).toMatch(
    /^at lists, 1\.\d MB were/,
  )
  expect((await ledger.attempts(id)).at(-1)).toMatchObject({ outcome: 'done' })
})

test('Redis crashes: the archive is made, once', async (context) => {
  if (programs === null) context.skip('no PostgreSQL server is installed')
  const { id, letGo } = await heldWorker('bob')
  await redis.kill()
  await redis.up()
  await letGo()
  await expectWhole(await until(id, 'done'))
  const { db, redis: client } = home.services
  await expect
    .poll(() => client.call('LLEN', 'queue:export').catch(() => null), { timeout: 60_000 })
    .toBe(0)
  const rows = await db.selectFrom('backups').selectAll().where('processed', '=', true).execute()
  expect(rows.filter((row) => row.dump_file_name !== null)).toHaveLength(2)
})
