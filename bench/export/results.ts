/** What was measured: one series of rounds for each scenario, contestant and account. */
import { readable, summarise } from '../engine/statistics.ts'

/** The figures of one round, named with their units. */
export type Figures = Readonly<Record<string, number>>

export interface SeriesName {
  readonly scenario: string
  /** `warm` is ours in a process that has built archives before. */
  readonly contestant: 'ours' | 'warm' | 'floor'
  /** "100,000 posts" */
  readonly account: string
}

export interface Series extends SeriesName {
  readonly rounds: Figures[]
}

export class ExportResults {
  readonly series: Series[] = []
  /** Scenario → why it failed. */
  readonly failures = new Map<string, string>()

  add(name: SeriesName, figures: Figures): void {
    const existing = this.find(name)
    if (existing !== undefined) existing.rounds.push(figures)
    else this.series.push({ ...name, rounds: [figures] })
  }

  find({ scenario, contestant, account }: SeriesName): Series | undefined {
    return this.series.find(
      (one) =>
        one.scenario === scenario && one.contestant === contestant && one.account === account,
    )
  }

  /** The median of a figure; null when it was not measured. */
  median(name: SeriesName, figure: string): number | null {
    const found = this.find(name)
    return found === undefined ? null : (summariesOf(found)[figure]?.median ?? null)
  }

  /** The greatest value of a figure in any round of a scenario; null without one. */
  greatest(scenarios: readonly string[], figure: string): number | null {
    const values = this.series
      .filter((one) => scenarios.includes(one.scenario))
      .flatMap(({ rounds }) => rounds.map((round) => round[figure]))
      .filter((value) => value !== undefined)
    return values.length === 0 ? null : Math.max(...values)
  }
}

/** Median and spread of every figure. */
export function summariesOf({ rounds }: Series) {
  const names = Object.keys(rounds[0] ?? {})
  return Object.fromEntries(
    names.map((name) => [name, summarise(rounds.map((round) => round[name] ?? NaN))]),
  )
}

/** One line a series, with the spread where there are several rounds. */
export function describeSeries(series: Series): string {
  const figures = Object.entries(summariesOf(series)).map(([name, { median, lowest, highest }]) => {
    const spread = series.rounds.length > 1 ? ` [${readable(lowest)}–${readable(highest)}]` : ''
    return `${name} ${readable(median)}${spread}`
  })
  return `  ${series.contestant}, ${series.account}: ${figures.join(', ')}`
}
