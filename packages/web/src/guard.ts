/**
 * Who may come in and who may act, decided before any page: by the host, by the right to a page, by
 * where a form comes from and by how often somebody asks.
 */

import type { Context, Hono } from 'hono'
import { coreRight, tabAt, tabRight } from './http/access.ts'
import { ACTIONS_PER_MINUTE, RateLimit } from './http/rate-limit.ts'
import { refuseCrossSite } from './http/same-origin.ts'
import type { ConsoleOptions, TabRight } from './options.ts'
import { createContext } from './pages/context.ts'
import type { ContextParts, PageContext } from './pages/context.ts'
import {
  failurePage,
  notFoundPage,
  refusedPage,
  strangerPage,
  tooManyPage,
} from './pages/error-pages.tsx'
import { words } from './words/words.ts'

/** What the guard gives to the pages behind it. */
export interface Environment {
  Variables: { page: PageContext }
}

export type App = Hono<Environment>
export type Call = Context<Environment>

/** What a viewer may not see is 404; forms from elsewhere, and what is not theirs to do, are 403. */
export function guard(options: ConsoleOptions, services: Pick<ContextParts, 'watch' | 'runner'>) {
  const perMinute = options.actionsPerMinute ?? ACTIONS_PER_MINUTE
  const limits = { act: new RateLimit({ perMinute }), search: new RateLimit({ perMinute }) }
  return async (c: Call, next: () => Promise<void>): Promise<Response | undefined> => {
    const viewer = await options.allow(c.req.raw)
    if (viewer === null) return strangerPage(options, 404)
    services.watch.visit()
    const page = createContext(c.req.raw, { options, ...services, viewer })
    c.set('page', page)
    const right = rightAt(options, page)
    if (right === 'none') return missing(options, c)
    const refusal = refuseAction(options, page, right)
    if (refusal !== null) return refusedPage(page, 403, refusal)
    const waitSeconds = secondsToWait(limits, page)
    if (waitSeconds > 0) return tooManyPage(page, waitSeconds)
    if (showsStats(page)) page.stats().catch(() => {}) // Who shows them learns what went wrong.
    await next()
    if (c.req.method === 'POST') services.watch.forget()
    return undefined
  }
}

/** The numbers in the tabs are read while the page reads what it shows. */
function showsStats({ request, url, basePath }: PageContext): boolean {
  return request.method === 'GET' && url.pathname !== `${basePath}/events`
}

interface Limits {
  readonly act: RateLimit
  readonly search: RateLimit
}

function secondsToWait(limits: Limits, { request, url, viewer, basePath }: PageContext): number {
  if (request.method === 'POST') return limits.act.take(viewer.name)
  return url.pathname === `${basePath}/search` ? limits.search.take(viewer.name) : 0
}

function rightAt(options: ConsoleOptions, { url, viewer, basePath }: PageContext): TabRight {
  const path = url.pathname.slice(basePath.length)
  const tab = tabAt(options.tabs ?? [], path)
  if (tab !== undefined) return tabRight(viewer, tab)
  // They change this browser's own cookie, nothing that others see.
  if (path === '/settings') return 'act'
  // Names what has changed and nothing of a job, so pages of tabs may follow it too.
  return path === '/events' ? 'look' : coreRight(viewer)
}

function refuseAction(
  options: ConsoleOptions,
  { request }: PageContext,
  right: TabRight,
): string | null {
  if (request.method === 'GET' || request.method === 'HEAD') return null
  const { publicOrigin } = options
  const refusal = refuseCrossSite(request, publicOrigin === undefined ? {} : { publicOrigin })
  if (refusal !== null) return refusal
  return right === 'act' ? null : words().errors.onlyLooking
}

/** The answer for an address that is none, or that this viewer may not see. */
export function missing(options: ConsoleOptions, c: Call): Response | Promise<Response> {
  const page = pageOf(c)
  if (page === undefined) return strangerPage(options, 404)
  return notFoundPage(page, words().errors.nothingHere)
}

/** The answer where a page has thrown. */
export function failed(
  options: ConsoleOptions,
  c: Call,
  error: unknown,
): Response | Promise<Response> {
  const page = pageOf(c)
  if (page !== undefined) return failurePage(page, error)
  options.onError?.(error)
  return strangerPage(options, 500)
}

/** The context, if the guard came as far as making one. */
function pageOf(c: Call): PageContext | undefined {
  return c.get('page')
}
