/**
 * The three sorted sets as the console shows them: words, actions, order.
 */

import { DeadSet, RetrySet, ScheduledSet } from '@howdah/engine/api'
import type { RedisClient } from '@howdah/engine'
import type { RowAction } from '../views/bulk-form.tsx'

/** One of the sets, connected. */
export type JobSetHandle = ScheduledSet | RetrySet | DeadSet

/** The verbs of the sets' forms. */
export type SetActionName = 'run-now' | 'retry' | 'delete' | 'kill'

/** How a set is shown and what its jobs can be told. */
export interface SetKind {
  /** The page's address and the tab's. */
  readonly path: '/scheduled' | '/retries' | '/dead'
  /** The set's key in Redis, as reported to the host. */
  readonly key: 'schedule' | 'retry' | 'dead'
  readonly title: string
  /** "7 retries": one and many. */
  readonly noun: readonly [one: string, many: string]
  readonly note: string
  readonly empty: string
  readonly actions: readonly (RowAction & { readonly name: SetActionName })[]
  /** What can be done to all at once, behind a page that asks. */
  readonly allActions: readonly ('retry' | 'delete' | 'kill')[]
  open(redis: RedisClient): JobSetHandle
}

const RETRY = {
  name: 'retry',
  label: 'Retry now',
  selectedLabel: 'Retry selected',
  tone: 'default',
} as const

/** Into the trash, or from a queue. */
export const DELETE = {
  name: 'delete',
  label: 'Delete',
  selectedLabel: 'Delete selected',
  tone: 'danger',
} as const

/** To the dead; rare enough to be offered for ticked rows only. */
const KILL = {
  name: 'kill',
  label: 'Kill',
  selectedLabel: 'Kill selected',
  tone: 'danger',
  isBulkOnly: true,
} as const

/** Jobs that run at a time of their own. */
export const SCHEDULED: SetKind = {
  path: '/scheduled',
  key: 'schedule',
  title: 'Scheduled jobs',
  noun: ['scheduled job', 'scheduled jobs'],
  note: 'Jobs that wait for their time. At that time they move to their queue.',
  empty: 'No jobs are scheduled.',
  actions: [
    { name: 'run-now', label: 'Run now', selectedLabel: 'Run selected', tone: 'default' },
    DELETE,
    KILL,
  ],
  allActions: ['delete', 'kill'],
  open: (redis) => new ScheduledSet(redis),
}

/** Jobs that failed and will be tried again. */
export const RETRIES: SetKind = {
  path: '/retries',
  key: 'retry',
  title: 'Retries',
  noun: ['retry', 'retries'],
  note: 'Jobs that failed and are tried again, later each time.',
  empty: 'Nothing is waiting for a retry.',
  actions: [RETRY, DELETE, KILL],
  allActions: ['retry', 'delete', 'kill'],
  open: (redis) => new RetrySet(redis),
}

/** Jobs that gave up. */
export const DEAD: SetKind = {
  path: '/dead',
  key: 'dead',
  title: 'Dead jobs',
  noun: ['dead job', 'dead jobs'],
  note: 'Jobs that failed for the last time. Kept for 6 months, 10,000 at most.',
  empty: 'No dead jobs.',
  actions: [RETRY, DELETE],
  allActions: ['retry', 'delete'],
  open: (redis) => new DeadSet(redis),
}

/** All three. */
export const SET_KINDS: readonly SetKind[] = [SCHEDULED, RETRIES, DEAD]
