/** Each check meets its fault, made for real, and the mended server. */
import { writeSetting } from '../ledger/settings.ts'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { silentLogger } from '@howdah/engine'
import { Queue, RetrySet } from '@howdah/engine/api'
import { Launcher } from '@howdah/engine/server'
import { startTestRedis } from '@howdah/engine/testing'
import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { readConfig } from '../config/read-config.ts'
import { backupStorageKey, insertBackup } from '../mastodon/backups.ts'
import { ExportSource } from '../mastodon/export-source.ts'
import { findMember, type Member } from '../mastodon/members.ts'
import { prepareServices } from '../services.ts'
import { createSite } from '../site/site.tsx'
import { withFullDisk } from '../demo/exports/staged-failures.ts'
import { makeCertificate } from '../testing/certificate.ts'
import { mediaPath, startExportHome, type ExportHome } from '../testing/export-home.ts'
import { startTestS3 } from '../testing/s3/s3-server.ts'
import { findServerPrograms } from '../testing/postgres-cluster.ts'
import { startTlsRedis } from '../testing/tls-redis.ts'
import { newLauncher } from '../testing/launcher.ts'
import { CHECKS, findCheck } from './checks.ts'
import { archivePrefix } from '../ledger/archive-prefix.ts'
import { BACKUP_PREFIX } from '../storage/archive-storage.ts'
import { command, ok, type Check, type CheckState, type Finding, type Patient } from './check.ts'
import { examine } from './examine.ts'
import { exitCodeOf, jsonOf, textOf } from './report.ts'
import { en } from './words/en.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const HOUR_MS = 3_600_000

let home: ExportHome
let ada: Member
let bob: Member
beforeAll(async () => {
  // Nobody answers there: no test asks the web.
  const nobody = 'http://127.0.0.1:1'
  home = await startExportHome({ HOWDAH_MASTODON_URL: nobody, PAPERCLIP_ROOT_URL: nobody })
  ada = await home.addMember('ada', { posts: 1 })
  bob = await home.addMember('bob', { posts: 1 })
})
afterAll(() => home.stop())
beforeEach(() => home.reset())
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** This home with some settings changed, at this moment or another. */
function patient(change: Record<string, string> = {}, now = new Date()): Patient {
  if (Object.keys(change).length === 0) return { ...home.services, now }
  const services = prepareServices(readConfig({ ...home.env, ...change }), silentLogger)
  closing.push(() => services.close())
  return { ...services, now }
}

const later = (ms: number): Patient => patient({}, new Date(Date.now() + ms))

function check(name: string): Check {
  const found = findCheck(name)
  if (found === null) throw new Error(`no check ${name}`)
  return found
}

/** A finding as a shell shows it. */
type Seen = Omit<Finding, 'found'> & { readonly found: string }

async function look(name: string, on: Patient = patient()): Promise<Seen> {
  const finding = await check(name).look(on)
  return { ...finding, found: finding.found(en) }
}

/** The state, and that what is wrong says what it means and what to do. */
async function expectLook(name: string, state: CheckState, on?: Patient): Promise<Seen> {
  const finding = await look(name, on)
  expect({ name, ...finding }).toMatchObject({ state })
  if (state !== 'ok') {
    expect(finding.means?.(en).length).toBeGreaterThan(10)
    expect(finding.remedy).toBeDefined()
  }
  return finding
}

async function mend(name: string): Promise<string> {
  return (await check(name).mend?.(patient(), 'root'))?.(en) ?? 'cannot'
}

