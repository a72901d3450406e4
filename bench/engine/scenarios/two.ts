/** Two worker processes on one queue against one. */
import type { Bench, Scenario } from '../bench.ts'
import { measureDrain } from '../drain.ts'

const COUNT = 200_000

export const two: Scenario = {
  name: 'two',
  title: 'Two worker processes against one, concurrency 50 each',
  async run(bench: Bench): Promise<void> {
    const contestants = bench
      .engines('ours')
      .flatMap((engine) => [1, 2].map((processes) => ({ engine, processes })))
    await bench.interleave(contestants, async ({ engine, processes }) => {
      const count = bench.scaled(COUNT)
      await bench.push(engine.feeder, { count })
      const figures = await measureDrain(bench, engine, { concurrency: 50, count, processes })
      const variant = processes === 1 ? '1 process' : '2 processes'
      bench.results.add({ scenario: 'two', engine: engine.name, variant }, figures)
      await bench.clear()
    })
  },
}
