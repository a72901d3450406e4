import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { Limits, ProcessSet } from '../api.ts'
import { Client, defineJob } from '../index.ts'
import type { JobContext, LimitOptions } from '../index.ts'
import { deleteParked, findParked } from '../redis/parked.ts'
import { useEngine } from './fixtures/use-engine.ts'
import { WorkerProcess } from './fixtures/worker-process.ts'
import type { WorkerOptions } from './fixtures/worker-process.ts'

const engine = useEngine()
const quick = { beatIntervalMs: 200, livenessTtlMs: 1_500, reapIntervalMs: 200 }
const redis = () => engine.server().redis

/** A job whose runs are watched, and end when they are told to or after some milliseconds. */
function watched(limit: LimitOptions, run?: (id: number, context: JobContext) => Promise<void>) {
  const running = new Map<number, string>()
  const done: number[] = []
  const gates = new Map<number, () => void>()
  const most = { total: 0, perKey: 0 }
  const untilTold = (id: number, { signal }: JobContext) =>
    new Promise<void>((resolve) => {
      gates.set(id, resolve)
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  const job = defineJob({
    class: 'LimitedWorker',
    args: z.tuple([z.number(), z.string()]),
    limit: { key: ([, key]) => String(key), ...limit },
    retryIn: () => 1,
    async perform([id, key], context) {
      running.set(id, key)
      most.total = Math.max(most.total, running.size)
      const same = [...running.values()].filter((other) => other === key)
      most.perKey = Math.max(most.perKey, same.length)
      try {
        await (run?.(id, context) ?? untilTold(id, context))
      } finally {
        running.delete(id)
      }
      done.push(id)
    },
  })
  return { job, running, done, most, end: (id: number) => gates.get(id)?.() }
}

/** Nothing of a limit may be left when all jobs have ended. */
async function expectNoTraces(name = 'LimitedWorker') {
  const { keys } = redis()
  const left = await redis().pipeline(
    [
      keys.slots(name),
      keys.slotCounts(name),
      keys.parked(name),
      keys.parkedOrder(name),
      keys.parkedKeys(name),
    ].map((key) => ['EXISTS', key] as const),
  )
  expect(left.map(Number)).toEqual([0, 0, 0, 0, 0])
}

test('two processes and a hundred failing jobs never exceed the limits', async () => {
  const { job, running, done, most } = watched({ total: 4, perKey: 2 }, async (id, { attempt }) => {
    await sleep((id * 7) % 5)
    if (attempt === 1 && id % 4 === 0) throw new Error('The first time fails.')
  })
  const options = { ...quick, concurrency: 10, random: () => 0 }
  await Promise.all([engine.launch([job], options), engine.launch([job], options)])
  const ids = Array.from({ length: 100 }, (_, at) => at)
  await engine.client.pushBulk(
    job,
    ids.map((id) => [id, `key ${id % 3}`] as const),
  )
  await expect.poll(() => done.length, { timeout: 15_000 }).toBe(100)
  expect(new Set(done).size).toBe(100)
  expect(running.size).toBe(0)
  expect(most).toEqual({ total: 4, perKey: 2 })
  await expect.poll(() => redis().call('HLEN', redis().keys.slots('LimitedWorker'))).toBe(0)
  await expectNoTraces()
})

test('a full key lets the others pass, and each key keeps its order', async () => {
  const { job, running, done, end } = watched({ perKey: 1 })
  await engine.launch([job], { ...quick, concurrency: 5 })
  await engine.client.pushBulk(job, [
    [1, 'a'],
    [2, 'a'],
    [3, 'a'],
    [4, 'b'],
  ])
  await expect.poll(() => [...running.keys()].sort((a, b) => a - b)).toEqual([1, 4])
  await expect
    .poll(() => Limits.get(redis(), 'LimitedWorker'))
    .toMatchObject({ held: 2, parked: 2 })
  for (const id of [1, 2, 3]) {
    await expect.poll(() => running.has(id)).toBe(true)
    end(id)
  }
  await expect.poll(() => done).toEqual([1, 2, 3])
  end(4)
})

test('classes with the same name share one limit, and one key is one key for all', async () => {
  const limit = { name: 'shared', total: 2, perKey: 1 }
  const first = watched(limit)
  const second = watched(limit)
  const other = defineJob({ ...second.job, class: 'OtherWorker' })
  await engine.launch([first.job, other], { ...quick, concurrency: 5 })
  await engine.client.push(first.job, [1, 'a'])
  await expect.poll(() => [...first.running.keys()]).toEqual([1])
  await engine.client.pushBulk(other, [
    [2, 'a'],
    [3, 'b'],
    [4, 'c'],
  ])
  await expect.poll(() => Limits.get(redis(), 'shared')).toMatchObject({ held: 2, parked: 2 })
  expect([...second.running.keys()]).toEqual([3])
  first.end(1)
  await expect.poll(() => second.running.has(2)).toBe(true)
  for (const id of [2, 3, 4]) {
    await expect.poll(() => second.running.has(id)).toBe(true)
    second.end(id)
  }
  await expect.poll(() => second.done.length).toBe(3)
  await expectNoTraces('shared')
})

test('it says who holds the slots, and names a limit that only an operator has set', async () => {
  const { job, running, end } = watched({ total: 3, perKey: 1 })
  await engine.launch([job], { ...quick, concurrency: 5 })
  const jids = await engine.client.pushBulk(job, [
    [1, 'a'],
    [2, 'b c'],
    [3, 'a'],
  ])
  const [a = '', b = '', waiting = ''] = jids.map(String)
  await expect.poll(async () => (await Limits.get(redis(), 'LimitedWorker')).parked).toBe(1)
  const holders = await Limits.holders(redis(), 'LimitedWorker')
  const [{ identity } = { identity: '' }] = await ProcessSet.fetch(redis())
  expect(holders.toSorted((one, other) => one.key.localeCompare(other.key))).toEqual([
    { jid: a, key: 'a', process: identity, wokenAt: null },
    { jid: b, key: 'b c', process: identity, wokenAt: null },
  ])
  expect(await Limits.holders(redis(), 'LimitedWorker', { limit: 1 })).toHaveLength(1)
  expect(await Limits.holders(redis(), 'nothing')).toEqual([])
  await Limits.set(redis(), 'queue:only-here', { total: 0 })
  expect(await Limits.list(redis())).toEqual([
    await Limits.get(redis(), 'LimitedWorker'),
    await Limits.get(redis(), 'queue:only-here'),
  ])
  const none = { byCode: null, override: { total: 0 }, held: 0, parked: 0 }
  expect(await Limits.get(redis(), 'queue:only-here')).toMatchObject(none)
  // A slot that is kept for a woken job that nobody has begun.
  await redis().call('HSET', redis().keys.slots('woken'), waiting, '~1700000000000 a')
  expect(await Limits.holders(redis(), 'woken')).toEqual([
    { jid: waiting, key: 'a', process: null, wokenAt: new Date(1_700_000_000_000) },
  ])
  for (const id of [1, 2]) end(id)
  await expect.poll(() => running.has(3)).toBe(true)
  end(3)
})

test('it says why a job waits', async () => {
  const { job, running, end } = watched({ total: 2, perKey: 1 })
  await engine.launch([job], { ...quick, concurrency: 5 })
  const jids = await engine.client.pushBulk(job, [
    [1, 'a'],
    [2, 'a'],
    [3, 'b'],
    [4, 'c'],
  ])
  const [a1 = '', a2 = '', b = '', c = ''] = jids.map(String)
  await expect.poll(async () => (await Limits.get(redis(), 'LimitedWorker')).parked).toBe(2)
  expect(await Limits.why(redis(), a1)).toBeNull()
  expect(await Limits.why(redis(), a2)).toEqual({
    limit: 'LimitedWorker',
    key: 'a',
    full: 'perKey',
    total: 2,
    perKey: 1,
    held: [a1],
    position: 1,
  })
  const why = await Limits.why(redis(), c)
  expect(why).toMatchObject({ key: 'c', full: 'total', position: 2 })
  expect(new Set(why?.held)).toEqual(new Set([a1, b]))
  const page = await Limits.parked(redis(), 'LimitedWorker', { limit: 1 })
  expect(page).toMatchObject({ total: 2, jobs: [{ jid: a2, key: 'a', queue: 'default' }] })
  expect(Math.abs(Date.now() - Number(page.jobs[0]?.parkedAt))).toBeLessThan(10_000)
  for (const id of [1, 2, 3, 4]) {
    await expect.poll(() => running.has(id)).toBe(true)
    end(id)
  }
})

test('a limit that is changed while jobs run takes effect at once', async () => {
  const { job, running, done, end } = watched({ total: 1 })
  await engine.launch([job], { ...quick, reapIntervalMs: 60_000, concurrency: 5 })
  await engine.client.pushBulk(job, [
    [1, ''],
    [2, ''],
    [3, ''],
    [4, ''],
  ])
  await expect.poll(async () => (await Limits.get(redis(), 'LimitedWorker')).parked).toBe(3)
  await expect.poll(() => [...running.keys()]).toEqual([1])
  expect(await Limits.set(redis(), 'LimitedWorker', { total: 3 })).toBe(2)
  await expect.poll(() => [...running.keys()]).toEqual([1, 2, 3])
  await Limits.set(redis(), 'LimitedWorker', { total: 0 })
  for (const id of [1, 2, 3]) end(id)
  await expect
    .poll(() => Limits.get(redis(), 'LimitedWorker'))
    .toMatchObject({
      rule: { total: 0, perKey: null },
      byCode: { total: 1 },
      override: { total: 0 },
      held: 0,
      parked: 1,
    })
  expect(running.size).toBe(0)
  expect(await Limits.reset(redis(), 'LimitedWorker')).toBe(1)
  await expect.poll(() => running.has(4)).toBe(true)
  await expect.poll(() => done).toEqual([1, 2, 3])
  expect(await Limits.list(redis())).toMatchObject([{ name: 'LimitedWorker', override: null }])
  end(4)
  await expect(Limits.set(redis(), 'LimitedWorker', { total: -1 })).rejects.toThrow(/whole number/)
})

test('a thousand jobs that wait for a limit of one cost no commands', async () => {
  const { job, running, end } = watched({ total: 1 })
  await engine.launch([job], { concurrency: 10 })
  await engine.client.pushBulk(
    job,
    Array.from({ length: 1_000 }, (_, id) => [id, ''] as const),
  )
  const parked = async () => (await Limits.get(redis(), 'LimitedWorker')).parked
  await expect.poll(parked).toBe(999)
  const before = await countCommands()
  await sleep(1_000)
  // A sign of life, perhaps a beat and a look for the dead: as if nothing waited at all.
  expect((await countCommands()) - before).toBeLessThan(40)
  const [first = -1] = running.keys()
  const beforeOne = await countCommands()
  end(first)
  await expect.poll(() => running.size === 1 && !running.has(first)).toBe(true)
  await expect.poll(parked).toBe(998)
  // The fetch, the slot, the end of the job, and this test's own questions.
  expect((await countCommands()) - beforeOne).toBeLessThan(60)
})

test('the slots of a killed process are freed, and its job runs again', async () => {
  const worker = startWorker()
  await worker.event('ready')
  const client = new Client({ redis: redis() })
  const first = await client.push({ class: 'HeldWorker', args: [1] })
  await worker.event('started', String(first))
  const second = await client.push({ class: 'HeldWorker', args: [2] })
  await expect.poll(() => Limits.why(redis(), String(second))).not.toBeNull()
  const heir = startWorker()
  await heir.event('ready')
  await worker.kill()
  await Promise.race([heir.event('started', String(first)), heir.event('started', String(second))])
  await expect.poll(async () => (await Limits.get(redis(), 'HeldWorker')).parked).toBe(1)
  expect(heir.events('started')).toHaveLength(1)
  await heir.kill()
})

test('a job given back at the stop frees its slot for another process', async () => {
  const { job, running, end } = watched({ total: 1 })
  const launcher = await engine.launch([job], quick)
  await engine.client.push(job, [1, ''])
  await expect.poll(() => running.size).toBe(1)
  await launcher.stop()
  await expectNoTraces()
  end(1)
  await expect.poll(() => running.size).toBe(0)
  await engine.launch([job], quick)
  await expect.poll(() => running.size).toBe(1)
  end(1)
})

test('a queue has a limit of its own, next to those of its classes', async () => {
  const { job, running, done, end } = watched({ perKey: 1 })
  const options = { ...quick, queueLimits: { default: { total: 2 } } }
  await Promise.all([engine.launch([job], options), engine.launch([job], options)])
  await engine.client.pushBulk(job, [
    [1, 'a'],
    [2, 'b'],
    [3, 'c'],
    [4, 'a'],
  ])
  await expect.poll(() => running.size).toBe(2)
  const parked = async () => (await Limits.parked(redis(), 'queue:default')).jobs.length
  await expect.poll(parked).toBeGreaterThan(0)
  const [first] = (await Limits.parked(redis(), 'queue:default')).jobs
  expect(await Limits.why(redis(), first?.jid ?? '')).toMatchObject({
    limit: 'queue:default',
    full: 'total',
    total: 2,
  })
  for (let left = 4; left > 0; left -= 1) {
    await expect.poll(() => running.size).toBeGreaterThan(0)
    expect(running.size).toBeLessThanOrEqual(2)
    const [id = -1] = running.keys()
    end(id)
    await expect.poll(() => done.length).toBe(5 - left)
  }
  await expect.poll(() => redis().call('HLEN', redis().keys.slots('queue:default'))).toBe(0)
  await expectNoTraces()
  await expectNoTraces('queue:default')
})

test('a job that waits for a slot is found by its jid and deleted by its text', async () => {
  const { job, running, end } = watched({ total: 1 })
  await engine.launch([job], quick)
  await engine.client.push(job, [1, ''])
  await expect.poll(() => running.size).toBe(1)
  const jid = String(await engine.client.push(job, [2, 'ключ']))
  await expect.poll(() => findParked(redis(), [jid])).toHaveProperty('size', 1)
  const parked = (await findParked(redis(), [jid, 'other'])).get(jid)
  expect(parked).toMatchObject({ queue: 'default', key: 'ключ', limit: 'LimitedWorker' })
  if (parked === undefined) return
  expect(await deleteParked(redis(), { ...parked, exact: 'other' })).toBe(false)
  expect(await deleteParked(redis(), parked)).toBe(true)
  expect(await deleteParked(redis(), parked)).toBe(false)
  end(1)
  await expect.poll(() => running.size).toBe(0)
})

test('jobs of a limit that no process defines any more go free', async () => {
  const { job, running } = watched({ total: 0 })
  const launcher = await engine.launch([job], quick)
  await engine.client.push(job, [1, ''])
  await expect.poll(async () => (await Limits.get(redis(), 'LimitedWorker')).parked).toBe(1)
  await launcher.stop()
  await redis().call('HSET', redis().keys.limitDefaults, 'LimitedWorker', '0 - 1')
  const { limit: _, ...free } = job
  await engine.launch([free], quick)
  await expect.poll(() => running.size).toBe(1)
})

test('numbers that are none are refused at the start', async () => {
  const other = defineJob({ ...watched({ name: 'same', total: 1 }).job, class: 'OtherWorker' })
  await expect(engine.launch([watched({ name: 'same', total: 2 }).job, other])).rejects.toThrow(
    'must say the same',
  )
  const { job } = watched({ total: 1.5 })
  await expect(engine.launch([job])).rejects.toThrow(/whole number/)
  const { job: keyless } = watched({ perKey: 1 })
  const { key: __, ...limit } = keyless.limit ?? {}
  await expect(engine.launch([{ ...keyless, limit }])).rejects.toThrow(/no "key"/)
})

async function countCommands(): Promise<number> {
  const info = String(await redis().call('INFO', 'stats'))
  return Number(/total_commands_processed:(\d+)/.exec(info)?.[1])
}

function startWorker(options: Partial<WorkerOptions> = {}): WorkerProcess {
  const worker = new WorkerProcess({
    url: engine.server().url,
    file: 'limits-worker.ts',
    concurrency: 3,
    ...options,
  })
  onTestFinished(() => worker.kill())
  return worker
}
