/** The queues in which exports wait in vain. Each queue is a line of its own. */
import { type LiveQueue, type LiveQueues, queueOf, type Sought } from '../../ledger/live-queue.ts'

/** How far the line is looked through for queues that nobody serves. */
export const LOOKED_AT = 100

/** Exports that wait in vain. */
export interface Unserved {
  readonly queue: LiveQueue
  readonly exports: number
}

/** The queues of pending exports that no worker listens to. */
export function unservedQueues(
  pending: readonly Sought[],
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
