/**
 * Routes: path → page. Who may come in, and who may act, the guard decides before any page.
 */

import { Hono } from 'hono'
import { failed, guard, missing } from './guard.ts'
import type { App, Call, Environment } from './guard.ts'
import { readForm } from './http/params.ts'
import type { PostedForm } from './http/params.ts'
import { withSecurityHeaders } from './http/security-headers.ts'
import type { ConsoleOptions } from './options.ts'
import { askProcess, orderProcess } from './pages/busy-order.ts'
import { busyPage } from './pages/busy.tsx'
import { writeForRequest } from './language/reader.ts'
import { LiveFeed } from './live/live-feed.ts'
import { OperationRunner } from './live/operation-runner.ts'
import { Watch } from './live/watch.ts'
import { basePathOf } from './pages/context.ts'
import type { PageContext } from './pages/context.ts'
import { dashboardPage } from './pages/dashboard.tsx'
import { refusedPage, strangerPage } from './pages/error-pages.tsx'
import { askToCancel, cancelOneJob } from './pages/job-cancel.tsx'
import { failuresPage } from './pages/failures.tsx'
import { searchPage } from './pages/search.tsx'
import { askToOperate, startOperation } from './pages/operation-start.tsx'
import {
  abortOperation,
  operationPage,
  operationsPage,
  undoOperation,
} from './pages/operations.tsx'
import { jobPage, rawJob, setEntryPage } from './pages/job.tsx'
import { askToReset, resetLimit, setLimit } from './pages/limit-act.ts'
import { limitPage } from './pages/limit.tsx'
import { limitsPage } from './pages/limits.tsx'
import { classMetricsPage } from './pages/metrics-class.tsx'
import { metricsPage } from './pages/metrics.tsx'
import { actOnPeriodic } from './pages/periodic-act.ts'
import { periodicListPage, periodicPage } from './pages/periodic.tsx'
import { profileData, profilesPage } from './pages/profiles.tsx'
import { askToClear, clearQueue, deleteDuplicates, deleteFromQueue } from './pages/queue-act.ts'
import { pauseQueue, resumeQueue } from './pages/queue-pause.ts'
import { queuePage } from './pages/queue.tsx'
import { queuesPage } from './pages/queues.tsx'
import { moved } from './pages/redirect.ts'
import { actOnAll, actOnSet, askAboutAll } from './pages/set-act.ts'
import { SET_KINDS } from './pages/set-kinds.ts'
import { saveSettings, settingsPage } from './pages/settings.tsx'
import { setPage } from './pages/set-list.tsx'
import { tabFrame } from './pages/show.tsx'
import { queueStatsJson, statsJson } from './pages/stats-json.ts'
import { serveAsset } from './views/assets.ts'
import { words } from './words/words.ts'

/** A console's router, and what ends the work it does on its own. */
export interface ConsoleApp {
  readonly router: App
  close(): void
  /** When the operations that run here have ended. */
  settled(): Promise<void>
}

/** Builds the router of a console. */
export function createApp(options: ConsoleOptions): ConsoleApp {
  const runner = new OperationRunner(options)
  const watch = new Watch({
    redis: options.redis,
    onError: (error) => options.onError?.(error),
    onTick: () => runner.takeOver(),
  })
  const feed = new LiveFeed(options.redis, options.tabs)
  const app = new Hono<Environment>({ strict: false }).basePath(basePathOf(options) || '/')
  app.use(async (c, next) => writeForRequest(c.req.raw, next, options.languages))
  app.get('/assets/:name', (c) => {
    const accepted = c.req.header('accept-encoding')
    return serveAsset(c.req.param('name'), accepted) ?? strangerPage(options, 404)
  })
  app.use(guard(options, { watch, runner }))
  app.notFound((c) => missing(options, c))
  app.onError((error, c) => failed(options, c, error))
  addLookingRoutes(app)
  addSetRoutes(app)
  addQueueRoutes(app)
  addProcessRoutes(app)
  addOperationRoutes(app)
  addLimitRoutes(app)
  addPeriodicRoutes(app)
  app.get('/settings', (c) => settingsPage(c.get('page')))
  app.post('/settings', (c) => withForm(c, async (form) => saveSettings(c.get('page'), form)))
  app.get('/events', (c) => events(feed, c.get('page')))
  addHostTabs(app, options)
  const close = (): void => {
    feed.close()
    watch.close()
  }
  return { router: app, close, settled: () => runner.settled() }
}

