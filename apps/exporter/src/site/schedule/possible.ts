/**
 * What can be done to an export in its present state.
 */
import { isReschedulable } from '../../ledger/requests.ts'
import { ACTIVE_STATES, type ExportRecord, RETRYABLE_STATES } from '../../ledger/types.ts'

/** What is posted to an export; `reschedule` brings a time along. */
export type ActionName = 'retry' | 'run' | 'reschedule' | 'cancel' | 'give-up' | 'delete-file'

const EXPORT_ACTIONS: readonly ActionName[] = [
  'retry',
  'run',
  'reschedule',
  'cancel',
  'give-up',
  'delete-file',
]

/** The actions that make sense now. */
export function possibleActions(row: ExportRecord): ReadonlySet<ActionName> {
  const possible = new Set<ActionName>()
  if (RETRYABLE_STATES.includes(row.state)) possible.add('retry')
  if (row.state === 'scheduled') possible.add('run')
  if (isReschedulable(row)) possible.add('reschedule')
  if (ACTIVE_STATES.includes(row.state) && !isOutOfReach(row)) possible.add('cancel')
  if (row.state === 'stuck') possible.add('give-up')
  if (row.state === 'done') possible.add('delete-file')
  return possible
}

/** Mastodon's own workers know no way to be interrupted. */
function isOutOfReach(row: ExportRecord): boolean {
  return row.performer === 'mastodon' && row.state === 'running'
}

/** Where forms on exports are posted to, below the tab's own path. */
export const EXPORT_POSTS: readonly string[] = [
  ...EXPORT_ACTIONS.map((action) => `/:id/${action}`),
  '/selected',
  '/operations',
  '/operations/:id/abort',
]
