/** The queues in which exports wait in vain. Each queue is a line of its own. */
import { type LiveQueue, type LiveQueues, queueOf } from '../../ledger/live-queue.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { ExportRecord } from '../../ledger/types.ts'

/** How far the line is looked through for queues that nobody serves. */
const LOOKED_AT = 100

/** The pending exports, oldest first, as far as they are looked at. */
export function pendingExports(ledger: Ledger): Promise<readonly ExportRecord[]> {
  return ledger.first({ state: 'pending', sort: 'oldest', limit: LOOKED_AT })
}

/** Exports that wait in vain. */
export interface Unserved {
  readonly queue: LiveQueue
  readonly exports: number
}

/** The queues of pending exports that no worker listens to. */
export function unservedQueues(
  pending: readonly ExportRecord[],
  live: LiveQueues | null,
): readonly Unserved[] {
  if (live === null) return []
  const found = new Map<string, Unserved>()
  for (const row of pending) {
    const queue = queueOf(live, row)
    if (queue.listeners > 0) continue
    found.set(queue.name, { queue, exports: (found.get(queue.name)?.exports ?? 0) + 1 })
  }
  return [...found.values()]
}
