import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import { locateJobs } from './locate-jobs.ts'
import { ProcessSet } from './process-set.ts'
import { schedulerHealth } from './scheduler-health.ts'
import { Stats } from './stats.ts'
import { WorkSet } from './work-set.ts'

let server: TestRedis
beforeAll(async () => {
  server = await startTestRedis()
})
beforeEach(() => server.flush())
afterAll(() => server.stop())

/** As three versions of Sidekiq wrote them. */
const INFO_8_1 =
  '{"hostname":"vm","started_at":1795450090.2753906,"pid":28303,"tag":"verify","capsules":{"default":{"concurrency":2,"mode":"weighted","weights":{"default":2,"low":1}},"single":{"concurrency":1,"mode":"strict","weights":{"q2":0}}},"queues":["default","low","q2"],"weights":[{"default":2,"low":1},{"q2":0}],"labels":["lab1"],"identity":"vm:28303:eff65093565e","version":"8.1.7","embedded":false}'
const INFO_7_3 =
  '{"hostname":"vm","started_at":1795450310.6830146,"pid":32111,"tag":"","concurrency":2,"queues":["default"],"weights":[{"default":0}],"labels":[],"identity":"vm:32111:b197c3be312b","version":"7.3.10","embedded":false}'

test('processes of all versions are read, the ones whose heart stopped are not', async () => {
  await addRubyProcesses()
  const [first, second, ...rest] = await ProcessSet.fetch(server.redis)
  expect(rest).toEqual([])
  expect(first).toMatchObject({
    identity: 'vm:28303:eff65093565e',
    hostname: 'vm',
    pid: 28303,
    tag: 'verify',
    labels: ['lab1'],
    queues: ['default', 'low', 'q2'],
    concurrency: 3,
    busy: 2,
    isQuiet: false,
    rssKilobytes: 27712,
    roundTripMicroseconds: 116,
    version: '8.1.7',
  })
  expect(first?.capsules[1]).toEqual({
    name: 'single',
    concurrency: 1,
    mode: 'strict',
    weights: { q2: 0 },
  })
  expect(first?.beatAt?.getTime()).toBe(1_795_450_110_343)
  expect(second).toMatchObject({ concurrency: 2, isQuiet: true, rssKilobytes: null, capsules: [] })
})

test('a signal waits for the process for a minute', async () => {
  const processes = new ProcessSet(server.redis)
  await processes.quiet('vm:1:a')
  await processes.stop('vm:1:a')
  expect(await server.redis.call('RPOP', 'vm:1:a-signals')).toBe('TSTP')
  expect(await server.redis.call('LRANGE', 'vm:1:a-signals', 0, -1)).toEqual(['TERM'])
  expect(await server.redis.call('TTL', 'vm:1:a-signals')).toBe(60)
})

test('running jobs are read in all forms, with their progress', async () => {
  const { redis } = server
  await addRubyProcesses()
  const payload = '{"class":"BackupWorker","args":[{"user_id":1152921504606846977}],"jid":"aaa"}'
  const work = JSON.stringify({ queue: 'export', payload, run_at: 1_795_450_103 })
  await redis.call('HSET', 'vm:28303:eff65093565e:work', 'l4r', work)
  const old = '{"queue":"low","payload":{"class":"Old","args":[1],"jid":"bbb"},"run_at":1795450000}'
  await redis.call('HSET', 'vm:32111:b197c3be312b:workers', 'x1', old, 'x2', 'not json')
  await redis.call('SET', 'howdah:progress:aaa', '{"stage":"outbox","done":40,"total":100}')
  const [first, second, ...rest] = await WorkSet.fetch(redis)
  expect(rest).toEqual([])
  expect(first).toMatchObject({
    thread: 'x1',
    queue: 'low',
    job: { class: 'Old', jid: 'bbb' },
    progress: null,
  })
  expect(second).toMatchObject({
    identity: 'vm:28303:eff65093565e',
    thread: 'l4r',
    queue: 'export',
    progress: { stage: 'outbox', done: 40, total: 100 },
  })
  expect(second?.startedAt?.getTime()).toBe(1_795_450_103_000)
  expect(second?.job.argsJson).toBe('[{"user_id":1152921504606846977}]')
})

