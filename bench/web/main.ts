/**
 * The benchmark of the pages: a site over a million jobs in each place and a million exports, and the
 * consoles of others over the same; says what each measured, ends with one line a bar, and writes the
 * whole run as JSON.
 *
 * Exit code 0 also when a bar is missed; 1 when something could not be run; 2 when the command line
 * makes no sense.
 */
import { chmodSync, mkdirSync } from 'node:fs'
import { startTestRedis } from '@howdah/engine/testing'
import { describeMachine } from '../engine/machine.ts'
import { BenchCluster } from '../export/cluster.ts'
import { runBenchmark } from '../shared/parameters.ts'
import { saveRun } from '../shared/run-file.ts'
import { runScenario, say } from '../shared/scenario-run.ts'
import { barLines } from './bars.ts'
import { ledgerAmountsAt, WebBench, type Scenario } from './bench.ts'
import { ensureLedger } from './data/fill-ledger.ts'
import { readOptions, USAGE, type WebBenchOptions } from './options.ts'
import { bulk } from './bulk.ts'
import { live } from './live.ts'
import { pages } from './pages.ts'
import { peers } from './peers.ts'
import { search } from './search.ts'
import { describeSeries, summariesOf, WebResults } from './results.ts'

const SCENARIOS: readonly Scenario[] = [pages, search, live, peers, bulk]

await runBenchmark({ usage: USAGE, read: readOptions, run: main })

async function main(options: WebBenchOptions): Promise<number> {
  const machine = describeMachine()
  const startedAt = new Date()
  mkdirSync(options.folder, { recursive: true })
  chmodSync(options.folder, 0o755)
  const cluster = await BenchCluster.start(options.folder)
  const redis = await startTestRedis()
  const results = new WebResults()
  try {
    const amounts = ledgerAmountsAt(options.scale)
    const databaseUrl = await ensureLedger(cluster, amounts, say)
    const parts = { options, results, redis: redis.redis, redisUrl: redis.url, databaseUrl, say }
    const bench = new WebBench(parts)
    say(`${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}`)
    await bench.fill()
    await bench.startSite()
    try {
      for (const scenario of SCENARIOS) {
        if (!options.only.some((name) => name === scenario.name)) continue
        const run = () => scenario.run(bench)
        await runScenario({ scenario, results, run, describe: describeSeries })
      }
    } finally {
      await bench.stopSite()
    }
    const bars = barLines(results, options)
    say('')
    bars.forEach(({ text }) => say(text))
    if (options.isSaved) {
      const versions = { node: process.version, PostgreSQL: await cluster.version() }
      const { folder: _folder, ...shown } = options
      const series = results.series.map((one) => ({ ...one, summary: summariesOf(one) }))
      const { failures } = results
      const run = { startedAt, options: shown, machine, versions, bars, failures, series }
      say(`\nThe whole run: ${saveRun('web', run)}`)
    }
  } finally {
    await redis.stop()
    cluster.stop()
  }
  return results.failures.size > 0 ? 1 : 0
}
