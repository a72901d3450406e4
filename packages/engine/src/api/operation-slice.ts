/** What the ways to work an operation off have in common: their measures, and where one stands. */
import type { RedisClient } from '../redis/contract.ts'
import { systemClock } from '../support/epoch.ts'
import type { JobRecord } from './job-record.ts'
import type { OperationRecord, OperationSet, OperationState } from './operation-record.ts'
import { operationState } from './operation-scripts.ts'
import { toCount } from './replies.ts'

/** Jobs moved in one go: about three milliseconds of Redis's time. */
export const SLICE = 500

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
  /** Told of each slice that was done; the next one is told when this has ended. */
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
