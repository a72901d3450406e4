/**
 * Preferences → Import and export → Import: where files from here are read in again, and how far the
 * latest are. Mastodon itself does it, with its own checks; this page leads there and watches.
 */
import {
  buttonClass,
  type Column,
  DataTable,
  EmptyState,
  formatCount,
  PageHead,
  Time,
  type View,
} from '@howdah/web/views'
import { type RecentImport, recentImports } from '../../mastodon/imports.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { HOME } from '../http/safe-return.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { sitePage } from '../views/site-page.tsx'
import { words } from '../words/words.ts'

export const IMPORTS_PATH = '/settings/imports'

/** GET /settings/imports */
export async function showImports(
  c: SiteContext,
  deps: SiteDeps,
  { member }: Viewer,
): Promise<Response> {
  const imports = await recentImports(deps.db, member.accountId)
  const text = words().imports
  return sitePage(c, deps, {
    title: text.tabs.import,
    menu: HOME,
    children: (
      <>
        <PageHead title={words().memberExports.title} note={text.note} />
        <DataTabs current="import" />
        <section class="card" aria-labelledby="import">
          <h2 id="import">{text.title}</h2>
          <p class="prose">{text.how}</p>
          <p class="prose">{text.modes}</p>
          <p>
            <a
              class={buttonClass('primary')}
              href={`https://${deps.config.webDomain}${IMPORTS_PATH}`}
            >
              {text.open(deps.config.webDomain)}
            </a>
          </p>
        </section>
        <section class="card" aria-labelledby="recent">
          <h2 id="recent">{text.recent}</h2>
          <RecentImports imports={imports} now={c.get('now')} />
        </section>
      </>
    ),
  })
}

/** @param imports null: they cannot be read */
function RecentImports(props: { imports: readonly RecentImport[] | null; now: Date }): View {
  const { imports, now } = props
  const text = words().imports
  if (imports === null) {
    return (
      <EmptyState title={text.unreadable}>
        <p>{text.unreadableNote}</p>
      </EmptyState>
    )
  }
  if (imports.length === 0) {
    return (
      <EmptyState title={text.none}>
        <p>{text.noneNote}</p>
      </EmptyState>
    )
  }
  return (
    <DataTable
      caption={text.recent}
      columns={columns(now)}
      rows={imports}
      rowKey={({ id }) => id}
    />
  )
}

/** The two halves of Import and export. */
export function DataTabs({ current }: { current: 'export' | 'import' }): View {
  const { tabs } = words().imports
  const link = (name: 'export' | 'import', href: string): View => (
    <a href={href} {...(current === name ? { 'aria-current': 'page' } : {})}>
      {tabs[name]}
    </a>
  )
  return (
    <nav class="views" aria-label={tabs.label}>
      {link('export', HOME)}
      {link('import', IMPORTS_PATH)}
    </nav>
  )
}

function columns(now: Date): Column<RecentImport>[] {
  const { columns: heads, types, states, unknown, overwrites } = words().imports
  return [
    {
      label: heads.type,
      isRowHead: true,
      cell: ({ type, ...one }) => (
        <>
          {type === null ? unknown : types[type]}
          {one.overwrites ? <small class="soft"> {overwrites}</small> : null}
        </>
      ),
    },
    { label: heads.state, cell: ({ state }) => (state === null ? unknown : states[state]) },
    {
      label: heads.imported,
      kind: 'number',
      cell: ({ imported, total }) => `${formatCount(imported)} / ${formatCount(total)}`,
    },
    {
      label: heads.failed,
      kind: 'number',
      cell: (one) => formatCount(one.processed - one.imported),
    },
    { label: heads.started, cell: ({ startedAt }) => <Time at={startedAt} now={now} /> },
  ]
}
