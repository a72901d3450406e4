/** Words that every page shares: units, distances, states. */

import { forms } from '../../language/catalogue.tsx'

export const common = {
  units: { second: 's', minute: 'min', hour: 'h', day: 'd', ms: 'ms' },
  justNow: 'just now',
  /** `distance` is "12 min". */
  in: (distance: string) => `in ${distance}`,
  ago: (distance: string) => `${distance} ago`,
  days: (count: number) => forms(count, { one: '# day', other: '# days' }),
  states: {
    pending: 'Pending',
    scheduled: 'Scheduled',
    running: 'Running',
    retrying: 'Retrying',
    failed: 'Failed',
    stuck: 'Stuck',
    done: 'Done',
    expired: 'Expired',
    cancelled: 'Cancelled',
  },
  skipToContent: 'Skip to the content',
  /** The pages, as their tabs and titles name them. */
  pages: {
    dashboard: 'Dashboard',
    queues: 'Queues',
    scheduled: 'Scheduled',
    retries: 'Retries',
    dead: 'Dead',
    busy: 'Busy',
    metrics: 'Metrics',
    failures: 'Failures',
    search: 'Search',
    operations: 'Operations',
  },
  jobs: (count: number) => forms(count, { one: '# job', other: '# jobs' }),
  /** The noun of a list's rows: "1–25 of 40 jobs". */
  jobsNoun: 'jobs',
  processes: (count: number) => forms(count, { one: '# process', other: '# processes' }),
  threads: (count: number) => forms(count, { one: '# thread', other: '# threads' }),
  /** "1,240 of 5,310", "2 of 5". */
  partOf: (part: string, whole: string) => `${part} of ${whole}`,
  /** A rate: `count` is "12". */
  perMinute: (count: string) => `${count}/min`,
  columns: {
    job: 'Job',
    arguments: 'Arguments',
    queue: 'Queue',
    attempts: 'Attempts',
    actions: 'Actions',
    select: 'Select',
    error: 'Error',
    errorMessage: 'Error message',
    state: 'State',
  },
  selectRow: (name: string) => `Select ${name}`,
  delete: 'Delete',
  cancel: 'Cancel',
  copy: 'Copy',
  sameAsTable: 'The same as a table',
  noSuchPage: 'There is no such page any more.',
  toFirstPage: 'Back to the first page',
}
