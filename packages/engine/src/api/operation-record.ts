/** What an operation on many jobs is, and how its record in Redis is read. */
import { systemClock } from '../support/epoch.ts'
import { toCount, toPairs } from './replies.ts'

/** What an operation does: move to the queues (`retry`, `run-now`), delete into the trash, or bury. */
export type OperationAction = 'retry' | 'run-now' | 'delete' | 'kill'

/** One of the sorted sets. */
export type OperationSet = 'schedule' | 'retry' | 'dead'

/** Where it acts: on a set, or on a queue, from which it only deletes. */
export type OperationPlace = OperationSet | `queue:${string}`

/** Where it stands. */
export type OperationState = 'running' | 'done' | 'aborted' | 'undoing' | 'undone'

/** How an operation begins. */
export interface OperationRequest {
  readonly action: OperationAction
  readonly place: OperationPlace
  /** What the jobs must fit, in the words of whoever judges them; "" means all. */
  readonly query: string
  readonly reason: string
  readonly by: string
}

/** An operation as it stands. */
export interface OperationRecord extends OperationRequest {
  readonly id: string
  readonly state: OperationState
  readonly createdAt: Date
  readonly endedAt: Date | null
  /** Jobs there when it began. */
  readonly total: number
  readonly looked: number
  /** Jobs that were moved or deleted. */
  readonly done: number
  /** Deleted jobs that were put back. */
  readonly restored: number
  /** Until when deleted entries can be put back; null where there are none. */
  readonly undoUntil: Date | null
  /** Who had them put back; "" where nobody did. */
  readonly undoneBy: string
  /** It deleted entries that somebody chose one by one. */
  readonly isChosen: boolean
}

/** Deleted jobs can be put back for a day. */
export const TRASH_SECONDS = 86_400

const QUEUE_PREFIX = 'queue:'

/** The queue that a place names; null for the sets. */
export function queueOf(place: OperationPlace): string | null {
  return place.startsWith(QUEUE_PREFIX) ? place.slice(QUEUE_PREFIX.length) : null
}

/** A place by its name in records and addresses; null for what is none. */
export function placeOf(name: string): OperationPlace | null {
  const queue = name.startsWith(QUEUE_PREFIX) ? name.slice(QUEUE_PREFIX.length) : ''
  if (queue !== '') return `queue:${queue}`
  return SETS.find((one) => one === name) ?? null
}

const ACTIONS: readonly OperationAction[] = ['retry', 'run-now', 'delete', 'kill']
const SETS: readonly OperationSet[] = ['schedule', 'retry', 'dead']
const STATES: readonly OperationState[] = ['running', 'done', 'aborted', 'undoing', 'undone']

/** The record of a reply of HGETALL; null when there is none. */
export function readRecord(id: string, reply: unknown): OperationRecord | null {
  const fields = new Map(toPairs(reply))
  const action = ACTIONS.find((one) => one === fields.get('action'))
  const place = placeOf(fields.get('place') ?? '')
  const state = STATES.find((one) => one === fields.get('state'))
  if (action === undefined || place === null || state === undefined) return null
  const ended = fields.get('ended')
  const endedAt = ended === undefined ? null : new Date(Number(ended))
  const createdAt = new Date(Number(fields.get('created') ?? 0))
  const done = toCount(fields.get('done'))
  const canUndo = action === 'delete' && done > 0 && (state === 'done' || state === 'aborted')
  return {
    id,
    action,
    place,
    state,
    query: fields.get('query') ?? '',
    reason: fields.get('reason') ?? '',
    by: fields.get('by') ?? '',
    createdAt,
    endedAt: state === 'running' || state === 'undoing' ? null : endedAt,
    total: toCount(fields.get('total')),
    looked: Math.min(toCount(fields.get('looked')), toCount(fields.get('total'))),
    done,
    restored: toCount(fields.get('restored')),
    undoUntil: canUndo ? undoEnd(endedAt ?? createdAt) : null,
    undoneBy: fields.get('undone_by') ?? '',
    isChosen: fields.has('chosen'),
  }
}

function undoEnd(at: Date): Date | null {
  const until = new Date(at.getTime() + TRASH_SECONDS * 1_000)
  return until.getTime() > systemClock.nowMs() ? until : null
}
