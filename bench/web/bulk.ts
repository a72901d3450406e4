/** Operations on a hundred thousand of a million jobs: their rate, Redis' longest command, an abort, a kill. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Operations, type OperationRecord } from '@howdah/engine/api'
import type { Scenario, WebBench } from './bench.ts'
import { fillSet, writeAll } from './data/fill-redis.ts'
import { failedJob, QUEUE, TENTH, waitingJob } from './data/jobs.ts'
import { cpuSecondsOf } from '../export/process-figures.ts'
import { longestCommandMs, redisCpuSeconds, watchSlowness } from './redis-watch.ts'

const LOOK_MS = 20
const LONGEST_MS = 120_000

export const bulk: Scenario = {
  name: 'bulk',
  title: 'Operations on one job in ten: rate, longest command, abort, SIGKILL midway',
  async run(bench) {
    for (const action of ['retry', 'delete'] as const) await wholeSet(bench, action)
    await wholeQueue(bench)
    await abortMidway(bench)
    await killMidway(bench)
  },
}

async function wholeSet(bench: WebBench, action: 'retry' | 'delete'): Promise<void> {
  await refill(bench)
  const before = await countAll(bench)
  const { record, figures } = await timed(bench, () => begin(bench, action))
  bench.results.add(
    { scenario: 'bulk', contestant: 'ours', variant: action },
    { ...figures, lost: before - (await countAll(bench, record.id)) },
  )
}

/** Deleting from the middle of a long list takes Redis longer than anything in a set. */
async function wholeQueue(bench: WebBench): Promise<void> {
  const { redis, amounts } = bench
  const list = redis.keys.queue(QUEUE)
  await redis.call('UNLINK', list)
  await writeAll(redis, amounts.jobs, (numbers) => [
    'LPUSH',
    list,
    ...numbers.map((number) => waitingJob('queue', number, Date.now())),
  ])
  const { record, figures } = await timed(bench, () => begin(bench, 'delete', `queue:${QUEUE}`))
  const left = await redis.multi([
    ['LLEN', list],
    ['LLEN', redis.keys.trash(record.id)],
  ])
  const kept = left.reduce<number>((sum, count) => sum + Number(count), 0)
  bench.results.add(
    { scenario: 'bulk', contestant: 'ours', variant: 'delete from a queue' },
    { ...figures, lost: amounts.jobs - kept },
  )
}

/** An operation from its click to its end; processor time in microseconds for each job that was done. */
async function timed(bench: WebBench, start: () => Promise<string>) {
  await watchSlowness(bench.redis)
  const [siteBefore, redisBefore] = [
    cpuSecondsOf(bench.site.pid),
    await redisCpuSeconds(bench.redis),
  ]
  const startedAt = performance.now()
  const record = await until(bench, await start(), ({ state }) => state !== 'running')
  const seconds = (performance.now() - startedAt) / 1_000
  const siteSeconds = cpuSecondsOf(bench.site.pid) - siteBefore
  const redisSeconds = (await redisCpuSeconds(bench.redis)) - redisBefore
  const figures = {
    done: record.done,
    jobsPerSecond: record.done / seconds,
    siteMicros: (siteSeconds / record.done) * 1e6,
    redisMicros: (redisSeconds / record.done) * 1e6,
    longestCommandMs: await longestCommandMs(bench.redis),
    missed: bench.amounts.jobs / 10 - record.done,
  }
  return { record, figures }
}

async function abortMidway(bench: WebBench): Promise<void> {
  await refill(bench)
  const before = await countAll(bench)
  const id = await begin(bench, 'delete')
  await until(bench, id, ({ done }) => done > 0)
  const startedAt = performance.now()
  const { status } = await bench.ask(`/sidekiq/operations/${id}/abort`, {})
  const record = await until(bench, id, ({ state }) => state !== 'running')
  bench.results.add(
    { scenario: 'bulk', contestant: 'ours', variant: 'abort' },
    {
      abortMs: performance.now() - startedAt,
      done: record.done,
      notAborted: record.state === 'aborted' && status === 303 ? 0 : 1,
      lost: before - (await countAll(bench, id)),
    },
  )
}

/** Another site takes the operation over when the lease of the killed one has run out. */
async function killMidway(bench: WebBench): Promise<void> {
  await refill(bench)
  const before = await countAll(bench)
  const id = await begin(bench, 'retry')
  const { done } = await until(bench, id, (record) => record.done > 0)
  await bench.site.kill()
  const lostAtOnce = before - (await countAll(bench, id))
  await bench.startSite()
  await bench.ask('/sidekiq') // Somebody must look: a console that nobody opens does nothing.
  const record = await until(bench, id, ({ state }) => state !== 'running')
  bench.results.add(
    { scenario: 'bulk', contestant: 'ours', variant: 'SIGKILL' },
    {
      doneBefore: done,
      done: record.done,
      missed: bench.amounts.jobs / 10 - record.done,
      lost: Math.max(Math.abs(lostAtOnce), Math.abs(before - (await countAll(bench, id)))),
    },
  )
}

/** The retry set as it was. */
async function refill({ redis, amounts }: WebBench): Promise<void> {
  const atSeconds = Date.now() / 1_000 + 86_400
  await redis.call('UNLINK', redis.keys.retry)
  await fillSet(redis, redis.keys.retry, amounts.jobs, (number) => [
    atSeconds + number,
    failedJob('retry', number, Date.now()),
  ])
}

/** Where the jobs of an operation can be: in the set, in their queue, in the trash. */
async function countAll({ redis }: WebBench, id = 'none'): Promise<number> {
  const { keys } = redis
  const counts = await redis.multi([
    ['ZCARD', keys.retry],
    ['LLEN', keys.queue(QUEUE)],
    ['LLEN', keys.trash(id)],
  ])
  const [set, queue, trash] = counts.map(Number)
  // In the trash the old score lies before each job.
  return (set ?? 0) + (queue ?? 0) + (trash ?? 0) / 2
}

async function begin(
  bench: WebBench,
  action: 'retry' | 'delete',
  place = 'retry',
): Promise<string> {
  const form = { in: place, do: action, q: `class:${TENTH}`, reason: 'bench' }
  const { status, location } = await bench.ask('/sidekiq/operations', form)
  const id = /\/operations\/(\w+)/u.exec(location)?.[1]
  if (id === undefined) throw new Error(`No operation began: ${status} ${location}`)
  return id
}

async function until(
  { redis }: WebBench,
  id: string,
  isReached: (record: OperationRecord) => boolean,
): Promise<OperationRecord> {
  const deadline = performance.now() + LONGEST_MS
  for (;;) {
    const record = await Operations.fetch(redis, id)
    if (record !== null && isReached(record)) return record
    if (performance.now() > deadline) throw new Error(`Operation ${id} does not get on.`)
    await sleep(LOOK_MS)
  }
}
