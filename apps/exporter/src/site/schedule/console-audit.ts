/** What the audit keeps of something that was done in the console: to which jobs, whose, and why. */
import type { ConsoleAction } from '@howdah/web'
import type { AuditEntry } from '../../ledger/audit.ts'
import type { SiteDeps } from '../context.ts'

/** Jobs that a line can be found by; of more it tells the number. */
const MOST_SUBJECTS = 100

/** Jobs that are named in the line itself. */
const NAMED = 3

/** A job by its names: `['job 5f1c…', 'export 1093', '@ada']`, the last two of those that make an export. */
type Names = readonly [string, ...string[]]

export async function auditLine(
  deps: Pick<SiteDeps, 'ledger'>,
  action: ConsoleAction,
  actor: string,
): Promise<AuditEntry> {
  const { count, from, to, operation, reason } = action
  const jobs = await namesOf(deps, action.jids.slice(0, MOST_SUBJECTS))
  const by = operation === undefined ? '' : `, operation ${operation}`
  return {
    actor,
    action: `console: ${action.action}`,
    target: jobs.length === 0 ? from : targetOf(jobs, count),
    detail: `${count} in ${from}${to ? ` → ${to}` : ''}${by}`,
    subjects: [...new Set([...jobs.flat(), ...(operation ? [`operation ${operation}`] : [])])],
    ...(reason ? { reason } : {}),
  }
}

async function namesOf(
  { ledger }: Pick<SiteDeps, 'ledger'>,
  jids: readonly string[],
): Promise<readonly Names[]> {
  const rows = await ledger.byJids(jids)
  return jids.map((jid) => {
    const row = rows.get(jid)
    const exported = row === undefined ? [] : [`export ${row.id}`, `@${row.username}`]
    return [`job ${jid}`, ...exported]
  })
}

function targetOf(jobs: readonly Names[], count: number): string {
  const named = jobs.slice(0, NAMED).map((names) => names.toReversed().join(' '))
  const rest = Math.max(count, jobs.length) - named.length
  return rest === 0 ? named.join(', ') : `${named.join(', ')} and ${rest} more`
}
