/**
 * GET /login/oauth and its way back: the log-in on the instance's own page.
 *
 * Both are GETs, because browsers forbid a form to lead to another site. The first one changes
 * nothing but a cookie; the second only works with that cookie, once.
 */
import { CALLBACK_PATH, OauthFlow, packFlow, unpackFlow } from '../sessions/oauth/flow.ts'
import type { FlowEnd } from '../sessions/oauth/flow.ts'
import { InstanceError } from '../sessions/oauth/instance-client.ts'
import { endFlowCookie, flowCookie, isServedOverHttps, readFlowCookie } from '../sessions/cookie.ts'
import { openSession } from '../sessions/log-in.ts'
import { proveSession } from '../sessions/proof.ts'
import { visitorOf } from '../http/client-address.ts'
import { safeReturn } from '../http/safe-return.ts'
import { seeOther } from '../http/see-other.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { errorPage } from '../views/error-page.tsx'
import { words } from '../words/words.ts'
import { logInPage, welcome } from './log-in.tsx'

export { CALLBACK_PATH }

/** GET /login/oauth: `next`, and `proof` for those who are logged in and shall prove it. */
export async function beginOauth(c: SiteContext, deps: SiteDeps): Promise<Response> {
  if (!deps.config.signIn.oauth) return errorPage(c, deps, 404)
  const next = safeReturn(c.req.query('next'))
  try {
    const isProof = c.req.query('proof') !== undefined && c.get('viewer') !== null
    const { authorizeUrl, waiting } = await new OauthFlow(deps).begin(next, { isProof })
    const response = seeOther(authorizeUrl)
    const https = isServedOverHttps(deps.config)
    response.headers.append('set-cookie', flowCookie(packFlow(waiting), https))
    return response
  } catch (error) {
    return unreachable(c, deps, error)
  }
}

/** GET /login/oauth/callback: `code` and `state`, or `error` */
export async function finishOauth(c: SiteContext, deps: SiteDeps): Promise<Response> {
  if (!deps.config.signIn.oauth) return errorPage(c, deps, 404)
  const https = isServedOverHttps(deps.config)
  const cookie = readFlowCookie(c.req.raw, https)
  const waiting = cookie === null ? null : unpackFlow(cookie)
  let response: Response
  try {
    const end = await new OauthFlow(deps).finish(new URL(c.req.url).searchParams, waiting)
    const next = safeReturn(waiting?.returnTo)
    response = await answer(c, deps, { end, next, isProof: waiting?.isProof === true })
  } catch (error) {
    response = await unreachable(c, deps, error)
  }
  response.headers.append('set-cookie', endFlowCookie(https))
  return response
}

async function answer(
  c: SiteContext,
  deps: SiteDeps,
  { end, next, isProof }: { end: FlowEnd; next: string; isProof: boolean },
): Promise<Response> {
  if (isProof) return finishProof(c, deps, { end, next })
  if (end.kind !== 'welcome') {
    return logInPage(c, deps, { next, email: '', status: 403, problem: problemOf(end.kind, deps) })
  }
  const { member, permissions } = end
  const entry = { ...visitorOf(c.req.raw, c.env), member, method: 'oauth', permissions } as const
  const sessionId = await openSession(deps.db, entry)
  return welcome(c, deps, { sessionId, next })
}

/** The log-in at the instance proves who the viewer is, if it is the viewer who logged in. */
async function finishProof(
  c: SiteContext,
  deps: SiteDeps,
  { end, next }: { readonly end: FlowEnd; readonly next: string },
): Promise<Response> {
  const viewer = c.get('viewer')
  if (viewer === null) return seeOther(`/login?next=${encodeURIComponent(next)}`)
  const isSame = end.kind === 'welcome' && end.member.userId === viewer.member.userId
  if (!isSame) {
    const { someoneElse } = words().entering.refusals
    const text = someoneElse(deps.config.localDomain, `@${viewer.member.username}`)
    return errorPage(c, deps, 403, { text })
  }
  const response = seeOther(next)
  response.headers.append('set-cookie', await proveSession(deps, viewer))
  return response
}

function problemOf(kind: Exclude<FlowEnd['kind'], 'welcome'>, deps: SiteDeps): string {
  const domain = deps.config.localDomain
  const { refusals } = words().entering
  switch (kind) {
    case 'not-ours':
      return refusals.notOurs
    case 'denied':
      return refusals.denied(domain)
    case 'member-refused':
      return refusals.memberRefused(domain)
    case 'stranger':
    default:
      return refusals.stranger(domain)
  }
}

function unreachable(c: SiteContext, deps: SiteDeps, error: unknown): Promise<Response> {
  if (!(error instanceof InstanceError)) throw error
  deps.logger.warn({ err: error }, 'A log-in over the instance failed.')
  const { forgotten, unreachable: silent } = words().entering.refusals
  const say = error.code === 'unknown-application' ? forgotten : silent
  return logInPage(c, deps, {
    next: safeReturn(c.req.query('next')),
    email: '',
    status: 502,
    problem: say(deps.config.localDomain),
  })
}
