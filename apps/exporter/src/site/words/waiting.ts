/** Why an export waits, as its member reads it: nothing of queues, workers and jobs. */
import type { WaitReason } from '../../ledger/waiting.ts'
import { words } from './words.ts'

/** A whole sentence, or two. */
export function reasonForMember(reason: WaitReason): string {
  const { reasons } = words().current
  if (reason.kind === 'window') {
    return reason.window === null ? reasons.window : reasons.windowOf(reason.window)
  }
  if (reason.kind === 'limit') return reasons.limit(reason.running)
  if (reason.kind === 'ahead') return reasons.ahead(reason.count)
  return reasons[reason.kind]
}
