/**
 * A real browser for tests, and a console behind a real server.
 */

import { execFileSync } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { nodeListener } from '../node.ts'
import type { Fetches } from '../node.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

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

/** Starts the browser; root needs `--no-sandbox`, as in most containers. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
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
