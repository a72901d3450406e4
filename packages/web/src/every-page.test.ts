/**
 * Every page in a real browser: accessible, readable on a small screen, in light and in dark, with
 * nothing asked of any other host. With `HOWDAH_SCREENS=<folder>` it leaves a picture of each.
 */

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bringAxe, violationsOf } from './testing/axe.ts'
import { findChromium, overflow } from './testing/browser.ts'
import { startBrowserSite } from './testing/browser-site.ts'
import type { BrowserSite } from './testing/browser-site.ts'
import type { TestServer } from './testing/browser.ts'
import type { ConsoleFixture } from './testing/fixture.ts'
import { SAMPLE_PAGES } from './testing/pages.ts'
import { seedSample } from './testing/sample.ts'

const SCREENS = process.env['HOWDAH_SCREENS']
const path = findChromium()

describe.skipIf(path === null)('every page', () => {
  let site: ConsoleFixture
  let server: TestServer
  let browser: Browser
  let stop: BrowserSite['stop']
  beforeAll(async () => {
    ;({ site, server, browser, stop } = await startBrowserSite())
    await seedSample(site.redis)
  })
  afterAll(() => stop())

  test(
    'is accessible and fits, in light and dark, wide and narrow',
    { timeout: 240_000 },
    async () => {
      const page = await browser.newPage({ viewport: WIDE })
      const foreign = watchForeign(page, server.origin)
      for (const [name, address] of SAMPLE_PAGES) {
        await page.emulateMedia({ colorScheme: 'light' })
        await page.setViewportSize(WIDE)
        await page.goto(`${server.origin}/sidekiq${address}`)
        await bringAxe(page)
        await inspect(page, name)
        await picture(page, `${name}-light-wide`)
        // Structure is the same in the dark and on a small screen: only what can differ is looked at.
        await page.emulateMedia({ colorScheme: 'dark' })
        await inspect(page, name, ['color-contrast'])
        await picture(page, `${name}-dark-wide`)
        await page.setViewportSize(NARROW)
        expect(await overflow(page), `${name} is wider than the screen`).toBe(0)
        await picture(page, `${name}-dark-narrow`)
      }
      expect(foreign).toEqual([])
    },
  )
})

const WIDE = { width: 1_280, height: 800 }
const NARROW = { width: 320, height: 800 }

/** Everything that is asked of other origins, or refused by the page's own policy. */
function watchForeign(page: Page, origin: string): string[] {
  const seen: string[] = []
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(origin) && !url.startsWith('data:')) seen.push(url)
  })
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('404')) seen.push(message.text())
  })
  page.on('pageerror', (error) => seen.push(String(error)))
  return seen
}

/** @param rules the only ones to follow; default all of WCAG 2.2 AA */
async function inspect(page: Page, name: string, rules?: string[]): Promise<void> {
  expect(await overflow(page), `${name} is wider than the screen`).toBe(0)
  const only = rules === undefined ? undefined : ({ type: 'rule', values: rules } as const)
  const found = (await violationsOf(page, only)).map((one) => `${name}: ${one}`)
  expect(found).toEqual([])
}

async function picture(page: Page, name: string): Promise<void> {
  if (SCREENS === undefined) return
  mkdirSync(SCREENS, { recursive: true })
  await page.screenshot({ path: join(SCREENS, `${name}.png`), fullPage: true })
}
