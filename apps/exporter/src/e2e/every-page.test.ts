/**
 * Every page of site and console in a real Chromium: accessible (WCAG 2.2 AA) in light and dark at three
 * widths, never wider than its window, light enough for a slow line, quiet towards other hosts.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allPages, logInAll, type Role, type SitePage } from './all-pages.ts'
import { bringAxe, violationsOf } from './axe.ts'
import { findChromium, launchBrowser } from './browser.ts'
import { startDemo, type DemoProcess } from './demo-process.ts'

const SCHEMES = ['light', 'dark'] as const
const WIDTHS = [1_280, 768, 320]
const HEAVIEST_PAGE_BYTES = 100_000

const chromium = findChromium()

describe.skipIf(chromium === null && process.env['CI'] === undefined)('every page', () => {
  let demo: DemoProcess
  let browser: Browser
  let contexts: Readonly<Record<Role, BrowserContext>>
  let pages: readonly SitePage[]

  beforeAll(async () => {
    demo = await startDemo()
    browser = await launchBrowser(chromium ?? 'chromium')
    contexts = await logInAll(browser, demo.url)
    const finder = await contexts.admin.newPage()
    pages = await allPages(finder)
    await finder.close()
  }, 300_000)

  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  }, 60_000)

  it('is accessible, and fits its window, in light and dark at three widths', async () => {
    const problems: string[] = []
    for (const { name, path, role } of pages) {
      const page = await contexts[role].newPage()
      await page.goto(path)
      await bringAxe(page)
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 })
        for (const colorScheme of SCHEMES) {
          await page.emulateMedia({ colorScheme })
          const found = await problemsOf(page)
          problems.push(...found.map((one) => `${name} ${colorScheme} ${width} px: ${one}`))
        }
      }
      await page.close()
    }
    expect(problems).toEqual([])
  }, 400_000)

  it('asks nothing of other hosts, raises no error, and weighs at most 100 KB', async () => {
    const problems: string[] = []
    for (const { name, path, role } of pages) {
      const page = await contexts[role].newPage()
      const devtools = await contexts[role].newCDPSession(page)
      await devtools.send('Network.enable')
      await devtools.send('Network.setCacheDisabled', { cacheDisabled: true })
      let bytes = 0
      devtools.on(
        'Network.loadingFinished',
        ({ encodedDataLength }) => (bytes += encodedDataLength),
      )
      page.on('request', (request) => {
        if (!request.url().startsWith(demo.url)) problems.push(`${name} asks ${request.url()}`)
      })
      page.on('pageerror', (error) => problems.push(`${name}: ${error.message}`))
      await page.goto(path, { waitUntil: 'load' })
      if (bytes > HEAVIEST_PAGE_BYTES) problems.push(`${name} weighs ${bytes} bytes`)
      if (bytes === 0) problems.push(`${name} was not weighed`)
      await page.close()
    }
    expect(problems).toEqual([])
  }, 120_000)
})

async function problemsOf(page: Page): Promise<readonly string[]> {
  const tooWide = await page.locator('html').evaluate((html) => html.scrollWidth > html.clientWidth)
  return [...(tooWide ? ['wider than its window'] : []), ...(await violationsOf(page))]
}
