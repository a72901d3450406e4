/** What must be reached, and whether it was. */
import { barLine, type BarLine, type Limit } from '../shared/bar-line.ts'
import type { ExportBenchOptions, ScenarioName } from './options.ts'
import type { ExportResults } from './results.ts'
import {
  ARCHIVES_BEFORE,
  MEDIA_ACCOUNTS,
  MEMORY_ACCOUNTS,
  ONE_AND_FOUR,
  POST_ACCOUNTS,
} from './scenarios.ts'

interface Bar extends Limit {
  readonly scenario: ScenarioName
  readonly measure: (results: ExportResults) => number | null
}

const [TEN, HUNDRED, MILLION] = POST_ACCOUNTS.map(({ title }) => title)

const BARS: readonly Bar[] = [
  ...POST_ACCOUNTS.flatMap(({ title }): Bar[] => [
    postsBar(title, 'ours'),
    ...(title === TEN ? [postsBar(title, 'warm')] : []),
  ]),
  {
    // Linear: ten times the posts may take eleven times the time.
    name: 'rate of 1,000,000 posts against that of 100,000',
    scenario: 'posts',
    compare: '≥',
    limit: 0.9,
    unit: ' ×',
    measure: (results) =>
      ratio(
        ours(results, 'posts', MILLION, 'postsPerSecond'),
        ours(results, 'posts', HUNDRED, 'postsPerSecond'),
      ),
  },
  ...MEDIA_ACCOUNTS.map(({ title }): Bar => ({
    name: `media on the local disk, ${title}, against zip -0`,
    scenario: 'media',
    compare: '≥',
    limit: 1.2,
    unit: ' ×',
    measure: (results) =>
      ratio(
        ours(results, 'media', title, 'megabytesPerSecond'),
        results.median(
          { scenario: 'media', contestant: 'floor', account: title },
          'megabytesPerSecond',
        ),
      ),
  })),
  {
    name: 'peak memory, 1,000,000 posts and 10 GB, against 10,000 and 100 MB',
    scenario: 'memory',
    compare: '≤',
    limit: 1.3,
    unit: ' ×',
    measure: (results) => {
      const [small, large] = MEMORY_ACCOUNTS.map(({ title }) =>
        ours(results, 'memory', title, 'peakMb'),
      )
      return ratio(large ?? null, small ?? null)
    },
  },
  {
    name: 'peak memory, 1,000,000 posts and 10 GB',
    scenario: 'memory',
    compare: '≤',
    limit: 250,
    unit: ' MB',
    measure: (results) => ours(results, 'memory', MEMORY_ACCOUNTS[1]?.title, 'peakMb'),
  },
  {
    name: 'disk besides the finished archive, 1,000,000 posts and 10 GB',
    scenario: 'memory',
    compare: '≤',
    limit: 64,
    unit: ' MB',
    measure: (results) => results.greatest(['memory'], 'besideMb'),
  },
  {
    name: 'queries a post, 1,000,000 posts and 10 GB',
    scenario: 'memory',
    compare: '≤',
    limit: 0.02,
    unit: '',
    measure: (results) => ours(results, 'memory', MEMORY_ACCOUNTS[1]?.title, 'queriesAPost'),
  },
  {
    name: 'four exports at once on two cores, against one on one',
    scenario: 'four',
    compare: '≥',
    limit: 1.7,
    unit: ' ×',
    measure: (results) => {
      const [one, all] = ONE_AND_FOUR.map(({ title }) =>
        ours(results, 'four', title, 'postsPerSecond'),
      )
      return ratio(all ?? null, one ?? null)
    },
  },
]

function postsBar(account: string, contestant: 'ours' | 'warm'): Bar {
  const before = contestant === 'warm' ? ` after ${ARCHIVES_BEFORE} archives of the process` : ''
  return {
    name: `posts a second on one core, ${account}${before}`,
    scenario: 'posts',
    compare: '≥',
    limit: 20_000,
    unit: '',
    measure: (results) =>
      results.median({ scenario: 'posts', contestant, account }, 'postsPerSecond'),
  }
}

function ours(
  results: ExportResults,
  scenario: ScenarioName,
  account: string | undefined,
  figure: string,
): number | null {
  return results.median({ scenario, contestant: 'ours', account: account ?? '' }, figure)
}

function ratio(value: number | null, of: number | null): number | null {
  return value === null || of === null ? null : value / of
}

/** One line for each bar of the scenarios that were run. */
export function barLines(results: ExportResults, { only }: ExportBenchOptions): BarLine[] {
  return BARS.filter(({ scenario }) => only.includes(scenario)).map((bar) =>
    barLine(bar, bar.measure(results), 'the scenario failed'),
  )
}
