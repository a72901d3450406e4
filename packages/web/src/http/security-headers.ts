/**
 * The headers that every page carries.
 *
 * Pages hold nothing inline, neither script nor style, so the policy needs no nonces.
 */

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** Name and value of each header. `Referrer-Policy: no-referrer` would turn `Origin` into `null`. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'private, no-store',
}

/**
 * Sets the headers on a response and returns it. A `Cache-Control` that the response already has
 * (assets) stays.
 */
export function withSecurityHeaders(response: Response): Response {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
    if (name === 'cache-control' && response.headers.has(name)) continue
    response.headers.set(name, value)
  }
  return response
}
