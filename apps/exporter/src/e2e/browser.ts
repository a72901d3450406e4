/**
 * Headless Chromium for the walk: found like the set-up finds it, started without anything that would
 * ask the network, one context a visitor.
 */
import { execFileSync } from 'node:child_process'
import { chromium, type Browser, type Page } from 'playwright-core'

/** Without windows first: the same engine, for half of the processor time. */
const CANDIDATES = [
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
      ONE_PROCESS,
      SHORT_LIVED,
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

/** How many pixels the page is wider than its window, once a change of the window is laid out. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate<number>(OVERFLOW)
}

const OVERFLOW = `(async () => {
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame)
  const { scrollWidth, clientWidth } = document.documentElement
  return Math.max(0, scrollWidth - clientWidth)
})()`
