import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import { silentLogger, type RedisClient } from '@howdah/engine'
import { Queue } from '@howdah/engine/api'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { Upkeep } from '../jobs/upkeep.ts'
import type { ExportRecord } from '../ledger/types.ts'
import { findBackup, insertBackup } from '../mastodon/backups.ts'
import type { Member } from '../mastodon/members.ts'
import { readConfig } from '../config/read-config.ts'
import { prepareServices, type Services } from '../services.ts'
import { startExportHome, type ExportHome } from '../testing/export-home.ts'
import { newLauncher } from '../testing/launcher.ts'
import { TakeOver } from './take-over.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const MINUTE_MS = 60_000

let home: ExportHome
let ada: Member
let bob: Member
beforeAll(async () => {
  home = await startExportHome({ EXPORT_MODE: 'watch' })
  ada = await home.addMember('ada', { posts: 2 })
  bob = await home.addMember('bob', { posts: 1 })
})
afterAll(() => home.stop())
beforeEach(() => home.reset())

/** The same parts with another policy. */
function withPolicy(stuckPolicy: 'offer' | 'requeue'): Services {
  const { services } = home
  return {
    ...services,
    config: { ...services.config, adopt: { ...services.config.adopt, stuckPolicy } },
  }
}

function takeOver(redis: RedisClient = home.services.redis): TakeOver {
  const { services } = home
  return new TakeOver({ stores: services, redis, queue: 'export', logger: silentLogger })
}

function rubyPayload(backupId: string, jid: string, more: object = {}): string {
  return JSON.stringify({
    retry: 5,
    queue: 'pull',
    backtrace: true,
    dead: false,
    args: [Number(backupId)],
    class: 'BackupWorker',
    jid,
    created_at: 1_790_000_000.123,
    ...more,
  })
}

async function pushRaw(queue: string, ...texts: (string | Buffer)[]): Promise<void> {
  await home.services.redis.call('SADD', 'queues', queue)
  await home.services.redis.call('LPUSH', `queue:${queue}`, ...texts)
}

async function textsOf(queue: string): Promise<Buffer[]> {
  const reply = await home.services.redis.callBuffer('LRANGE', `queue:${queue}`, 0, -1)
  return Array.isArray(reply) ? reply.filter((text): text is Buffer => Buffer.isBuffer(text)) : []
}

/** A row that Mastodon's page has made an hour ago. */
async function mastodonRow(member: Member): Promise<string> {
  const id = await insertBackup(home.services.db, member.userId)
  await sql`UPDATE backups SET created_at = created_at - interval '1 hour' WHERE id = ${id}`.execute(
    home.services.db,
  )
  return id
}

async function exportOf(backupId: string): Promise<ExportRecord> {
  const record = await home.services.ledger.byBackupId(backupId)
  if (record === null) throw new Error(`no export of backup ${backupId}`)
  return record
}

