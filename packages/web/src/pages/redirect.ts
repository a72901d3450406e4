/**
 * Where a POST ends: a redirect with one sentence for the next page.
 */

import { flashCookie } from '../http/flash-cookie.ts'
import { withSecurityHeaders } from '../http/security-headers.ts'
import type { PostedForm } from '../http/params.ts'
import type { NoticeTone } from '../views/flash.tsx'
import type { PageContext } from './context.ts'

/** Goes to `path` (below the base path) and leaves `text` there. */
export function redirectWith(
  context: PageContext,
  path: string,
  [tone, text]: readonly [tone: NoticeTone, text: string],
): Response {
  const headers = {
    location: `${context.basePath}${path}` || '/',
    'set-cookie': flashCookie({ tone, text }, context.basePath),
  }
  return withSecurityHeaders(new Response(null, { status: 303, headers }))
}

/** On to an address of our own, base path included. */
export function seeOther(location: string): Response {
  return withSecurityHeaders(new Response(null, { status: 303, headers: { location } }))
}

/** A plain redirect for an address that moved. */
export function moved(context: PageContext, path: string): Response {
  const location = `${context.basePath}${path}${context.url.search}`
  return withSecurityHeaders(new Response(null, { status: 302, headers: { location } }))
}

/** Back to the search that a form came from; nothing but our own searches. */
export function searchBack(form: PostedForm): string | null {
  const back = form.one('back')
  return /^\/search\?[\w%.&=+*-]{0,2000}$/u.test(back) ? back : null
}