function addLookingRoutes(app: App): void {
  app.get('/', (c) => dashboardPage(c.get('page')))
  app.get('/stats', (c) => statsJson(c.get('page')))
  app.get('/stats/queues', (c) => queueStatsJson(c.get('page')))
  app.get('/dashboard/stats', (c) => moved(c.get('page'), '/stats'))
  app.get('/jobs/:jid', (c) => jobPage(c.get('page'), c.req.param('jid')))
  app.get('/jobs/:jid/raw', (c) => rawJob(c.get('page'), c.req.param('jid')))
  app.get('/jobs/:jid/cancel', (c) =>
    onlyActors(c, () => askToCancel(c.get('page'), c.req.param('jid'))),
  )
  app.post('/jobs/:jid/cancel', (c) =>
    withForm(c, () => cancelOneJob(c.get('page'), c.req.param('jid'))),
  )
  app.get('/search', (c) => searchPage(c.get('page')))
  app.get('/failures', (c) => failuresPage(c.get('page')))
  app.get('/metrics', (c) => metricsPage(c.get('page')))
  app.get('/metrics/:class', (c) => classMetricsPage(c.get('page'), c.req.param('class')))
  app.get('/profiles', (c) => profilesPage(c.get('page')))
  app.get('/profiles/:key', (c) => profileData(c.get('page'), c.req.param('key')))
  app.get('/morgue', (c) => moved(c.get('page'), '/dead'))
  app.get('/morgue/:key', (c) =>
    moved(c.get('page'), `/dead/${encodeURIComponent(c.req.param('key'))}`),
  )
}

function addSetRoutes(app: App): void {
  for (const kind of SET_KINDS) {
    app.get(kind.path, (c) => setPage(c.get('page'), kind))
    app.post(kind.path, (c) => withForm(c, (form) => actOnSet(c.get('page'), kind, form)))
    app.get(`${kind.path}/all/:action`, (c) =>
      onlyActors(c, () => askAboutAll(c.get('page'), kind, c.req.param('action'))),
    )
    app.post(`${kind.path}/all/:action`, (c) =>
      withForm(c, () => actOnAll(c.get('page'), kind, c.req.param('action'))),
    )
    app.get(`${kind.path}/:key`, (c) => setEntryPage(c.get('page'), kind, c.req.param('key')))
  }
}

function addQueueRoutes(app: App): void {
  app.get('/queues', (c) => queuesPage(c.get('page')))
  app.get('/queues/:name', (c) => queuePage(c.get('page'), c.req.param('name')))
  app.post('/queues/:name', (c) =>
    withForm(c, (form) => deleteFromQueue(c.get('page'), c.req.param('name'), form)),
  )
  app.post('/queues/:name/duplicates', (c) =>
    withForm(c, (form) => deleteDuplicates(c.get('page'), c.req.param('name'), form)),
  )
  app.post('/queues/:name/pause', (c) =>
    withForm(c, (form) => pauseQueue(c.get('page'), c.req.param('name'), form)),
  )
  app.post('/queues/:name/resume', (c) =>
    withForm(c, (form) => resumeQueue(c.get('page'), c.req.param('name'), form)),
  )
  app.get('/queues/:name/clear', (c) =>
    onlyActors(c, () => askToClear(c.get('page'), c.req.param('name'))),
  )
  app.post('/queues/:name/clear', (c) =>
    withForm(c, (form) => clearQueue(c.get('page'), c.req.param('name'), form)),
  )
}

