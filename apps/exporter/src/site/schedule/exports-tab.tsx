/**
 * The console's Exports tab: routes below `/sidekiq/exports`, and what its buttons do.
 */
import type { ConsoleTab, TabFrame } from '@howdah/web'
import { assetHref, buttonClass, formatCount, PageHead, stateWord, Time } from '@howdah/web/views'
import type { StateCounts } from '../../ledger/counts.ts'
import { type CountedPage, type ExportRecord, isActive } from '../../ledger/types.ts'
import type { SiteDeps } from '../context.ts'
import { noteLook } from '../sessions/looks.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { words } from '../words/words.ts'
import { act, ask } from './act.tsx'
import { actOnSelected, askAboutAll, beginOperation } from './bulk.tsx'
import { DetailPage } from './detail-page.tsx'
import { ledgerOptions, readFilter, type ScheduleFilter } from './filter.ts'
import { queueOf } from '../../ledger/live-queue.ts'
import { LIVE_ON, TAB_PATH } from './live.ts'
import { NUMBERS_DAYS, NumbersPage } from './numbers-page.tsx'
import { abortOperation, showOperation, showOperations } from './operation-pages.tsx'
import { SchedulePage } from './schedule-page.tsx'
import { LOOKED_AT, unservedQueues } from './waiting.ts'

/** Makes the tab. `viewerOf` gives the member behind a request that the console let in. */
export function exportsTab(
  deps: SiteDeps,
  viewerOf: (request: Request) => Promise<Viewer | null>,
): ConsoleTab {
  return {
    // Asked for with each page: it is in the language of its reader.
    get label() {
      return words().schedule.tab
    },
    path: TAB_PATH,
    shortcut: 'e',
    metricsPath: `${TAB_PATH}/numbers`,
    count: async (request) => {
      const counts = await countsFor(deps, request)
      return counts.failed + counts.stuck
    },
    changes: () => deps.ledger.digest(),
    handle: async (request, frame) => {
      const viewer = await viewerOf(request)
      if (!viewer) return notFound(frame)
      return route({ deps, request, frame, viewer })
    },
  }
}

/** One request for a page of the tab. */
export interface TabRequest {
  readonly deps: SiteDeps
  readonly request: Request
  readonly frame: TabFrame
  readonly viewer: Viewer
}

async function route(tab: TabRequest): Promise<Response> {
  const url = new URL(tab.request.url)
  const path = url.pathname.slice(`${tab.frame.basePath}/exports`.length).replace(/\/$/, '')
  const isPost = tab.request.method === 'POST'
  if (path === '' && !isPost) return showSchedule(tab, url)
  if (path === '/numbers' && !isPost) return showNumbers(tab)
  const answer =
    path.startsWith('/operations') || path === '/selected'
      ? await routeMany(tab, path, url)
      : await routeOne(tab, path)
  return answer ?? notFound(tab.frame)
}

/** What concerns several exports. */
async function routeMany(tab: TabRequest, path: string, url: URL): Promise<Response | null> {
  const [, id, abort] = /^\/operations\/(\d{1,18})(\/abort)?$/.exec(path) ?? []
  if (tab.request.method === 'POST') {
    if (path === '/selected') return actOnSelected(tab)
    if (path === '/operations') return beginOperation(tab)
    return id !== undefined && abort !== undefined ? abortOperation(tab, id) : null
  }
  if (path === '/operations') return showOperations(tab)
  if (path === '/operations/new')
    return tab.frame.viewer.canAct ? askAboutAll(tab, url.search) : null
  return id !== undefined && abort === undefined ? showOperation(tab, id) : null
}

/** What concerns one export. */
async function routeOne(tab: TabRequest, path: string): Promise<Response | null> {
  const [, id, action] = /^\/(\d{1,18})(?:\/([a-z-]+))?$/.exec(path) ?? []
  const row = id === undefined ? null : await tab.deps.ledger.get(id)
  if (row === null) return id === undefined ? null : showForgotten(tab, id)
  if (tab.request.method === 'POST') return act(tab, row, action)
  if (action === undefined) return showDetail(tab, row)
  return tab.frame.viewer.canAct ? ask(tab, row, action) : null
}

async function showNumbers({ deps, frame }: TabRequest): Promise<Response> {
  const numbers = await deps.ledger.numbers(NUMBERS_DAYS, frame.now)
  const assets = `${frame.basePath}/assets`
  return frame.page({
    title: words().numbers.title,
    stylesheets: [assetHref(assets, 'uplot.css')],
    scripts: [assetHref(assets, 'chart.js')],
    children: <NumbersPage numbers={numbers.value} at={numbers.at} />,
  })
}

