/** What the ways to work an operation off have in common: their measures, and where one stands. */
import type { RedisClient } from '../redis/contract.ts'
import { systemClock } from '../support/epoch.ts'
import type { JobRecord } from './job-record.ts'
import type { OperationRecord, OperationSet, OperationState } from './operation-record.ts'
import { operationState } from './operation-scripts.ts'
import { toCount, toTexts } from './replies.ts'

/** Jobs moved in one go: about three milliseconds of Redis's time. */
export const SLICE = 500

/** A place that grows faster than it is looked through must not keep an operation for ever. */
const MOST_ROUNDS = 3

/** A process that does not go on for so long has died. */
export const LEASE_MS = 15_000

/** A job that was put back. */
export interface RestoredJob {
  readonly jid: string
  /** When it is due, or died; null in a queue. */
  readonly dueAt: Date | null
}

/** How an operation is worked off. */
export interface OperationWork {
  /** Who works on it: one name a process. */
  readonly owner: string
  /** Which jobs fit the operation's query. Default: all. */
  readonly accept?: (job: JobRecord) => boolean
  /** Texts that every fitting job contains, letter for letter: Redis passes over the others in sets. */
  readonly texts?: readonly string[]
  /** Told of what was done, slice by slice: of all that was moved since when the last call has ended. */
  onMoved?(jobs: readonly JobRecord[]): Promise<void>
  /** Told of each slice that was put back. */
  onRestored?(jobs: readonly RestoredJob[]): Promise<void>
}

/** What one slice works with. */
export interface Slice {
  readonly redis: RedisClient
  readonly record: OperationRecord
  readonly options: OperationWork
  readonly queue: string
  readonly set: OperationSet
}

/** How far an operation is. */
export async function progressOf(
  redis: RedisClient,
  id: string,
): Promise<{ readonly total: number; readonly looked: number; readonly stayed: number }> {
  const names = ['total', 'looked', 'stayed']
  const reply = await redis.call('HMGET', redis.keys.operation(id), ...names)
  const [total = 0, looked = 0, stayed = 0] = Array.isArray(reply) ? reply.map(toCount) : []
  return { total, looked, stayed }
}

/** Whether the operation is under way and still this owner's. */
export async function isOurs(redis: RedisClient, id: string, owner: string): Promise<boolean> {
  const reply = await redis.call('HMGET', redis.keys.operation(id), 'state', 'owner')
  const [state, holder] = toTexts(reply)
  return state === 'running' && holder === owner
}

/** Whether so many were looked at that the place grows faster than it is looked through. */
export function isEndless({ total, looked }: { total: number; looked: number }): boolean {
  return looked > total * MOST_ROUNDS + SLICE * MOST_ROUNDS
}

/** When a slice's lease ends. */
export function leaseEnd(): number {
  return systemClock.nowMs() + LEASE_MS
}

/** Ends an operation, or its undoing. */
export async function end(
  redis: RedisClient,
  id: string,
  { to, from }: { to: OperationState; from: OperationState },
): Promise<void> {
  await redis.run(operationState, { id, to, from: [from], nowMs: systemClock.nowMs() })
}
