/** What a waiting job takes in Redis, each pushed by its engine's own client. */
import type { Bench, Scenario } from '../bench.ts'

const COUNT = 100_000
const LEAST_COUNT = 2_000
const MAX_ROUNDS = 2

export const memory: Scenario = {
  name: 'memory',
  title: 'Memory in Redis of a waiting job, bytes',
  async run(bench: Bench): Promise<void> {
    await bench.interleave(
      bench.engines('ours', 'sidekiq', 'bullmq', 'bee-queue'),
      async (engine) => {
        const count = bench.scaled(COUNT, LEAST_COUNT)
        await bench.redis.flush()
        const before = await bench.redis.usedBytes()
        await bench.push(engine, { count })
        const bytes = (await bench.redis.usedBytes()) - before
        bench.results.add(
          { scenario: 'memory', engine: engine.name, variant: '' },
          { bytesPerJob: bytes / count },
        )
        await bench.clear()
      },
      bench.rounds(MAX_ROUNDS),
    )
  },
}
