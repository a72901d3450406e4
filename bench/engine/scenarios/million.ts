/** Draining while a million jobs wait: does an engine slow down as its queue grows? */
import type { Bench, Scenario } from '../bench.ts'
import { measureDrain } from '../drain.ts'

const WAITING = 1_000_000

export const million: Scenario = {
  name: 'million',
  title: 'Draining while 1,000,000 jobs wait, one process',
  async run(bench: Bench): Promise<void> {
    const engines = bench.engines('ours', 'bare', 'bullmq', 'bee-queue', 'sidekiq')
    // Engines with the same format share one queue.
    for (const feeder of new Set(engines.map((engine) => engine.feeder))) {
      await bench.push(feeder, { count: bench.scaled(WAITING) })
    }
    await bench.interleave(engines, async (engine) => {
      const { name, bestConcurrency: concurrency, feeder, drainCount } = engine
      const count = bench.scaled(drainCount)
      const figures = await measureDrain(bench, engine, { concurrency, count })
      bench.results.add({ scenario: 'million', engine: name, variant: `c=${concurrency}` }, figures)
      await bench.push(feeder, { count })
    })
  },
}
