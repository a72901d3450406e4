/**
 * What an operation is, and to which exports it is done.
 */
import type { Selectable } from 'kysely'
import type { OperationsTable } from './tables.ts'
import {
  ACTIVE_STATES,
  EXPORT_STATES,
  type ExportFilter,
  type ExportState,
  type OperationAction,
  type OperationState,
  RETRYABLE_STATES,
} from './types.ts'

/** One operation as it stands. */
export interface OperationRecord {
  readonly id: string
  readonly action: OperationAction
  readonly filter: ExportFilter
  readonly reason: string
  readonly by: string
  readonly createdAt: Date
  readonly endedAt: Date | null
  readonly state: OperationState
  /** Exports that fitted when it began. */
  readonly total: number
  readonly looked: number
  /** Those with which it was done; the others had changed meanwhile. */
  readonly changed: number
  /** Why it stands still; it goes on by itself. */
  readonly problem: string | null
}

export interface OperationWish {
  readonly action: OperationAction
  readonly filter: ExportFilter
  readonly reason: string
  /** User name of the administrator. */
  readonly by: string
}

/** States in which an export can be acted upon so. */
const OPERATION_STATES: Readonly<Record<OperationAction, readonly ExportState[]>> = {
  retry: RETRYABLE_STATES,
  cancel: ACTIVE_STATES,
  'delete-file': ['done'],
}

/** Longest reason that is kept. */
export const LONGEST_REASON = 300

/** Of the states that the filter names, those in which it can be done. */
export function statesFor(
  action: OperationAction,
  { state }: ExportFilter,
): readonly ExportState[] {
  const wanted = state === undefined ? EXPORT_STATES : [state].flat()
  return OPERATION_STATES[action].filter((one) => wanted.includes(one))
}

export function toOperation(row: Selectable<OperationsTable>): OperationRecord {
  const { requestedSince, ...filter } = row.filter
  return {
    id: row.id,
    action: row.action,
    filter:
      requestedSince === undefined
        ? filter
        : { ...filter, requestedSince: new Date(requestedSince) },
    reason: row.reason,
    by: row.created_by,
    createdAt: row.created_at,
    endedAt: row.ended_at,
    state: row.state,
    total: row.total,
    looked: row.looked,
    changed: row.changed,
    problem: row.problem,
  }
}
