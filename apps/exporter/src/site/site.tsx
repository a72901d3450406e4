/**
 * The site: one Hono application with everything people see of Howdah.
 *
 * From outside in: every answer gets the security headers; assets and the health check are open;
 * a changing request must come from a page of this site and be small; the viewer is read from the
 * session; and from there on only the choice of a language and what begins with `/login` is open to
 * visitors. What is not listed here does not exist: closed by default.
 */
import { Kept } from '@howdah/engine/api'
import {
  ENGLISH,
  languageOf,
  type Reader,
  readerFor,
  withSecurityHeaders,
  writeFor,
} from '@howdah/web/views'
import { Hono } from 'hono'
import type { SiteContext, SiteDeps, SiteEnv, SiteHandler } from './context.ts'
import type { ServerBindings } from './http/client-address.ts'
import { withinDatabaseLimit } from './http/database-deadline.ts'
import { answerError } from './http/failure.ts'
import {
  forMember,
  forStaff,
  guardChanges,
  type Needed,
  otherMethods,
  refuseNul,
  requireMember,
} from './http/guards.ts'
import { wantsJson } from './http/scripts.ts'
import { limitRates, type SiteRates, USUAL_RATES } from './http/rate-limits.ts'
import { HOME } from './http/safe-return.ts'
import { seeOther } from './http/see-other.ts'
import { listSchedule, requestForMember, showScheduled } from './pages/admin-api.ts'
import { listExports, requestExport, showExport } from './pages/api.ts'
import { auditCsv } from './pages/audit-csv.ts'
import { showAudit } from './pages/audit.tsx'
import { postMailChoice, postRecurring } from './pages/member-choices.tsx'
import { postRequestForUser } from './pages/request-for-user.tsx'
import {
  postBulk,
  postSetting,
  SERVER_EXPORTS,
  showServerExports,
} from './pages/server-exports.tsx'
import { showCsv } from './pages/csv.ts'
import { DOCTOR_PATH, type KeptExamination, postMend, showDoctor } from './pages/doctor.tsx'
import { download, downloadBackup } from './pages/download.ts'
import { postEditUser, showEditUser } from './pages/edit-user.tsx'
import { IMPORTS_PATH, showImports } from './pages/imports.tsx'
import { LANGUAGE_PATH, postLanguage } from './pages/language.ts'
import { postLogIn, postLogOut, showLogIn } from './pages/log-in.tsx'
import { showMail, showMessage } from './pages/mail.tsx'
import {
  confirmDelete,
  postCancel,
  postDelete,
  postMemberExport,
  postRetry,
  showMemberExports,
} from './pages/member-exports.tsx'
import { postConfirm, type Replay, showConfirm } from './pages/confirm-identity.tsx'
import { OVERVIEW_PATH, showOverview } from './pages/overview.tsx'
import { beginOauth, CALLBACK_PATH, finishOauth } from './pages/oauth.ts'
import {
  postEndOthers,
  postEndSession,
  postEndSessionOf,
  SESSIONS_PATH,
  showSessions,
} from './pages/sessions.tsx'
import { postOpenLink, postSignInLink, showSignInLink } from './pages/sign-in-link.tsx'
import { postTimes, showTimes } from './pages/times.tsx'
import { showUsers } from './pages/users.tsx'
import { CONSOLE_PATH, maySeeConsole, mountConsole } from './schedule/console.ts'
import { EXPORT_POSTS } from './schedule/possible.ts'
import { isServedOverHttps, readSessionCookie } from './sessions/cookie.ts'
import { PROOF_PATH } from './sessions/proof.ts'
import { findViewer, type Viewer } from './sessions/viewer.ts'
import { errorPage } from './views/error-page.tsx'
import { TIMES_PATH } from './views/site-page.tsx'
import { ASSET_BASE, siteAsset } from './views/site-assets.ts'

/** Anything that answers requests; `bindings` is what `@hono/node-server` passes along. */
export interface Site {
  fetch(request: Request, bindings?: ServerBindings): Promise<Response>
  /** Method and path of every route, the console's too: a test goes through all that change something. */
  readonly routes: readonly SiteRoute[]
}

/** What tests turn. */
export interface SiteOptions {
  readonly rates?: SiteRates
}

interface SiteRoute {
  readonly method: string
  readonly path: string
}

/**
 * Builds the site from its parts.
 *
 * @example
 * serve({ fetch: createSite(services).fetch, port: 3000 })
 */
