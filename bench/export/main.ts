/**
 * The benchmark of exports: builds archives of members with up to a million posts beside the floor
 * for the same account, says what each took, ends with one line a bar, and writes the whole run as
 * JSON.
 *
 * Exit code 0 also when a bar is missed; 1 when something could not be run; 2 when the command line
 * makes no sense.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync } from 'node:fs'
import { startTestRedis } from '@howdah/engine/testing'
import { describeMachine } from '../engine/machine.ts'
import { barLines } from './bars.ts'
import { ExportBench, type Scenario } from './bench.ts'
import { BenchCluster } from './cluster.ts'
import { runBenchmark } from '../shared/parameters.ts'
import { saveRun } from '../shared/run-file.ts'
import { runScenario, say } from '../shared/scenario-run.ts'
import { readOptions, USAGE, type ExportBenchOptions } from './options.ts'
import { describeSeries, ExportResults, summariesOf } from './results.ts'
import { MEMBERS, SCENARIOS } from './scenarios.ts'

await runBenchmark({ usage: USAGE, read: readOptions, run: main })

async function main(options: ExportBenchOptions): Promise<number> {
  const machine = describeMachine()
  mkdirSync(options.folder, { recursive: true })
  chmodSync(options.folder, 0o755)
  const cluster = await BenchCluster.start(options.folder)
  const redis = await startTestRedis()
  const results = new ExportResults()
  try {
    const bench = new ExportBench({ options, results, cluster, redisUrl: redis.url, say })
    const versions = await readVersions(cluster)
    say(`${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}`)
    say(
      Object.entries(versions)
        .map((pair) => pair.join(' '))
        .join(', '),
    )
    await bench.prepare(MEMBERS)
    const scenarios = SCENARIOS.filter(({ name }) => options.only.some((one) => one === name))
    if (options.isMakingOnly) {
      await makeFiles(bench, scenarios)
      return 0
    }
    await bench.warm()
    // The database and the files may have been made just now; that is no part of the run.
    const startedAt = new Date()
    for (const scenario of scenarios) {
      const run = () => scenario.run(bench)
      await runScenario({ scenario, results, run, describe: describeSeries })
    }
    const bars = barLines(results, options)
    say('')
    bars.forEach(({ text }) => say(text))
    if (options.isSaved) {
      const { folder: _folder, ...shown } = options
      const series = results.series.map((one) => ({ ...one, summary: summariesOf(one) }))
      const { failures } = results
      const run = { startedAt, options: shown, machine, versions, bars, failures, series }
      say(`\nThe whole run: ${saveRun('export', run)}`)
    }
  } finally {
    await redis.stop()
    cluster.stop()
  }
  return results.failures.size > 0 ? 1 : 0
}

async function readVersions(cluster: BenchCluster): Promise<Record<string, string>> {
  const zip = execFileSync('zip', ['-v'], { encoding: 'utf8' })
  return {
    Node: process.version,
    PostgreSQL: await cluster.version(),
    zip: /This is Zip (\S+)/u.exec(zip)?.[1] ?? 'unknown',
  }
}

async function makeFiles(bench: ExportBench, scenarios: readonly Scenario[]): Promise<void> {
  for (const account of scenarios.flatMap(({ accounts }) => accounts)) {
    const { root, bytes } = await bench.media(account)
    say(`${account.title}: ${(bytes / 1e6).toLocaleString('en-US')} MB in ${root}`)
  }
}
