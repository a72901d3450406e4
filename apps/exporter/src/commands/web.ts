/** `howdah web`: the pages and the JSON API, in a process of its own that builds nothing. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { serve, type ServerType } from '@hono/node-server'
import type { Logger } from '@howdah/engine'
import { Command } from 'commander'
import { widenHeap } from '../bound-heap.ts'
import type { Config } from '../config/config.ts'
import { openServices, type Services } from '../services.ts'
import type { Site } from '../site/site.tsx'
import { envOption, loadConfig } from './environment.ts'
import { createProcessLogger } from './logger.ts'
import { untilStopped } from './signals.ts'

/** Downloads and live pages that are still open after this time are cut off. */
const CLOSE_TIMEOUT_MS = 5_000

export function webCommand(): Command {
  return new Command('web')
    .description('serve the pages and the JSON API')
    .addOption(envOption())
    .action(async (options: { readonly env?: string }) => runWeb(loadConfig(options.env)))
}

async function runWeb(config: Config): Promise<void> {
  widenHeap()
  const logger = createProcessLogger('web', config.logLevel)
  // Loaded here, so that the other commands need not read the pages.
  const { createSite } = await import('../site/site.tsx')
  const services = await openServices(config, logger)
  try {
    const site = createSite(services)
    const server = await listen(site, config)
    logger.info(`READY: the pages are at ${addressOf(server)}`)
    await resumeOperations(services)
    await untilStopped(logger)
    await closeServer(server, logger)
  } finally {
    await services.close()
  }
}

async function listen(site: Site, config: Config): Promise<ServerType> {
  const server = serve({
    fetch: (request, bindings) => site.fetch(request, bindings),
    hostname: config.web.host,
    port: config.web.port,
  })
  // `once` also ends with the error that comes instead.
  await once(server, 'listening').catch((error: unknown) => {
    throw explainListen(error, config)
  })
  return server
}

function explainListen(error: unknown, { web }: Config): Error {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  const place = `${web.host}:${web.port}`
  if (code === 'EADDRINUSE') {
    return new Error(`${place} is taken by another program. Set PORT to a free one.`)
  }
  if (code === 'EACCES') {
    return new Error(`${place} may not be used by this user. Set PORT to one above 1023.`)
  }
  return error instanceof Error ? error : new Error(String(error))
}

/** What a web process left under way when it ended; of one that died, the workers take it over. */
async function resumeOperations({ operations, logger }: Services): Promise<void> {
  try {
    await operations.takeOver()
  } catch (error) {
    logger.warn({ err: error }, 'Operations on many exports wait for a worker to go on with them.')
  }
}

function addressOf(server: ServerType): string {
  const { address, family, port }: AddressInfo = Object.assign(
    { address: '', family: '', port: 0 },
    server.address(),
  )
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

async function closeServer(server: ServerType, logger: Logger): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  const timer = setTimeout(() => {
    logger.info('Connections that are still open are closed now.')
    if ('closeAllConnections' in server) server.closeAllConnections()
  }, CLOSE_TIMEOUT_MS)
  if ('closeIdleConnections' in server) server.closeIdleConnections()
  await closed
  clearTimeout(timer)
}
