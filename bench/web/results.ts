/** What was measured: one series of rounds for each scenario, contestant and variant. */
import { readable, summarise } from '../engine/statistics.ts'

/** The figures of one round, named with their units. */
export type Figures = Readonly<Record<string, number>>

const CONTESTANTS = ['ours', 'sidekiq', 'bull-board'] as const
export type Contestant = (typeof CONTESTANTS)[number]

export interface SeriesName {
  readonly scenario: string
  readonly contestant: Contestant
  /** A page, a set, an action. */
  readonly variant: string
}

export interface Series extends SeriesName {
  readonly rounds: Figures[]
  /** What a number does not say: which commands, which rows. */
  readonly notes: string[]
}

export class WebResults {
  readonly series: Series[] = []
  /** Scenario → why it failed. */
  readonly failures = new Map<string, string>()

  add(name: SeriesName, figures: Figures, notes: readonly string[] = []): void {
    const existing = this.find(name)
    if (existing === undefined) this.series.push({ ...name, rounds: [figures], notes: [...notes] })
    else {
      existing.rounds.push(figures)
      existing.notes.push(...notes)
    }
  }

  find({ scenario, contestant, variant }: SeriesName): Series | undefined {
    return this.series.find(
      (one) =>
        one.scenario === scenario && one.contestant === contestant && one.variant === variant,
    )
  }

  /** The median of a figure; null when it was not measured. */
  median(name: SeriesName, figure: string): number | null {
    const found = this.find(name)
    return found === undefined ? null : (summariesOf(found)[figure]?.median ?? null)
  }

  /** The greatest value of a figure of ours in any round of a scenario; null without one. */
  greatest(scenario: string, figure: string): number | null {
    const values = this.#ours(scenario, figure)
    return values.length === 0 ? null : Math.max(...values)
  }

  /** The least, likewise. */
  least(scenario: string, figure: string): number | null {
    const values = this.#ours(scenario, figure)
    return values.length === 0 ? null : Math.min(...values)
  }

  #ours(scenario: string, figure: string): number[] {
    return this.series
      .filter((one) => one.scenario === scenario && one.contestant === 'ours')
      .flatMap(({ rounds }) => rounds.map((round) => round[figure]))
      .filter((value) => value !== undefined)
  }
}

/** Median and spread of every figure. */
export function summariesOf({ rounds }: Pick<Series, 'rounds'>) {
  const names = Object.keys(rounds[0] ?? {})
  return Object.fromEntries(
    names.map((name) => [name, summarise(rounds.map((round) => round[name] ?? NaN))]),
  )
}

/** One line a series. */
export function describeSeries(series: Series): string {
  const figures = Object.entries(summariesOf(series)).map(
    ([name, { median }]) => `${name} ${readable(median)}`,
  )
  const notes = series.notes.length === 0 ? '' : ` – ${series.notes.join('; ')}`
  return `  ${series.contestant}, ${series.variant}: ${figures.join(', ')}${notes}`
}
