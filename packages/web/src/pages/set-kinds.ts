/**
 * The three sorted sets as the console shows them: addresses, actions, order.
 */

import { DeadSet, RetrySet, ScheduledSet } from '@howdah/engine/api'
import type { RedisClient } from '@howdah/engine'
import type { RowAction } from '../views/bulk-form.tsx'

/** One of the sets, connected. */
export type JobSetHandle = ScheduledSet | RetrySet | DeadSet

/** The verbs of the sets' forms. */
export type SetActionName = RowAction['name']

/** How a set is shown and what its jobs can be told; its words are `sets.kinds` of the catalogue. */
export interface SetKind {
  /** The page's address and the tab's. */
  readonly path: '/scheduled' | '/retries' | '/dead'
  /** The set's key in Redis, as reported to the host and in the catalogue. */
  readonly key: 'schedule' | 'retry' | 'dead'
  readonly actions: readonly RowAction[]
  /** What can be done to all at once, behind a page that asks. */
  readonly allActions: readonly ('retry' | 'delete' | 'kill')[]
  open(redis: RedisClient): JobSetHandle
}

const RETRY = { name: 'retry', tone: 'default' } as const

/** Into the trash, or from a queue. */
export const DELETE = { name: 'delete', tone: 'danger' } as const

/** To the dead; rare enough to be offered for ticked rows only. */
const KILL = { name: 'kill', tone: 'danger', isBulkOnly: true } as const

/** Jobs that run at a time of their own. */
export const SCHEDULED: SetKind = {
  path: '/scheduled',
  key: 'schedule',
  actions: [{ name: 'run-now', tone: 'default' }, DELETE, KILL],
  allActions: ['delete', 'kill'],
  open: (redis) => new ScheduledSet(redis),
}

/** Jobs that failed and will be tried again. */
export const RETRIES: SetKind = {
  path: '/retries',
  key: 'retry',
  actions: [RETRY, DELETE, KILL],
  allActions: ['retry', 'delete', 'kill'],
  open: (redis) => new RetrySet(redis),
}

/** Jobs that gave up. */
export const DEAD: SetKind = {
  path: '/dead',
  key: 'dead',
  actions: [RETRY, DELETE],
  allActions: ['retry', 'delete'],
  open: (redis) => new DeadSet(redis),
}

/** All three. */
export const SET_KINDS: readonly SetKind[] = [SCHEDULED, RETRIES, DEAD]
