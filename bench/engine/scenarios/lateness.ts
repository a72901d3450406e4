/**
 * How late scheduled jobs start, in one process: pushed by another process some seconds before,
 * due evenly over a while.
 */
import type { Bench, Scenario } from '../bench.ts'
import type { Engine } from '../engines.ts'
import { percentile } from '../statistics.ts'

const COUNT = 400
const SPAN_MS = 40_000
const QUICK_COUNT = 100
const QUICK_SPAN_MS = 10_000

/** Longer than any pause of the scheduled poller: it has seen that something will be due. */
const LEAD_MS = 9_000

const MAX_ROUNDS = 3

export const lateness: Scenario = {
  name: 'lateness',
  title: 'Lateness of scheduled jobs, ms: 400 due evenly over 40 s',
  async run(bench: Bench): Promise<void> {
    const engines = bench.engines('ours', 'bullmq')
    for (let round = 0; round < bench.rounds(MAX_ROUNDS); round += 1) {
      // Ten jobs a second disturb nobody: both at the same time.
      await Promise.all(engines.map((engine) => measureLateness(bench, engine)))
      await bench.clear()
    }
  },
}

async function measureLateness(bench: Bench, engine: Engine): Promise<void> {
  const { isQuick } = bench.options
  const count = isQuick ? QUICK_COUNT : COUNT
  const worker = await bench.startWorker(engine, { handler: 'lateness' })
  const dueFromMs = Date.now() + LEAD_MS
  const dueToMs = dueFromMs + (isQuick ? QUICK_SPAN_MS : SPAN_MS)
  await bench.push(engine.feeder, { push: 'due', count, dueFromMs, dueToMs })
  await worker.until(() => worker.delaysMs.length >= count, 'the last job')
  bench.results.add(
    { scenario: 'lateness', engine: engine.name, variant: '' },
    {
      p50Ms: percentile(worker.delaysMs, 0.5),
      p99Ms: percentile(worker.delaysMs, 0.99),
      worstMs: Math.max(...worker.delaysMs),
    },
  )
}
