/**
 * Our process beside Ruby's Sidekiq: Ruby's clients push for it, Ruby's API and web pages see its
 * retries, dead jobs and running work, and Ruby's administrators act on them.
 */
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { DeadSet, ProcessSet, RetrySet, Stats, WorkSet } from './api.ts'
import { Client, defineJob, silentLogger } from './index.ts'
import { Launcher } from './server.ts'
import type { LauncherOptions } from './server.ts'
import { startTestRedis } from './testing.ts'
import type { TestRedis } from './testing.ts'
import { runRuby, startRubySidekiq, whyNoRuby } from './testing/ruby.ts'

const missing = whyNoRuby()
let server: TestRedis

beforeAll(async () => {
  if (missing === null) server = await startTestRedis()
})
beforeEach(async (context) => {
  context.skip(missing !== null, missing ?? '')
  await server.flush()
  performed.length = 0
})
afterAll(() => server?.stop())

const BIG = 1_152_921_504_606_846_977n

const performed: { jid: string; args: unknown }[] = []

const backup = defineJob({
  class: 'BackupWorker',
  args: z.tuple([z.record(z.string(), z.unknown())]),
  queue: 'export',
  perform: (args, { jid }) => {
    performed.push({ jid, args })
  },
})

/** Fails with a text that hurts careless pages. */
const broken = defineJob({
  class: 'BrokenWorker',
  args: z.tuple([z.string()]),
  queue: 'export',
  backtrace: true,
  tags: ['fragile'],
  perform: () => {
    throw new RangeError('The <b>disk</b> is full ☕')
  },
})

/** Runs until the process stops. */
const endless = defineJob({
  class: 'EndlessWorker',
  args: z.tuple([z.object({ user_id: z.bigint() })]),
  queue: 'export',
  perform: (_args, { signal, progress }) => {
    progress({ stage: 'outbox', done: 40, total: 100 })
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  },
})

test('we perform what Ruby pushes: at once, later, in bulk', async () => {
  const jid = z.string()
  const Pushed = z.object({
    async: jid,
    in: jid,
    at: jid,
    set: jid,
    inline: jid,
    bulk: z.array(jid),
    bulk_at: z.array(jid),
  })
  const pushed = Pushed.parse(await runRuby('push.rb', server.url))
  await startOurs()
  await expect.poll(() => performed.length, { timeout: 20_000 }).toBe(8)
  const argsOf = (jid: string) => performed.find((job) => job.jid === jid)?.args
  expect(argsOf(pushed.async)).toEqual([{ user_id: BIG, type: 'backup', share: 1 }])
  expect(argsOf(pushed.in)).toEqual([
    { user_id: 2, type: 'backup', text: 'é \u2028 </script> "\\' },
  ])
  expect(pushed.bulk.map(argsOf)).toEqual([[{ user_id: 3 }], [{ user_id: 4 }]])
  const others = [pushed.at, pushed.set, pushed.inline, ...pushed.bulk_at]
  expect(others.map(argsOf)).toEqual([5, 6, 7, 8].map((id) => [{ user_id: id }]))
})

test("Ruby's API reads our retries, dead jobs, process and running work", async () => {
  const client = new Client({ redis: server.redis })
  const retried = await client.push(broken, ['x'], { retry: 4 })
  const dead = await client.push(broken, ['y'], { retry: 0 })
  const running = await client.push(endless, [{ user_id: BIG }])
  const later = await client.push(backup, [{ user_id: 9 }], { in: 3_600 })
  const ours = await startOurs()
  await toldOfTwoFailures()
  const seen = await runRuby('read.rb', server.url)
  expect(seen).toMatchObject({
    stats: {
      processed: 2,
      failed: 2,
      enqueued: 0,
      scheduled: 1,
      retries: 1,
      dead: 1,
      processes: 1,
      busy: 1,
    },
    scheduled: [{ jid: later, class: 'BackupWorker', args: [{ user_id: 9 }], found: later }],
    retries: [
      {
        jid: retried,
        class: 'BrokenWorker',
        args: ['x'],
        queue: 'export',
        tags: ['fragile'],
        error_class: 'RangeError',
        error_message: 'The <b>disk</b> is full ☕',
        retry_count: 0,
        has_failed_at: true,
        found: retried,
      },
    ],
    dead: [{ jid: dead, args: ['y'], error_class: 'RangeError', retry_count: 0, found: dead }],
    processes: [
      {
        identity: ours.identity,
        pid: process.pid,
        tag: 'howdah',
        labels: ['night'],
        queues: ['export'],
        concurrency: 5,
        busy: 1,
        quiet: 'false',
        stopping: false,
      },
    ],
    work: [{ identity: ours.identity, queue: 'export', jid: running }],
  })
  expect(seen).toHaveProperty('retries.0.error_backtrace.0', expect.stringContaining('at '))
  expect(seen).toHaveProperty('processes.0.started_at', expect.closeTo(Date.now() / 1_000, -2))
  expect(seen).toHaveProperty('work.0.run_at', expect.closeTo(Date.now() / 1_000, -2))
})

