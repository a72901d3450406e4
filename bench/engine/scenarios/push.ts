/** Pushing: one awaited after the other, a hundred callers at once, and in bulk. */
import type { Bench, Scenario } from '../bench.ts'
import type { PushKind } from '../peers/child.ts'

const COUNTS = { single: 3_000, callers: 20_000, bulk: 100_000 } as const
const KINDS = ['single', 'callers', 'bulk'] as const satisfies readonly PushKind[]

export const push: Scenario = {
  name: 'push',
  title: 'Pushing jobs: one at a time, 100 callers at once, in bulk of 1,000',
  async run(bench: Bench): Promise<void> {
    const contestants = bench
      .engines('ours', 'bare', 'bullmq', 'bee-queue', 'sidekiq')
      .flatMap((engine) => KINDS.map((kind) => ({ engine, kind })))
      // A hundred callers at once are no way to use Ruby.
      .filter(({ engine, kind }) => engine.name !== 'sidekiq' || kind !== 'callers')
    await bench.interleave(contestants, async ({ engine, kind }) => {
      const count = bench.scaled(COUNTS[kind])
      const elapsedMs = await bench.push(engine, { push: kind, count })
      bench.results.add(
        { scenario: 'push', engine: engine.name, variant: kind },
        { jobsPerSecond: (count * 1000) / elapsedMs },
      )
      await bench.clear()
    })
  },
}
