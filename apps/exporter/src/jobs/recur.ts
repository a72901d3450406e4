/** Requests the recurring exports that are due; part of the upkeep, in as many processes as there are. */
import { BY_RECURRENCE } from '../ledger/actors.ts'
import {
  advance,
  claimDue,
  endRecurring,
  historyOf,
  type RecurringEnd,
  type RecurringExport,
} from '../ledger/recurring.ts'
import { findMember, type Member } from '../mastodon/members.ts'
import type { Services } from '../services.ts'

const AT_ONCE = 100
/** After so many failures in a row a person has to look, and the member may choose it again. */
const MOST_FAILURES = 3

export async function requestRecurring(services: Services, now: Date = new Date()): Promise<void> {
  for (const due of await claimDue(services.ledger.db, now, AT_ONCE)) {
    await requestOne(services, due, now)
  }
}

async function requestOne(services: Services, due: RecurringExport, now: Date): Promise<void> {
  const { db } = services.ledger
  const member = await findMember(services.db, { userId: due.userId })
  const { lastState, servedId } = await historyOf(db, due)
  const failures = lastState === 'failed' ? due.failures + 1 : 0
  const end = reasonToEnd(member, failures)
  if (end !== null || member === null) return endRecurring(db, due, end ?? 'gone')
  if (servedId !== null) return advance(db, due, { exportId: servedId, failures, now })
  const result = await services.exports.request(member, due.type, BY_RECURRENCE, {
    withoutMedia: !due.includesMedia,
  })
  // Without room it stays due, and is tried again when the claim is over.
  if (result.kind === 'no-space') return
  // One that is under way serves this time as well.
  const exportId = 'export' in result ? result.export.id : null
  await advance(db, due, { exportId, failures, now })
}

function reasonToEnd(member: Member | null, failures: number): RecurringEnd | null {
  if (member === null) return 'gone'
  if (member.account.suspended_at !== null) return 'suspended'
  return failures >= MOST_FAILURES ? 'failures' : null
}
