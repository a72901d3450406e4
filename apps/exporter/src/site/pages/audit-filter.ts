/**
 * Which part of the audit is asked for: everything is in the address, so that a view can be kept and
 * sent to a colleague.
 */
import type { AuditFilter } from '../../ledger/audit-reading.ts'
import { isRowId } from '../../ledger/reading.ts'

/** One view of the audit. `""` and null mean "any". */
export interface AuditView {
  readonly who: string
  readonly what: string
  readonly target: string
  readonly result: 'done' | 'refused' | ''
  /** Days in UTC, `2026-11-26`, both inclusive. */
  readonly from: string
  readonly to: string
  readonly q: string
  readonly before: string | null
}

export const LONGEST_TEXT = 100

const RESULTS = ['done', 'refused'] as const

/** Reads an address; what is not valid counts as "any". */
export function readAuditView(query: URLSearchParams): AuditView {
  const text = (name: string): string => (query.get(name) ?? '').trim().slice(0, LONGEST_TEXT)
  const before = query.get('before') ?? ''
  return {
    who: text('who').replace(/^@/, ''),
    what: text('what'),
    target: text('target'),
    result: RESULTS.find((one) => one === query.get('result')) ?? '',
    from: dayOf(text('from')),
    to: dayOf(text('to')),
    q: text('q'),
    before: isRowId(before) ? before : null,
  }
}

function dayOf(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : ''
}

/** The query of a view, from its first page unless told. */
export function auditQuery(view: AuditView, before: string | null = null): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...view, before })) {
    if (value) query.set(name, value)
  }
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

/** Whether anything is left out. */
export function isFiltered(view: AuditView): boolean {
  return auditQuery(view) !== ''
}

const DAY_MS = 86_400_000

/** The ledger's question for a view. */
export function auditFilter(view: AuditView, limit: number): AuditFilter {
  const { who, what, target, result, from, to, q, before } = view
  return {
    limit,
    search: q,
    ...(who === '' ? {} : { actor: who }),
    ...(what === '' ? {} : { action: what }),
    ...(target === '' ? {} : { target }),
    ...(result === '' ? {} : { result }),
    ...(from === '' ? {} : { since: new Date(from) }),
    ...(to === '' ? {} : { until: new Date(Date.parse(to) + DAY_MS) }),
    ...(before === null ? {} : { before }),
  }
}
