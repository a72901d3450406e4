/**
 * Who waits behind whom. Each queue is a line of its own: what lies in one that nobody serves keeps
 * nobody in another one waiting.
 */
import type { Ledger } from '../../ledger/ledger.ts'
import type { ExportRecord } from '../../ledger/types.ts'
import type { SiteDeps } from '../context.ts'
import { type LiveQueue, type LiveQueues, queueOf, readLiveQueues } from './live-queue.ts'

/** How far ahead the places of waiting exports are counted; behind it a page says nothing. */
const PLACES = 200

/** The pending exports, oldest first, as far as places are counted. */
export async function pendingExports(ledger: Ledger): Promise<readonly ExportRecord[]> {
  const page = await ledger.list({ state: 'pending', sort: 'oldest', limit: PLACES })
  return page.exports
}

/** The place of each pending export in its queue by id: 0 is the next. */
export function placesInQueues(
  pending: readonly ExportRecord[],
  live: LiveQueues | null,
): ReadonlyMap<string, number> {
  const lengths = new Map<string, number>()
  const places = new Map<string, number>()
  for (const row of pending) {
    const queue = live === null ? '' : queueOf(live, row).name
    const place = lengths.get(queue) ?? 0
    places.set(row.id, place)
    lengths.set(queue, place + 1)
  }
  return places
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

/**
 * How many requests a member's own one waits for; null when nobody can tell, be it that Redis is
 * silent, the line too long, or that no worker serves its queue.
 */
export async function requestsAhead(deps: SiteDeps, row: ExportRecord): Promise<number | null> {
  const pending = await pendingExports(deps.ledger)
  const live = await readLiveQueues(deps.redis, deps.config.exports.queue, pending)
  if (live === null || queueOf(live, row).listeners === 0) return null
  return placesInQueues(pending, live).get(row.id) ?? null
}
