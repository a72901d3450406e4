/** Cancelling and pausing across processes: with the line, without it, and from Ruby's side. */
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { Queue } from '../api/queue.ts'
import { cancelJob, readOutcome } from '../client/cancel-job.ts'
import { defineJob } from '../job/definition.ts'
import { connectRedis } from '../redis/ioredis-client.ts'
import { useEngine } from './fixtures/use-engine.ts'
import { WorkerProcess } from './fixtures/worker-process.ts'
import type { WorkerOptions } from './fixtures/worker-process.ts'

const engine = useEngine()
const { call } = engine

let workers: WorkerProcess[] = []
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.kill()))
  workers = []
})

async function startWorker(options: Partial<WorkerOptions> = {}): Promise<WorkerProcess> {
  const worker = new WorkerProcess({ url: engine.server().url, beatIntervalMs: 60_000, ...options })
  workers.push(worker)
  await worker.event('ready')
  return worker
}

async function pushEndless(worker: WorkerProcess, jobClass = 'EndlessWorker'): Promise<string> {
  const jid = (await engine.client.push({ class: jobClass, args: [] })) ?? ''
  await worker.event('started', jid)
  return jid
}

async function untilSettled(jid: string): Promise<void> {
  await expect.poll(() => call('KEYS', 'howdah:inflight:*'), { timeout: 5_000 }).toEqual([])
  // What became of it is written after its end.
  const left = () => call('EXISTS', 'queue:default', 'retry', 'dead', `it-${jid}`)
  await expect.poll(left).toBe(0)
}

test('a running job is cancelled from another process at once, and not retried', async () => {
  // Its next beat would be in a minute: it is the word on the channel that it hears.
  const worker = await startWorker()
  for (const jobClass of ['EndlessWorker', 'StubbornWorker']) {
    const jid = await pushEndless(worker, jobClass)
    expect(await cancelJob(engine.server().redis, jid, { by: 'anna' })).toBe('signalled')
    expect(await worker.event('aborted', jid)).toMatchObject({ kind: 'cancelled' })
    await untilSettled(jid)
    await expect
      .poll(() => readOutcome(engine.server().redis, jid))
      .toMatchObject({ outcome: 'cancelled', by: 'anna' })
  }
})

test('with the line cut the mark is found by the beat, Ruby’s too', async () => {
  const worker = await startWorker({ beatIntervalMs: 300 })
  const jid = await pushEndless(worker)
  await call('HSETNX', `it-${jid}`, 'cancelled', Math.trunc(Date.now() / 1_000))
  expect(await worker.event('aborted', jid)).toMatchObject({ kind: 'cancelled' })
  await untilSettled(jid)
})

test('a line that was killed comes back, and what was missed is looked up', async () => {
  const worker = await startWorker()
  const jid = await pushEndless(worker)
  const lines = () => call('CLIENT', 'LIST', 'TYPE', 'pubsub')
  await expect.poll(async () => String(await lines())).toContain('id=')
  // Written, but not said: as if it had been said while nobody could hear it.
  await call('HSETNX', `it-${jid}`, 'cancelled', 1)
  await call('CLIENT', 'KILL', 'TYPE', 'pubsub')
  expect(await worker.event('aborted', jid)).toMatchObject({ kind: 'cancelled' })
  const second = await pushEndless(worker)
  await cancelJob(engine.server().redis, second)
  expect(await worker.event('aborted', second)).toMatchObject({ kind: 'cancelled' })
})

test('a cancelled job that is fetched in that moment does not start', async () => {
  let starts = 0
  const job = defineJob({
    class: 'X',
    args: z.array(z.unknown()),
    perform() {
      starts += 1
    },
  })
  const other = connectRedis(engine.server().url)
  onTestFinished(() => other.disconnect())
  await engine.launch([job])
  await expect.poll(() => call('PUBSUB', 'NUMSUB', 'howdah:control:0')).toContain(1)
  // The mark and the news are there before the job: as for a process that slept while it fetched.
  await other.pipeline([
    ['HSETNX', 'it-j1', 'cancelled', 1],
    ['PUBLISH', 'howdah:control:0', 'cancel j1'],
    ['PUBLISH', 'howdah:control:0', 'cancel j2'],
  ])
  const { redis } = engine.server()
  await redis.call('PING')
  await engine.client.push({ class: 'X', args: [], jid: 'j1' })
  await engine.client.push({ class: 'X', args: [], jid: 'j2' })
  await expect.poll(() => starts).toBe(1)
  await expect.poll(() => readOutcome(redis, 'j1')).toMatchObject({ outcome: 'cancelled' })
  expect(await readOutcome(redis, 'j2')).toBeNull()
})

test('a process that stops does not give back what was cancelled', async () => {
  const started = Promise.withResolvers<void>()
  const aborted = Promise.withResolvers<void>()
  const end = Promise.withResolvers<void>()
  const deaf = defineJob({
    class: 'Deaf',
    args: z.array(z.unknown()),
    async perform(_args, { signal }) {
      signal.addEventListener('abort', () => aborted.resolve())
      started.resolve()
      await end.promise
    },
  })
  const launcher = await engine.launch([deaf])
  const jid = (await engine.client.push(deaf, [])) ?? ''
  await started.promise
  expect(await engine.client.cancel(jid)).toBe('signalled')
  await aborted.promise
  const stopping = launcher.stop()
  await expect.poll(() => call('KEYS', 'howdah:inflight:*')).toEqual([])
  expect(await call('LLEN', 'queue:default')).toBe(0)
  end.resolve()
  await stopping
})

test('two processes obey a pause and its end at once, and one that starts later obeys too', async () => {
  const [first, second] = await Promise.all([startWorker(), startWorker()])
  const queue = new Queue(engine.server().redis, 'default')
  await queue.pause()
  expect(await queue.isPaused()).toBe(true)
  // The lanes were interrupted: whatever is pushed from now on stays.
  await new Promise((resolve) => setTimeout(resolve, 300))
  const third = await startWorker()
  await engine.client.pushBulk({ class: 'CountWorker' }, [
    [1, 0],
    [2, 0],
    [3, 0],
  ])
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(await queue.size()).toBe(3)
  await queue.resume()
  await expect.poll(() => call('SCARD', 'test:done')).toBe(3)
  expect([first, second, third].length).toBe(3)
})
