/** The data API on large, moving and broken data. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Client } from '../client/client.ts'
import { MisuseError } from '../errors.ts'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import { DeadSet, RetrySet, ScheduledSet } from './job-sets.ts'
import { locateJobs } from './locate-jobs.ts'
import { ProcessSet } from './process-set.ts'
import { ProfileSet } from './profile-set.ts'
import { Queue } from './queue.ts'
import { Stats } from './stats.ts'
import { WorkSet } from './work-set.ts'

let server: TestRedis
let queue: Queue
beforeAll(async () => {
  server = await startTestRedis()
  queue = new Queue(server.redis, 'default')
})
beforeEach(() => server.flush())
afterAll(() => server.stop())

const call = (command: string, ...parameters: (string | number | Buffer)[]) =>
  server.redis.call(command, ...parameters)

/** A job that is JSON to a reader of bytes, and no UTF-8. */
function brokenJob(jid: string): Buffer {
  const [head, tail] = [`{"class":"A","jid":"${jid}","args":["`, '"]}']
  return Buffer.concat([Buffer.from(head), Buffer.from([0xff, 0xfe, 0x80]), Buffer.from(tail)])
}

async function pushJobs(count: number, classOf: (id: number) => string): Promise<void> {
  for (let from = 0; from < count; from += 5_000) {
    const some = Array.from({ length: Math.min(5_000, count - from) }, (_, index) => {
      const id = from + index
      return `{"class":"${classOf(id)}","args":[{"class":"A","name":"${'x'.repeat(150)}"}],"jid":"j${id}"}`
    })
    await call('LPUSH', 'queue:default', ...some)
  }
  await call('SADD', 'queues', 'default')
}

test('100,000 jobs are deleted by class in slices between which Redis answers', async () => {
  await pushJobs(100_000, (id) => (id % 2 === 0 ? 'A' : 'B'))
  let answers = 0
  const over = new AbortController()
  const watch = server.redis.duplicate()
  const watching = (async () => {
    await watch.call('PING')
    while (!over.signal.aborted) {
      await watch.call('PING')
      answers += 1
    }
  })()
  expect(await queue.deleteByClass('A')).toBe(50_000)
  over.abort()
  await watching
  watch.disconnect()
  // One between any two of its hundred steps, and a few less where this process was slow to ask.
  expect(answers).toBeGreaterThan(20)
  expect(await queue.size()).toBe(50_000)
  expect((await queue.page({ offset: 0, limit: 2 })).jobs.map((job) => job.jid)).toEqual([
    'j1',
    'j3',
  ])
  // "A" still stands in the arguments of all of them.
  expect(await queue.deleteByClass('A')).toBe(0)
  expect(await queue.clear()).toBe(50_000)
  expect(await Queue.all(server.redis)).toEqual([])
})

test('ActiveJob’s jobs are deleted by their own class', async () => {
  await call(
    'LPUSH',
    'queue:default',
    '{"class":"Sidekiq::ActiveJob::Wrapper","wrapped":"MailJob","args":[],"jid":"w"}',
  )
  expect(await queue.deleteByClass('MailJob')).toBe(1)
})

test('every job of a queue is seen once, while the reader deletes some', async () => {
  await pushJobs(1_050, () => 'A')
  const seen: string[] = []
  for await (const job of queue.each()) {
    seen.push(job.jid)
    if (seen.length % 3 !== 0) expect(await queue.delete(job)).toBe(true)
  }
  expect(seen).toEqual(Array.from({ length: 1_050 }, (_, index) => `j${1_049 - index}`))
  expect(await queue.size()).toBe(350)
})

test('no job that stays is skipped while others push and take', async () => {
  await pushJobs(1_000, () => 'A')
  const seen = new Set<string>()
  let count = 0
  for await (const { jid } of queue.each()) {
    seen.add(jid)
    count += 1
    if (count % 50 === 0) {
      await call(
        'LPUSH',
        'queue:default',
        ...Array.from({ length: 30 }, (_, n) => `new ${count} ${n}`),
      )
      await call('RPOP', 'queue:default', 5)
    }
  }
  for (let id = 200; id < 1_000; id += 1) expect(seen.has(`j${id}`)).toBe(true)
})

test('jobs that are not UTF-8 can be read, found, moved and deleted', async () => {
  await call('LPUSH', 'queue:default', brokenJob('q1'), brokenJob('q2'), brokenJob('q3'))
  const { jobs } = await queue.page({ offset: 0, limit: 10 })
  expect(jobs.map(({ jid }) => jid)).toEqual(['q1', 'q2', 'q3'])
  expect(await queue.delete(jobs[0]?.raw ?? '')).toBe(true)
  expect(await queue.deleteByJid('q2')).toBe(true)
  expect(await queue.deleteByClass('A')).toBe(1)
  const retries = new RetrySet(server.redis)
  for (const jid of ['s1', 's2', 's3']) await call('ZADD', 'retry', 1.5, brokenJob(jid))
  expect(await retries.deleteByJid('1.5', 's1')).toBe(true)
  expect(await retries.retryNow('1.5-s2')).toBe('default')
  expect(await retries.kill('1.5-s3')).toBe(true)
  const [moved] = (await queue.page({ offset: 0, limit: 1 })).jobs
  expect(Buffer.from(moved?.exact ?? '').includes(Buffer.from([0xff, 0xfe, 0x80]))).toBe(true)
  expect(moved?.enqueuedAt).not.toBeNull()
  const dead = new DeadSet(server.redis)
  expect(await dead.size()).toBe(1)
  for await (const entry of dead.each()) expect(await dead.delete(entry)).toBe(true)
  expect(await dead.size()).toBe(0)
})

