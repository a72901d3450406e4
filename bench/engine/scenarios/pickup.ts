/**
 * How long an idle worker takes to start a job: from just before the push to the first line of the
 * handler, at 100 jobs a second, by the monotonic clock that all processes share.
 */
import type { Bench, Scenario } from '../bench.ts'
import type { Engine } from '../engines.ts'
import { percentile } from '../statistics.ts'

const COUNT = 600
/** The first second warms up. */
const WARM_UP = 100
const MAX_ROUNDS = 3

export const pickup: Scenario = {
  name: 'pickup',
  title: 'Pick-up by an idle worker, 100 jobs a second, concurrency 10, ms',
  async run(bench: Bench): Promise<void> {
    const contestants = [
      ...bench.engines('ours', 'sidekiq').map((engine) => ({ engine, queueCount: 5 })),
      ...bench
        .engines('ours', 'sidekiq', 'bullmq', 'bee-queue')
        .map((engine) => ({ engine, queueCount: 1 })),
    ]
    await bench.interleave(
      contestants,
      async ({ engine, queueCount }) => {
        const delaysMs = await measurePickup(bench, engine, queueCount)
        bench.results.add(
          {
            scenario: 'pickup',
            engine: engine.name,
            variant: queueCount === 1 ? '1 queue' : `${queueCount} queues`,
          },
          {
            p50Ms: percentile(delaysMs, 0.5),
            p90Ms: percentile(delaysMs, 0.9),
            p99Ms: percentile(delaysMs, 0.99),
          },
        )
        await bench.clear()
      },
      bench.rounds(MAX_ROUNDS),
    )
  },
}

async function measurePickup(bench: Bench, engine: Engine, queueCount: number): Promise<number[]> {
  const queues = Array.from({ length: queueCount }, (_, index) => `bench${index + 1}`)
  const count = bench.scaled(COUNT, WARM_UP * 2)
  const worker = await bench.startWorker(engine, { queues, handler: 'pickup' })
  await bench.push(engine.feeder, { queues, push: 'pace', count })
  await worker.until(() => worker.delaysMs.length >= count, 'the last job', 10_000)
  return worker.delaysMs.slice(WARM_UP)
}