async function showSchedule(tab: TabRequest, url: URL): Promise<Response> {
  const { deps, frame, viewer } = tab
  const filter = readFilter(url.searchParams)
  const { ledger, config } = deps
  const all = countsFor(deps, tab.request)
  const [page, upcoming, pending, counts] = await Promise.all([
    ledger.page(ledgerOptions(filter, frame.now), deps.names, () => all),
    ledger.upcoming(frame.now),
    ledger.pendingJobs(LOOKED_AT),
    all,
  ])
  // Nothing is shown before it is noted who looks; Redis may be asked meanwhile.
  const [{ live, answeredAt, facts }] = await Promise.all([
    deps.waiting.look(page.exports, frame.now, pending),
    noteAddresses(tab, page.exports),
  ])
  return frame.page({
    title: titleOf(filter, page.total),
    isLive: filter.after === null,
    liveOn: LIVE_ON,
    children: (
      <SchedulePage
        filter={filter}
        page={page}
        counts={counts}
        upcoming={upcoming}
        facts={facts}
        unserved={unservedQueues(pending, live)}
        live={live}
        answeredAt={answeredAt}
        basePath={frame.basePath}
        canAct={frame.viewer.canAct}
        showsEmail={viewer.can('manage_users')}
        canRequest={viewer.can('administrator')}
        restartCommand={config.restartCommand}
        now={frame.now}
      />
    ),
  })
}

const counted = new WeakMap<Request, Promise<StateCounts>>()

/** How many exports are in each state: read once for a page and the number in its tab. */
function countsFor({ ledger }: SiteDeps, request: Request): Promise<StateCounts> {
  const counts = counted.get(request) ?? ledger.countStates()
  counted.set(request, counts)
  return counts
}

/** "Failed exports (3)", so that a reader of tabs and of a screen reader knows which part it is. */
function titleOf({ state }: ScheduleFilter, total: CountedPage['total']): string {
  const { tab, titleOf: partOf } = words().schedule
  if (state === null) return tab
  return total === null ? stateWord(state) : partOf(stateWord(state), formatCount(total))
}

/** What the audit still knows of a row that is gone. */
async function showForgotten(
  { deps, frame, viewer }: TabRequest,
  id: string,
): Promise<Response | null> {
  const at = await deps.ledger.forgottenAt(id)
  if (at === null) return null
  const text = words().exportPage.purged
  return frame.page({
    title: text.title,
    status: 404,
    children: (
      <>
        <PageHead title={text.title} note={text.note} />
        <p>
          {text.when} <Time at={at} now={frame.now} />.
        </p>
        {viewer.can('view_audit_log') ? (
          <p>
            <a href={`/admin/audit?target=${encodeURIComponent(`export ${id}`)}`}>{text.audit}</a>
          </p>
        ) : null}
      </>
    ),
  })
}

/** For those who are shown them. */
async function noteAddresses(
  { deps, request, viewer }: TabRequest,
  rows: readonly ExportRecord[],
): Promise<void> {
  if (!viewer.can('manage_users')) return
  const shown = rows.filter(({ email }) => email !== null)
  await noteLook(deps, viewer, { what: 'addresses', request, shown })
}

async function showDetail(tab: TabRequest, row: ExportRecord): Promise<Response> {
  const { deps, frame, viewer } = tab
  const { ledger, config } = deps
  const shown = [{ ...row, thing: `export ${row.id}` }]
  // Nothing is shown before it is noted who looks; the rest is read meanwhile.
  const [attempts, events, { live, answeredAt, facts }, remaining] = await Promise.all([
    ledger.attempts(row.id),
    ledger.events(row.id),
    deps.waiting.look([row], frame.now),
    row.state === 'running' ? deps.waiting.remaining(row, frame.now) : null,
    noteLook(deps, viewer, { what: 'arguments', request: tab.request, shown }),
  ])
  return frame.page({
    title: words().exportDetail.pageTitle(row.id),
    isLive: isActive(row.state),
    liveOn: LIVE_ON,
    children: (
      <DetailPage
        export={row}
        attempts={attempts}
        events={events}
        facts={facts.get(row.id) ?? null}
        remaining={remaining}
        queue={live && queueOf(live, row)}
        answeredAt={answeredAt}
        location={live?.locations.get(row.jid ?? '') ?? null}
        basePath={frame.basePath}
        canAct={frame.viewer.canAct}
        canManageUsers={viewer.can('manage_users')}
        canDownload={viewer.can('administrator')}
        usualQueue={config.exports.queue}
        restartCommand={config.restartCommand}
        now={frame.now}
      />
    ),
  })
}

function notFound(frame: TabFrame): Promise<Response> {
  const { notFound: title, notFoundNote, toSchedule } = words().schedule.empty
  return frame.page({
    title,
    status: 404,
    children: (
      <>
        <PageHead title={title} note={notFoundNote} />
        <p>
          <a class={buttonClass('primary')} href={`${frame.basePath}/exports`}>
            {toSchedule}
          </a>
        </p>
      </>
    ),
  })
}
