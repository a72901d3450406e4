/** Every page in every language on a small screen: words are longer there, and some run from right to left. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LANGUAGES } from './language/languages.ts'
import { findChromium, launchBrowser, serveConsole } from './testing/browser.ts'
import type { TestServer } from './testing/browser.ts'
import { startConsole } from './testing/fixture.ts'
import type { ConsoleFixture } from './testing/fixture.ts'
import { SAMPLE_PAGES } from './testing/pages.ts'
import { seedSample } from './testing/sample.ts'

const path = findChromium()

/** English is looked at with every page; nobody reads the pseudo-locale. */
const OTHERS = Object.keys(LANGUAGES).filter((language) => !language.startsWith('en'))

describe.skipIf(path === null)('every page', () => {
  let site: ConsoleFixture
  let server: TestServer
  let browser: Browser
  beforeAll(async () => {
    site = await startConsole()
    await seedSample(site.redis)
    server = await serveConsole(site.console)
    browser = await launchBrowser(path ?? '')
  })
  afterAll(async () => {
    await browser.close()
    await server.stop()
    await site.stop()
  })

  test.each(OTHERS)('fits 320 pixels in %s', { timeout: 240_000 }, async (language) => {
    const page = await browser.newPage({ viewport: { width: 320, height: 800 } })
    const cookie = { name: 'howdah_preferences', value: `language=${language}`, url: server.origin }
    await page.context().addCookies([cookie])
    const tooWide: string[] = []
    for (const [name, address] of SAMPLE_PAGES) {
      await page.goto(`${server.origin}/sidekiq${address}`)
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      if (Number(overflow) > 0) tooWide.push(`${name}: ${String(overflow)} px too wide`)
    }
    expect(tooWide).toEqual([])
    await page.close()
  })
})
