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
  const response = new Response(await htmlText(document), {
    status: options.status ?? 200,
    headers: { ...options.headers, 'content-type': HTML },
  })
  return withSecurityHeaders(response)
}

/** The media type of all pages. */
export const HTML = 'text/html; charset=utf-8'

/** The document as it is sent. */
export async function htmlText(document: View): Promise<string> {
  return `<!doctype html>${await render(await document)}`
}

/** A node renders to a promise as soon as one component in it is asynchronous. */
async function render(node: { toString(): string | Promise<string> }): Promise<string> {
  return node.toString()
}
