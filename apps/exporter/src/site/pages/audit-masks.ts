/** Lines of the audit as they may be shown: who may not see addresses does not find them here either. */
import { maskAddresses } from '@howdah/web/views'
import type { AuditRecord } from '../../ledger/audit.ts'
import type { Viewer } from '../sessions/viewer.ts'

/** The line as this viewer may read it. */
export function shownTo(viewer: Viewer, row: AuditRecord): AuditRecord {
  return viewer.can('manage_users') ? row : masked(row)
}

/** Whether there is an address in a line. */
export function hasAddress(row: AuditRecord): boolean {
  const { target, reason, detail, result } = masked(row)
  return (
    target !== row.target || reason !== row.reason || detail !== row.detail || result !== row.result
  )
}

function masked(row: AuditRecord): AuditRecord {
  const mask = (text: string | null): string | null => (text === null ? null : maskAddresses(text))
  return {
    ...row,
    target: mask(row.target),
    reason: mask(row.reason),
    detail: mask(row.detail),
    result: maskAddresses(row.result),
  }
}
