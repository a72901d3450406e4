/**
 * The health endpoint: a small HTTP server that says whether jobs are fetched, not merely whether a
 * process is there.
 *
 * `GET /` and `/health`: 200 while the process can fetch, else 503. `GET /ready`: 200 only while it
 * takes new jobs. The body is JSON and the same for all.
 */
import { once } from 'node:events'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { HealthOptions } from '../config/settings.ts'
import { InvalidSettingsError, toError } from '../errors.ts'
import type { Health } from './vitals.ts'

/** Sidekiq's, and the default of everything that probes it. */
export const HEALTH_PORT = 7_433

/** What the endpoint answers with. */
export interface HealthAnswer extends Health {
  readonly body: Readonly<Record<string, unknown>>
}

/** A probe sends a few hundred bytes at once; whoever does not is not waited for. */
const REQUEST_TIMEOUT_MS = 5_000

/** Serves health. */
export class HealthEndpoint {
  readonly #options: HealthOptions
  readonly #answer: () => HealthAnswer
  #server: Server | null = null

  constructor(options: HealthOptions, answer: () => HealthAnswer) {
    this.#options = options
    this.#answer = answer
  }

  /** Starts to listen; gives the port. Throws InvalidSettingsError when the port cannot be had. */
  async listen(): Promise<number> {
    const { port, host = '0.0.0.0' } = this.#options
    const server = await createHealthServer(this.#answer)
    this.#server = server
    server.listen(port, host)
    try {
      await once(server, 'listening')
    } catch (error) {
      throw new InvalidSettingsError(
        `The health endpoint cannot listen on ${host}:${port}: ${toError(error).message}. ` +
          'Choose another port, or end the program that has it.',
        { cause: error },
      )
    }
    const address = server.address()
    return address !== null && typeof address === 'object' ? address.port : port
  }

  /** Stops listening and drops open connections. */
  async close(): Promise<void> {
    const server = this.#server
    if (server === null || !server.listening) return
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
}

async function createHealthServer(answer: () => HealthAnswer): Promise<Server> {
  // Loaded here: a process without an endpoint starts a fifth faster.
  const { createServer } = await import('node:http')
  const server = createServer((request, response) => reply(request, response, answer))
  server.requestTimeout = REQUEST_TIMEOUT_MS
  server.unref()
  return server
}

function reply(
  request: IncomingMessage,
  response: ServerResponse,
  answer: () => HealthAnswer,
): void {
  request.resume()
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (!isRead) return send(response, 405, { error: 'Only GET and HEAD.' })
  const path = (request.url ?? '/').split('?')[0]
  if (path !== '/' && path !== '/health' && path !== '/ready') {
    return send(response, 404, { error: 'Here are /health and /ready.' })
  }
  const { isHealthy, isReady, body } = answer()
  send(response, (path === '/ready' ? isReady : isHealthy) ? 200 : 503, body)
}

function send(response: ServerResponse, status: number, body: object): void {
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }
  response.writeHead(status, { ...headers, Connection: 'close' })
  response.end(`${JSON.stringify(body)}\n`)
}
