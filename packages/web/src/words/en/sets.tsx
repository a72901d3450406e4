/** Scheduled, Retries, Dead: the lists, what is done to their jobs, and the pages that ask first. */

import type { Child } from '../../jsx-runtime.ts'
import { forms } from '../../language/catalogue.tsx'

export const sets = {
  kinds: {
    schedule: {
      title: 'Scheduled jobs',
      noun: 'scheduled jobs',
      counted: (count: number) =>
        forms(count, { one: '# scheduled job', other: '# scheduled jobs' }),
      note: 'Jobs that wait for their time. At that time they move to their queue.',
      empty: 'No jobs are scheduled.',
    },
    retry: {
      title: 'Retries',
      noun: 'retries',
      counted: (count: number) => forms(count, { one: '# retry', other: '# retries' }),
      note: 'Jobs that failed and are tried again, later each time.',
      empty: 'Nothing is waiting for a retry.',
    },
    dead: {
      title: 'Dead jobs',
      noun: 'dead jobs',
      counted: (count: number) => forms(count, { one: '# dead job', other: '# dead jobs' }),
      note: 'Jobs that failed for the last time. Kept for 6 months, 10,000 at most.',
      empty: 'No dead jobs.',
    },
  },
  /** Buttons in a row, and below the list for the ticked rows. */
  actions: {
    retry: { label: 'Retry now', selected: 'Retry selected' },
    delete: { label: 'Delete', selected: 'Delete selected' },
    'run-now': { label: 'Run now', selected: 'Run selected' },
    kill: { label: 'Kill', selected: 'Kill selected' },
  },
  /** `count` is "1,204". */
  all: {
    retry: (count: string) => `Retry all ${count}`,
    delete: (count: string) => `Delete all ${count}`,
    kill: (count: string) => `Kill all ${count}`,
  },
  /** `what` is "7 retries". */
  question: {
    retry: (what: string) => `Retry all ${what}?`,
    delete: (what: string) => `Delete all ${what}?`,
    kill: (what: string) => `Kill all ${what}?`,
  },
  consequence: {
    retry: 'They move to their queues at once and run as soon as a process is free.',
    delete: 'They will not run, and their arguments and errors are gone. This cannot be undone.',
    kill: 'They move to Dead, which keeps 10,000 at most, and run only when they are retried there.',
  },
  allDone: {
    retry: (what: string) => `${what} moved to their queues.`,
    delete: (what: string) => `${what} deleted.`,
    kill: (what: string) => `${what} moved to Dead.`,
  },
  columns: { at: 'At', nextRetry: 'Next retry', died: 'Died' },
  overdue: 'overdue',
  noSuchAction: 'No such action here.',
  nothingSelected: 'Nothing was selected, so nothing was changed.',
  jobGone: 'That job is not here any more: it was moved, run or deleted in the meantime.',
  allGone: 'None of these jobs is here any more, so nothing was changed.',
  someGone: (count: number) =>
    forms(count, {
      one: '# job was not here any more.',
      other: '# jobs were not here any more.',
    }),
  deleted: (count: number) =>
    forms(count, {
      one: 'Job deleted. For 24 hours Operations can put it back.',
      other: '# jobs deleted. For 24 hours Operations can put them back.',
    }),
  killed: (count: number) =>
    forms(count, { one: 'Job moved to Dead.', other: '# jobs moved to Dead.' }),
  movedTo: (count: number, queue: string) =>
    forms(count, {
      one: `Job moved to queue ${queue}.`,
      other: `# jobs moved to queue ${queue}.`,
    }),
  movedToQueues: (count: number) => forms(count, { other: '# jobs moved to their queues.' }),
  why: 'Why',
  typeToGoOn: (word: Child) => <>Type {word} to go on</>,
}
