/** One process empties a queue of no-op jobs, at three concurrencies. */
import type { Bench, Scenario } from '../bench.ts'
import { measureDrain } from '../drain.ts'

const CONCURRENCIES = [10, 50, 100]
const QUICK_CONCURRENCIES = [10, 50]

/** Jobs of an engine that is not slow in a quick run: a second of work, not a blink. */
const LEAST_COUNT = 2_000

export const drain: Scenario = {
  name: 'drain',
  title: 'Draining a queue of no-op jobs of ~250 bytes, one process',
  async run(bench: Bench): Promise<void> {
    const engines = bench.engines('ours', 'bare', 'bullmq', 'bee-queue', 'sidekiq')
    const concurrencies = bench.options.isQuick ? QUICK_CONCURRENCIES : CONCURRENCIES
    const contestants = engines.flatMap((engine) =>
      concurrencies.map((concurrency) => ({ engine, concurrency })),
    )
    await bench.interleave(contestants, async ({ engine, concurrency }) => {
      const count = bench.scaled(engine.drainCount, LEAST_COUNT)
      await bench.push(engine.feeder, { count })
      const figures = await measureDrain(bench, engine, { concurrency, count })
      bench.results.add(
        { scenario: 'drain', engine: engine.name, variant: `c=${concurrency}` },
        figures,
      )
      await bench.clear()
    })
  },
}
