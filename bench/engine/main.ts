/**
 * The benchmark of the engine: runs the scenarios on one private Redis, says what each measured,
 * ends with one line a bar, and writes the whole run as JSON.
 *
 * Exit code 0 also when a bar is missed; 1 when something could not be run; 2 when the command line
 * makes no sense.
 */
import { BenchRedis } from './bench-redis.ts'
import { barLines } from './bars.ts'
import { Bench } from './bench.ts'
import type { Scenario } from './bench.ts'
import { createEngines, whyNot } from './engines.ts'
import type { EngineName } from './engines.ts'
import { describeMachine, readVersions } from './machine.ts'
import { runBenchmark, UsageError } from '../shared/parameters.ts'
import { readOptions, USAGE } from './options.ts'
import type { BenchOptions } from './options.ts'
import { saveRun } from '../shared/run-file.ts'
import { runScenario, say } from '../shared/scenario-run.ts'
import { Results, describeSeries, summariesOf } from './results.ts'
import { SCENARIOS } from './scenarios/all.ts'

await runBenchmark({ usage: USAGE, read: readOptions, run: main })

async function main(options: BenchOptions): Promise<number> {
  const scenarios = chosen(options)
  const missing = missingEngines(options)
  const startedAt = new Date()
  const machine = describeMachine()
  const redis = await BenchRedis.start(options)
  const results = new Results()
  try {
    const versions = await readVersions(redis)
    say(`${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}`)
    say(`Node ${versions['node']}, ${versions['redis']}; ${howOursRuns(options)}`)
    for (const reason of missing.values()) say(reason)
    const bench = new Bench({
      options,
      redis,
      results,
      engines: createEngines(),
      available: options.engines.filter((name) => !missing.has(name)),
      say,
    })
    for (const scenario of scenarios) await runOne(bench, scenario)
    const lines = barLines({ results, missing, options })
    say('')
    lines.forEach(({ text }) => say(text))
    if (options.isSaved) {
      const series = results.series.map((one) => ({ ...one, summary: summariesOf(one) }))
      const { failures } = results
      const run = { startedAt, options, machine, versions, bars: lines, failures, series }
      say(`\nThe whole run: ${saveRun('engine', run)}`)
    }
  } finally {
    await redis.stop()
  }
  return results.failures.size > 0 ? 1 : 0
}

function chosen({ only }: BenchOptions): readonly Scenario[] {
  if (only === null) return SCENARIOS
  const names = SCENARIOS.map(({ name }) => name)
  for (const name of only) {
    if (names.includes(name)) continue
    throw new UsageError(`There is no scenario "${name}"; there are ${names.join(', ')}.`)
  }
  return SCENARIOS.filter(({ name }) => only.includes(name))
}

function missingEngines({ engines }: BenchOptions): Map<EngineName, string> {
  const missing = new Map<EngineName, string>()
  for (const name of engines) {
    const reason = whyNot(name)
    if (reason !== null) missing.set(name, reason)
  }
  return missing
}

function howOursRuns({ fromSource }: BenchOptions): string {
  return fromSource ? 'our engine from its source' : 'our engine from its build (dist)'
}

/** What a scenario leaves in Redis must not be there for the next one. */
async function runOne(bench: Bench, scenario: Scenario): Promise<void> {
  const { results } = bench
  const run = () => scenario.run(bench)
  await runScenario({ scenario, results, run, describe: describeSeries })
  await bench.clear()
}