function hasRuby(): boolean {
  try {
    execFileSync('ruby', ['-e', 'require "sidekiq"'], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}

test.skipIf(!hasRuby())(
  'what Ruby pushes to pull is taken over, built, and completes the row of Mastodon',
  async () => {
    const { services, env } = home
    const backupId = await mastodonRow(ada)
    const script = `require "sidekiq"
      push = ->(k, *a) { Sidekiq::Client.push("class" => k, "queue" => "pull", "args" => a, "retry" => 5, "backtrace" => true, "dead" => false) }
      push.("ResolveAccountWorker", 1); print push.("BackupWorker", ${backupId}); push.("ResolveAccountWorker", 2)`
    const { stdout: jid } = await promisify(execFile)('ruby', ['-e', script], {
      env: { ...process.env, REDIS_URL: env['REDIS_URL'] ?? '' },
    })
    expect(await takeOver().look()).toBe(1)
    expect(await exportOf(backupId)).toMatchObject({
      jid,
      state: 'pending',
      performer: 'howdah',
      requestedBy: 'mastodon',
      userId: ada.userId,
      maxAttempts: 6,
    })
    expect(await new Queue(services.redis, 'pull').size()).toBe(2)
    const launcher = newLauncher(services)
    await launcher.start()
    await expect
      .poll(async () => (await exportOf(backupId)).state, { timeout: 30_000 })
      .toBe('done')
    await launcher.stop()
    expect(await findBackup(services.db, backupId)).toMatchObject({ processed: true })
  },
)

test('only archive jobs of Mastodon leave pull; order and all other bytes stay', async () => {
  const [first, second] = [await mastodonRow(ada), await mastodonRow(bob)]
  const others = [
    Buffer.from('{"class":"ThreadResolveWorker","args":["BackupWorker"],"queue":"pull"}'),
    Buffer.from('{"class":"BackupWorker","args":[{"user_id":7}],"queue":"pull","jid":"ours"}'),
    Buffer.from([0x7b, 0xff, 0xfe, ...Buffer.from('"BackupWorker"')]),
    Buffer.from('no job at all'),
  ] as const
  const failed = rubyPayload(second, 'second', { error_message: 'bad "queue":"pull" \u2028 é' })
  await pushRaw(
    'pull',
    others[0],
    rubyPayload(first, 'first'),
    others[1],
    others[2],
    failed,
    others[3],
  )
  expect(await takeOver().look()).toBe(2)
  expect(await textsOf('pull')).toEqual([...others].toReversed())
  // The right end is next.
  expect((await textsOf('export')).map(String).toReversed()).toEqual([
    rubyPayload(first, 'first', { queue: 'export' }),
    failed.replace('"queue":"pull","backtrace"', '"queue":"export","backtrace"'),
  ])
  expect(await takeOver().look()).toBe(0)
})

/** The same Redis, and a note of each piece of a list that is read: its first and last place. */
function noting(redis: RedisClient, pieces: [first: number, last: number][]): RedisClient {
  return new Proxy(redis, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return (...parameters: unknown[]): unknown => {
        if (parameters[0] === 'LRANGE') pieces.push([Number(parameters[2]), Number(parameters[3])])
        return Reflect.apply(value, target, parameters)
      }
    },
  })
}

test('a look into a long queue reads little of it, and finds what lies deep within some looks', async () => {
  const { redis } = home.services
  const pieces: [first: number, last: number][] = []
  const mover = takeOver(noting(redis, pieces))
  const fill = `for i = 1, ARGV[1] do redis.call('LPUSH', KEYS[1], ARGV[2] .. i) end`
  const other = `{"class":"ThreadResolveWorker","queue":"pull","args":["x"],"n":`
  const push = (count: number) => redis.call('EVAL', fill, 1, 'queue:pull', count, other)
  const [deep, deepest] = [await mastodonRow(ada), await mastodonRow(bob)]
  await push(2_000)
  await pushRaw('pull', rubyPayload(deep, 'deep'))
  await push(60_000)
  await pushRaw('pull', rubyPayload(deepest, 'deepest'))
  await push(60_000)

  // 500 at the end, then 500 more in each look: the fourth reads those from 2,000 on.
  const looks: number[] = []
  for (let look = 1; look <= 4; look += 1) looks.push(await mover.look())
  expect(looks).toEqual([0, 0, 0, 1])
  // A whole round: what is farther than 50,000 jobs from both ends would be a long search.
  for (let look = 5; look <= 110; look += 1) expect(await mover.look()).toBe(0)
  for (const [first, last] of pieces) {
    expect(last - first).toBeLessThan(500)
    expect(Math.max(Math.abs(first), Math.abs(last))).toBeLessThanOrEqual(50_000)
  }
  expect(pieces).toHaveLength(4 * 110)
  expect(await new Queue(redis, 'pull').size()).toBe(122_001)

  await redis.call('LTRIM', 'queue:pull', 0, -20_001) // Ruby works off 20,000.
  let found = 0
  for (let look = 1; look <= 100; look += 1) found += await mover.look()
  expect(found).toBe(1)
  expect(await new Queue(redis, 'pull').size()).toBe(102_000)
})

