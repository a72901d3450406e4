/** Charts in a real browser: drawn in place of the plain lines, written for the reader. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium } from './testing/browser.ts'
import { startBrowserSite } from './testing/browser-site.ts'
import type { BrowserSite } from './testing/browser-site.ts'
import type { TestServer } from './testing/browser.ts'
import type { ConsoleFixture } from './testing/fixture.ts'
import { seedSample } from './testing/sample.ts'

const path = findChromium()

describe.skipIf(path === null)('a chart', { timeout: 120_000 }, () => {
  let site: ConsoleFixture
  let server: TestServer
  let browser: Browser
  let stop: BrowserSite['stop']
  beforeAll(async () => {
    ;({ site, server, browser, stop } = await startBrowserSite())
    await seedSample(site.redis)
  })
  afterAll(() => stop())

  /** What the legend says of the moment under the mouse. */
  async function legend(preferences: string): Promise<string> {
    const page = await browser.newPage()
    page.setDefaultTimeout(60_000)
    const cookie = { name: 'howdah_preferences', value: preferences, url: server.origin }
    await page.context().addCookies([cookie])
    await page.goto(`${server.origin}/sidekiq/metrics`)
    await page.locator('.u-over').hover()
    const moment = page.locator('.u-legend tr').first()
    await moment.filter({ hasText: /\d\d:\d\d/u }).waitFor()
    const text = await moment.innerText()
    await page.close()
    return text
  }

  test('writes times in the reader’s language and zone', async () => {
    expect(await legend('')).toMatch(/^UTC:?\s*[A-Z][a-z]{2} \d{1,2}, \d{4}, \d\d:\d\d$/u)
    const german = 'language=de&time=local&zone=Europe/Berlin'
    expect(await legend(german)).toMatch(/^Europe\/Berlin:?\s*\d{1,2}\. \S+ \d{4}, \d\d:\d\d$/u)
  })
})
