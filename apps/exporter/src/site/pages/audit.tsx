/** Administration → Audit: who did what to whom, when, why and with what result. */
import {
  buttonClass,
  type Column,
  DataTable,
  EmptyState,
  Notice,
  PageHead,
  Time,
  type View,
} from '@howdah/web/views'
import type { AuditRecord } from '../../ledger/audit.ts'
import type { AuditPage } from '../../ledger/audit-reading.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { sitePage } from '../views/site-page.tsx'
import { auditFilter, auditQuery, type AuditView, readAuditView } from './audit-filter.ts'
import { AuditFilters } from './audit-filters.tsx'
import { hasAddress, shownTo } from './audit-masks.ts'

const PAGE_SIZE = 50

/** GET /admin/audit */
export async function showAudit(c: SiteContext, deps: SiteDeps, viewer: Viewer): Promise<Response> {
  const view = readAuditView(new URL(c.req.url).searchParams)
  const [page, actions] = await Promise.all([
    deps.ledger.auditPage(auditFilter(view, PAGE_SIZE)),
    deps.ledger.auditActions(),
  ])
  const records = page.records.map((record) => shownTo(viewer, record))
  await deps.ledger.look({
    actor: viewer.member.username,
    what: 'addresses',
    page: c.req.path,
    things: viewer.can('manage_users')
      ? records.filter(hasAddress).map(({ id }) => [`entry ${id}`])
      : [],
  })
  return sitePage(c, deps, {
    title: 'Audit',
    menu: '/admin/audit',
    children: (
      <Audit view={view} page={{ ...page, records }} actions={actions} now={c.get('now')} />
    ),
  })
}

interface AuditProps {
  readonly view: AuditView
  readonly page: AuditPage
  readonly actions: readonly string[]
  readonly now: Date
}

function Audit({ view, page, actions, now }: AuditProps): View {
  return (
    <>
      <PageHead
        title="Audit"
        note="What people did and saw, newest first. Nothing is ever changed."
      >
        <a
          class={buttonClass('default', true)}
          href={`/admin/audit.csv${auditQuery(view)}`}
          download
        >
          CSV
        </a>
      </PageHead>
      <AuditFilters view={view} actions={actions} />
      {page.records.length === 0 ? (
        <Nothing page={page} />
      ) : (
        <DataTable
          caption="Audit entries, newest first"
          columns={columns(now)}
          rows={page.records}
          rowKey={(row) => row.id}
          isStatic
        />
      )}
      <Pages view={view} page={page} />
    </>
  )
}

function Nothing({ page }: { page: AuditPage }): View {
  if (page.isPaused) {
    return (
      <Notice tone="info">
        <p>Nothing in this part; continue to look through what is older.</p>
      </Notice>
    )
  }
  return (
    <EmptyState title="No entries">
      <p>Requests, cancellations, changed settings, and looks at what is another’s appear here.</p>
    </EmptyState>
  )
}

function Pages({ view, page }: { view: AuditView; page: AuditPage }): View {
  return (
    <nav class="pagination" aria-label="Pages of the audit">
      <span class="pagination__links">
        {view.before === null ? null : (
          <a class={buttonClass('default', true)} href={`/admin/audit${auditQuery(view)}`}>
            Newest
          </a>
        )}
        {page.next === null ? null : (
          <a
            class={buttonClass('default', true)}
            href={`/admin/audit${auditQuery(view, page.next)}`}
            rel="next"
          >
            {page.isPaused ? 'Continue the search' : 'Older'}
          </a>
        )}
      </span>
    </nav>
  )
}

function columns(now: Date): Column<AuditRecord>[] {
  return [
    { label: 'When', isRowHead: true, cell: (row) => <Time at={row.at} now={now} /> },
    { label: 'Who', cell: (row) => <bdi>{row.actor}</bdi> },
    { label: 'What', cell: (row) => row.action },
    { label: 'To', cell: (row) => <Words text={row.target} /> },
    { label: 'Reason', cell: (row) => <Words text={row.reason} /> },
    { label: 'Result', cell: (row) => row.result },
    { label: 'Detail', cell: (row) => <Words text={row.detail ?? pageOf(row)} /> },
  ]
}

function pageOf({ page }: AuditRecord): string | null {
  return page === null ? null : `on ${page}`
}

function Words({ text }: { text: string | null }): View {
  return text === null ? <>–</> : <bdi>{text}</bdi>
}
