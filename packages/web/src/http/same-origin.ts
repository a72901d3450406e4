/**
 * The guard of every POST: did the form come from a page of this site?
 *
 * Browsers send `Sec-Fetch-Site` only to trustworthy origins (https and loopback), so a server on
 * plain http in a local network must be judged by `Origin`. The session cookie's `SameSite=Lax` is
 * the layer below. No tokens: they break behind caches and in old tabs, and add nothing here.
 */

import { words } from '../words/words.ts'

/** What the guard knows of the site. */
export interface SameOriginOptions {
  /**
   * The origin under which browsers see the site ("https://example.social"), for servers behind a
   * proxy. Default: the origin of the request's own address.
   */
  readonly publicOrigin?: string
}

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Other types (JSON above all) cannot come from a form of ours; scripts use another door. */
const FORM_TYPES: ReadonlySet<string> = new Set([
  'application/x-www-form-urlencoded',
  'multipart/form-data',
])

/** Why a request was refused, as a sentence for its reader; null when it may pass. */
export function refuseCrossSite(request: Request, options: SameOriginOptions = {}): string | null {
  if (SAFE_METHODS.has(request.method)) return null
  if (!isFromThisSite(request, options)) {
    return words().errors.crossSite
  }
  if (!FORM_TYPES.has(mediaType(request))) {
    return words().errors.onlyForms
  }
  return null
}

/**
 * Whether a changing request comes from a page of this site: `Sec-Fetch-Site` decides where the
 * browser sends it, else `Origin`; a request with neither is refused.
 */
export function isFromThisSite(request: Request, options: SameOriginOptions = {}): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const origin = request.headers.get('origin')
  return origin !== null && origin === (options.publicOrigin ?? new URL(request.url).origin)
}

function mediaType(request: Request): string {
  const header = request.headers.get('content-type') ?? ''
  return (header.split(';')[0] ?? '').trim().toLowerCase()
}