test('under the namespace of 4.2 and 4.3, with their times, nothing but the queue changes', async () => {
  const { env } = home
  const old = prepareServices(readConfig({ ...env, REDIS_NAMESPACE: 'mastodon' }), silentLogger)
  const backupId = await mastodonRow(ada)
  // Ruby's own text: floats that JavaScript would write otherwise, in its own order.
  const job = (queue: string): string =>
    `{"retry":5,"queue":"${queue}","backtrace":true,"dead":false,"args":[${backupId}],` +
    `"class":"BackupWorker","jid":"f00","created_at":1700000000.0,"enqueued_at":1700000000.1000001,` +
    `"error_message":"\\u0001 \\"queue\\":\\"pull\\"","failed_at":1.7e9,"retry_count":0}`
  const other = '{"class":"ResolveAccountWorker","args":[113060493549872113],"created_at":1.0}'
  const { redis } = home.services
  await redis.call('LPUSH', 'mastodon:queue:pull', other, job('pull'), other)
  await redis.call('LPUSH', 'queue:pull', other, job('pull'))
  const mover = new TakeOver({
    stores: old,
    redis: old.redis,
    queue: 'export',
    logger: silentLogger,
  })
  expect(await mover.look()).toBe(1)
  const texts = (key: string) => redis.call('LRANGE', key, 0, -1)
  expect(await texts('mastodon:queue:pull')).toEqual([other, other])
  expect(await texts('mastodon:queue:export')).toEqual([job('export')])
  expect(await redis.call('SMEMBERS', 'mastodon:queues')).toEqual(['export'])
  expect(await texts('queue:pull')).toHaveLength(2)
  expect(await exportOf(backupId)).toMatchObject({ jid: 'f00', performer: 'howdah' })
  await new Upkeep(old).turn()
  expect(await exportOf(backupId)).toMatchObject({ state: 'pending' })
  await old.close()
})

test('two movers at once move each job once', async () => {
  const ids = await Promise.all(Array.from({ length: 40 }, () => mastodonRow(ada)))
  await pushRaw('pull', ...ids.map((id) => rubyPayload(id, `j${id}`)))
  const moved = await Promise.all([takeOver().look(), takeOver().look(), takeOver().look()])
  expect(moved.reduce((sum, count) => sum + count)).toBe(40)
  expect(await new Queue(home.services.redis, 'export').size()).toBe(40)
})

/** Ruby's heartbeat: a process that runs this payload. */
async function runInRuby(payload: string): Promise<void> {
  const { redis } = home.services
  const seconds = Math.floor(Date.now() / 1_000)
  const info = {
    hostname: 'web',
    pid: 7,
    identity: 'web:7:aa',
    started_at: seconds,
    queues: ['pull'],
  }
  const work = { queue: 'pull', payload, run_at: seconds }
  await redis.call('SADD', 'processes', 'web:7:aa')
  await redis.call('HSET', 'web:7:aa', 'info', JSON.stringify(info), 'busy', 1, 'beat', seconds)
  await redis.call('HSET', 'web:7:aa:work', 't1', JSON.stringify(work))
}

test('an archive of Mastodon is followed from its queue to its file', async () => {
  const { services } = home
  const { redis, db } = services
  const upkeep = new Upkeep(services)
  const backupId = await mastodonRow(ada)
  const payload = rubyPayload(backupId, 'j1')
  await pushRaw('pull', payload)
  await upkeep.turn()
  expect(await exportOf(backupId)).toMatchObject({
    state: 'pending',
    performer: 'mastodon',
    jid: 'j1',
  })
  await redis.call('DEL', 'queue:pull')
  await runInRuby(payload)
  await upkeep.turn()
  expect(await exportOf(backupId)).toMatchObject({ state: 'running' })
  // Silent for our ledger, but alive: it is never touched.
  await upkeep.turn(new Date(Date.now() + 60 * MINUTE_MS))
  const running = await exportOf(backupId)
  expect(running.state).toBe('running')
  expect(await services.exports.cancel(running.id, 'root')).toMatchObject({ kind: 'unchanged' })
  await redis.call('DEL', 'web:7:aa:work')
  const error = { error_message: 'execution expired', error_class: 'Net::ReadTimeout' }
  const later = Date.now() / 1_000 + 30
  await redis.call(
    'ZADD',
    'retry',
    later,
    rubyPayload(backupId, 'j1', { ...error, retry_count: 1 }),
  )
  await upkeep.turn()
  expect(await exportOf(backupId)).toMatchObject({
    state: 'retrying',
    attempts: 2,
    error: 'execution expired',
  })
  await redis.call('DEL', 'retry')
  await sql`UPDATE backups SET processed = true, dump_file_name = 'archive-1.zip',
    dump_file_size = 1234 WHERE id = ${backupId}`.execute(db)
  await upkeep.turn()
  expect(await exportOf(backupId)).toMatchObject({
    state: 'done',
    sizeBytes: 1234,
    fileName: 'archive-1.zip',
    error: null,
  })
  const { id } = await exportOf(backupId)
  await sql`DELETE FROM backups`.execute(db)
  await upkeep.turn()
  expect((await services.ledger.get(id))?.state).toBe('expired')
})

