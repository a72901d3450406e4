/** Why an export waits, for its member (nothing of queues, workers and jobs) and for administrators. */
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

/** In a few words, with the names of queues. */
export function reasonForStaff(reason: WaitReason): string {
  const { reasons } = words().schedule
  if (reason.kind === 'no-process' || reason.kind === 'paused') {
    return reasons[reason.kind](reason.queue)
  }
  if (reason.kind === 'clock') return reason.hasPollers ? reasons.late : reasons.stopped
  if (reason.kind === 'window') {
    return reason.window === null ? reasons.window : reasons.windowOf(reason.window)
  }
  if (reason.kind === 'retry') return reasons.retry(reason.attempt, reason.of)
  if (reason.kind === 'limit') {
    return reason.total === 0 ? reasons.closed : reasons.limit(reason.running, reason.total)
  }
  return reason.kind === 'ahead' ? reasons.ahead(reason.count) : reasons[reason.kind]
}
