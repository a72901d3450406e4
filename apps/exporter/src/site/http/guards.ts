/**
 * What a request must be to come in – a change comes from this site and is small – and who may come to a
 * page: everybody who is logged in, or those whose role allows it.
 */
import { isFromThisSite, refuseCrossSite } from '@howdah/web/views'
import { bodyLimit } from 'hono/body-limit'
import type { SiteContext, SiteDeps, SiteHandler } from '../context.ts'
import type { Permission } from '../sessions/permissions.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { errorPage } from '../views/error-page.tsx'
import { words } from '../words/words.ts'
import { LARGEST_BODY_BYTES } from './form.ts'
import { isApi, jsonError, wantsJson } from './scripts.ts'
import { seeOther } from './see-other.ts'

/** No page has an address with U+0000 in it, and no column of the database can hold it. */
export function refuseNul(deps: SiteDeps): SiteHandler {
  return (c, next) => {
    if (!/%00|\0/.test(c.req.url)) return next()
    return errorPage(c, deps, 400)
  }
}

/** Every POST: from this site, and at most 64 KB. */
export function guardChanges(deps: SiteDeps): SiteHandler {
  const publicOrigin = new URL(deps.config.publicUrl).origin
  const limit = bodyLimit({
    maxSize: LARGEST_BODY_BYTES,
    onError: (c) => errorPage(c, deps, 413),
  })
  return async (c, next) => {
    const request = c.req.raw
    if (request.method === 'GET' || request.method === 'HEAD') return next()
    if (isApi(c) && !isFromThisSite(request, { publicOrigin })) {
      return jsonError('Send the Origin of this site along; nothing was changed.', 403)
    }
    const refusal = isApi(c) ? null : refuseCrossSite(request, { publicOrigin })
    if (refusal !== null) return errorPage(c, deps, 403, { text: refusal })
    return limit(c, next)
  }
}

/** Visitors are sent to the log-in page and come back afterwards. */
export function requireMember(): SiteHandler {
  return async (c, next) => {
    if (c.get('viewer')) return next()
    if (wantsJson(c)) return jsonError('Log in first: this needs a session cookie.', 401)
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return seeOther('/login')
    const url = new URL(c.req.url)
    return seeOther(`/login?next=${encodeURIComponent(url.pathname + url.search)}`)
  }
}

export type MemberPage = (c: SiteContext, deps: SiteDeps, viewer: Viewer) => Promise<Response>

/** A page for everybody who is logged in. */
export function forMember(deps: SiteDeps, page: MemberPage): SiteHandler {
  return (c) => {
    const viewer = c.get('viewer')
    return viewer ? page(c, deps, viewer) : errorPage(c, deps, 404)
  }
}

export interface Needed {
  /** Without it the address does not exist. */
  readonly look: Permission
  /** What it takes beside that; refused without. */
  readonly act?: readonly Permission[]
}

/** A page for a permission, and perhaps an action that needs more than looking. */
export function forStaff(
  deps: SiteDeps,
  needed: Permission | Needed,
  page: MemberPage,
): SiteHandler {
  const { look, act = [] } = typeof needed === 'string' ? { look: needed } : needed
  return forMember(deps, async (c, _deps, viewer) => {
    if (!viewer.can(look)) return errorPage(c, deps, 404)
    if (act.every((name) => viewer.can(name))) return page(c, deps, viewer)
    return errorPage(c, deps, 403, { text: words().failures.mayOnlyLook })
  })
}

/** An address of the API that knows these methods and no other. */
export function otherMethods(allow: string): () => Promise<Response> {
  return () => Promise.resolve(jsonError(`This address knows ${allow} alone.`, 405, { allow }))
}