test("Ruby's web pages show our process, its work, our retries and dead jobs", async () => {
  const client = new Client({ redis: server.redis })
  await client.push(broken, ['x'], { retry: 4 })
  await client.push(broken, ['y'], { retry: 0 })
  await client.push(endless, [{ user_id: BIG }])
  await client.push(backup, [{ user_id: 9 }], { in: 3_600 })
  const ours = await startOurs()
  await toldOfTwoFailures()
  const [entry] = (await new RetrySet(server.redis).page({ limit: 1 })).entries
  const expected = {
    '/': 'Dashboard',
    '/busy': ours.identity,
    '/queues': 'export',
    '/queues/export': 'export',
    '/retries': 'The &lt;b&gt;disk&lt;&#x2F;b&gt; is full ☕',
    [`/retries/${entry?.key}`]: 'BrokenWorker',
    '/morgue': 'RangeError',
    '/scheduled': 'BackupWorker',
    '/stats': '"retries":1',
  }
  const pages = Pages.parse(await runRuby('web.rb', server.url, Object.keys(expected)))
  expect(pages.filter(({ status }) => status !== 200)).toEqual([])
  for (const { path, body } of pages) expect(body, path).toContain(expected[path])
  expect(pages.find(({ path }) => path === '/busy')?.body).toContain('EndlessWorker')
})

test('administrators act in Ruby: retry, kill, add to queue, quiet', async () => {
  const client = new Client({ redis: server.redis })
  const ours = await startOurs()
  const [first, second] = await client.pushBulk(broken, [['x'], ['y']], { retry: 4 })
  const later = await client.push(backup, [{ user_id: 9 }], { in: 3_600 })
  await expect.poll(() => sizes(), { timeout: 10_000 }).toEqual({ retries: 2, dead: 0 })
  await runRuby('act.rb', server.url, ['kill', String(first)])
  await runRuby('act.rb', server.url, ['add', String(later)])
  const entry = await new RetrySet(server.redis).findJid(String(second))
  await runRuby('web.rb', server.url, [`POST /retries/${entry?.key} retry=Retry`])
  const again = () => new RetrySet(server.redis).findJid(String(second))
  const failedAgain = {
    retryCount: 0,
    retriedAt: expect.any(Date),
    score: expect.not.stringMatching(String(entry?.score)),
  }
  await expect.poll(again, { timeout: 10_000 }).toMatchObject(failedAgain)
  expect((await new DeadSet(server.redis).page({ limit: 9 })).entries).toMatchObject([
    { jid: first },
  ])
  expect(performed).toMatchObject([{ jid: later }])
  await runRuby('act.rb', server.url, ['quiet', ours.identity])
  const isQuiet = async () => (await ProcessSet.fetch(server.redis))[0]?.isQuiet
  await expect.poll(isQuiet, { timeout: 10_000 }).toBe(true)
})

test('a job that failed with us is retried by Ruby', async () => {
  const ours = await startOurs({
    queues: ['ruby'],
    jobs: [defineJob({ ...broken, class: 'EchoWorker' })],
  })
  const client = new Client({ redis: server.redis })
  const jid = await client.push({ class: 'EchoWorker', args: ['text'], queue: 'ruby', retry: 4 })
  const retries = new RetrySet(server.redis)
  await expect.poll(() => retries.size(), { timeout: 10_000 }).toBe(1)
  await ours.stop()
  const sidekiq = await startRubySidekiq(server.url, ['ruby'])
  onTestFinished(() => sidekiq.stop())
  const entry = await retries.findJid(String(jid))
  expect(await retries.reschedule(entry ?? '', Date.now() / 1_000)).toBe(true)
  await expect.poll(() => server.redis.call('LLEN', 'done'), { timeout: 20_000 }).toBe(1)
  expect(await retries.size()).toBe(0)
})

const Pages = z.array(z.object({ path: z.string(), status: z.number(), body: z.string() }))

/** Waits for the heartbeat, which is all that Ruby reads, to tell of two failures and one job. */
async function toldOfTwoFailures(): Promise<void> {
  const told = async () => {
    const [work, ...others] = await WorkSet.fetch(server.redis)
    const { processed, busy } = await Stats.fetch(server.redis)
    return { ...(await sizes()), processed, busy, others: others.length, began: work?.startedAt }
  }
  const expected = { retries: 1, dead: 1, processed: 2, busy: 1, others: 0 }
  await expect.poll(told, { timeout: 10_000 }).toEqual({ ...expected, began: expect.any(Date) })
}

async function sizes(): Promise<{ retries: number; dead: number }> {
  const [retries, dead] = [new RetrySet(server.redis), new DeadSet(server.redis)]
  return { retries: await retries.size(), dead: await dead.size() }
}

/** One of our processes until the test is over, with pauses that tests can wait for. */
async function startOurs(options: Partial<LauncherOptions> = {}): Promise<Launcher> {
  const launcher = new Launcher({
    redis: server.url,
    jobs: [backup, broken, endless],
    queues: ['export'],
    tag: 'howdah',
    labels: ['night'],
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
