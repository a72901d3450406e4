import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { DeadSet, Queue, RetrySet, ScheduledSet } from '../api.ts'
import type { JobSet } from '../api.ts'
import { Client, defineJob } from '../index.ts'
import type { JobContext, UniqueOptions } from '../index.ts'
import { useEngine } from './fixtures/use-engine.ts'
import { WorkerProcess } from './fixtures/worker-process.ts'

const engine = useEngine()
const quick = { beatIntervalMs: 200, livenessTtlMs: 1_500, reapIntervalMs: 200, random: () => 0 }
const redis = () => engine.server().redis
const client = () => new Client({ redis: redis() })

/** A unique job whose runs end when they are told to. */
function watched(
  unique: Partial<UniqueOptions> = {},
  retryIn: (count: number) => number | 'kill' | 'discard' = () => 1,
) {
  const runs: { version: string; context: JobContext; end: () => void; fail: () => void }[] = []
  const job = defineJob({
    class: 'UniqueWorker',
    args: z.tuple([z.number(), z.string()]),
    unique: { forSeconds: 60, by: ([id]) => id, ...unique },
    retryIn,
    async perform([, version], context) {
      await new Promise<void>((resolve, reject) => {
        const fail = () => reject(new Error('It failed.'))
        runs.push({ version, context, end: resolve, fail })
        context.signal.addEventListener('abort', fail, { once: true })
      })
    },
  })
  const started = async (count: number) => {
    await expect.poll(() => runs.length).toBe(count)
    const run = runs[count - 1]
    if (run === undefined) throw new Error(`Run ${count} is missing.`)
    return run
  }
  const holder = () => client().uniqueHolder(job, [1, ''])
  const push = (version = '') => client().push(job, [1, version])
  return { job, runs, started, holder, push }
}

const locks = () => redis().call('KEYS', 'howdah:unique:*')

test('success releases the lock, and until then equal jobs are rejected', async () => {
  const { job, started, holder, push } = watched()
  await engine.launch([job], quick)
  const jid = await push()
  const run = await started(1)
  expect(await push()).toBeNull()
  expect(await holder()).toBe(jid)
  run.end()
  await expect.poll(holder).toBeNull()
  expect(await push()).not.toBeNull()
  ;(await started(2)).end()
  await expect.poll(locks).toEqual([])
})

test('the start releases a lock that is held until then', async () => {
  const { job, started, holder, push } = watched({ until: 'start' })
  await engine.launch([job], quick)
  await push()
  const first = await started(1)
  expect(await holder()).toBeNull()
  const second = await push()
  expect(second).not.toBeNull()
  const run = await started(2)
  first.end()
  run.end()
})

test('success does not release a lock that is held for a time, but death and deletion do', async () => {
  const { job, started, holder, push } = watched({ until: 'expiry' }, () => 'kill')
  await engine.launch([job], quick)
  const jid = await push()
  ;(await started(1)).end()
  const [lock = ''] = await listLocks()
  await expect.poll(() => redis().call('HGET', lock, 'where')).toBe('done')
  expect(await push()).toBeNull()
  expect(await holder()).toBe(jid)
  await redis().call('DEL', ...(await listLocks()))
  await push()
  ;(await started(2)).fail()
  await expect.poll(holder).toBeNull()
  expect(await new DeadSet(redis()).size()).toBe(1)
})

test('retries keep the lock, death and discarding release it', async () => {
  let wish: number | 'kill' | 'discard' = 1
  const { job, started, holder, push } = watched({}, () => wish)
  await engine.launch([job], quick)
  const jid = await push()
  ;(await started(1)).fail()
  await expect.poll(() => new RetrySet(redis()).size()).toBe(1)
  expect(await push()).toBeNull()
  const retry = await started(2)
  expect(await holder()).toBe(jid)
  wish = 'kill'
  retry.fail()
  await expect.poll(() => new DeadSet(redis()).size()).toBe(1)
  expect(await holder()).toBeNull()
  wish = 'discard'
  expect(await push()).not.toBeNull()
  ;(await started(3)).fail()
  await expect.poll(holder).toBeNull()
})

