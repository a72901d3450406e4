/** A console with a Redis, a server and a browser of its own, started and stopped in one place. */
import type { Browser } from 'playwright-core'
import type { ConsoleOptions } from '../options.ts'
import { findChromium, launchBrowser, serveConsole } from './browser.ts'
import type { TestServer } from './browser.ts'
import { startConsole } from './fixture.ts'
import type { ConsoleFixture } from './fixture.ts'

export interface BrowserSite {
  readonly site: ConsoleFixture
  readonly server: TestServer
  readonly browser: Browser
  readonly stop: () => Promise<void>
}

/** @throws Error when there is no Chromium: a test that needs one is skipped first */
export async function startBrowserSite(
  options: Partial<ConsoleOptions> = {},
): Promise<BrowserSite> {
  const path = findChromium()
  if (path === null) throw new Error('No Chromium found: install it, or set CHROMIUM_PATH.')
  const site = await startConsole(options)
  const server = await serveConsole(site.console)
  const browser = await launchBrowser(path)
  return {
    site,
    server,
    browser,
    stop: async () => {
      await browser.close()
      await server.stop()
      await site.stop()
    },
  }
}
