/** Metrics: of all classes, of one, as charts and as tables. */

import { forms } from '../../language/catalogue.tsx'

/** What all classes did, each as text. */
export interface MetricsNote {
  /** "1,204 runs", "7 classes", "12", "3 min 7 s". */
  readonly runs: string
  readonly classes: string
  readonly failed: string
  readonly work: string
}

export const metrics = {
  olderProcesses:
    'Sidekiq writes these numbers since version 7; the runs of older processes are missing here.',
  nothingRan: 'Nothing ran.',
  note: ({ runs, classes, failed, work }: MetricsNote) =>
    `${runs} of ${classes}, ${failed} failed, ${work} of work.`,
  runs: (count: number) => forms(count, { one: '# run', other: '# runs' }),
  classes: (count: number) => forms(count, { one: '# class', other: '# classes' }),
  period: 'Period',
  periods: { '1h': '1 hour', '8h': '8 hours', '24h': '24 hours', '72h': '72 hours' },
  /** As it stands in the sentences below. */
  last: {
    '1h': 'the last hour',
    '8h': 'the last 8 hours',
    '24h': 'the last 24 hours',
    '72h': 'the last 72 hours',
  },
  class: 'Class',
  filter: 'Filter',
  noRuns: (last: string) => `No job finished in ${last}.`,
  noRunsLike: (filter: string, last: string) => `No class with “${filter}” ran in ${last}.`,
  noRunsOfClass: (last: string) => `No job of this class finished in ${last}.`,
  showAll: 'Show all classes',
  workEachMinute: 'Seconds of work, each minute',
  workEveryTenMinutes: 'Seconds of work, every ten minutes',
  workChart: (last: string, count: string) =>
    `Seconds of work over ${last}, the ${count} busiest classes`,
  caption: (last: string) => `Job classes over ${last}`,
  deploys: 'Deploys (dotted):',
  moreClasses: (count: number) =>
    forms(count, {
      one: '# more class is found by the filter.',
      other: '# more classes are found by the filter.',
    }),
  about:
    'Time and its medians are of runs that succeeded; waits are of Howdah’s processes, Ruby’s do not write them.',
  columns: {
    done: 'Done',
    failed: 'Failed',
    average: 'Average',
    p50: 'p50',
    p95: 'p95',
    p99: 'p99',
    waitP50: 'Wait p50',
    waitP95: 'Wait p95',
  },
  titleOf: (name: string) => `Metrics of ${name}`,
  numbers: 'Numbers',
  timeInAll: 'Time in all',
  byLength: 'Successful runs by their length',
  byLengthCaption: 'Runs that took up to so long',
  slow: 'Slow',
  itsRetries: 'Its retries',
  itsDead: 'Its dead jobs',
  averageRunTime: 'Average run time',
  averageChart: (last: string) => `Average run time over ${last}`,
  seriesCaption: 'The numbers of the chart, newest first',
  from: 'From',
}
