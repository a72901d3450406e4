/** A site behind a real server, for tests with a browser. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { BrowserContext } from 'playwright-core'
import type { Person, SiteWorld } from './site-world.ts'

export interface SiteServer {
  readonly port: number
  /** `http://127.0.0.1:<port>` */
  readonly origin: string
  /** What it serves from now on: its port is known before the site is. */
  site: SiteWorld['site'] | null
  stop(): Promise<void>
}

/** Listens on a free loopback port. */
export async function startSiteServer(): Promise<SiteServer> {
  const server = serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: (request, bindings) =>
      started.site?.fetch(request, bindings) ?? new Response('not yet', { status: 503 }),
  })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const started: SiteServer = {
    port,
    origin: `http://127.0.0.1:${port}`,
    site: null,
    stop: async () => {
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
    },
  }
  return started
}

/** Logs somebody in, as the site's own cookie would. */
export async function becomes(
  context: BrowserContext,
  world: SiteWorld,
  { person, origin }: { person: Person; origin: string },
): Promise<void> {
  const [name = '', value = ''] = (await world.cookieOf(person)).split('=')
  await context.addCookies([{ name, value, url: origin, sameSite: 'Lax', httpOnly: true }])
}
