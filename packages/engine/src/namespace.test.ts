/**
 * Everything under a namespace, as Mastodon 4.3 and older have it. The user that all of it signs in
 * as may touch no key and no channel outside: Redis itself refuses what forgets the prefix.
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import {
  DeadSet,
  Limits,
  locateJobs,
  Metrics,
  Periodic,
  ProcessSet,
  ProfileSet,
  Queue,
  readOutcome,
  RetrySet,
  ScheduledSet,
  schedulerHealth,
  Stats,
  WorkSet,
} from './api.ts'
import {
  cancelJob,
  Client,
  connectRedis,
  defineJob,
  definePeriodic,
  markDeploy,
  silentLogger,
  type RedisClient,
} from './index.ts'
import { Launcher } from './server.ts'
import { startTestRedis, type TestRedis } from './testing.ts'

vi.setConfig({ testTimeout: 60_000 })

const TIMEOUT = { timeout: 30_000 }

let server: TestRedis
let redis: RedisClient
beforeAll(async () => {
  server = await startTestRedis()
  await server.redis.call(
    'ACL',
    'SETUSER',
    'old',
    'on',
    '>secret',
    'resetchannels',
    '~mastodon:*',
    '&mastodon:*',
    '+@all',
  )
  redis = connectRedis({ url: server.url.replace('//', '//old:secret@'), namespace: 'mastodon' })
})
afterAll(async () => {
  await redis.close()
  await server.stop()
})

const ran: string[] = []
const held = Promise.withResolvers<void>()

const note = defineJob({
  class: 'NoteWorker',
  args: z.tuple([z.string()]),
  perform: async ([word]) => {
    ran.push(word)
    if (word === 'fail' && ran.filter((one) => one === 'fail').length === 1) throw new Error('once')
    if (word === 'die') throw new Error('always')
  },
})
const hold = defineJob({
  class: 'HoldWorker',
  args: z.tuple([z.string()]),
  limit: { total: 1 },
  perform: async ([word], { signal, progress }) => {
    progress({ stage: 'held', done: 1, total: 2 })
    ran.push(`hold ${word}`)
    const stopped = new Promise<void>((resolve) =>
      signal.addEventListener('abort', () => resolve()),
    )
    await Promise.race([held.promise, stopped])
  },
})
const once = defineJob({
  class: 'OnceWorker',
  args: z.tuple([z.string()]),
  unique: { forSeconds: 600 },
  perform: async ([word]) => void ran.push(`once ${word}`),
})
const tick = definePeriodic({ name: 'tick', cron: '* * * * * *', job: note, args: ['tick'] })

test('every part works under a namespace, and touches nothing outside of it', async () => {
  await server.redis.call('SET', 'queues', 'somebody else’s')
  await expect(redis.call('GET', 'queues')).rejects.toThrow(/permission/)
  const client = new Client({ redis })
  const launcher = new Launcher({
    redis: redis.settings,
    jobs: [note, hold, once],
    periodic: [tick],
    queues: ['default'],
    pollIntervalAverageSeconds: 1,
    concurrency: 5,
    signals: false,
    timeoutSeconds: 1,
    logger: silentLogger,
  })
  await client.push(note, ['before'])
  await launcher.start()
  await expect.poll(() => ran, TIMEOUT).toContain('before')
  await expect.poll(() => ran, TIMEOUT).toContain('tick')

  const held1 = await client.push(hold, ['first'])
  await expect.poll(() => ran, TIMEOUT).toContain('hold first')
  const held2 = await client.push(hold, ['second'])
  await expect.poll(async () => (await Limits.parked(redis, 'HoldWorker')).total, TIMEOUT).toBe(1)
  await client.push(once, ['a'])
  await client.push(once, ['a'])
  await client.push(note, ['later'], { in: 1 })
  await client.push(note, ['much later'], { in: 3_600 })
  await client.push(note, ['fail'])
  await client.push(note, ['die'], { retry: 0 })
  await client.pushBulk(note, [['bulk 1'], ['bulk 2']])
  await markDeploy(redis, { label: 'v1' })
  await expect
    .poll(() => ran, TIMEOUT)
    .toEqual(expect.arrayContaining(['later', 'bulk 2', 'once a']))
  expect(ran.filter((one) => one === 'once a')).toHaveLength(1)
  const [retry, dead] = [new RetrySet(redis), new DeadSet(redis)]
  await expect.poll(() => retry.size(), TIMEOUT).toBe(1)
  await expect.poll(() => dead.size(), TIMEOUT).toBe(1)

  expect(
    (await locateJobs(redis, [held1 ?? ''], { queues: ['default'] })).get(held1 ?? ''),
  ).toMatchObject({
    kind: 'running',
  })
  expect((await WorkSet.fetch(redis)).length).toBeGreaterThan(0)
  expect(await ProcessSet.fetch(redis)).toHaveLength(1)
  expect((await schedulerHealth(redis)).pollers).toBe(1)
  expect((await Stats.fetch(redis)).dead).toBe(1)
  await Stats.history(redis, 3)
  await Metrics.top(redis)
  await ProfileSet.fetch(redis).catch(() => {})
  expect(await Limits.list(redis)).toHaveLength(1)
  expect(await Periodic.all(redis)).toHaveLength(1)
  await new Periodic(redis, 'tick').pause()

  expect(await cancelJob(redis, held2 ?? '', { by: 'root' })).not.toBe('not-found')
  expect(await cancelJob(redis, held1 ?? '', { by: 'root' })).toBe('signalled')
  await expect.poll(() => readOutcome(redis, held1 ?? ''), TIMEOUT).not.toBeNull()

  const [failed] = (await retry.page({ limit: 1 })).entries
  if (failed !== undefined) await retry.retryNow(failed)
  await expect.poll(() => ran.filter((one) => one === 'fail').length, TIMEOUT).toBe(2)
  const scheduled = new ScheduledSet(redis)
  expect(await scheduled.killAll()).toBe(1)
  expect(await dead.deleteAll()).toBe(2)
  const queue = new Queue(redis, 'default')
  await queue.pause()
  await client.push(note, ['waits'])
  await queue.resume()
  await expect.poll(() => ran, TIMEOUT).toContain('waits')
  held.resolve()
  await launcher.stop()

  const keys = await server.redis.call('KEYS', '*')
  const outside = Array.isArray(keys)
    ? keys.filter((key) => !String(key).startsWith('mastodon:'))
    : []
  expect(outside).toEqual(['queues'])
})
