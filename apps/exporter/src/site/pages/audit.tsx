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
import { Deed } from '../words/deed.tsx'
import { saidText } from '../words/reason.tsx'
import { targetText } from '../words/target.ts'
import { words } from '../words/words.ts'
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
    title: words().audit.title,
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
  const { title, note, csv, caption } = words().audit
  return (
    <>
      <PageHead title={title} note={note}>
        <a
          class={buttonClass('default', true)}
          href={`/admin/audit.csv${auditQuery(view)}`}
          download
        >
          {csv}
        </a>
      </PageHead>
      <AuditFilters view={view} actions={actions} />
      {page.records.length === 0 ? (
        <Nothing page={page} />
      ) : (
        <DataTable
          caption={caption}
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
  const { nothingHere, none, noneNote } = words().audit
  if (page.isPaused) {
    return (
      <Notice tone="info">
        <p>{nothingHere}</p>
      </Notice>
    )
  }
  return (
    <EmptyState title={none}>
      <p>{noneNote}</p>
    </EmptyState>
  )
}

function Pages({ view, page }: { view: AuditView; page: AuditPage }): View {
  const { pages, newest, goOn, older } = words().audit
  return (
    <nav class="pagination" aria-label={pages}>
      <span class="pagination__links">
        {view.before === null ? null : (
          <a class={buttonClass('default', true)} href={`/admin/audit${auditQuery(view)}`}>
            {newest}
          </a>
        )}
        {page.next === null ? null : (
          <a
            class={buttonClass('default', true)}
            href={`/admin/audit${auditQuery(view, page.next)}`}
            rel="next"
          >
            {page.isPaused ? goOn : older}
          </a>
        )}
      </span>
    </nav>
  )
}

function columns(now: Date): Column<AuditRecord>[] {
  const { columns: heads } = words().audit
  return [
    { label: heads.when, isRowHead: true, cell: (row) => <Time at={row.at} now={now} /> },
    { label: heads.who, cell: (row) => <bdi>{row.actor}</bdi> },
    { label: heads.what, cell: (row) => <Deed action={row.action} /> },
    {
      label: heads.to,
      cell: (row) => <Words text={row.target === null ? null : targetText(row.target)} />,
    },
    { label: heads.reason, cell: (row) => <Words text={row.reason} /> },
    { label: heads.result, cell: (row) => <Result result={row.result} /> },
    { label: heads.detail, cell: (row) => <Words text={detailOf(row)} /> },
  ]
}

function detailOf(row: AuditRecord): string | null {
  return row.detail === null ? pageOf(row) : saidText(row.detailReason, row.detail)
}

function pageOf({ page }: AuditRecord): string | null {
  return page === null ? null : words().audit.onPage(page)
}

/** Why something was not done is kept in English, like what was done. */
function Result({ result }: { result: string }): View {
  if (result === 'done') return <>{words().audit.filters.results.done}</>
  return <bdi lang="en">{result}</bdi>
}

function Words({ text }: { text: string | null }): View {
  return text === null ? <>–</> : <bdi>{text}</bdi>
}
