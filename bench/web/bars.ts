/** What must be reached, and whether it was. */
import { barLine, type BarLine, type Limit } from '../shared/bar-line.ts'
import { PEER_PAGES } from './peers.ts'
import type { ScenarioName, WebBenchOptions } from './options.ts'
import type { WebResults } from './results.ts'

interface Bar extends Limit {
  readonly scenario: ScenarioName
  readonly measure: (results: WebResults) => number | null
}

const PEERS = [
  { contestant: 'sidekiq', title: 'Sidekiq Web' },
  { contestant: 'bull-board', title: 'bull-board' },
] as const

const BARS: readonly Bar[] = [
  worst('pages', 'p99Ms', { name: 'slowest page, server time p99', limit: 50, unit: ' ms' }),
  worst('pages', 'kilobytes', { name: 'largest page, HTML', limit: 60, unit: ' KB' }),
  worst('pages', 'rows', { name: 'longest page, rows', limit: 100, unit: '' }),
  worst('pages', 'commands', { name: 'Redis commands a page', limit: 20, unit: '' }),
  worst('pages', 'unbounded', { name: 'O(n) Redis commands a page', limit: 0, unit: '' }),
  worst('search', 'longestMs', { name: 'search, longest step', limit: 250, unit: ' ms' }),
  worst('search', 'longestCommandMs', { name: 'search, Redis blocked', limit: 5, unit: ' ms' }),
  worst('live', 'percent', { name: '50 live tabs, idle system, of a core', limit: 5, unit: ' %' }),
  ...(['retry', 'delete'] as const).map((variant): Bar => ({
    name: `${variant} 100,000 matching jobs of 1,000,000, a second`,
    scenario: 'bulk',
    compare: '≥',
    limit: 20_000,
    unit: '',
    measure: (results) =>
      results.median({ scenario: 'bulk', contestant: 'ours', variant }, 'jobsPerSecond'),
  })),
  ...(['retry', 'delete'] as const).map((variant): Bar => ({
    name: `${variant} of these in a set, Redis blocked`,
    scenario: 'bulk',
    compare: '≤',
    limit: 5,
    unit: ' ms',
    measure: (results) =>
      results.median({ scenario: 'bulk', contestant: 'ours', variant }, 'longestCommandMs'),
  })),
  ...PEERS.flatMap(({ contestant, title }) =>
    PEER_PAGES.map((page): Bar => ({
      name: `time to the first byte, ${page}, against ${title}`,
      scenario: 'peers',
      compare: '≤',
      limit: 1,
      unit: ' ×',
      measure: (results) => {
        const [our, their] = (['ours', contestant] as const).map((name) =>
          results.median({ scenario: 'peers', contestant: name, variant: page }, 'firstByteMs'),
        )
        return our === null || their === null ? null : (our ?? NaN) / (their ?? NaN)
      },
    })),
  ),
  worst('bulk', 'notAborted', { name: 'operations that could not be aborted', limit: 0, unit: '' }),
  worst('bulk', 'lost', { name: 'jobs lost by operations, one killed midway', limit: 0, unit: '' }),
  worst('bulk', 'missed', { name: 'matching jobs that operations left', limit: 0, unit: '' }),
]

/** The worst of all pages, sets or rounds. */
function worst(scenario: ScenarioName, figure: string, limit: Omit<Limit, 'compare'>): Bar {
  return {
    ...limit,
    scenario,
    compare: '≤',
    measure: (results) => results.greatest(scenario, figure),
  }
}

/** One line for each bar of the scenarios that were run. */
export function barLines(results: WebResults, { only }: WebBenchOptions): BarLine[] {
  return BARS.filter(({ scenario }) => only.includes(scenario)).map((bar) =>
    barLine(bar, bar.measure(results), 'the scenario failed'),
  )
}
