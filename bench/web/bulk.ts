/** Operations on a hundred thousand of a million jobs: their rate, an abort, and a kill midway. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Operations, type OperationRecord } from '@howdah/engine/api'
import type { Scenario, WebBench } from './bench.ts'
import { fillSet } from './data/fill-redis.ts'
import { failedJob, QUEUE, TENTH } from './data/jobs.ts'

const LOOK_MS = 20
const LONGEST_MS = 120_000

export const bulk: Scenario = {
  name: 'bulk',
  title: 'Operations on one job in ten: rate, abort, SIGKILL midway',
  async run(bench) {
    for (const action of ['retry', 'delete'] as const) {
      await refill(bench)
      const before = await countAll(bench)
      const startedAt = performance.now()
      const id = await begin(bench, action)
      const record = await until(bench, id, ({ state }) => state !== 'running')
      const seconds = (performance.now() - startedAt) / 1_000
      bench.results.add(
        { scenario: 'bulk', contestant: 'ours', variant: action },
        {
          done: record.done,
          jobsPerSecond: record.done / seconds,
          lost: before - (await countAll(bench, id)),
          missed: bench.amounts.jobs / 10 - record.done,
        },
      )
    }
    await abortMidway(bench)
    await killMidway(bench)
  },
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

async function begin(bench: WebBench, action: 'retry' | 'delete'): Promise<string> {
  const form = { in: 'retry', do: action, q: `class:${TENTH}`, reason: 'bench' }
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
