/** What stands around and below the pages: bar, footer, lists, charts, code. */

import { forms } from '../../language/catalogue.tsx'

export const shell = {
  console: 'Console',
  databases: 'Databases',
  readOnly: 'read only',
  asOf: (moment: string) => `As of ${moment}`,
  selectedRows: 'Selected rows',
  selectedRowsHint: 'Selected rows:',
  pagesOf: (noun: string) => `Pages of ${noun}`,
  /** `range` is "26–50". */
  rangeOf: (range: string, total: string, noun: string) => `${range} of ${total} ${noun}`,
  previous: 'Previous',
  next: 'Next',
  cut: 'Cut here; the job’s own page has all of it.',
  cutWhole: 'Cut here; see the whole job as text',
  noBacktrace: 'No backtrace was kept; jobs keep one when their class asks for it.',
  applicationLines: 'Application lines',
  allLines: (count: number) =>
    forms(count, { one: 'All # line of the backtrace', other: 'All # lines of the backtrace' }),
  nothingProcessed: 'No job was processed in this time.',
  daysChart: (total: string, highest: string) =>
    `${total} jobs processed, at most ${highest} on a day`,
  dayBar: (day: string, processed: string, failed: string) =>
    `${day}: ${processed} processed, ${failed} failed`,
  daysTable: 'Jobs processed and failed by day (UTC), newest first',
  day: 'Day',
  processed: 'Processed',
  failed: 'Failed',
  ofTheseFailed: 'of these failed',
  upTo: 'Up to',
  runs: 'Runs',
  spark: (label: string, now: string, highest: string) =>
    `${label}: now ${now}, at most ${highest}`,
  notAJob: 'Not a job',
  member: 'Member',
  thisExport: 'This export',
  noError: 'No error is recorded',
  errorClass: 'Error class',
  firstFailed: 'First failed',
  lastFailed: 'Last failed',
  failedFromTo: (first: string, last: string) => `First failed ${first}, last failed ${last}`,
  unknownTime: 'at an unknown time',
}
