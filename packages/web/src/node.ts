/**
 * Door "@howdah/web/node": the console behind `node:http`, and so behind Express, Fastify, Next's
 * API routes and everything else that hands on Node's own requests and responses.
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'

/** Whatever answers requests: a console. */
export interface Fetches {
  fetch(request: Request): Promise<Response>
}

/** How requests are read. */
export interface NodeListenerOptions {
  /**
   * The origin that browsers see, "https://example.social". Needed behind a proxy that ends TLS;
   * default: `http://` and the request's own host.
   */
  readonly origin?: string
}

/** Handles a request of `node:http`; also takes what Express and Fastify (`raw`) hand on. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => void

/**
 * A console as a listener of `node:http`. Frameworks that cut the mount path off (`app.use` of
 * Express) keep the whole one in `originalUrl`, which is what the console gets.
 *
 * @example
 * http.createServer(nodeListener(console)).listen(3000)
 * app.use('/sidekiq', nodeListener(console)) // Express
 */
export function nodeListener(target: Fetches, options: NodeListenerOptions = {}): NodeListener {
  return (request, response) => {
    answer(target, options, { request, response }).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined)
    })
  }
}

interface Exchange {
  readonly request: IncomingMessage & { readonly originalUrl?: string }
  readonly response: ServerResponse
}

async function answer(
  target: Fetches,
  options: NodeListenerOptions,
  { request, response }: Exchange,
): Promise<void> {
  const leaving = new AbortController()
  response.once('close', () => leaving.abort())
  const answered = await target.fetch(toRequest(request, options, leaving.signal))
  response.statusCode = answered.status
  for (const [name, value] of answered.headers) {
    if (name !== 'set-cookie') response.setHeader(name, value)
  }
  const cookies = answered.headers.getSetCookie()
  if (cookies.length > 0) response.setHeader('set-cookie', cookies)
  if (answered.body === null) return void response.end()
  response.flushHeaders()
  await sendBody(answered.body, response)
}

function toRequest(
  request: Exchange['request'],
  { origin }: NodeListenerOptions,
  signal: AbortSignal,
): Request {
  const base = origin ?? `http://${request.headers.host ?? 'localhost'}`
  const url = new URL(request.originalUrl ?? request.url ?? '/', base)
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    // HTTP/2 has names that begin with a colon; they say what the URL says already.
    if (!name.startsWith(':')) for (const one of [value ?? []].flat()) headers.append(name, one)
  }
  const method = request.method ?? 'GET'
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers, signal })
  // The types of Node's and of fetch's streams differ; the values are the same.
  const body = Readable.toWeb(request) as ReadableStream<Uint8Array>
  return new Request(url, { method, headers, signal, body, duplex: 'half' })
}

async function sendBody(body: ReadableStream<Uint8Array>, response: ServerResponse): Promise<void> {
  const reader = body.getReader()
  // A stream that has nothing to say for a while must learn at once that nobody listens any more.
  const cancel = (): void => void reader.cancel().catch(() => undefined) // It has failed by itself.
  response.once('close', cancel)
  if (response.destroyed) cancel()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (!response.write(next.value)) await drained(response)
  }
  response.end()
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      response.off('drain', go)
      response.off('close', go)
      resolve()
    }
    response.once('drain', go)
    response.once('close', go)
  })
}
