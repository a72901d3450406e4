/** Administration → Audit: who did what to whom, when, why and with what result; also as CSV. */
import {
  buttonClass,
  type Column,
  DataTable,
  EmptyState,
  Field,
  PageHead,
  Time,
  type View,
} from '@howdah/web/views'
import { csvLine } from '../../archive/csv.ts'
import type { AuditRecord } from '../../ledger/audit.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { sitePage } from '../views/site-page.tsx'

const PAGE_SIZE = 50
const CSV_ROWS = 1_000
const LONGEST_SEARCH = 100

interface AuditView {
  readonly search: string
  readonly actor: string
  readonly before: string | null
}

function readView(c: SiteContext): AuditView {
  const before = c.req.query('before') ?? ''
  return {
    search: (c.req.query('q') ?? '').trim().slice(0, LONGEST_SEARCH),
    actor: (c.req.query('who') ?? '').trim().replace(/^@/, '').slice(0, LONGEST_SEARCH),
    before: /^\d{1,18}$/.test(before) ? before : null,
  }
}

function read(
  { ledger }: SiteDeps,
  view: AuditView,
  limit: number,
): Promise<readonly AuditRecord[]> {
  return ledger.auditLog({
    limit,
    search: view.search,
    ...(view.actor === '' ? {} : { actor: view.actor }),
    ...(view.before === null ? {} : { before: view.before }),
  })
}

/** GET /admin/audit */
export async function showAudit(c: SiteContext, deps: SiteDeps): Promise<Response> {
  const view = readView(c)
  const rows = await read(deps, view, PAGE_SIZE + 1)
  return sitePage(c, deps, {
    title: 'Audit',
    menu: '/admin/audit',
    children: (
      <Audit
        view={view}
        rows={rows.slice(0, PAGE_SIZE)}
        hasMore={rows.length > PAGE_SIZE}
        now={c.get('now')}
      />
    ),
  })
}

/** GET /admin/audit.csv: the newest thousand of a view. */
export async function auditCsv(c: SiteContext, deps: SiteDeps): Promise<Response> {
  const rows = await read(deps, readView(c), CSV_ROWS)
  const lines = rows.map((row) =>
    csvLine([
      row.at.toISOString(),
      row.actor,
      row.action,
      row.target ?? '',
      row.reason ?? '',
      row.result,
      row.detail ?? '',
    ]),
  )
  const head = csvLine(['at', 'who', 'what', 'target', 'reason', 'result', 'detail'])
  return new Response(head + lines.join(''), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="audit.csv"',
    },
  })
}

interface AuditProps {
  readonly view: AuditView
  readonly rows: readonly AuditRecord[]
  readonly hasMore: boolean
  readonly now: Date
}

function Audit({ view, rows, hasMore, now }: AuditProps): View {
  const query = (before: string | null): string => {
    const parameters = new URLSearchParams()
    if (view.search !== '') parameters.set('q', view.search)
    if (view.actor !== '') parameters.set('who', view.actor)
    if (before !== null) parameters.set('before', before)
    const text = parameters.toString()
    return text === '' ? '' : `?${text}`
  }
  const last = rows.at(-1)
  return (
    <>
      <PageHead title="Audit" note="What people did, newest first. Entries are never changed.">
        <a class={buttonClass('default', true)} href={`/admin/audit.csv${query(null)}`} download>
          CSV
        </a>
      </PageHead>
      <Filters view={view} />
      {rows.length === 0 ? (
        <EmptyState title="No entries">
          <p>Requests, cancellations, changed settings and addresses appear here.</p>
        </EmptyState>
      ) : (
        <DataTable
          caption="Audit entries, newest first"
          columns={columns(now)}
          rows={rows}
          rowKey={(row) => row.id}
        />
      )}
      <nav class="pagination" aria-label="Pages of the audit">
        <span class="pagination__links">
          {view.before === null ? null : (
            <a class={buttonClass('default', true)} href={`/admin/audit${query(null)}`}>
              Newest
            </a>
          )}
          {hasMore && last ? (
            <a
              class={buttonClass('default', true)}
              href={`/admin/audit${query(last.id)}`}
              rel="next"
            >
              Older
            </a>
          ) : null}
        </span>
      </nav>
    </>
  )
}

function Filters({ view }: { view: AuditView }): View {
  return (
    <form
      class="toolbar filters"
      method="get"
      action="/admin/audit"
      role="search"
      aria-label="Audit"
    >
      <Field label="Who" id="who">
        <input class="input" id="who" name="who" value={view.actor} maxlength={LONGEST_SEARCH} />
      </Field>
      <Field label="Search" id="q">
        <input
          class="input"
          id="q"
          name="q"
          type="search"
          value={view.search}
          maxlength={LONGEST_SEARCH}
          placeholder="what, whom or why"
        />
      </Field>
      <div class="buttons">
        <button class={buttonClass()} type="submit">
          Apply
        </button>
      </div>
    </form>
  )
}

function columns(now: Date): Column<AuditRecord>[] {
  return [
    { label: 'When', isRowHead: true, cell: (row) => <Time at={row.at} now={now} /> },
    { label: 'Who', cell: (row) => row.actor },
    { label: 'What', cell: (row) => row.action },
    { label: 'To', cell: (row) => row.target ?? '–' },
    { label: 'Reason', cell: (row) => row.reason ?? '–' },
    { label: 'Result', cell: (row) => row.result },
    { label: 'Detail', cell: (row) => row.detail ?? '–' },
  ]
}