export function createSite(deps: SiteDeps, { rates = USUAL_RATES }: SiteOptions = {}): Site {
  const app = new Hono<SiteEnv>()
  const viewerOf = viewerFinder(deps)
  app.onError((error, c) => answerError(c, deps, error))
  app.notFound((c) => errorPage(c, deps, 404))
  app.use(prepare())
  app.use(refuseNul(deps))
  openRoutes(app)
  app.use(guardChanges(deps))
  app.use(readViewer(viewerOf))
  app.use(limitRates(deps, rates, isConsole))
  app.get('/login', (c) => showLogIn(c, deps))
  app.post('/login', (c) => postLogIn(c, deps))
  app.post(LANGUAGE_PATH, (c) => postLanguage(c, deps))
  app.get('/login/oauth', (c) => beginOauth(c, deps))
  app.get(CALLBACK_PATH, (c) => finishOauth(c, deps))
  app.get('/login/link/:token', (c) => showSignInLink(c, deps))
  app.post('/login/link/:token', (c) => postOpenLink(c, deps))
  app.use(requireMember())
  memberRoutes(app, deps)
  sessionRoutes(app, deps)
  adminRoutes(app, deps)
  const inConsole = consoleRoutes(app, deps, viewerOf)
  return {
    fetch: async (request, bindings = {}) => app.fetch(request, bindings),
    routes: [...app.routes.map(({ method, path }) => ({ method, path })), ...inConsole],
  }
}

/** Gives every request its moment, and every answer its headers. */
function prepare(): SiteHandler {
  return async (c, next) => {
    c.set('now', new Date())
    c.set('viewer', null)
    await writeFor(readerOf(c), next)
    withSecurityHeaders(c.res)
  }
}

function openRoutes(app: Hono<SiteEnv>): void {
  app.get('/healthz', () => new Response('ok\n', { headers: { 'content-type': 'text/plain' } }))
  app.get(`${ASSET_BASE}/:name`, async (c, next) => {
    const asset = siteAsset(c.req.param('name'))
    return asset ?? next()
  })
}

const isConsole = (c: SiteContext): boolean =>
  c.req.path === CONSOLE_PATH || c.req.path.startsWith(`${CONSOLE_PATH}/`)

type ViewerOf = (request: Request) => Promise<Viewer | null>

/** Finds the member behind a request: once, also when the console asks again. */
function viewerFinder(deps: SiteDeps): ViewerOf {
  const found = new WeakMap<Request, Promise<Viewer | null>>()
  return (request) => {
    const known = found.get(request)
    if (known) return known
    const id = readSessionCookie(request, isServedOverHttps(deps.config))
    const viewer = id === null ? Promise.resolve(null) : withinDatabaseLimit(findViewer(deps, id))
    found.set(request, viewer)
    return viewer
  }
}

function readViewer(viewerOf: ViewerOf): SiteHandler {
  return async (c, next) => {
    const viewer = await viewerOf(c.req.raw)
    c.set('viewer', viewer)
    await writeFor(readerOf(c), next)
  }
}

/**
 * Who the answer is written for: the language chosen for the browser, else the member's own in Mastodon,
 * else what the browser asks for. Programs read the API: its sentences are English for all.
 */
function readerOf(c: SiteContext): Reader {
  if (wantsJson(c)) return ENGLISH
  return readerFor(c.req.raw, languageOf(c.get('viewer')?.member.locale ?? null))
}

const EXPORTS: Needed = { look: 'view_exports', act: ['manage_exports'] }

function memberRoutes(app: Hono<SiteEnv>, deps: SiteDeps): void {
  app.get('/', () => seeOther(HOME))
  app.get('/settings', () => seeOther(HOME))
  app.post('/logout', (c) => postLogOut(c, deps))
  app.get('/settings/export', forMember(deps, showMemberExports))
  app.post('/settings/export', forMember(deps, postMemberExport))
  app.get(IMPORTS_PATH, forMember(deps, showImports))
  app.get('/settings/exports/:file{[a-z_]+\\.csv}', forMember(deps, showCsv))
  app.post('/settings/export/recurring', forMember(deps, postRecurring))
  app.post('/settings/export/mail', forMember(deps, postMailChoice))
  app.get(TIMES_PATH, forMember(deps, showTimes))
  app.post(TIMES_PATH, forMember(deps, postTimes))
  app.post('/settings/exports/:id/cancel', forMember(deps, postCancel))
  app.post('/settings/exports/:id/retry', forMember(deps, postRetry))
  app.get('/settings/exports/:id/delete', forMember(deps, confirmDelete))
  app.post('/settings/exports/:id/delete', forMember(deps, postDelete))
  app.get('/exports/:id/download', forMember(deps, download))
  app.get('/backups/:id/download', forMember(deps, downloadBackup))
  app.get('/api/v1/exports', forMember(deps, listExports))
  app.post('/api/v1/exports', forMember(deps, requestExport))
  app.all('/api/v1/exports', otherMethods('GET, POST'))
  app.get('/api/v1/exports/:id', forMember(deps, showExport))
  app.all('/api/v1/exports/:id', otherMethods('GET'))
  app.get('/api/v1/admin/exports', forStaff(deps, 'view_exports', listSchedule))
  app.post('/api/v1/admin/exports', forStaff(deps, EXPORTS, requestForMember))
  app.all('/api/v1/admin/exports', forStaff(deps, 'view_exports', otherMethods('GET, POST')))
  app.get('/api/v1/admin/exports/:id', forStaff(deps, 'view_exports', showScheduled))
  app.all('/api/v1/admin/exports/:id', forStaff(deps, 'view_exports', otherMethods('GET')))
  app.all('/api/*', (c) => errorPage(c, deps, 404))
}