test('one of the running jobs is found by its jid, however it was told', async () => {
  const { redis } = server
  await addRubyProcesses()
  const told = (jid: string) => JSON.stringify({ queue: 'export', payload: job(jid), run_at: 1 })
  const identity = 'vm:28303:eff65093565e'
  const registered = '{"queues":["export"],"place":null,"pid":1,"reapedAtMs":null}'
  await redis.multi([
    ['HSET', `${identity}:work`, 't0', told('aaa'), 't1', told('aaa-2'), 't2', told('settled')],
    // Stale: this process writes the new key.
    ['HSET', `${identity}:workers`, 't0', told('stale')],
    ['HSET', 'vm:32111:b197c3be312b:workers', 't0', told('old'), 't1', told('two words')],
    ['HSET', 'howdah:processes', `${identity}#1`, registered],
    ['LPUSH', `howdah:inflight:${identity}#1:export`, job('fetched'), job('aaa'), job('aaa-2')],
  ])
  for (const jid of ['aaa', 'aaa-2', 'old', 'two words', 'fetched']) {
    expect((await WorkSet.find(redis, jid))?.job.jid).toBe(jid)
    expect((await locateJobs(redis, [jid], { queues: [] })).get(jid)).toMatchObject({
      kind: 'running',
    })
  }
  for (const jid of ['settled', 'stale', 'aa']) expect(await WorkSet.find(redis, jid)).toBeNull()
  // Where it is known in which process, only that one is asked.
  for (const jid of ['aaa', 'aaa-2', 'fetched']) {
    expect((await WorkSet.find(redis, jid, { identity }))?.job.jid).toBe(jid)
  }
  for (const jid of ['old', 'settled', 'two words']) {
    expect(await WorkSet.find(redis, jid, { identity })).toBeNull()
  }
  const other = 'vm:32111:b197c3be312b'
  expect((await WorkSet.find(redis, 'old', { identity: other }))?.identity).toBe(other)
  expect(await WorkSet.find(redis, 'aaa', { identity: 'vm:1:gone' })).toBeNull()
})

test('what our processes fetched or settled since their last heartbeat is corrected', async () => {
  const { redis } = server
  const identity = 'vm:28303:eff65093565e'
  await addRubyProcesses()
  const registered = '{"queues":["export"],"place":null,"pid":1,"reapedAtMs":null}'
  const settled = JSON.stringify({ queue: 'export', payload: job('settled'), run_at: 1 })
  const running = JSON.stringify({ queue: 'export', payload: job('running'), run_at: 2 })
  await redis.multi([
    ['HSET', 'howdah:processes', `${identity}#1`, registered, 'vm:7:gone#1', registered],
    ['HSET', `${identity}:work`, '0', settled, '1', running],
    ['LPUSH', `howdah:inflight:${identity}#1:export`, job('running'), job('fetched')],
    ['LPUSH', 'howdah:inflight:vm:7:gone#1:export', job('lost')],
  ])
  const works = await WorkSet.fetch(redis)
  expect(works.map((work) => [work.job.jid, work.startedAt?.getTime() ?? null])).toEqual([
    ['running', 2_000],
    ['fetched', null],
  ])
})

test('stats count everything, on an empty Redis too', async () => {
  const { redis } = server
  expect(await Stats.fetch(redis)).toEqual({
    processed: 0,
    failed: 0,
    busy: 0,
    enqueued: 0,
    scheduled: 0,
    retries: 0,
    dead: 0,
    processes: 0,
    defaultLatencySeconds: 0,
    queues: [],
  })
  await addRubyProcesses()
  await redis.multi([
    ['MSET', 'stat:processed', 12, 'stat:failed', 3],
    ['SADD', 'queues', 'default', 'export'],
    ['LPUSH', 'queue:default', `{"class":"A","args":[],"enqueued_at":${Date.now() - 60_000}}`],
    ['LPUSH', 'queue:export', '{}', '{}'],
    ['ZADD', 'schedule', 1, 'a'],
    ['ZADD', 'retry', 1, 'a', 2, 'b'],
    ['ZADD', 'dead', 1, 'a', 2, 'b', 3, 'c'],
  ])
  const stats = await Stats.fetch(redis)
  expect(stats).toMatchObject({
    processed: 12,
    failed: 3,
    busy: 2,
    enqueued: 3,
    scheduled: 1,
    retries: 2,
    dead: 3,
  })
  expect(stats.defaultLatencySeconds).toBeCloseTo(60, 0)
  expect(stats.queues.map(({ name, size }) => [name, size])).toEqual([
    ['default', 1],
    ['export', 2],
  ])
})