function addProcessRoutes(app: App): void {
  app.get('/busy', (c) => busyPage(c.get('page')))
  for (const order of ['quiet', 'stop'] as const) {
    app.get(`/busy/:identity/${order}`, (c) =>
      onlyActors(c, () => askProcess(c.get('page'), c.req.param('identity'), order)),
    )
    app.post(`/busy/:identity/${order}`, (c) =>
      withForm(c, () => orderProcess(c.get('page'), c.req.param('identity'), order)),
    )
  }
}

/** `GET /events`: what has changed, as it happens. */
function events(feed: LiveFeed, page: PageContext): Response {
  const stream = feed.open(page.viewer.name)
  if (stream === null) {
    const headers = { 'retry-after': '60' }
    return withSecurityHeaders(new Response(words().errors.tooManyOpen, { status: 429, headers }))
  }
  const headers = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' }
  return withSecurityHeaders(new Response(stream, { headers }))
}

function addOperationRoutes(app: App): void {
  app.get('/operations', (c) => operationsPage(c.get('page')))
  app.get('/operations/new', (c) => onlyActors(c, () => askToOperate(c.get('page'))))
  app.post('/operations', (c) => withForm(c, (form) => startOperation(c.get('page'), form)))
  app.get('/operations/:id', (c) => operationPage(c.get('page'), c.req.param('id')))
  app.post('/operations/:id/abort', (c) =>
    withForm(c, () => abortOperation(c.get('page'), c.req.param('id'))),
  )
  app.post('/operations/:id/undo', (c) =>
    withForm(c, () => undoOperation(c.get('page'), c.req.param('id'))),
  )
}

function addLimitRoutes(app: App): void {
  app.get('/limits', (c) => limitsPage(c.get('page')))
  app.get('/limits/:name', (c) => limitPage(c.get('page'), c.req.param('name')))
  app.post('/limits/:name', (c) =>
    withForm(c, (form) => setLimit(c.get('page'), c.req.param('name'), form)),
  )
  app.get('/limits/:name/reset', (c) =>
    onlyActors(c, () => askToReset(c.get('page'), c.req.param('name'))),
  )
  app.post('/limits/:name/reset', (c) =>
    withForm(c, () => resetLimit(c.get('page'), c.req.param('name'))),
  )
}

function addPeriodicRoutes(app: App): void {
  app.get('/periodic', (c) => periodicListPage(c.get('page')))
  app.get('/periodic/:name', (c) => periodicPage(c.get('page'), c.req.param('name')))
  for (const action of ['pause', 'resume', 'run'] as const) {
    app.post(`/periodic/:name/${action}`, (c) =>
      withForm(c, (form) => actOnPeriodic(c.get('page'), c.req.param('name'), { action, form })),
    )
  }
  app.get('/loops', (c) => moved(c.get('page'), '/periodic'))
}

function addHostTabs(app: App, options: ConsoleOptions): void {
  for (const tab of options.tabs ?? []) {
    const answer = (c: Call): Promise<Response> =>
      tab.handle(c.req.raw, tabFrame(c.get('page'), tab))
    app.on(['GET', 'POST'], [tab.path, `${tab.path}/*`], answer)
  }
}

/** Pages that ask before acting are of no use to those who may not act. */
function onlyActors(c: Call, answer: () => Promise<Response>): Promise<Response> {
  const page = c.get('page')
  if (page.viewer.canAct) return answer()
  return refusedPage(page, 403, words().errors.onlyLooking)
}

async function withForm(
  c: Call,
  answer: (form: PostedForm) => Promise<Response>,
): Promise<Response> {
  const form = await readForm(c.req.raw)
  if (form !== null) return answer(form)
  return refusedPage(c.get('page'), 413, words().errors.malformedForm)
}
