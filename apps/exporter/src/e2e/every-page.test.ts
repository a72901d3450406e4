/**
 * Every page of site and console in a real Chromium: accessible (WCAG 2.2 AA) in light and dark at three
 * widths, never wider than its window, light enough for a slow line, quiet towards other hosts.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts'
import { allPages, logInAll, type Role, type SitePage } from './all-pages.ts'
import { bringAxe, violationsOf } from '@howdah/web/testing/axe'
import { findChromium, launchBrowser, overflow } from '@howdah/web/testing/browser'
import { startDemo, type DemoProcess } from './demo-process.ts'

const SCHEMES = ['light', 'dark'] as const
const WIDTHS = [1_280, 768, 320]
const HEAVIEST_PAGE_BYTES = 100_000

const chromium = findChromium()

describe.skipIf(chromium === null && process.env['CI'] === undefined)('every page', () => {
  let database: TestPostgres
  let demo: DemoProcess
  let browser: Browser
  let tabs: Readonly<Record<Role, Page>>
  let pages: readonly SitePage[]

  beforeAll(async () => {
    // The pages are the same as with the embedded database, which needs far longer to begin.
    database = await startTestPostgres({ template: 'empty' })
    demo = await startDemo({ DATABASE_URL: database.url })
    browser = await launchBrowser(chromium ?? 'chromium')
    tabs = await openTabs(await logInAll(browser, demo.url))
    pages = await allPages(tabs.admin)
  }, 300_000)

  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
    await database?.stop()
  }, 60_000)

  // One look at each page for all of it: loading and laying it out is most of the work.
  it('is accessible, fits, asks no other host, raises no error and weighs at most 100 KB', async () => {
    const problems: string[] = []
    let shown = ''
    for (const tab of Object.values(tabs)) {
      tab.on('request', (request) => {
        if (!request.url().startsWith(demo.url)) problems.push(`${shown} asks ${request.url()}`)
      })
      tab.on('pageerror', (error) => problems.push(`${shown}: ${error.message}`))
    }
    const scales = await mapTabs(tabs, (tab) => Scale.under(tab))
    for (const { name, path, role } of pages) {
      shown = name
      const bytes = await scales[role].weigh(path)
      if (bytes > HEAVIEST_PAGE_BYTES) problems.push(`${name} weighs ${bytes} bytes`)
      if (bytes === 0) problems.push(`${name} was not weighed`)
      problems.push(...(await problemsOf(tabs[role])).map((one) => `${name} ${one}`))
    }
    expect(problems).toEqual([])
  }, 400_000)
})

/**
 * One tab for each role, for all its pages: a new tab is a new process, whose scripts are compiled
 * anew, and costs more processor time than the six looks at the page in it.
 */
function openTabs(
  contexts: Readonly<Record<Role, BrowserContext>>,
): Promise<Readonly<Record<Role, Page>>> {
  return mapTabs(contexts, (context) => context.newPage())
}

async function mapTabs<From, To>(
  { visitor, member, admin }: Readonly<Record<Role, From>>,
  make: (one: From) => Promise<To>,
): Promise<Readonly<Record<Role, To>>> {
  return { visitor: await make(visitor), member: await make(member), admin: await make(admin) }
}

/** Weighs what a page makes a tab load that has nothing in its cache. */
class Scale {
  readonly #tab: Page
  /** The document that is weighed, as DevTools names what a request is for. */
  #document = ''
  readonly #requests = new Set<string>()
  #bytes = 0

  private constructor(tab: Page) {
    this.#tab = tab
  }

  static async under(tab: Page): Promise<Scale> {
    const scale = new Scale(tab)
    const devtools = await tab.context().newCDPSession(tab)
    await devtools.send('Network.enable')
    await devtools.send('Network.setCacheDisabled', { cacheDisabled: true })
    devtools.on('Network.requestWillBeSent', (request) => scale.#begin(request))
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (scale.#requests.has(requestId)) scale.#bytes += encodedDataLength
    })
    return scale
  }

  async weigh(path: string): Promise<number> {
    await this.#tab.goto(path, { waitUntil: 'load' })
    return this.#bytes
  }

  /** What the page before still loads is not of this one. */
  #begin({ requestId, loaderId }: { readonly requestId: string; readonly loaderId: string }): void {
    if (requestId === loaderId) {
      this.#document = loaderId
      this.#requests.clear()
      this.#bytes = 0
    }
    if (loaderId === this.#document) this.#requests.add(requestId)
  }
}

async function problemsOf(page: Page): Promise<readonly string[]> {
  const problems: string[] = []
  await bringAxe(page)
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 })
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme })
      if ((await overflow(page)) > 0)
        problems.push(`${colorScheme} ${width} px: wider than its window`)
      const found = await violationsOf(page)
      problems.push(...found.map((one) => `${colorScheme} ${width} px: ${one}`))
    }
  }
  return problems
}
