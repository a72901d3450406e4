/** Acting on many jobs at once: asking, following, aborting, undoing. */

import type { Child } from '../../jsx-runtime.ts'
import { forms } from '../../language/catalogue.tsx'

export const operations = {
  note: 'Retrying or deleting many jobs at once. Deleted jobs can be put back for 24 hours.',
  empty: 'Nothing was done to many jobs at once.',
  emptyHint: 'An operation begins with “all” on a list, or with all that a search finds.',
  caption: 'Operations, newest first',
  columns: { what: 'What', done: 'Done', by: 'By', reason: 'Reason', begun: 'Begun' },
  jobsOfQueue: (queue: string) => `jobs of queue ${queue}`,
  /** `noun` is "dead jobs". */
  titleAll: {
    retry: (noun: string) => `Retry all ${noun}`,
    'run-now': (noun: string) => `Run all ${noun}`,
    delete: (noun: string) => `Delete all ${noun}`,
    kill: (noun: string) => `Kill all ${noun}`,
  },
  titleFound: {
    retry: (noun: string, query: string) => `Retry ${noun} that fit ${query}`,
    'run-now': (noun: string, query: string) => `Run ${noun} that fit ${query}`,
    delete: (noun: string, query: string) => `Delete ${noun} that fit ${query}`,
    kill: (noun: string, query: string) => `Kill ${noun} that fit ${query}`,
  },
  /** `what` is "7 dead jobs". */
  titleChosen: (what: string) => `Delete ${what}`,
  states: {
    running: 'Under way',
    undoing: 'Putting back',
    aborted: 'Aborted',
    undone: 'Put back',
    done: 'Done',
  },
  unknown: 'There is no such operation; they are kept for 30 days.',
  abort: 'Abort',
  putBack: (count: number) => forms(count, { one: 'Put # job back', other: 'Put # jobs back' }),
  progress: 'Progress',
  /** `jobs` is "300 jobs". */
  restored: (restored: string, jobs: string) => `${restored} of ${jobs} put back.`,
  looked: {
    retry: (looked: string, jobs: string, done: string) =>
      `Looked at ${looked} of ${jobs}, ${done} moved to their queues.`,
    delete: (looked: string, jobs: string, done: string) =>
      `Looked at ${looked} of ${jobs}, ${done} deleted.`,
    kill: (looked: string, jobs: string, done: string) =>
      `Looked at ${looked} of ${jobs}, ${done} moved to Dead.`,
  },
  filter: 'Filter',
  chosen: 'chosen one by one',
  noFilter: 'none: all of them',
  ended: 'Ended',
  took: 'Took',
  keptForSet: (until: Child) => (
    <>The deleted jobs are kept until {until} and go back to the places they had.</>
  ),
  keptForQueue: (until: Child) => (
    <>
      The deleted jobs are kept until {until}. The deleted jobs can be put back at the end of their
      queue, in their old order.
    </>
  ),
  nowAborted: 'Aborted. What was done stays done; the rest is as it was.',
  hadEnded: 'It had ended already.',
  nothingLeft: 'There is nothing left to put back.',
  nowUndoing: 'The deleted jobs are being put back.',
  runAll: (count: string) => `Run all ${count}`,
  runAllQuestion: (what: string) => `Run all ${what}?`,
  questionFound: {
    retry: (noun: string) => `Retry all ${noun} that fit?`,
    'run-now': (noun: string) => `Run all ${noun} that fit?`,
    delete: (noun: string) => `Delete all ${noun} that fit?`,
    kill: (noun: string) => `Kill all ${noun} that fit?`,
  },
  labelFound: {
    retry: 'Retry all that fit',
    'run-now': 'Run all that fit',
    delete: 'Delete all that fit',
    kill: 'Kill all that fit',
  },
  allLookedAt: (count: string, query: string) =>
    `All ${count} are looked at; those that fit “${query}” are taken.`,
  effect: {
    delete: 'They will not run. For 24 hours they can be put back.',
    queue: 'They will not run. For 24 hours they can be put back, at the end of the queue.',
    run: 'They move to their queues and run as soon as processes are free.',
  },
  inBackground: 'It works on in the background and can be aborted.',
  sayWhy: 'Say why, in a few words.',
  emptySearch: 'The search was empty, so nothing was done.',
  begun: 'Begun. This page follows it.',
}
