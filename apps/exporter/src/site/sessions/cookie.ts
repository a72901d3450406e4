/**
 * The session cookie: its name and its attributes, in one place.
 *
 * On https it carries the `__Host-` prefix, with which browsers refuse a cookie that another
 * host of the domain, or a plain-http page, tries to plant.
 */

const PLAIN_NAME = 'howdah_session'
const FLOW_NAME = 'howdah_oauth'

/**
 * Whether members reach these pages over https. Not Mastodon's own scheme: a Secure cookie on plain
 * http (a trial, a private network) is thrown away by most clients, and nobody could log in.
 */
export function isServedOverHttps({ publicUrl }: { readonly publicUrl: string }): boolean {
  return publicUrl.startsWith('https:')
}

/** The cookie's name for a site that is, or is not, served over https. */
export function sessionCookieName(https: boolean): string {
  return https ? `__Host-${PLAIN_NAME}` : PLAIN_NAME
}

/** The session id a request carries, or null. */
export function readSessionCookie(request: Request, https: boolean): string | null {
  return readCookie(request, sessionCookieName(https))
}

function readCookie(request: Request, name: string): string | null {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === name && value !== undefined && value !== '') return value
  }
  return null
}

/** What waits while its owner is at the instance's log-in page; null without it. */
export function readFlowCookie(request: Request, https: boolean): string | null {
  return readCookie(request, flowCookieName(https))
}

/** `Set-Cookie` of a log-in that has begun; it ends after ten minutes. */
export function flowCookie(value: string, https: boolean): string {
  return `${flowCookieName(https)}=${value}; ${attributes(https)}; Max-Age=600`
}

/** `Set-Cookie` that takes it away again. */
export function endFlowCookie(https: boolean): string {
  return `${flowCookieName(https)}=; ${attributes(https)}; Max-Age=0`
}

function flowCookieName(https: boolean): string {
  return https ? `__Host-${FLOW_NAME}` : FLOW_NAME
}

/** `Set-Cookie` that starts a session. Lax, not Strict: the link in the mail must arrive logged in. */
export function startCookie(id: string, https: boolean): string {
  return `${sessionCookieName(https)}=${id}; ${attributes(https)}`
}

/** `Set-Cookie` that ends it. */
export function endCookie(https: boolean): string {
  return `${sessionCookieName(https)}=; ${attributes(https)}; Max-Age=0`
}

function attributes(https: boolean): string {
  return `Path=/; HttpOnly; SameSite=Lax${https ? '; Secure' : ''}`
}
