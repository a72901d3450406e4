/** Acting on several exports, and the operations that do it. */
import { forms } from '@howdah/web/views'

const exportsOf = (count: number): string => forms(count, { one: '# export', other: '# exports' })

export const bulk = {
  bar: {
    label: 'Selected exports',
    selected: 'selected',
    retry: 'Retry now',
    cancel: 'Cancel',
    'delete-file': 'Delete',
    all: (count: number) => `or all ${exportsOf(count)} matching this filter…`,
    allUncounted: 'or all exports matching this filter…',
  },
  actions: {
    retry: {
      choice: 'Queue again',
      question: (count: number) => `Queue ${exportsOf(count)} again?`,
      consequence:
        'Those that failed, are stuck or wait for a try start as soon as workers are free.',
      button: 'Retry now',
      done: (count: number) => `${exportsOf(count)} queued again.`,
    },
    cancel: {
      choice: 'Cancel',
      question: (count: number) => `Cancel ${exportsOf(count)}?`,
      consequence: 'They stop, those that run too. Their members can request new ones.',
      button: 'Cancel them',
      done: (count: number) => `${exportsOf(count)} cancelled.`,
    },
    'delete-file': {
      choice: 'Delete the file',
      question: (count: number) => `Delete the files of ${exportsOf(count)}?`,
      consequence:
        'Their members can no longer download them and would have to request new ones. The rows stay.',
      button: 'Delete the files',
      done: (count: number) => `${forms(count, { one: '# file', other: '# files' })} deleted.`,
    },
  },
  proof: 'Delete the files of several exports',
  nothingTicked: 'Nothing was selected, so nothing was done.',
  left: (count: number) => `${exportsOf(count)} left as before:`,
  why: 'Why',
  whyHint: 'It stands in the audit and in the story of each export.',
  noReason: 'Say why, in a few words.',
  noAction: 'Choose what to do.',
  nothingFits: 'No export fits any more, so nothing was done.',
  keep: 'Leave them',
  all: {
    title: 'All exports matching the filter',
    note: 'It works on in the background, a few at a time, and can be aborted. What comes in later is left alone.',
    filter: 'Filter:',
    everything: 'none, the whole schedule',
    what: 'What to do',
    begin: 'Begin',
  },
  operations: {
    title: 'Operations on exports',
    note: 'What was done to many exports at once.',
    none: 'Nothing was done to many exports at once.',
    crumb: 'Exports',
    head: {
      what: 'What',
      state: 'State',
      done: 'Done',
      by: 'By',
      reason: 'Reason',
      begun: 'Begun',
    },
    states: { running: 'Under way', done: 'Done', aborted: 'Aborted' },
    looked: (looked: string, total: string, changed: string) =>
      `Looked at ${looked} of ${total}; ${changed} changed.`,
    rest: (count: number) => `${exportsOf(count)} had changed meanwhile, and were left alone.`,
    problem: (text: string) => `It stands still: ${text} It goes on by itself.`,
    abort: 'Abort',
    aborted: 'Aborted. What was done stays done; the rest is as it was.',
    over: 'It had ended already.',
    ended: 'Ended',
    took: 'Took',
    progress: 'Progress',
    missing: 'There is no such operation.',
  },
}