test('a job brought back from the dead takes its lock again, if nobody has it', async () => {
  const { job, started, holder, push } = watched({}, () => 'kill')
  const launcher = await engine.launch([job], quick)
  const jid = await push()
  ;(await started(1)).fail()
  const dead = new DeadSet(redis())
  await expect.poll(() => dead.size()).toBe(1)
  await launcher.stop()
  await dead.retryAll()
  expect(await holder()).toBe(jid)
  expect(await push()).toBeNull()
})

test.each([
  [
    'queue by text',
    async () => {
      const queue = new Queue(redis(), 'default')
      await queue.delete((await queue.page({ offset: 0, limit: 1 })).jobs[0]?.raw ?? '')
    },
  ],
  ['whole queue', async () => void (await new Queue(redis(), 'default').clear())],
])('deletion from the %s releases the lock', async (_name, act) => {
  const { holder, push } = watched()
  await push()
  await act()
  expect(await holder()).toBeNull()
  expect(await push()).not.toBeNull()
})

test.each([
  ['deleted', (set: JobSet) => set.deleteAll()],
  [
    'deleted one by one',
    async (set: JobSet) => {
      const { entries } = await set.page({ limit: 1 })
      await set.delete(entries[0] ?? '')
    },
  ],
  ['killed', (set: JobSet) => set.killAll()],
])('a scheduled job that is %s releases its lock', async (_name, act) => {
  const { job, holder } = watched()
  await client().push(job, [1, ''], { in: 100 })
  await act(new ScheduledSet(redis()))
  expect(await holder()).toBeNull()
})

test('a scheduled job keeps its lock on its way into the queue, and can be replaced there', async () => {
  const { job, holder, push } = watched({ onConflict: 'replace' })
  const jid = await client().push(job, [1, 'old'], { in: 100 })
  await new ScheduledSet(redis()).enqueueAll()
  expect(await holder()).toBe(jid)
  const other = await push('new')
  expect(await holder()).toBe(other)
  const { jobs } = await new Queue(redis(), 'default').page({ offset: 0, limit: 10 })
  expect(jobs.map(({ jid }) => jid)).toEqual([other])
})

test('a due job keeps its lock on its way into the queue, and can be replaced there', async () => {
  const { job, holder, push } = watched({ onConflict: 'replace' })
  const launcher = await engine.launch([job], { ...quick, queues: ['other'] })
  const jid = await launcher.client.push(job, [1, 'old'], { in: 0.05 })
  await expect.poll(() => redis().call('LLEN', 'queue:default')).toBe(1)
  expect(await holder()).toBe(jid)
  const other = await push('new')
  expect(await redis().call('LLEN', 'queue:default')).toBe(1)
  expect(await holder()).toBe(other)
})

test('running again: what comes while the holder runs follows it exactly once', async () => {
  const { job, runs, started, holder, push } = watched({ onConflict: 'run-again' })
  await engine.launch([job], quick)
  await push('first')
  const first = await started(1)
  const next = await push('second')
  expect(next).not.toBeNull()
  expect(await push('third')).toBeNull()
  expect(await new ScheduledSet(redis()).size()).toBe(1)
  first.end()
  const second = await started(2)
  expect(second).toMatchObject({ version: 'second', context: { jid: next } })
  expect(await holder()).toBe(next)
  expect(await new ScheduledSet(redis()).size()).toBe(0)
  second.end()
  await expect.poll(locks).toEqual([])
  expect(runs).toHaveLength(2)
})