test('a request that Mastodon dropped in silence becomes a failure that can be tried again', async () => {
  const { services } = home
  const upkeep = new Upkeep(services)
  const backupId = await mastodonRow(ada)
  await pushRaw('pull', rubyPayload(backupId, 'j1'))
  await upkeep.turn()
  const { id } = await exportOf(backupId)
  await sql`DELETE FROM backups`.execute(services.db)
  await services.redis.call('DEL', 'queue:pull')
  await upkeep.turn()
  const failed = await services.ledger.get(id)
  expect(failed).toMatchObject({ state: 'failed', backupId: null })
  expect(failed?.error).toMatch(/gave it up/)
  expect(await services.exports.retryNow(id, 'root')).toMatchObject({ kind: 'changed' })
  const again = await services.ledger.get(id)
  const [pushed] = await textsOf('pull')
  expect(JSON.parse(String(pushed))).toMatchObject({
    class: 'BackupWorker',
    queue: 'pull',
    args: [Number(again?.backupId)],
    retry: 5,
    dead: false,
  })
  expect(await findBackup(services.db, again?.backupId ?? '')).toMatchObject({ processed: false })
})

/** Two looks a minute apart, and one after. */
async function lookThrice(services: Services): Promise<void> {
  const upkeep = new Upkeep(services)
  for (const minutes of [0, 2, 4]) {
    await upkeep.turn(new Date(Date.now() + minutes * MINUTE_MS))
  }
}

test('a request whose job was lost is stuck, and offered', async () => {
  const backupId = await mastodonRow(ada)
  await lookThrice(withPolicy('offer'))
  const record = await exportOf(backupId)
  expect(record).toMatchObject({ state: 'stuck', performer: 'mastodon' })
  expect(await textsOf('pull')).toEqual([])
  expect(await home.services.exports.retryNow(record.id, 'root')).toMatchObject({ kind: 'changed' })
  expect(await textsOf('pull')).toHaveLength(1)
})

test('a request whose job was lost is queued again where the policy says so, three times', async () => {
  const backupId = await mastodonRow(ada)
  const services = withPolicy('requeue')
  const upkeep = new Upkeep(services)
  let pushes = 0
  for (let minutes = 0; minutes < 30; minutes += 2) {
    await upkeep.turn(new Date(Date.now() + minutes * MINUTE_MS))
    pushes += (await textsOf('pull')).length
    // It takes its worker with it each time.
    await services.redis.call('DEL', 'queue:pull')
  }
  expect(pushes).toBe(3)
  const record = await exportOf(backupId)
  expect(record.state).toBe('stuck')
  const events = await services.ledger.events(record.id)
  expect(
    events.filter(({ actor, action }) => actor === 'howdah' && action === 'queued again'),
  ).toHaveLength(3)
})

test('in watch mode our page asks Mastodon’s workers', async () => {
  const { services } = home
  const result = await services.exports.request(ada, 'backup', 'member')
  expect(result).toMatchObject({ kind: 'accepted', export: { performer: 'mastodon' } })
  const [pushed] = await textsOf('pull')
  const [row] = (await sql<{ id: string }>`SELECT id FROM backups`.execute(services.db)).rows
  expect(JSON.parse(String(pushed))).toMatchObject({ args: [Number(row?.id)], backtrace: true })
  expect(await textsOf('export')).toEqual([])
})
