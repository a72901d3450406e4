/** What a worker without work asks of Redis: commands a second, those inside scripts included. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench, Scenario } from '../bench.ts'

const SPAN_SECONDS = 30
const QUICK_SPAN_SECONDS = 1
/** The start asks for more than the life after it. */
const SETTLE_MS = 3_000
const QUICK_SETTLE_MS = 500
const MAX_ROUNDS = 2

/** Between two looks at the counter, the first look was counted. */
const OWN_COMMANDS = 1

export const idle: Scenario = {
  name: 'idle',
  title: 'Redis commands a second of an idle worker',
  async run(bench: Bench): Promise<void> {
    const seconds = bench.options.isQuick ? QUICK_SPAN_SECONDS : SPAN_SECONDS
    const contestants = bench
      .engines('ours')
      .flatMap((engine) => [1, 5].map((queueCount) => ({ engine, queueCount })))
    await bench.interleave(
      contestants,
      async ({ engine, queueCount }) => {
        const queues = Array.from({ length: queueCount }, (_, index) => `bench${index + 1}`)
        await bench.startWorker(engine, { queues })
        await sleep(bench.options.isQuick ? QUICK_SETTLE_MS : SETTLE_MS)
        const before = await bench.redis.commandCount()
        await sleep(seconds * 1000)
        const commands = (await bench.redis.commandCount()) - before - OWN_COMMANDS
        const variant = queueCount === 1 ? '1 queue' : `${queueCount} queues`
        bench.results.add(
          { scenario: 'idle', engine: engine.name, variant },
          { commandsPerSecond: commands / seconds },
        )
        await bench.clear()
      },
      bench.rounds(MAX_ROUNDS),
    )
  },
}