test('the history begins today and has a zero where nothing ran', async () => {
  const today = new Date().toISOString().slice(0, 10)
  await server.redis.call('MSET', `stat:processed:${today}`, 7, `stat:failed:${today}`, 2)
  const history = await Stats.history(server.redis, 3)
  expect(history).toHaveLength(3)
  expect(history[0]).toEqual({ day: today, processed: 7, failed: 2 })
  expect(history[2]).toMatchObject({ processed: 0, failed: 0 })
})

test('Redis tells its version', async () => {
  expect(await Stats.redisInfo(server.redis)).toHaveProperty(
    'redis_version',
    expect.stringMatching(/^\d+\./u),
  )
})

test('a clock that stands still is seen by jobs long due, and nobody who polls', async () => {
  const { redis } = server
  const now = Date.now() / 1_000
  await redis.call(
    'ZADD',
    'schedule',
    now - 3_600,
    'a',
    now - 60,
    'b',
    now - 2,
    'just due',
    now + 60,
    'c',
  )
  await redis.call('ZADD', 'retry', now - 7_200, 'd')
  const health = await schedulerHealth(redis)
  expect(health).toMatchObject({ overdue: 3, pollers: 0 })
  expect(health.oldestDueAt?.getTime()).toBeCloseTo((now - 7_200) * 1_000, -3)
  await addRubyProcesses()
  await redis.call('DEL', 'schedule', 'retry')
  // One of the two living processes is quiet, and a quiet process does not poll.
  expect(await schedulerHealth(redis)).toEqual({ overdue: 0, oldestDueAt: null, pollers: 1 })
})

test('jobs are located by their jids, wherever they are', async () => {
  const { redis } = server
  await addRubyProcesses()
  const work = JSON.stringify({ queue: 'low', payload: job('ruby'), run_at: 1 })
  await redis.multi([
    ['HSET', 'vm:28303:eff65093565e:work', 't', work],
    [
      'HSET',
      'howdah:processes',
      'vm:1:a#1',
      '{"queues":["export"],"place":null,"pid":1,"reapedAtMs":null}',
    ],
    ['LPUSH', 'howdah:inflight:vm:1:a#1:export', job('ours')],
    [
      'LPUSH',
      'queue:export',
      ...Array.from({ length: 2_500 }, (_, index) => job(`filler${index}`)),
    ],
    ['LPUSH', 'queue:export', job('waiting')],
    ['ZADD', 'schedule', 5.5, job('later')],
    ['ZADD', 'retry', 6, job('again')],
    ['ZADD', 'dead', 7, job('over')],
  ])
  const jids = ['ruby', 'ours', 'waiting', 'later', 'again', 'over', 'nowhere']
  const found = await locateJobs(redis, jids, { queues: ['export'] })
  expect([...found].map(([jid, { kind }]) => `${jid} ${kind}`).sort()).toEqual([
    'again retry',
    'later scheduled',
    'ours running',
    'over dead',
    'ruby running',
    'waiting queue',
  ])
  expect(found.get('later')).toMatchObject({ entry: { key: '5.5-later' } })
  const hurried = await locateJobs(redis, ['nowhere'], { queues: ['export'], budgetMs: -1 })
  expect(hurried.get('nowhere')).toEqual({ kind: 'unknown' })
})

function job(jid: string): string {
  return JSON.stringify({ class: 'A', args: [], jid })
}

async function addRubyProcesses(): Promise<void> {
  await server.redis.multi([
    ['SADD', 'processes', 'vm:28303:eff65093565e', 'vm:32111:b197c3be312b', 'vm:9:dead'],
    ['HSET', 'vm:28303:eff65093565e', 'info', INFO_8_1, 'concurrency', 3, 'busy', 2],
    ['HSET', 'vm:28303:eff65093565e', 'beat', '1795450110.3435917', 'rtt_us', 116],
    ['HSET', 'vm:28303:eff65093565e', 'quiet', 'false', 'rss', 27712],
    ['HSET', 'vm:32111:b197c3be312b', 'info', INFO_7_3, 'busy', 0, 'quiet', 'true'],
  ])
}
