/**
 * How often one visitor may try to log in, and one member may act, search and fetch files, in a minute.
 *
 * The brake on guessing passwords (sessions/throttle.ts) counts failures and lies in the database; this one
 * keeps a script from wearing the server out, and each process counts for itself. The console has its own
 * for its pages and buttons, but not for the search in the schedule.
 */
import { RateLimit } from '@howdah/web/views'
import type { SiteContext, SiteDeps, SiteHandler } from '../context.ts'
import { errorPage } from '../views/error-page.tsx'
import { clientAddress } from './client-address.ts'

/** So many in a minute. */
export interface SiteRates {
  /** Log-ins of one address, whether they succeed or not. */
  readonly logIns: number
  /** Changes by one member, requests for exports among them. */
  readonly acts: number
  readonly searches: number
  /** Lists as CSV, the audit among them. */
  readonly files: number
}

export const USUAL_RATES: SiteRates = { logIns: 30, acts: 120, searches: 120, files: 20 }

/** Pages with a search that reads more than a page. */
const SEARCHED: readonly string[] = [
  '/admin/users',
  '/admin/audit',
  '/sidekiq/exports',
  '/api/v1/admin/exports',
]

/** Answers 429 with the seconds to wait, before anything was looked up or changed. */
export function limitRates(
  deps: SiteDeps,
  rates: SiteRates,
  isConsole: (c: SiteContext) => boolean,
): SiteHandler {
  const limits = {
    logIns: new RateLimit({ perMinute: rates.logIns }),
    acts: new RateLimit({ perMinute: rates.acts }),
    searches: new RateLimit({ perMinute: rates.searches }),
    files: new RateLimit({ perMinute: rates.files }),
  }
  return async (c, next) => {
    const kind = kindOf(c, isConsole(c))
    const waitSeconds = kind === null ? 0 : limits[kind].take(nameOf(c, kind))
    return waitSeconds === 0 ? next() : tooMany(c, deps, waitSeconds)
  }
}

function kindOf(c: SiteContext, isInConsole: boolean): keyof SiteRates | null {
  const { path, method } = c.req
  const isRead = method === 'GET' || method === 'HEAD'
  if (path.startsWith('/login/') || (path === '/login' && !isRead)) return 'logIns'
  // Refused anyway, and not by this.
  if (c.get('viewer') === null) return null
  if (!isRead) return isInConsole ? null : 'acts'
  if (path.endsWith('.csv')) return 'files'
  return SEARCHED.includes(path) && (c.req.query('q') ?? '') !== '' ? 'searches' : null
}

/** An address may share its log-ins among many members, a member anything else among many addresses. */
function nameOf(c: SiteContext, kind: keyof SiteRates): string {
  const userId = c.get('viewer')?.member.userId
  return kind === 'logIns' || userId === undefined ? clientAddress(c.req.raw, c.env) : userId
}

function tooMany(c: SiteContext, deps: SiteDeps, waitSeconds: number): Promise<Response> {
  return errorPage(c, deps, 429, { headers: { 'retry-after': String(waitSeconds) } })
}
