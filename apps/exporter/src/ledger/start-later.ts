/**
 * Lets an export that waits start at another time: ledger and Redis together, so that a crash in
 * between leaves nothing that would not be put right by itself.
 */
import type { Change } from './change.ts'
import { ExportQueue } from './export-queue.ts'
import type { Ledger } from './ledger.ts'
import { moveRetry, postpone } from './life.ts'
import type { ExportRecord, WaitsFor } from './types.ts'

export interface LaterStart {
  /** As it was read. */
  readonly record: ExportRecord
  readonly runsAt: Date
  readonly waitsFor: WaitsFor
  /** Who moves it and why, for story and audit. */
  readonly event: Change['event']
  /** Where it was found out only now. */
  readonly estimatedBytes?: number | null
}

/**
 * Moves an export that has not run yet. It gets a new job: whatever becomes of the old one, wherever
 * it is by now, it builds nothing any more.
 * @returns null when it has started, ended or been moved meanwhile
 */
export async function startLater(
  ledger: Ledger,
  queue: ExportQueue,
  { record, runsAt, waitsFor, event, estimatedBytes = null }: LaterStart,
): Promise<ExportRecord | null> {
  const jid = ExportQueue.newJid()
  const moved = await postpone(ledger.db, record.id, {
    runsAt,
    waitsFor,
    jid,
    event,
    estimatedBytes,
  })
  if (moved === null) return null
  // A failed push is no loss: the reconciler pushes every scheduled export that has no job.
  await queue.push(moved, jid, { at: runsAt })
  await ledger.attachJob(moved.id, jid, 'scheduled')
  // The old job would find nothing to do; taken away, it is not shown as waiting either.
  await queue.cancel(record, 'howdah').catch(() => 'not-found' as const)
  return moved
}

/**
 * Moves the next try of an export. Its job stays the same, as it counts the tries.
 * @returns null when that try has begun or the export has ended meanwhile
 */
export async function retryLater(
  ledger: Ledger,
  queue: ExportQueue,
  { record, runsAt, event }: Pick<LaterStart, 'record' | 'runsAt' | 'event'>,
): Promise<ExportRecord | null> {
  // Redis decides: a try that has left the set begins.
  if (!(await queue.retryAt(record, runsAt))) return null
  return moveRetry(ledger.db, record.id, { runsAt, event })
}
