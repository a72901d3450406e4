/** What was measured: one series of rounds for each scenario, engine and variant. */
import { readable, summarise } from './statistics.ts'
import type { Summary } from './statistics.ts'
import type { EngineName } from './engines.ts'

/** The figures of one round, named with their units. */
export type Figures = Readonly<Record<string, number>>

/** All rounds of one measurement. */
export interface Series {
  readonly scenario: string
  readonly engine: EngineName
  /** What was varied: "c=50", "5 queues", "". */
  readonly variant: string
  readonly rounds: Figures[]
}

/** Which series. */
export type SeriesName = Pick<Series, 'scenario' | 'engine' | 'variant'>

/** Collects the series. */
export class Results {
  readonly series: Series[] = []
  /** Scenario → why it failed. */
  readonly failures = new Map<string, string>()

  /** Adds a round. */
  add(name: SeriesName, figures: Figures): void {
    const existing = this.find(name)
    if (existing !== undefined) existing.rounds.push(figures)
    else this.series.push({ ...name, rounds: [figures] })
  }

  find({ scenario, engine, variant }: SeriesName): Series | undefined {
    return this.series.find(
      (one) => one.scenario === scenario && one.engine === engine && one.variant === variant,
    )
  }

  /** The median of one figure; null when it was not measured. */
  median(name: SeriesName, figure: string): number | null {
    const found = this.find(name)
    return found === undefined ? null : (summariesOf(found)[figure]?.median ?? null)
  }

  /** The highest median of one figure over all variants; null when none was measured. */
  best(scenario: string, engine: EngineName, figure: string, variants?: RegExp): number | null {
    const medians = this.#medians({ scenario, engine, figure, variants })
    return medians.length === 0 ? null : Math.max(...medians)
  }

  /** The lowest median, likewise. */
  least(scenario: string, engine: EngineName, figure: string, variants?: RegExp): number | null {
    const medians = this.#medians({ scenario, engine, figure, variants })
    return medians.length === 0 ? null : Math.min(...medians)
  }

  #medians(wanted: {
    readonly scenario: string
    readonly engine: EngineName
    readonly figure: string
    readonly variants: RegExp | undefined
  }): number[] {
    const { scenario, engine, figure, variants } = wanted
    return this.series
      .filter((one) => one.scenario === scenario && one.engine === engine)
      .filter(({ variant }) => variants?.test(variant) ?? true)
      .map((one) => summariesOf(one)[figure]?.median ?? NaN)
  }
}

/** Median and spread of every figure. */
export function summariesOf({ rounds }: Series): Readonly<Record<string, Summary>> {
  const names = Object.keys(rounds[0] ?? {})
  return Object.fromEntries(
    names.map((name) => [name, summarise(rounds.map((round) => round[name] ?? NaN))]),
  )
}

/** One line a series: `ours c=50: jobsPerSecond 60,123 [58,000–61,000], …`. */
export function describeSeries(series: Series): string {
  const figures = Object.entries(summariesOf(series)).map(([name, { median, lowest, highest }]) => {
    const spread = series.rounds.length > 1 ? ` [${readable(lowest)}–${readable(highest)}]` : ''
    return `${name} ${readable(median)}${spread}`
  })
  return `  ${[series.engine, series.variant].join(' ').trim()}: ${figures.join(', ')}`
}
