/**
 * The session cookie: its name and its attributes, in one place.
 *
 * On https it carries the `__Host-` prefix, with which browsers refuse a cookie that another
 * host of the domain, or a plain-http page, tries to plant.
 */

const PLAIN_NAME = 'howdah_session'

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
  const name = sessionCookieName(https)
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === name && value !== undefined && value !== '') return value
  }
  return null
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
