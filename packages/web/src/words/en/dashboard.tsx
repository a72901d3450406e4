/** The dashboard, and what wants attention. */

import type { Child } from '../../jsx-runtime.ts'
import { forms } from '../../language/catalogue.tsx'

export const dashboard = {
  numbers: 'The seven numbers',
  enqueued: 'Enqueued',
  attention: 'Attention',
  allIsWell: 'All is well: every queue has a process, nothing is overdue, nothing has given up.',
  version: 'Version',
  upFor: 'Up for',
  days: (count: number) => forms(count, { one: '# day', other: '# days' }),
  connections: 'Connections',
  memory: 'Memory',
  peakMemory: 'Peak memory',
  appendOnly: 'Append-only file',
  on: 'on',
  off: 'off',
  /** `policy` and `wanted` are settings of Redis. */
  eviction: (policy: Child, wanted: Child) => (
    <>
      {policy} lets Redis throw jobs away when memory runs out. Set it to {wanted}.
    </>
  ),
  noProcess: (command: Child) => (
    <>
      <strong>No process is running.</strong> Nothing will be worked off. Start one with {command}.
    </>
  ),
  paused: (queue: Child, count: number) => (
    <>
      <strong>Queue {queue} is paused.</strong>{' '}
      {forms(count, {
        one: '# job waits until somebody resumes it.',
        other: '# jobs wait until somebody resumes it.',
      })}
    </>
  ),
  unheard: (queue: Child, count: number, command: Child) => (
    <>
      <strong>No process listens to {queue}.</strong>{' '}
      {forms(count, {
        one: '# job waits there until one does.',
        other: '# jobs wait there until one does.',
      })}{' '}
      Start a process for this queue with {command}.
    </>
  ),
  /** `since` is "5 min ago". */
  notPolled: (overdue: number, since: string) => (
    <>
      <strong>
        {forms(overdue, {
          one: '# job overdue, no process is polling.',
          other: '# jobs overdue, no process is polling.',
        })}
      </strong>{' '}
      The oldest was due {since}. Scheduled jobs and retries move to their queues only while a
      process runs.
    </>
  ),
  startOne: (command: Child) => <>Start one with {command}.</>,
  restart: (command: Child) => <>Restart the service: {command}.</>,
  late: (overdue: number, since: string, pollers: number) => (
    <>
      <strong>{forms(overdue, { one: '# job overdue.', other: '# jobs overdue.' })}</strong> The
      oldest was due {since}, although{' '}
      {forms(pollers, { one: '# process polls.', other: '# processes poll.' })}
    </>
  ),
  /** `command` is null where it is not known. */
  ifThisStays: (command: Child | null) =>
    command === null ? (
      'If this stays, restart them.'
    ) : (
      <>If this stays, restart them: {command}.</>
    ),
  dead: (count: number, look: (text: string) => Child) => (
    <>
      <strong>{forms(count, { one: '# job has given up', other: '# jobs have given up' })}</strong>{' '}
      after the last retry. {look('Look at Dead')} for the reasons.
    </>
  ),
}