async function serve(answer: (path: string) => Promise<[number, string]>): Promise<string> {
  const server: Server = createServer((request, response) => {
    const reply = async (): Promise<void> => {
      const [status, text] = await answer(request.url ?? '/')
      response.writeHead(status).end(text)
    }
    void reply()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => server.close())
  const address: AddressInfo = Object.assign({ port: 0, address: '', family: '' }, server.address())
  return `http://127.0.0.1:${address.port}`
}

async function request(member: Member, type: 'backup' | 'migration' = 'backup'): Promise<string> {
  const result = await home.services.exports.request(member, type, 'root')
  if (result.kind !== 'accepted') throw new Error(result.kind)
  return result.export.id
}

/** Ended in the ledger's own words. */
async function failed(member: Member, error: string, errorClass: string): Promise<string> {
  const { ledger } = home.services
  const id = await request(member)
  const run = await ledger.start(id, { jid: null, attempt: 5, worker: 'test:1' })
  await ledger.failed(id, {
    run: run?.number ?? null,
    attempt: 5,
    error,
    errorClass,
    backtrace: [],
    stage: null,
    worker: 'test:1',
    retryAt: null,
  })
  return id
}

async function done(member: Member, missingFileReasons: readonly string[] = []): Promise<string> {
  const { ledger } = home.services
  const id = await request(member)
  const run = await ledger.start(id, { jid: null, attempt: 1, worker: 'test:1' })
  await ledger.done(id, run?.number ?? 0, {
    sizeBytes: 1,
    fileName: 'archive-1.zip',
    storageKey: 'nowhere',
    expiresAt: null,
    missingFiles: missingFileReasons.length,
    missingFileNames: missingFileReasons.map((_, n) => `${n}.png`),
    missingFileReasons,
  })
  return id
}

/** A heartbeat, as Ruby's processes write it. */
async function beat(identity: string, info: object): Promise<void> {
  const { redis } = home.services
  const seconds = Math.floor(Date.now() / 1_000)
  const all = { hostname: 'h', pid: 1, identity, started_at: seconds, concurrency: 5, ...info }
  await redis.call('SADD', 'processes', identity)
  await redis.call('HSET', identity, 'info', JSON.stringify(all), 'busy', 0, 'beat', seconds)
}

describe('database', () => {
  test('it does not answer: one error, and the rest is not looked at', async () => {
    const dead = patient({ DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' })
    await expectLook('database-reachable', 'error', dead)
    const { results, state } = await examine(dead)
    expect(state).toBe('error')
    const byName = new Map(results.map((result) => [result.name, result]))
    expect(byName.get('stuck-exports')?.found(en)).toBe(
      'Not looked at: the database does not answer.',
    )
    expect(byName.get('workers')?.state).toBe('error') // It needs Redis alone.
    await expectLook('database-reachable', 'ok')
  })

  test('it answers, and does not know what the settings name', async (context) => {
    if (findServerPrograms() === null) context.skip('the embedded PostgreSQL has one database')
    const url = new URL(home.env['DATABASE_URL'] ?? '')
    url.pathname = '/not-there'
    const { remedy } = await expectLook(
      'database-reachable',
      'error',
      patient({ DATABASE_URL: url.href }),
    )
    expect(remedy).toMatchObject({ kind: 'setting' })
  })

  test('its Mastodon is newer than this program', async () => {
    const { db } = home.services
    expect(await expectLook('mastodon-release', 'ok')).toMatchObject({
      found: 'Mastodon 4.5 (schema 20251023210145).',
    })
    await sql`INSERT INTO schema_migrations (version) VALUES ('20991231000000')`.execute(db)
    const { found } = await expectLook('mastodon-release', 'warning')
    expect(found).toBe('Mastodon 4.5 or later (schema 20991231000000).')
    await sql`DELETE FROM schema_migrations WHERE version = '20991231000000'`.execute(db)
  })

  test('its tables are old', async () => {
    const { db } = home.services
    await expectLook('database-tables', 'ok')
    await sql`DELETE FROM howdah.migrations WHERE name = '001-exports'`.execute(db)
    expect(await expectLook('database-tables', 'error')).toMatchObject({
      remedy: { command: 'howdah setup' },
    })
    await sql`INSERT INTO howdah.migrations (name) VALUES ('001-exports')`.execute(db)
  })

  test('its role lacks rights, and the command gives them', async (context) => {
    if (findServerPrograms() === null) context.skip('the embedded PostgreSQL has one role')
    const { db } = home.services
    await sql`CREATE ROLE poor_doctor LOGIN`.execute(db)
    closing.push(async () => {
      await sql`DROP OWNED BY poor_doctor`.execute(db)
      await sql`DROP ROLE poor_doctor`.execute(db)
    })
    const url = new URL(home.env['DATABASE_URL'] ?? '')
    url.username = 'poor_doctor'
    const poor = patient({ DATABASE_URL: url.href })
    const { remedy } = await expectLook('database-rights', 'error', poor)
    const command = remedy?.kind === 'command' ? remedy.command : ''
    // In a whole address the name of the database stands nowhere else.
    expect(command).toContain(`psql ${url.pathname.slice(1)} -c`)
    await sql.raw(/-c '(.*)'$/s.exec(command)?.[1] ?? '').execute(db)
    await expectLook('database-rights', 'ok', poor)
    const { instance } = home.services
    const member = await findMember(poor.db, { username: 'ada' })
    if (member === null) throw new Error('Ada is not seen')
    const source = await ExportSource.open({ db: poor.db, instance, member })
    for await (const { items } of source.outbox()) expect([...items]).toHaveLength(1)
    expect(await source.actor()).toMatchObject({ preferredUsername: 'ada' })
    await expect(sql`SELECT private_key FROM accounts`.execute(poor.db)).rejects.toThrow(/denied/)
    await expect(sql`SELECT otp_secret FROM users`.execute(poor.db)).rejects.toThrow(/denied/)
  })

  test('nobody ends its slow statements', async (context) => {
    if (findServerPrograms() === null) context.skip('the embedded PostgreSQL is one session')
    await expectLook('database-pooler', 'ok')
    const behind = patient({ PREPARED_STATEMENTS: 'false' })
    const { remedy } = await expectLook('database-pooler', 'warning', behind)
    const database = new URL(home.env['DATABASE_URL'] ?? '').pathname.slice(1)
    expect(remedy).toMatchObject({
      command: expect.stringContaining(`IN DATABASE ${database} SET statement_timeout`),
    })
  })

  test('a transaction stays open', async (context) => {
    if (findServerPrograms() === null) context.skip('the embedded PostgreSQL is one session')
    const open = await home.services.db.startTransaction().execute()
    await sql`SELECT 1`.execute(open)
    await expectLook('database-transactions', 'ok')
    await expectLook('database-transactions', 'warning', later(11 * 60_000))
    await open.rollback().execute()
    await expectLook('database-transactions', 'ok', later(11 * 60_000))
  })
})

test('the replica is away; one that is behind meets its test in jobs/', async () => {
  await expectLook('database-replica', 'ok')
  const away = { REPLICA_DATABASE_URL: 'postgresql://127.0.0.1:1/none' }
  await expectLook('database-replica', 'warning', patient(away))
})

describe('Redis', () => {
  test('it does not answer', async () => {
    await expectLook('redis-reachable', 'ok')
    const away = patient({ REDIS_URL: 'redis://127.0.0.1:1' })
    expect((await expectLook('redis-reachable', 'error', away)).found).toMatch(/127\.0\.0\.1:1\.$/)
  })

  test('nobody whom this process trusts has signed its certificate', async () => {
    const { url, stop } = await startTlsRedis()
    closing.push(stop)
    const untrusted = patient({ REDIS_URL: url })
    const { found, remedy } = await expectLook('redis-reachable', 'error', untrusted)
    expect(found).toContain('self-signed certificate')
    expect(remedy).toMatchObject({ setting: expect.stringContaining('NODE_EXTRA_CA_CERTS') })
  })

  test('it may throw jobs away', async () => {
    const { redis } = home.services
    await redis.call('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
    await expectLook('redis-eviction', 'error')
    await redis.call('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
    await expectLook('redis-eviction', 'ok')
    const used = /used_memory:(\d+)/.exec(String(await redis.call('INFO', 'memory')))?.[1]
    await redis.call('CONFIG', 'SET', 'maxmemory', String(Number(used) + 1))
    await expectLook('redis-eviction', 'warning')
    await redis.call('CONFIG', 'SET', 'maxmemory', '0')
  })

  test('it keeps nothing on disk, or cannot write there', async () => {
    await expectLook('redis-persistence', 'error')
    await home.services.redis.call('CONFIG', 'SET', 'save', '60 1000')
    await expectLook('redis-persistence', 'ok')
    const full = await startTestRedis({ configuration: { dir: '/proc', save: '60 1000' } })
    closing.push(() => full.stop())
    await full.redis.call('BGSAVE')
    await expect
      .poll(async () => String(await full.redis.call('INFO', 'persistence')), { timeout: 30_000 })
      .toContain('rdb_last_bgsave_status:err')
    await expectLook('redis-persistence', 'error', patient({ REDIS_URL: full.url }))
  })

  test('Mastodon’s keys are under another namespace', async () => {
    await expectLook('redis-namespace', 'ok')
    await home.services.redis.call('SADD', 'mastodon:processes', 'web:1:a')
    expect(await expectLook('redis-namespace', 'error')).toMatchObject({
      remedy: { setting: 'REDIS_NAMESPACE=mastodon' },
    })
    // This database is that of 4.5, which knows no namespaces any more.
    const named = patient({ REDIS_NAMESPACE: 'mastodon' })
    expect((await expectLook('redis-namespace', 'error', named)).found).toContain('Mastodon 4.5')
  })
})

describe('workers', () => {
  test('nobody listens, or everybody is quiet', async () => {
    await expectLook('workers', 'error')
    const { config } = home.services
    const launcher = new Launcher({
      redis: config.redis,
      jobs: [],
      queues: ['export'],
      signals: false,
      timeoutSeconds: 1,
      logger: silentLogger,
    })
    await launcher.start()
    closing.push(() => launcher.stop())
    await expect.poll(async () => (await look('workers')).state, { timeout: 30_000 }).toBe('ok')
    await launcher.quiet()
    await expect.poll(async () => (await look('workers')).state, { timeout: 30_000 }).toBe('error')
    expect((await look('workers')).found).toMatch(/quiet/)
  })

  test('a queue with jobs is served by nobody, or paused', async () => {
    const { redis } = home.services
    await request(ada)
    expect((await expectLook('queues-served', 'error')).found).toContain('“export” (1 job)')
    await beat('h:1:a', { queues: ['export'] })
    await expectLook('queues-served', 'ok')
    await new Queue(redis, 'export').pause()
    await expectLook('queues-served', 'warning')
    await redis.call('SADD', 'queues', 'large')
    await redis.call('LPUSH', 'queue:large', '{}')
    expect((await expectLook('queues-served', 'error')).found).toBe(
      'Nobody takes jobs from “large” (1 job). “export” (1 job) is paused.',
    )
    await redis.call('DEL', 'queue:large')
    await new Queue(redis, 'export').resume()
    const advice = async (queue: string): Promise<object | undefined> => {
      await redis.call('SADD', 'queues', queue)
      await redis.call('LPUSH', `queue:${queue}`, '{}')
      const { remedy } = await expectLook('queues-served', 'error')
      await redis.call('DEL', `queue:${queue}`)
      return remedy
    }
    // Any other worker would make Mastodon's jobs fail.
    const ruby = { kind: 'command', command: 'systemctl start mastodon-sidekiq' }
    expect(await advice('pull')).toEqual(ruby)
    expect(await advice('mailers')).toEqual(ruby)
    expect(await advice('exports')).toMatchObject({ command: 'howdah work -q exports' })
  })

  test('requests come faster than they are worked off', async () => {
    await request(ada)
    await expectLook('backlog', 'ok')
    expect((await expectLook('backlog', 'warning', later(20 * 60_000))).found).toMatch(
      /^1 wait, the oldest for 20 min; in the last hour 1 were requested and 0 ended\.$/,
    )
    const own = patient({ HOWDAH_RESTART_COMMAND: 'npm start' }, new Date(Date.now() + 20 * 60_000))
    expect((await expectLook('backlog', 'warning', own)).remedy).toEqual(command('howdah work'))
    // A request for everybody is spread over the time that it takes.
    await sql`UPDATE howdah.exports SET lane = 'bulk'`.execute(home.services.db)
    await expectLook('backlog', 'ok', later(20 * 60_000))
  })

  test('due jobs stay where they are: the clock stands still', async () => {
    await home.services.redis.call('ZADD', 'schedule', Date.now() / 1_000 - 3_600, '{"jid":"a"}')
    expect(await expectLook('clock', 'error')).toMatchObject({
      remedy: { command: 'systemctl restart howdah-work' },
    })
    await home.services.redis.call('DEL', 'schedule')
    await expectLook('clock', 'ok')
  })

  test('the clocks disagree', async () => {
    await expectLook('clocks-agree', 'ok')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 20_000 })
    closing.push(() => vi.useRealTimers())
    expect((await expectLook('clocks-agree', 'warning')).found).toMatch(/differ by (19|20)\.\d s/)
  })

  test('an old worker was not restarted', async () => {
    await beat('h:1:a', { queues: ['export'], version: '0.1.0' })
    await expectLook('old-workers', 'ok')
    await beat('h:2:b', { queues: ['export'], version: '0.2.0' })
    await expectLook('old-workers', 'warning')
  })
})

describe('jobs', () => {
  test('an export has died', async () => {
    const dead = { class: 'BackupWorker', args: [{ user_id: 1 }], jid: 'a', error_message: 'why' }
    await home.services.redis.call('ZADD', 'dead', Date.now() / 1_000, JSON.stringify(dead))
    expect((await expectLook('dead-jobs', 'warning')).found).toContain('why')
    await expectLook('dead-jobs', 'ok', later(25 * HOUR_MS))
  })

  test('somebody pushed a second job; only the ledger’s own stays', async () => {
    const { redis, ledger } = home.services
    const id = await request(ada)
    await expectLook('duplicates', 'ok')
    const copy = (jid: string) =>
      `{"class":"BackupWorker","args":[{"user_id":${ada.userId},"type":"backup"}],"queue":"export","jid":"${jid}"}`
    // Its job before it was held back: it builds nothing, and is nobody's second one.
    const before = `{"class":"BackupWorker","args":[{"user_id":${ada.userId},"type":"backup","export_id":${id}}],"queue":"export","jid":"before"}`
    await redis.call('ZADD', 'schedule', Date.now() / 1_000 + 100, before)
    await expectLook('duplicates', 'ok')
    await redis.call('ZREM', 'schedule', before)
    await redis.call('RPUSH', 'queue:export', copy('first'))
    await redis.call('ZADD', 'retry', Date.now() / 1_000 + 100, copy('second'))
    expect((await expectLook('duplicates', 'warning')).found).toContain('2 jobs too many')
    expect(await mend('duplicates')).toBe('2 jobs were deleted.')
    await expectLook('duplicates', 'ok')
    const { jobs } = await new Queue(redis, 'export').page({ offset: 0, limit: 10 })
    expect(jobs.map(({ jid }) => jid)).toEqual([(await ledger.get(id))?.jid])
  })
})

describe('exports', () => {
  test('one is stuck, and is queued again', async () => {
    const { db, redis, ledger } = home.services
    const id = await request(ada)
    await expectLook('stuck-exports', 'ok')
    await redis.call('DEL', 'queue:export')
    await sql`UPDATE howdah.exports SET state = 'stuck'`.execute(db)
    await expectLook('stuck-exports', 'error')
    expect(await mend('stuck-exports')).toBe('1 export was queued again.')
    await expectLook('stuck-exports', 'ok')
    expect((await ledger.get(id))?.state).toBe('pending')
    expect(await new Queue(redis, 'export').size()).toBe(1)
  })

  test('a request hangs at “Compiling your archive…”, and is taken up', async () => {
    const { db, redis, ledger } = home.services
    const [lost, alive] = [await insertBackup(db, ada.userId), await insertBackup(db, bob.userId)]
    await expectLook('compiling-requests', 'ok')
    const job = `{"class":"BackupWorker","args":[${alive}],"queue":"pull","jid":"j","retry":5}`
    await redis.call('LPUSH', 'queue:pull', job)
    const inTwoHours = later(2 * HOUR_MS)
    expect((await expectLook('compiling-requests', 'error', inTwoHours)).found).toBe(
      '1 without a job anywhere: @ada.',
    )
    await check('compiling-requests').mend?.(inTwoHours, 'root')
    await expectLook('compiling-requests', 'ok', inTwoHours)
    const record = await ledger.byBackupId(lost)
    expect(record).toMatchObject({ state: 'pending', performer: 'howdah', userId: ada.userId })
    expect(await new Queue(redis, 'export').findJid(record?.jid ?? '')).not.toBeNull()
    expect(await redis.call('LRANGE', 'queue:pull', 0, -1)).toEqual([job])
  })

  test('they fail, each for a reason with a remedy', async () => {
    await expectLook('failures', 'ok')
    const id = await failed(ada, 'BackupWorker met something unheard of.', 'RuntimeError')
    expect(await expectLook('failures', 'error')).toMatchObject({
      remedy: { path: `/sidekiq/exports/${id}` },
    })
    await home.reset()
    await failed(ada, 'The disk is full.', 'DiskFull')
    expect((await expectLook('failures', 'error')).remedy).toMatchObject({ kind: 'command' })
    await home.reset()
    await failed(bob, 'The database took longer than 60 s (SQLSTATE 57014).', 'DatabaseError')
    expect((await expectLook('failures', 'error')).remedy).toEqual({
      kind: 'setting',
      setting: 'HOWDAH_STATEMENT_TIMEOUT_SECONDS=120',
    })
    await expectLook('failures', 'ok', later(25 * HOUR_MS))
  })

  test('its member is gone', async () => {
    const gone = await home.addMember('gone')
    await request(gone)
    await expectLook('missing-members', 'ok')
    await sql`DELETE FROM users WHERE id = ${gone.userId}`.execute(home.services.db)
    expect((await expectLook('missing-members', 'warning')).found).toContain('@gone')
  })

  test('an archive lacks media', async () => {
    await done(ada, ['The storage does not have it.'])
    expect((await expectLook('missing-media', 'warning')).found).toContain('does not have it')
    await home.reset()
    await done(ada)
    await expectLook('missing-media', 'ok')
  })

  test('Mastodon deletes archives before their time', async () => {
    await expectLook('retention', 'ok')
    const { db } = home.services
    await sql`INSERT INTO public.settings (var, value, created_at, updated_at)
      VALUES ('backups_retention_period', '--- 3', now(), now())`.execute(db)
    closing.push(() => sql`DELETE FROM public.settings`.execute(db))
    expect(await expectLook('retention', 'warning')).toMatchObject({
      remedy: { setting: 'HOWDAH_RETENTION_DAYS=3' },
    })
    await writeSetting(db, 'retention-days', { value: 2, by: 'root' })
    await expectLook('retention', 'ok')
    await writeSetting(db, 'retention-days', { value: 30, by: 'root' })
    expect(await expectLook('retention', 'warning')).toMatchObject({
      found: 'Howdah says 30 days, but Mastodon deletes archives after 3.',
      remedy: { kind: 'page', path: '/admin/exports' },
    })
    await writeSetting(db, 'retention-days', { value: null, by: 'root' })
  })
})

describe('files', () => {
  const DAY_MS = 24 * HOUR_MS

  test('the disk is too small for the largest archive', async () => {
    const id = await done(ada)
    const free = Number(await home.services.storage.freeBytes(BACKUP_PREFIX))
    const say = (bytes: number) =>
      sql`UPDATE howdah.exports SET size_bytes = ${Math.round(bytes)}::bigint WHERE id = ${id}`.execute(
        home.services.db,
      )
    await say(free * 2)
    await expectLook('disk-space', 'error')
    await say(Math.max(free / 2, 2 ** 30))
    await expectLook('disk-space', 'warning')
    await say(1)
    const { state } = await look('disk-space')
    expect(state === 'ok').toBe(free > 3 * 2 ** 30)
  })

  test('the disk is too small for the largest follower migration export', async () => {
    const { db, storage, config } = home.services
    const free = Number(await storage.freeBytes(archivePrefix('migration')))
    const id = await done(ada)
    await sql`UPDATE howdah.exports SET type = 'migration', size_bytes = ${free * 2}::bigint
      WHERE id = ${id}`.execute(db)
    const { found } = await expectLook('disk-space', 'error')
    expect(found).toContain(config.exports.directory)
  })

  test('temporary files have no room', async () => {
    vi.stubEnv('TMPDIR', '/proc') // A file system without a free byte.
    closing.push(() => vi.unstubAllEnvs())
    await expectLook('temporary-space', 'warning')
  })

  test('the place for archives cannot be written, or takes no ACL', async () => {
    await expectLook('storage-writable', 'ok')
    const file = join(home.folder, 'file')
    await writeFile(file, '')
    await expectLook('storage-writable', 'error', patient({ PAPERCLIP_ROOT_PATH: file }))
    const { storage, config } = withFullDisk(home.services)
    const check = async (): Promise<void> => void (await storage.create(''))
    const full = { ...patient(), storage: { ...storage, check } }
    expect((await expectLook('storage-writable', 'error', full)).remedy).toEqual(
      command(`df -h ${config.media.root} && df -i ${config.media.root}`),
    )
    const s3 = await startTestS3()
    closing.push(() => s3.stop())
    const bucket = { ...s3.env }
    await expectLook('storage-writable', 'ok', patient(bucket))
    s3.accident = ({ method }) =>
      method === 'PUT'
        ? { kind: 'refuse', status: 400, code: 'AccessControlListNotSupported' }
        : null
    expect(await expectLook('storage-writable', 'error', patient(bucket))).toMatchObject({
      remedy: { setting: 'S3_PERMISSION= (empty)' },
    })
    await expectLook('public-archives', 'ok', patient(bucket))
  })

  test('media are missing: some, or all because it is the wrong place', async () => {
    await home.addMember('photographer', { posts: 1, media: 2 })
    await expectLook('media-there', 'ok')
    await expectLook('media-there', 'error', patient({ PAPERCLIP_ROOT_PATH: home.folder }))
    const { rows } = await sql<{ id: string }>`SELECT max(id) AS id FROM media_attachments`.execute(
      home.services.db,
    )
    await rm(await mediaPath(home.services, rows[0]?.id ?? ''))
    await expectLook('media-there', 'warning')
  })

  test('an archive belongs to nobody, and is deleted; the others stay', async () => {
    const { db, config } = home.services
    const known = await insertBackup(db, ada.userId)
    const paths = [known, '987654321'].map((id) =>
      join(config.media.root, backupStorageKey(id, 'archive-1.zip')),
    )
    for (const path of paths) {
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, 'zip')
    }
    await expectLook('orphaned-archives', 'ok')
    await expectLook('orphaned-archives', 'warning', later(2 * DAY_MS))
    await check('orphaned-archives').mend?.(later(2 * DAY_MS), 'root')
    await expectLook('orphaned-archives', 'ok', later(2 * DAY_MS))
    expect(paths.map((path) => existsSync(path))).toEqual([true, false])
  })

  test('a crash left unfinished files; only those that no export knows are deleted', async () => {
    const { db, storage } = home.services
    const keys = ['backups/dumps/000/000/001/original/a.zip', 'exports/2/b.zip']
    for (const key of keys) await (await storage.create(key)).release()
    const id = await request(ada)
    await sql`UPDATE howdah.exports SET partial_key = ${keys[0]} WHERE id = ${id}`.execute(db)
    await expectLook('unfinished-files', 'ok')
    expect((await expectLook('unfinished-files', 'warning', later(2 * DAY_MS))).found).toBe(
      `1: ${keys[1]}.`,
    )
    await check('unfinished-files').mend?.(later(2 * DAY_MS), 'root')
    await expectLook('unfinished-files', 'ok', later(2 * DAY_MS))
    const known = await storage.reopen(keys[0] ?? '')
    await known?.discard()
    expect(known).not.toBeNull()
  })
})

describe('mail', () => {
  test('no server is configured, it does not answer, or it refuses the password', async () => {
    await expectLook('mail-server', 'warning')
    const dead = patient({ SMTP_SERVER: '127.0.0.1', SMTP_PORT: '1' })
    await expectLook('mail-server', 'error', dead)
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ password }, _session, answer) =>
        password === 'right' ? answer(null, { user: 'howdah' }) : answer(new Error('no')),
    })
    server.listen(0, '127.0.0.1')
    await once(server.server, 'listening')
    closing.push(() => server.close())
    const { port } = Object.assign({ port: 0 }, server.server.address())
    const given = { SMTP_SERVER: '127.0.0.1', SMTP_PORT: String(port), SMTP_LOGIN: 'howdah' }
    await expectLook('mail-server', 'error', patient({ ...given, SMTP_PASSWORD: 'wrong' }))
    await expectLook('mail-server', 'ok', patient({ ...given, SMTP_PASSWORD: 'right' }))
  })

  test('sendmail is chosen and not there', async () => {
    const chosen = { SMTP_DELIVERY_METHOD: 'sendmail' }
    const missing = patient({ ...chosen, HOWDAH_SENDMAIL: '/nowhere/sendmail' })
    expect(await expectLook('mail-server', 'error', missing)).toMatchObject({
      found:
        'SMTP_DELIVERY_METHOD is sendmail, and there is no program /nowhere/sendmail; ' +
        'install one, or say where it is in HOWDAH_SENDMAIL.',
    })
    await expectLook('mail-server', 'ok', patient({ ...chosen, HOWDAH_SENDMAIL: '/bin/cat' }))
  })

  test('the sender is nobody', async () => {
    await expectLook('mail-sender', 'warning', patient({ SMTP_SERVER: 'mail.example.social' }))
    const named = { SMTP_SERVER: 'a.b', SMTP_FROM_ADDRESS: 'Howdah <howdah@example.social>' }
    await expectLook('mail-sender', 'ok', patient(named))
  })

  test('a member was not told, and is', async () => {
    await done(ada)
    await expectLook('untold-members', 'ok')
    await expectLook('untold-members', 'error', later(HOUR_MS))
    await check('untold-members').mend?.(later(HOUR_MS), 'root')
    const [job] = await home.services.redis
      .call('ZRANGE', 'schedule', 0, -1)
      .then((reply) => (Array.isArray(reply) ? reply.map(String) : []))
    expect(job).toContain('ExportMailWorker')
    await expectLook('untold-members', 'ok', later(HOUR_MS))
  })

  test('an address cannot work', async () => {
    const { db } = home.services
    await done(ada)
    await expectLook('member-addresses', 'ok')
    await sql`UPDATE users SET email = 'ada@nowhere' WHERE id = ${ada.userId}`.execute(db)
    closing.push(() =>
      sql`UPDATE users SET email = 'ada@example.social', confirmed_at = now()
        WHERE id = ${ada.userId}`.execute(db),
    )
    expect(await expectLook('member-addresses', 'warning')).toMatchObject({
      found: '@ada (“ada@nowhere” is no address).',
      remedy: { path: `/admin/users/${ada.userId}/edit` },
    })
    await sql`UPDATE users SET email = 'a@b.c', confirmed_at = NULL
      WHERE id = ${ada.userId}`.execute(db)
    expect((await look('member-addresses')).found).toBe('@ada (never confirmed).')
  })
})

