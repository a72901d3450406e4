/**
 * A real browser for tests, and a console behind a real server.
 */

import { execFileSync } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { nodeListener } from '../node.ts'
import type { Fetches } from '../node.ts'

/** Without windows first: the same engine, for half of the processor time. */
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
]

/**
 * Scripts are compiled and memory is collected on the thread that runs them, and nothing is optimized:
 * pages of a test live for moments, and every core is busy with another test. A quarter of the
 * processor time less for what axe does in a page.
 */
const SHORT_LIVED = '--js-flags=--single-threaded --no-opt --no-maglev'

/**
 * All tabs of a context share a process, and none is kept ready for the next: a new one costs as much as looking at
 * several pages.
 */
const ONE_PROCESS = '--renderer-process-limit=1'

/** `CHROMIUM_PATH`, else the first known name on the path, else null. */
export function findChromium(): string | null {
  const configured = process.env['CHROMIUM_PATH']
  if (configured !== undefined && configured !== '') return configured
  return NAMES.map(which).find((path) => path !== null) ?? null
}

function which(name: string): string | null {
  try {
    return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()
  } catch {
    return null // Not on the path: the next name is tried.
  }
}

/**
 * Starts the browser without anything that would ask the network; root needs `--no-sandbox`, as in most containers.
 *
 * @param more switches of Chromium beside the usual ones; none when left out
 */
export function launchBrowser(
  executablePath: string,
  more: readonly string[] = [],
): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ONE_PROCESS,
      SHORT_LIVED,
      ...more,
    ],
  })
}

/** A server on a free loopback port. */
export interface TestServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string
  stop(): Promise<void>
}

/** Serves a console over HTTP. */
export async function serveConsole(target: Fetches): Promise<TestServer> {
  const server = createServer(nodeListener(target))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Listening on a port of TCP, so the address is an object.
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** How many pixels the page is wider than its window, once a change of the window is laid out. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate<number>(OVERFLOW)
}

const OVERFLOW = `(async () => {
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame)
  const { scrollWidth, clientWidth } = document.documentElement
  return Math.max(0, scrollWidth - clientWidth)
})()`
