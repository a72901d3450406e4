/**
 * Headless Chromium for the walk: found like the set-up finds it, started without anything that would
 * ask the network, one context a visitor.
 */
import { execFileSync } from 'node:child_process'
import { chromium, type Browser } from 'playwright-core'

const CANDIDATES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The browser's path: `CHROMIUM_PATH`, else the first known name on the path, else null. */
export function findChromium(): string | null {
  const configured = process.env['CHROMIUM_PATH']
  if (configured !== undefined && configured !== '') return configured
  for (const name of CANDIDATES) {
    const found = which(name)
    if (found !== null) return found
  }
  return null
}

/** Launches the browser; root needs `--no-sandbox`, as in most containers. */
export async function launchBrowser(
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
      ...more,
    ],
  })
}

function which(name: string): string | null {
  try {
    return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()
  } catch {
    return null // Not on the path: the next name is tried.
  }
}
