/** One scenario on the terminal: what it is, what it has measured, and how long that took. */

/** What every benchmark collects, whatever a round is of. */
interface Collected<Series> {
  readonly series: readonly Series[]
  /** Scenario → why it failed. */
  readonly failures: Map<string, string>
}

/** A scenario, and where its figures go. */
export interface ScenarioRun<Series> {
  readonly scenario: { readonly name: string; readonly title: string }
  readonly run: () => Promise<void>
  readonly results: Collected<Series>
  readonly describe: (series: Series) => string
}

/** Never rejects: a scenario that fails is noted among the results, and the next one is run. */
export async function runScenario<Series extends { readonly scenario: string }>({
  scenario: { name, title },
  run,
  results,
  describe,
}: ScenarioRun<Series>): Promise<void> {
  const startedAtMs = performance.now()
  say(`\n${title}`)
  try {
    await run()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    results.failures.set(name, reason)
    say(`  failed: ${reason}`)
  }
  for (const series of results.series) if (series.scenario === name) say(describe(series))
  say(`  (${Math.round((performance.now() - startedAtMs) / 1000)} s)`)
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
