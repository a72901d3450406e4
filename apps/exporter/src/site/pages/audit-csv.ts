/**
 * GET /admin/audit.csv: all rows of a view, written while they are read.
 */
import { csvText } from '../../archive/csv.ts'
import type { AuditRecord } from '../../ledger/audit.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { streamBytes } from '../http/stream-bytes.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { auditFilter, auditQuery, type AuditView, readAuditView } from './audit-filter.ts'
import { shownTo } from './audit-masks.ts'

/** Rows in memory at a time. */
const ROWS_A_STEP = 1_000

/** New columns go to the end: scripts count them. */
const HEAD = [
  'at',
  'who',
  'what',
  'target',
  'reason',
  'result',
  'detail',
  'page',
  'subjects',
  'id',
] as const

/** The export is itself in the audit, before its first row goes out. */
export async function auditCsv(c: SiteContext, deps: SiteDeps, viewer: Viewer): Promise<Response> {
  const view = readAuditView(new URL(c.req.url).searchParams)
  await deps.ledger.audit({
    actor: viewer.member.username,
    action: 'exported the audit',
    detail: auditQuery(view, view.before) || 'all of it',
    page: c.req.path,
  })
  return new Response(streamBytes(csvText(lines(deps, view, viewer))), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="audit.csv"',
    },
  })
}

async function* lines(
  { ledger }: SiteDeps,
  view: AuditView,
  viewer: Viewer,
): AsyncGenerator<readonly (readonly string[])[]> {
  yield [HEAD]
  let before = view.before
  do {
    const { records, next } = await ledger.auditPage(auditFilter({ ...view, before }, ROWS_A_STEP))
    yield records.map((record) => cells(shownTo(viewer, record)).map(defused))
    before = next
  } while (before !== null)
}

function cells(row: AuditRecord): readonly string[] {
  return [
    row.at.toISOString(),
    row.actor,
    row.action,
    row.target ?? '',
    row.reason ?? '',
    row.result,
    row.detail ?? '',
    row.page ?? '',
    row.subjects.join(' '),
    row.id,
  ]
}

/** What spreadsheets would run as a formula begins with an apostrophe, which they take as "text". */
function defused(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
}