test('a job is put first', async () => {
  await pushJobs(3, () => 'A')
  const job = await queue.findJid('j2')
  expect(job !== null && (await queue.moveToFront(job))).toBe(true)
  expect((await queue.page({ offset: 0, limit: 1 })).jobs[0]?.jid).toBe('j2')
  expect(await queue.moveToFront('not there')).toBe(false)
})

test('every entry of a set comes once and in order, also among equal times', async () => {
  const scheduled = new ScheduledSet(server.redis)
  for (let id = 0; id < 450; id += 1) {
    const jid = `j${String(id).padStart(3, '0')}`
    await scheduled.add({ class: 'A', args: [], jid, queue: 'default' }, id < 350 ? 5 : id)
  }
  const seen: string[] = []
  for await (const entry of scheduled.each()) {
    seen.push(entry.jid)
    if (seen.length % 100 === 0) await scheduled.delete(entry)
  }
  expect(seen).toEqual([...new Set(seen)].sort())
  expect(seen.length).toBe(450)
  expect(await scheduled.size()).toBe(446)
  await expect(scheduled.add('no job', 1)).rejects.toThrow()
  const found: string[] = []
  for await (const { jid } of scheduled.scan('"jid":"j44')) found.push(jid)
  expect(found.sort().at(-1)).toBe('j449')
  expect(await scheduled.deleteAll()).toBe(446)
})

test('killing by hand tells the death handlers', async () => {
  const told: string[] = []
  const retries = new RetrySet(server.redis, {
    deathHandlers: [(payload, error) => void told.push(`${payload.jid} ${error.name}`)],
  })
  await retries.add('{"class":"A","args":[],"jid":"k1"}', 1)
  expect(await retries.kill('1-k1')).toBe(true)
  expect(told).toEqual(['k1 JobKilledError'])
})

test('counters are reset one by one', async () => {
  await server.redis.call('MSET', 'stat:processed', 5, 'stat:failed', 3)
  await Stats.reset(server.redis, ['failed'])
  expect(await Stats.fetch(server.redis)).toMatchObject({ processed: 5, failed: 0 })
  await Stats.reset(server.redis)
  expect(await Stats.fetch(server.redis)).toMatchObject({ processed: 0, failed: 0 })
})

test('processes are summed up, signalled together, and embedded ones left alone', async () => {
  const info = (embedded: boolean) => JSON.stringify({ hostname: 'h', pid: 1, embedded })
  await call('SADD', 'processes', 'h:1:a', 'h:2:b', 'h:3:gone')
  await call('HSET', 'h:1:a', 'info', info(false), 'concurrency', 5, 'rss', 1000)
  await call('HSET', 'h:2:b', 'info', info(true), 'concurrency', 3, 'rss', 500)
  await call('SET', 'dear-leader', 'h:1:a')
  const processes = new ProcessSet(server.redis)
  expect(await processes.leader()).toBe('h:1:a')
  expect(await processes.totalConcurrency()).toBe(8)
  expect(await processes.totalRssKilobytes()).toBe(1_500)
  expect(await processes.quietAll()).toBe(1)
  expect(await call('LRANGE', 'h:1:a-signals', 0, -1)).toEqual(['TSTP'])
  await expect(processes.stop('h:2:b')).rejects.toThrow(MisuseError)
  expect(await call('EXISTS', 'h:2:b-signals')).toBe(0)
  expect(await processes.cleanup()).toBe(1)
  expect(await processes.cleanup()).toBe(0)
  expect(await call('SCARD', 'processes')).toBe(2)
})

test('iteration states and profiles are read as Ruby writes them', async () => {
  await call('HSET', 'it-j1', 'ex', 2, 'c', '81', 'rt', '4.11')
  const [state, none] = await WorkSet.iterations(server.redis, ['j1', 'j2'])
  expect(state).toEqual({
    executions: 2,
    cursorJson: '81',
    runtimeSeconds: 4.11,
    cancelledAt: null,
  })
  expect(none).toBeNull()
  expect(await WorkSet.find(server.redis, 'j1')).toBeNull()
  await call('ZADD', 'profiles', Date.now() / 1_000 + 60, 'tok-j1', 1, 'old-j2')
  await call(
    'HSET',
    'tok-j1',
    'token',
    'tok',
    'jid',
    'j1',
    'type',
    'A',
    'started_at',
    1_700_000_000,
  )
  await call('HSET', 'tok-j1', 'elapsed', 1.5, 'size', 3, 'data', Buffer.from([0x1f, 0x8b, 0xff]))
  expect(await ProfileSet.fetch(server.redis)).toMatchObject([
    { key: 'tok-j1', jid: 'j1', type: 'A', elapsedSeconds: 1.5, sizeBytes: 3 },
  ])
  expect(await ProfileSet.data(server.redis, 'tok-j1')).toEqual(Buffer.from([0x1f, 0x8b, 0xff]))
})

test('a located job says whether its queue is paused', async () => {
  const client = new Client({ redis: server.redis })
  const jid = (await client.push({ class: 'A', args: [] })) ?? ''
  const where = async () =>
    (await locateJobs(server.redis, [jid], { queues: ['default'] })).get(jid)
  expect(await where()).toMatchObject({ kind: 'queue', isPaused: false })
  await queue.pause()
  expect(await where()).toMatchObject({ kind: 'queue', isPaused: true })
})