/** One's sessions, and proving who one is. What waited for the proof goes through the whole site once more. */
function sessionRoutes(app: Hono<SiteEnv>, deps: SiteDeps): void {
  app.get(SESSIONS_PATH, forMember(deps, showSessions))
  app.post(`${SESSIONS_PATH}/end-others`, forMember(deps, postEndOthers))
  app.post(`${SESSIONS_PATH}/:session/end`, forMember(deps, postEndSession))
  app.get(PROOF_PATH, forMember(deps, showConfirm))
  app.post(
    PROOF_PATH,
    forMember(deps, (c, _deps, viewer) => {
      const replay: Replay = async (request) => app.fetch(request, c.env)
      return postConfirm(c, deps, { viewer, replay })
    }),
  )
}

function adminRoutes(app: Hono<SiteEnv>, deps: SiteDeps): void {
  app.get(OVERVIEW_PATH, forMember(deps, showOverview))
  app.get('/admin/users', forStaff(deps, 'manage_users', showUsers))
  app.get('/admin/users/:id/edit', forStaff(deps, 'manage_users', showEditUser))
  app.post('/admin/users/:id/edit', forStaff(deps, 'manage_users', postEditUser))
  app.post('/admin/users/:id/sign-in-link', forStaff(deps, 'manage_users', postSignInLink))
  app.post(
    '/admin/users/:id/sessions/:session/end',
    forStaff(deps, 'manage_users', postEndSessionOf),
  )
  app.post('/admin/users/:id/request-export', forStaff(deps, EXPORTS, postRequestForUser))
  app.get(SERVER_EXPORTS, forStaff(deps, 'administrator', showServerExports))
  app.post(`${SERVER_EXPORTS}/settings`, forStaff(deps, 'administrator', postSetting))
  app.post(`${SERVER_EXPORTS}/bulk`, forStaff(deps, 'administrator', postBulk))
  app.get('/admin/audit', forStaff(deps, 'view_audit_log', showAudit))
  app.get('/admin/audit.csv', forStaff(deps, 'view_audit_log', auditCsv))
  app.get('/admin/mail', forStaff(deps, 'administrator', showMail))
  app.get('/admin/mail/:id', forStaff(deps, 'administrator', showMessage))
  const kept: KeptExamination = new Kept()
  app.get(
    DOCTOR_PATH,
    forStaff(deps, 'view_devops', (c, _deps, viewer) => showDoctor(c, deps, { viewer, kept })),
  )
  app.post(
    `${DOCTOR_PATH}/mend`,
    forStaff(deps, MEND, (c, _deps, viewer) => postMend(c, deps, { viewer, kept })),
  )
}

/** The doctor mends jobs and exports alike. */
const MEND: Needed = { look: 'view_devops', act: ['manage_jobs', 'manage_exports'] }

/** Mounts the console and answers its routes. */
function consoleRoutes(
  app: Hono<SiteEnv>,
  deps: SiteDeps,
  viewerOf: ViewerOf,
): readonly SiteRoute[] {
  const console = mountConsole(deps, viewerOf)
  // The audit is of the whole site; whoever looks for it among the pages of jobs finds it too.
  app.get(
    `${CONSOLE_PATH}/audit`,
    forStaff(deps, 'view_audit_log', async (c) =>
      seeOther(`/admin/audit${new URL(c.req.url).search}`),
    ),
  )
  app.use(async (c, next) => {
    if (!isConsole(c)) return next()
    // Strangers get the site's own 404, the same as for any other address.
    const viewer = c.get('viewer')
    if (viewer === null || !maySeeConsole(viewer)) return errorPage(c, deps, 404)
    return console.fetch(c.req.raw)
  })
  const posts = EXPORT_POSTS.map((path) => ({
    method: 'POST',
    path: `${CONSOLE_PATH}/exports${path}`,
  }))
  return [...console.routes, ...posts]
}
