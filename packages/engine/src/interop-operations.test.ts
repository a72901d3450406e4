/**
 * Every operation that Sidekiq 6.4 knows, from both sides: what Ruby's API does to our jobs and
 * processes, what our API does to Ruby's, and what Ruby's worker makes of the options we write.
 */
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { DeadSet, ProcessSet, Queue, RetrySet, ScheduledSet, Stats } from './api.ts'
import { Client, defineJob, silentLogger } from './index.ts'
import type { JobOptions } from './index.ts'
import { Launcher } from './server.ts'
import type { LauncherOptions } from './server.ts'
import { startTestRedis } from './testing.ts'
import type { TestRedis } from './testing.ts'
import { runRuby, startRubySidekiq, whyNoRuby } from './testing/ruby.ts'

const missing = whyNoRuby()
const WAIT = { timeout: 20_000 }
/** It reads its orders every ten seconds, and may be late for one; then it ends its jobs. */
const WAIT_FOR_END = { timeout: 45_000 }
let server: TestRedis
let client: Client

beforeAll(async () => {
  if (missing !== null) return
  server = await startTestRedis()
  client = new Client({ redis: server.redis })
})
beforeEach(async (context) => {
  context.skip(missing !== null, missing ?? '')
  await server.flush()
})
afterAll(() => server?.stop())

const failing = defineJob({
  class: 'HopelessWorker',
  args: z.tuple([z.string()]),
  queue: 'ours',
  perform: ([text]) => {
    throw new Error(`No hope for ${text}`)
  },
})

const quick = defineJob({
  class: 'EchoWorker',
  args: z.tuple([z.unknown()]),
  queue: 'ours',
  perform: () => {},
})

test('Ruby obeys what we say about failures: retry, retry queue, dead set or none', async () => {
  await startSidekiq(['ruby'])
  const fail = (text: string, options: JobOptions) =>
    client.push({ class: 'HopelessWorker', args: [text], queue: 'ruby', ...options })
  const [retried, dead] = [
    await fail('retried', { retry: 3, retryQueue: 'low', backtrace: 2, tags: ['a', 'b'] }),
    await fail('dead', { retry: 0 }),
    await fail('undead', { retry: 0, dead: false }),
    await fail('never', { retry: false }),
  ]
  const failed = async () => (await Stats.fetch(server.redis)).failed
  await expect.poll(failed, WAIT).toBe(4)
  expect((await new RetrySet(server.redis).page({ limit: 9 })).entries).toMatchObject([
    { jid: retried, queue: 'low', retryCount: 0, tags: ['a', 'b'], errorClass: 'IOError' },
  ])
  expect((await new DeadSet(server.redis).page({ limit: 9 })).entries).toMatchObject([
    { jid: dead, errorMessage: 'No hope for dead' },
  ])
})

test('our administrators act on the jobs that Ruby left: kill, revive, delete', async () => {
  const sidekiq = await startSidekiq(['ruby'])
  const jobs = ['a', 'b', 'c'].map((text) => [text])
  const jids = await client.pushBulk({ class: 'HopelessWorker', queue: 'ruby', retry: 3 }, jobs)
  const [retries, dead] = [new RetrySet(server.redis), new DeadSet(server.redis)]
  await expect.poll(() => retries.size(), WAIT).toBe(3)
  const [a, b] = await Promise.all(jids.map((jid) => retries.findJid(jid ?? '')))
  expect(await retries.kill(a ?? '')).toBe(true)
  expect(await retries.delete(b ?? '')).toBe(true)
  await sidekiq.stop()
  const buried = await dead.findJid(jids[0] ?? '')
  expect(await dead.retryNow(buried ?? '')).toBe('ruby')
  const queued = await new Queue(server.redis, 'ruby').page({ offset: 0, limit: 9 })
  expect(queued.jobs.map(({ jid }) => jid)).toEqual([jids[0]])
  const seen = await runRuby('read.rb', server.url)
  expect(seen).toMatchObject({
    stats: { enqueued: 1, retries: 1, dead: 0 },
    retries: [{ jid: jids[2], found: jids[2] }],
  })
})

// Ruby hears of each at its next heartbeat, and shows it at the one after: ten seconds each.
test('our administrators quiet and stop a Ruby process', { timeout: 90_000 }, async () => {
  await startSidekiq(['ruby'])
  const find = async () => (await ProcessSet.fetch(server.redis))[0]
  await expect.poll(find, WAIT).toBeDefined()
  const { identity = '' } = (await find()) ?? {}
  await new ProcessSet(server.redis).quiet(identity)
  await expect.poll(async () => (await find())?.isQuiet, WAIT).toBe(true)
  await new ProcessSet(server.redis).stop(identity)
  await expect.poll(find, WAIT_FOR_END).toBeUndefined()
})