test.each(['kill', 'discard'] as const)('the next job follows after "%s" as well', async (wish) => {
  const { job, started, push } = watched({ onConflict: 'run-again' }, () => wish)
  await engine.launch([job], quick)
  await push('first')
  const first = await started(1)
  await push('second')
  first.fail()
  expect(await started(2)).toMatchObject({ version: 'second' })
})

test('the next job is never lost: it comes when the lock runs out', async () => {
  const { job, started, push } = watched({ onConflict: 'run-again', forSeconds: 0.5 })
  await engine.launch([job], { ...quick, pollIntervalAverageSeconds: 0.1 })
  await push('first')
  const first = await started(1)
  await push('second')
  const second = await started(2)
  expect(second.version).toBe('second')
  first.end()
  expect(await push('third')).not.toBeNull()
  second.end()
})

test('replacing a job that runs lets the last one follow it', async () => {
  const { job, runs, started, push } = watched({ onConflict: 'replace' })
  await engine.launch([job], quick)
  await push('1')
  const first = await started(1)
  await push('2')
  await push('3')
  first.end()
  const last = await started(2)
  expect(last.version).toBe('3')
  last.end()
  await expect.poll(locks).toEqual([])
  expect(runs).toHaveLength(2)
})

test('a job that outlived its lock does not release that of another', async () => {
  const { job, started, holder, push } = watched()
  await engine.launch([job], quick)
  await push()
  const old = await started(1)
  await redis().call('DEL', ...(await listLocks()))
  const jid = await push()
  const young = await started(2)
  old.end()
  await expect.poll(() => redis().call('HLEN', 'howdah:processes')).toBe(1)
  await client().push(watched().job, [2, 'a later acknowledgement'])
  expect(await holder()).toBe(jid)
  young.end()
  await expect.poll(holder).toBeNull()
  ;(await started(3)).end()
})

test('a job of a killed process still holds its lock when it runs again', async () => {
  const workers = [startWorker(), startWorker()]
  await Promise.all(workers.map((worker) => worker.event('ready')))
  const unique = { forSeconds: 60 }
  const job = { class: 'HeldWorker', args: [1], unique }
  const jid = String(await client().push(job))
  const started = workers.map((worker) => worker.event('started', jid).then(() => worker))
  const victim = await Promise.race(started)
  await victim.kill()
  const heir = workers.find((worker) => worker !== victim)
  await heir?.event('started', jid)
  expect(await client().push(job)).toBeNull()
})

test('a job given back at the stop keeps its lock and can be replaced', async () => {
  const { job, started, holder, push } = watched({ onConflict: 'replace' })
  const launcher = await engine.launch([job], quick)
  const jid = await push('1')
  const run = await started(1)
  await launcher.stop()
  run.end()
  expect(await holder()).toBe(jid)
  const other = await push('2')
  expect(await holder()).toBe(other)
  expect(await redis().call('LLEN', 'queue:default')).toBe(1)
})

test('a unique job that waits for a slot can be replaced and deleted', async () => {
  const { job, started, holder, push } = watched({ onConflict: 'replace' })
  const limited = { ...job, limit: { total: 1 } }
  await engine.launch([limited], quick)
  await client().push(job, [2, 'in the way'])
  const inTheWay = await started(1)
  await push('1')
  const parked = redis().keys.parked('UniqueWorker')
  await expect.poll(() => redis().call('HLEN', parked)).toBe(1)
  const other = await push('2')
  await expect.poll(() => redis().call('HKEYS', parked)).toEqual([other])
  expect(await holder()).toBe(other)
  inTheWay.end()
  const second = await started(2)
  expect(second.version).toBe('2')
  second.end()
  await expect.poll(locks).toEqual([])
})

async function listLocks(): Promise<string[]> {
  const keys = await locks()
  return Array.isArray(keys) ? keys.map(String) : []
}

function startWorker(): WorkerProcess {
  const worker = new WorkerProcess({ url: engine.server().url, file: 'limits-worker.ts' })
  onTestFinished(() => worker.kill())
  return worker
}
