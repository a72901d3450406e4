/**
 * Turns a JSX document into a response.
 */

import type { View } from '../views/view.ts'
import { withSecurityHeaders } from './security-headers.ts'

/** The document as an HTML response with the security headers. Status 200 unless told. */
export function htmlResponse(
  document: View,
  options: { status?: number; headers?: Readonly<Record<string, string>> } = {},
): Response {
  const response = new Response(htmlText(document), {
    status: options.status ?? 200,
    headers: { ...options.headers, 'content-type': HTML },
  })
  return withSecurityHeaders(response)
}

/** The media type of all pages. */
export const HTML = 'text/html; charset=utf-8'

/** The document as it is sent. */
export function htmlText(document: View): string {
  return `<!doctype html>${document.toString()}`
}
