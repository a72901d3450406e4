/** A million jobs are due in the scheduled set: how many a second does one process move? */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench, Scenario } from '../bench.ts'
import type { Engine } from '../engines.ts'
import { argumentsOf, JOB_CLASS } from '../peers/payload.ts'

const OURS_COUNT = 1_000_000
const BULLMQ_COUNT = 100_000
const JOBS_PER_COMMAND = 1_000
const LOOK_EVERY_MS = 20
const CONCURRENCY = 50
const MAX_ROUNDS = 3

/** BullMQ has to write its jobs before they are due: slower than it ever was. */
const BULLMQ_PUSHES_PER_SECOND = 5_000

/** `moving only`: its worker listens to another queue. BullMQ moves only while it works. */
const VARIANTS = ['moving only', 'working too'] as const

export const scheduled: Scenario = {
  name: 'scheduled',
  title: '1,000,000 due jobs (BullMQ: 100,000) moved to their queue by one process',
  async run(bench: Bench): Promise<void> {
    const contestants = [
      ...bench
        .engines('ours')
        .flatMap((engine) => VARIANTS.map((variant) => ({ engine, variant }))),
      ...bench.engines('bullmq').map((engine) => ({ engine, variant: VARIANTS[1] })),
    ]
    await bench.interleave(
      contestants,
      async ({ engine, variant }) => {
        const isOurs = engine.name === 'ours'
        const count = isOurs ? await fillOurs(bench) : await fillBullmq(bench, engine)
        const key = isOurs ? bench.redis.client.keys.schedule : 'bull:bench:delayed'
        const queues = [variant === 'moving only' ? 'other' : 'bench']
        const [jobsPerSecond] = await Promise.all([
          measureMoving(bench, key, count),
          bench.startWorker(engine, { queues, concurrency: CONCURRENCY }),
        ])
        bench.results.add(
          { scenario: 'scheduled', engine: engine.name, variant },
          { jobsPerSecond },
        )
        await bench.clear()
      },
      bench.rounds(MAX_ROUNDS),
    )
  },
}

/** Written as a Sidekiq client would have written them a while ago. */
async function fillOurs(bench: Bench): Promise<number> {
  const { client } = bench.redis
  const count = bench.scaled(OURS_COUNT)
  const dueSeconds = Date.now() / 1000 - 3_600
  for (let from = 0; from < count; from += JOBS_PER_COMMAND) {
    const members = Array.from({ length: Math.min(JOBS_PER_COMMAND, count - from) }, (_, index) => [
      dueSeconds + (from + index) / 1000,
      JSON.stringify({
        retry: true,
        queue: 'bench',
        class: JOB_CLASS,
        args: argumentsOf(from + index),
        jid: (from + index).toString(16).padStart(24, '0'),
        created_at: Date.now(),
      }),
    ])
    await client.call('ZADD', client.keys.schedule, ...members.flat())
  }
  return count
}

async function fillBullmq(bench: Bench, engine: Engine): Promise<number> {
  const count = bench.scaled(BULLMQ_COUNT)
  const dueMs = Date.now() + 2_000 + (count * 1000) / BULLMQ_PUSHES_PER_SECOND
  await bench.push(engine.feeder, { push: 'due', count, dueFromMs: dueMs, dueToMs: dueMs })
  await sleep(Math.max(0, dueMs - Date.now()))
  return count
}

/** From the last look at a full set to the first at an empty one. */
async function measureMoving(bench: Bench, key: string, count: number): Promise<number> {
  const { client } = bench.redis
  let startedAtMs = performance.now()
  for (;;) {
    const left = Number(await client.call('ZCARD', key))
    if (left === count) startedAtMs = performance.now()
    if (left === 0) return (count * 1000) / (performance.now() - startedAtMs)
    await sleep(LOOK_EVERY_MS)
  }
}