test("Ruby's API reschedules, retries all, kills all, deletes and clears our jobs", async () => {
  const ours = await startOurs()
  const at = Date.now() / 1_000 + 5_000
  const later = await client.push(quick, ['later'], { in: 1_000 })
  await act('reschedule', later, String(at))
  const [entry] = (await new ScheduledSet(server.redis).page({ limit: 1 })).entries
  expect(entry?.at.getTime()).toBeCloseTo(at * 1_000, -2)
  await act('delete', later)
  expect(await new ScheduledSet(server.redis).size()).toBe(0)

  const [retries, dead] = [new RetrySet(server.redis), new DeadSet(server.redis)]
  const jids = await client.pushBulk(failing, [['x'], ['y'], ['z']], { retry: 9 })
  await expect.poll(() => retries.size(), WAIT).toBe(3)
  await act('retry_all')
  const counts = async () => (await retries.page({ limit: 9 })).entries.map((e) => e.retriedAt)
  await expect.poll(counts, WAIT).toEqual([expect.any(Date), expect.any(Date), expect.any(Date)])
  const first = await retries.findJid(jids[0] ?? '')
  await act('delete_by_jid', first?.jid, first?.score)
  expect(await retries.size()).toBe(2)
  await act('kill_all')
  expect([await retries.size(), await dead.size()]).toEqual([0, 2])
  await ours.quiet()
  await act('revive_all')
  expect(await new Queue(server.redis, 'ours').size()).toBe(2)
  await act('delete_queued', jids[1], 'ours')
  expect(await new Queue(server.redis, 'ours').size()).toBe(1)
  await act('clear_queue', 'ours')
  expect(await Queue.all(server.redis)).toEqual([])
})

test('both sides add to the same counters, and both read and reset them', async () => {
  await startSidekiq(['ruby'])
  const ours = await startOurs()
  await client.push({ class: 'EchoWorker', args: [1], queue: 'ruby' })
  await client.pushBulk(quick, [[2], [3]])
  const processed = async () => (await Stats.fetch(server.redis)).processed
  await expect.poll(processed, WAIT).toBe(3)
  expect(await act('history')).toEqual([3])
  await act('reset')
  expect(await processed()).toBe(0)
  await act('stop', ours.identity)
  await Promise.race([ours.stopped, expect.poll(() => false, WAIT).toBe(true)])
})

test('a Ruby worker and ours share a queue', async () => {
  await startSidekiq(['shared'])
  const seen: unknown[] = []
  const echo = defineJob({ ...quick, queue: 'shared', perform: ([arg]) => void seen.push(arg) })
  await startOurs({ jobs: [echo], queues: ['shared'], concurrency: 1 })
  const numbers = Array.from({ length: 200 }, (_, index) => [index])
  await client.pushBulk(echo, numbers)
  const byRuby = async () => Number(await server.redis.call('LLEN', 'done'))
  await expect.poll(async () => (await byRuby()) + seen.length, WAIT).toBe(200)
  const texts = z.array(z.string()).parse(await server.redis.call('LRANGE', 'done', 0, -1))
  const Done = z.object({ args: z.tuple([z.number()]) })
  const rubys = texts.map((text) => Done.parse(JSON.parse(text)).args[0])
  expect(new Set([...rubys, ...seen]).size).toBe(200)
})

async function act(...parameters: (string | null | undefined)[]): Promise<unknown> {
  return await runRuby('act.rb', server.url, parameters.map(String))
}

async function startSidekiq(queues: readonly string[]): Promise<{ stop(): Promise<void> }> {
  const sidekiq = await startRubySidekiq(server.url, queues)
  onTestFinished(() => sidekiq.stop())
  return sidekiq
}

async function startOurs(options: Partial<LauncherOptions> = {}): Promise<Launcher> {
  const launcher = new Launcher({
    redis: server.url,
    jobs: [failing, quick],
    queues: ['ours'],
    logger: silentLogger,
    timeoutSeconds: 0.5,
    beatIntervalMs: 200,
    pollIntervalAverageSeconds: 0.5,
    ...options,
  })
  await launcher.start()
  onTestFinished(() => launcher.stop())
  return launcher
}
