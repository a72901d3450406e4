/** One job: where it is, what happens next, what it carries, why it failed. */

import type { Child } from '../../jsx-runtime.ts'
import { forms } from '../../language/catalogue.tsx'

export const job = {
  noId: 'This is no id of a job.',
  noKey: 'This is no key of a job.',
  gone: 'That job is not here any more.',
  moved: 'The job moved on in the meantime; this is where it is now.',
  notFound: 'Job not found',
  nowhere:
    'No queue, no list and no process has this job: it has finished, was deleted, or never existed. Finished jobs leave nothing behind in Redis but the numbers under Metrics.',
  notInTime:
    'It was not found in the time a page may take. Very long queues are searched only in part; it may still be waiting in one.',
  lookAgain: 'Look again',
  by: (name: Child) => <>by {name}</>,
  cancelLink: 'Cancel…',
  cancel: {
    question: 'Cancel this job?',
    consequence:
      'Where it waits it is removed. Where it runs its process is told, and the job ends at the next point at which it looks: Howdah’s jobs by their signal, Ruby’s only when they iterate. It is not retried.',
    label: 'Cancel it',
    keep: 'Let it go on',
    removed: 'The job waited; it is removed and will not run.',
    signalled: 'The process that runs the job was told. This page shows how it ends.',
    notFound: 'The job neither waits nor runs any more, so nothing was changed.',
  },
  facts: 'Facts',
  terms: {
    id: 'Job id',
    class: 'Class',
    tags: 'Tags',
    process: 'Process',
    runningFor: 'Running for',
    progress: 'Progress',
    iteration: 'Iteration',
    cursor: 'Cursor',
    cancelled: 'Cancelled',
  },
  /** `time` is "3 min 7 s". */
  iterationOf: (runs: number, time: string) =>
    `${forms(runs, { one: '# run', other: '# runs' })}, ${time}`,
  lastError: 'Last error',
  errorsKept:
    'Sidekiq’s format keeps the first and the last failure of a job, with the text of the last.',
  asStored: 'As stored',
  wholeAsStored: 'The whole job as stored',
  asText: 'As one text, digit for digit',
  waitsForLimit: 'waits for a limit',
  next: {
    parked: (queue: Child, limit: Child) => (
      <>
        It was fetched from queue {queue} and waits until the limit {limit} has a free slot.
      </>
    ),
    running: (busy: Child) => (
      <>
        It runs now; see {busy}. This page follows it; when it has finished, nothing of it is left
        in Redis.
      </>
    ),
    runningOn: (process: Child, busy: Child) => (
      <>
        It runs now on {process}; see {busy}. This page follows it; when it has finished, nothing of
        it is left in Redis.
      </>
    ),
    paused: (queue: Child) => (
      <>It waits in queue {queue}, which is paused: it runs when somebody resumes the queue.</>
    ),
    queued: (queue: Child, command: Child) => (
      <>
        It waits in queue {queue} and runs when its turn comes and a process listens to that queue (
        {command}).
      </>
    ),
    dead: (list: Child) => (
      <>It gave up and lies in {list}. Nothing happens by itself; Retry now runs it again.</>
    ),
    scheduled: (list: Child, queue: Child, at: Child) => (
      <>
        It is in {list} and moves to queue {queue} at its time: {at}
      </>
    ),
    retrying: (list: Child, attempt: string, at: Child, rest: string) => (
      <>
        In {list}: attempt {attempt} starts {at}. {rest}
      </>
    ),
    lastOne: 'It is the last one; after it the job is dead.',
    more: (count: number) => forms(count, { other: 'After it, # more.' }),
  },
  story: {
    label: 'The way of this job',
    created: 'Created',
    queued: 'Came into its queue',
    failedFirst: 'Failed first',
    failedAgain: 'Failed again',
    failedLast: (attempt: string) => `Failed last, attempt ${attempt}`,
    started: 'Started',
    nextAttempt: 'Next attempt',
    runs: 'Runs',
    gaveUp: 'Gave up',
    later: (span: string) => `${span} later`,
  },
}
