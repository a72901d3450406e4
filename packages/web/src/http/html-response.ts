/**
 * Turns a JSX document into a response.
 */

import type { View } from '../views/view.ts'
import { withSecurityHeaders } from './security-headers.ts'

/** The document as an HTML response with the security headers. Status 200 unless told. */
export async function htmlResponse(
  document: View,
  options: { status?: number; headers?: Readonly<Record<string, string>> } = {},
): Promise<Response> {
  const html = String(await document)
  const response = new Response(`<!doctype html>${html}`, {
    status: options.status ?? 200,
    headers: { ...options.headers, 'content-type': 'text/html; charset=utf-8' },
  })
  return withSecurityHeaders(response)
}
