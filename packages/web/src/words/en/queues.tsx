/** Queues, one queue, and what can be done to it. */

import type { Child } from '../../jsx-runtime.ts'
import { forms } from '../../language/catalogue.tsx'

export const queues = {
  nothingWaits: (queueCount: number) =>
    forms(queueCount, { one: 'Nothing waits in # queue.', other: 'Nothing waits in # queues.' }),
  waiting: (jobs: string, queueCount: number) =>
    forms(queueCount, { one: `${jobs} in # queue.`, other: `${jobs} in # queues.` }),
  noQueue: 'No queue has had a job yet.',
  noQueueHint: 'A queue appears with its first job, or when a process listens to it.',
  notShown: (count: number, address: Child) => (
    <>
      {forms(count, {
        one: '# more queue is not shown; open it by its address,',
        other: '# more queues are not shown; open one by its address,',
      })}{' '}
      {address}.
    </>
  ),
  rates:
    'Rates are jobs a minute over the last five minutes: what came is counted among the waiting jobs, what was taken follows from the size. The line shows the size over the last hour, as far as this server has watched.',
  columns: {
    name: 'Name',
    size: 'Size',
    oldestWaits: 'Oldest waits',
    in: 'In',
    out: 'Out',
    workers: 'Workers',
    lastHour: 'Last hour',
    enqueued: 'Enqueued',
    waiting: 'Waiting',
  },
  noWorkers: 'none',
  sizeLine: 'Size over the last hour',
  paused: 'Paused',
  empty: 'Empty',
  running: 'Running',
  nobodyListens: 'Nobody listens',
  pausedElsewhere: 'by another program',
  by: (name: Child) => <>by {name}</>,
  pause: 'Pause',
  resume: 'Resume',
  clear: 'Clear…',
  backlog: (command: Child) => (
    <>
      When jobs wait for long, requests come in faster than they are worked off. More worker
      processes help: start {command} once more.
    </>
  ),
  queue: (name: string) => `Queue ${name}`,
  clearQueue: 'Clear queue…',
  listening: (count: number) =>
    forms(count, { one: '# process listens', other: '# processes listen' }),
  listeningOnly: (listening: string) => `${listening}.`,
  waits: (count: number, oldest: string, listening: string) =>
    forms(count, {
      one: `# job waits, the oldest for ${oldest}; ${listening}.`,
      other: `# jobs wait, the oldest for ${oldest}; ${listening}.`,
    }),
  moreHelp: (command: Child) => (
    <>
      If the queue grows, requests come faster than they are worked off, and more worker processes
      help: {command}
    </>
  ),
  comeIn: 'Come in',
  taken: 'Taken',
  nothingIn: (name: string) => `Nothing is waiting in ${name}.`,
  lastFinished: (time: Child) => <>Last job finished: {time}.</>,
  lastFinishedNote: 'Told by Howdah’s processes; Ruby’s do not write it down.',
  lastFinishedUnknown:
    'When its last job finished is not known: only Howdah’s processes write it down, for 30 days.',
  anyClass: 'any',
  classHint: (count: string) =>
    `Of the next ${count} jobs; what is chosen is searched in the whole queue.`,
  captions: {
    next: (name: string) => `Jobs in ${name}, next to run first`,
    newest: (name: string) => `Jobs in ${name}, most recent first`,
  },
  order: 'Order',
  orders: { next: 'Next to run', newest: 'Most recent' },
  noSuchName: 'No queue can have this name.',
  noSuchQueue: (name: string) =>
    `There is no queue "${name}" at the moment. It appears with its next job.`,
  pausedAlready: (name: string) => `Queue ${name} was paused already.`,
  nowPaused: (name: string) =>
    `Queue ${name} is paused: running jobs go on, waiting ones stay until it is resumed. Sidekiq's processes obey a pause only with Pro.`,
  notPaused: (name: string) => `Queue ${name} is not paused.`,
  goesOn: (name: string) => `Queue ${name} goes on.`,
  jobGone: 'That job is not in this queue any more: it runs, is done, or was deleted.',
  jobDeleted: (name: string) => `Job deleted from queue ${name}.`,
  emptyAlready: (name: string) => `Queue ${name} is empty already.`,
  clearQuestion: (name: string) => `Clear queue ${name}?`,
  clearConsequence: (count: number) =>
    forms(count, {
      one: 'All of its # job is deleted and will not run. This cannot be undone.',
      other: 'All of its # jobs are deleted and will not run. This cannot be undone.',
    }),
  deleteJobs: (count: number) => forms(count, { one: 'Delete # job', other: 'Delete # jobs' }),
  typeExactly: (name: string) => `Type the name exactly: ${name}`,
  cleared: (count: number, name: string) =>
    forms(count, { one: `# job deleted from ${name}.`, other: `# jobs deleted from ${name}.` }),
  duplicateOf: (position: string) => `Duplicate of #${position}`,
  duplicates: (count: number) =>
    forms(count, {
      one: '# job asks for what a job before it already does. The first of each stays.',
      other: '# jobs ask for what a job before them already does. The first of each stays.',
    }),
  deleteDuplicates: (count: number) =>
    forms(count, { one: 'Delete # duplicate', other: 'Delete # duplicates' }),
  duplicatesDeleted: (count: number) =>
    forms(count, { one: '# duplicate deleted.', other: '# duplicates deleted.' }),
  goneAlready: (count: number) =>
    forms(count, { one: '# job was gone already.', other: '# jobs were gone already.' }),
}