describe('the webhook', () => {
  const SECRET = { EXPORT_WEBHOOK_SECRET: 'sixteen or more characters' }
  const at = (url: string): Patient => patient({ ...SECRET, EXPORT_WEBHOOK_URL: url })

  test('nobody answers there, or too late, or somewhere else', async () => {
    expect(await look('webhook')).toMatchObject({ state: 'ok', found: 'None is configured.' })
    const gone = createServer().listen(0, '127.0.0.1')
    await once(gone, 'listening')
    const place = `127.0.0.1:${Object.assign({ port: 0 }, gone.address()).port}`
    gone.close()
    await once(gone, 'close')
    const dead = await expectLook('webhook', 'error', at(`http://${place}/hook?key=secret`))
    expect(dead.found).toBe(`${place} does not answer: connect ECONNREFUSED ${place}.`)
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    closing.push(() => {
      silent.closeAllConnections()
      silent.close()
    })
    const { port } = Object.assign({ port: 0 }, silent.address())
    const late = await expectLook('webhook', 'error', at(`http://127.0.0.1:${port}/hook`))
    expect(late.found).toMatch(/timeout/)
    const moved = createServer((_, response) => {
      response.writeHead(301, { location: '/new?key=secret' }).end()
    }).listen(0, '127.0.0.1')
    await once(moved, 'listening')
    closing.push(() => moved.close())
    const address = `http://127.0.0.1:${Object.assign({ port: 0 }, moved.address()).port}`
    const elsewhere = await expectLook('webhook', 'error', at(`${address}/hook?key=secret`))
    expect(elsewhere.found).toBe(
      `${address.slice('http://'.length)} leads elsewhere, to ${address}.`,
    )
    expect(elsewhere.remedy).toMatchObject({ setting: expect.stringContaining('curl -sI') })
    expect(JSON.stringify([dead, late, elsewhere])).not.toContain('secret')
  })

  test('nobody known has signed its certificate', async () => {
    const { key, certificate, remove } = await makeCertificate()
    closing.push(remove)
    const server = createTlsServer(
      { key: await readFile(key), cert: await readFile(certificate) },
      (_, response) => response.writeHead(204).end(),
    ).listen(0, '127.0.0.1')
    await once(server, 'listening')
    closing.push(() => server.close())
    const { port } = Object.assign({ port: 0 }, server.address())
    const unknown = await expectLook('webhook', 'error', at(`https://127.0.0.1:${port}/hook`))
    expect(unknown.found).toMatch(/self-signed certificate/)
    expect(unknown.remedy).toMatchObject({ setting: expect.stringContaining('EXTRA_CA_CERTS') })
  })

  test('it does not take a message: the export is made all the same, and the button sends it again', async () => {
    const answers = { POST: 500 }
    const told: string[] = []
    const server = createServer((message, response) => {
      if (message.method === 'POST') told.push(String(message.headers['howdah-event']))
      response.writeHead(message.method === 'POST' ? answers.POST : 405).end()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    closing.push(() => server.close())
    const { port } = Object.assign({ port: 0 }, server.address())
    const services = prepareServices(
      readConfig({
        ...home.env,
        ...SECRET,
        EXPORT_WEBHOOK_URL: `http://127.0.0.1:${port}/hook`,
      }),
      silentLogger,
    )
    closing.push(() => services.close())
    const hooked: Patient = { ...services, now: new Date() }
    expect((await expectLook('webhook', 'ok', hooked)).found).toBe(`127.0.0.1:${port} answers.`)
    const launcher = newLauncher(services)
    await launcher.start()
    closing.push(() => launcher.stop())
    const id = await request(ada)
    const state = async (): Promise<string> => (await look('webhook', hooked)).state
    await expect.poll(state, { timeout: 30_000 }).toBe('warning')
    expect((await home.services.ledger.get(id))?.state).toBe('done')
    const { found, remedy } = await expectLook('webhook', 'warning', hooked)
    expect(found).toMatch(/^1 message was not taken; the newest: The webhook answered 500/)
    expect(remedy?.kind).toBe('mend')
    // Given up after its last try, it is still to be sent.
    const [entry] = (await new RetrySet(services.redis).page({ limit: 1 })).entries
    expect(await new RetrySet(services.redis).kill(entry?.key ?? '')).toBe(true)
    await expectLook('webhook', 'warning', hooked)
    answers.POST = 204
    const mended = await check('webhook').mend?.(hooked, 'root')
    expect(mended?.(en)).toBe('1 message was queued.')
    await expect.poll(() => told.length, { timeout: 30_000 }).toBe(2)
    await expect.poll(state, { timeout: 30_000 }).toBe('ok')
  })
})

describe('site', () => {
  test('its public address leads elsewhere', async () => {
    const elsewhere = await serve(async () => [404, 'nothing here'])
    await expectLook('public-address', 'error', patient({ HOWDAH_PUBLIC_URL: elsewhere }))
    const site = createSite(home.services)
    const ours = await serve(async (path) => {
      const response = await site.fetch(new Request(`http://localhost${path}`))
      return [response.status, await response.text()]
    })
    await expectLook('public-address', 'ok', patient({ HOWDAH_PUBLIC_URL: ours }))
  })

  test('the instance does not answer, or is another', async () => {
    const off = { LOGIN_OAUTH: 'false' }
    await expectLook('sign-in', 'error', patient(off))
    await expectLook('sign-in', 'ok', patient({ ...off, LOGIN_PASSWORD: 'true' }))
    await expectLook('sign-in', 'error', patient({ HOWDAH_MASTODON_URL: 'http://127.0.0.1:1' }))
    const domains = ['other.social', 'example.social']
    const url = await serve(async () => [200, JSON.stringify({ domain: domains.shift() })])
    await expectLook('sign-in', 'error', patient({ HOWDAH_MASTODON_URL: url }))
    await expectLook('sign-in', 'ok', patient({ HOWDAH_MASTODON_URL: url }))
  })

  test('the instance is reached inside of the server, where it answers to its own domain alone', async () => {
    const asked: IncomingHttpHeaders[] = []
    // As Rails does: another host is refused, and http is led to https.
    const mastodon = createServer(({ headers }, response) => {
      asked.push(headers)
      if (headers.host !== 'social.example') return response.writeHead(403).end('Blocked host')
      if (headers['x-forwarded-proto'] !== 'https') return response.writeHead(301).end()
      return response.writeHead(200).end(JSON.stringify({ domain: 'example.social' }))
    }).listen(0, '127.0.0.1')
    await once(mastodon, 'listening')
    closing.push(() => mastodon.close())
    const { port } = Object.assign({ port: 0 }, mastodon.address())
    const inside = {
      HOWDAH_MASTODON_URL: `http://127.0.0.1:${port}`,
      LOCAL_HTTPS: 'true',
    }
    const right = patient({ ...inside, WEB_DOMAIN: 'social.example' })
    expect((await expectLook('sign-in', 'ok', right)).found).toBe(`http://127.0.0.1:${port}`)
    const wrong = patient({ ...inside, WEB_DOMAIN: 'other.example' })
    expect((await expectLook('sign-in', 'error', wrong)).found).toContain('status 403')
    expect(asked.map(({ host }) => host)).toEqual(['social.example', 'other.example'])
  })

  test('everybody may fetch archives', async () => {
    const { root } = home.services.config.media
    const open = await serve(async (path) => [200, await readFile(join(root, path), 'utf8')])
    await expectLook('public-archives', 'warning', patient({ PAPERCLIP_ROOT_URL: open }))
    const closed = await serve(async () => [404, 'Not found'])
    await expectLook('public-archives', 'ok', patient({ PAPERCLIP_ROOT_URL: closed }))
  })
})

describe('the examination', () => {
  const ill: Check = {
    name: 'ill',
    title: () => 'Ill',
    looksAt: 'nothing',
    needs: [],
    look: () => Promise.reject(new Error('It broke.')),
  }
  const slow: Check = { ...ill, name: 'slow', look: () => new Promise<Finding>(() => {}) }
  const sick: Check = {
    ...ill,
    name: 'sick',
    look: async () => ({
      state: 'warning',
      found: () => 'So.',
      means: () => 'That.',
      remedy: { kind: 'mend', label: () => 'Do' },
    }),
  }
  const well: Check = { ...ill, name: 'well', look: async () => ok(() => 'Fine.') }

  test('a check that breaks or hangs harms no other', async () => {
    const examination = await examine(patient(), { limitMs: 50 }, [ill, slow, well])
    expect(examination.results.map(({ state, found }) => `${state}: ${found(en)}`)).toEqual([
      'unknown: It could not be looked at: It broke.',
      'unknown: No answer within 0.05 s.',
      'ok: Fine.',
    ])
    expect(exitCodeOf(examination)).toBe(3)
  })

  test('one that nobody waits for looks at one thing after the other, and finds the same', async () => {
    let underWay = 0
    let most = 0
    const busy = (name: string): Check => ({
      ...well,
      name,
      look: async () => {
        most = Math.max(most, (underWay += 1))
        await new Promise((resolve) => setTimeout(resolve, 10))
        underWay -= 1
        return ok(() => 'Fine.')
      },
    })
    const checks = ['one', 'two', 'three'].map(busy)
    const names = async (isUnhurried: boolean): Promise<string[]> =>
      (await examine(patient(), { isUnhurried }, checks)).results.map(({ name }) => name)
    expect(await names(true)).toEqual(['one', 'two', 'three'])
    expect(most).toBe(1)
    expect(await names(false)).toEqual(['one', 'two', 'three'])
    expect(most).toBe(3)
  })

  test('it reads as text and as JSON, and its exit code is that of monitors', async () => {
    const examination = await examine(patient(), {}, [sick, well])
    expect(textOf(examination)).toBe(
      [
        'ok       well: Fine.',
        'WARNING  sick: So.',
        '         That.',
        '         → howdah doctor --mend sick    # Do',
        '',
        '2 checks: 1 warning.',
        '',
      ].join('\n'),
    )
    expect(JSON.parse(jsonOf(examination))).toMatchObject({
      state: 'warning',
      checks: [
        { name: 'sick', remedy: { kind: 'mend' } },
        { name: 'well', state: 'ok', found: 'Fine.', looks_at: 'nothing' },
      ],
    })
    expect(exitCodeOf(examination)).toBe(1)
    expect(exitCodeOf(await examine(patient(), { only: ['well'] }, [sick, well]))).toBe(0)
  })

  test('names are unique, and no check is without a test', async () => {
    const names = CHECKS.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    const tests = await readFile(new URL(import.meta.url), 'utf8')
    for (const name of names) expect(tests).toContain(`expectLook('${name}'`)
  })
})
