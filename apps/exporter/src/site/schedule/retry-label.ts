/**
 * What the button says that queues an export again.
 */
import type { ExportRecord } from '../../ledger/types.ts'
import { words } from '../words/words.ts'

/** A stuck one has no job left that could be tried again: it is put into the queue anew. */
export function retryLabel({ state }: ExportRecord): string {
  const { requeue, retry } = words().schedule.menu
  return state === 'stuck' ? requeue : retry
}
