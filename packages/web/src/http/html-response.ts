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
  const html = await render(await document)
  const response = new Response(`<!doctype html>${html}`, {
    status: options.status ?? 200,
    headers: { ...options.headers, 'content-type': 'text/html; charset=utf-8' },
  })
  return withSecurityHeaders(response)
}

/** A node renders to a promise as soon as one component in it is asynchronous. */
async function render(node: { toString(): string | Promise<string> }): Promise<string> {
  return node.toString()
}
