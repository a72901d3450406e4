/** The console by keyboard alone, in a real browser. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DEFAULT_PREFERENCES, preferencesCookie } from './language/preferences.ts'
import { findChromium } from './testing/browser.ts'
import { startBrowserSite } from './testing/browser-site.ts'
import type { BrowserSite } from './testing/browser-site.ts'
import type { TestServer } from './testing/browser.ts'
import { addToSet, FAILED_TWICE } from './testing/fixture.ts'
import type { ConsoleFixture } from './testing/fixture.ts'

const path = findChromium()

describe.skipIf(path === null)('the keyboard', { timeout: 120_000 }, () => {
  let site: ConsoleFixture
  let server: TestServer
  let browser: Browser
  let stop: BrowserSite['stop']
  beforeAll(async () => {
    ;({ site, server, browser, stop } = await startBrowserSite())
  })
  beforeEach(async () => {
    await site.flush()
    for (const name of ['One', 'Two', 'Three']) {
      await addToSet(site.redis, 'retry', name.length * 60, {
        ...FAILED_TWICE,
        class: `${name}Worker`,
      })
    }
  })
  afterAll(() => stop())

  async function open(address: string, hasShortcuts: boolean): Promise<Page> {
    const page = await browser.newPage({ baseURL: server.origin })
    page.setDefaultTimeout(60_000)
    const [pair = ''] = preferencesCookie({ ...DEFAULT_PREFERENCES, hasShortcuts }).split(';')
    const [name = '', ...value] = pair.split('=')
    await page.context().addCookies([{ name, value: value.join('='), url: server.origin }])
    await page.goto(`/sidekiq${address}`)
    return page
  }

  const pathOf = (page: Page): string => new URL(page.url()).pathname

  test('letters do nothing unless they are switched on', async () => {
    const page = await open('', false)
    await page.keyboard.press('g')
    await page.keyboard.press('r')
    await page.keyboard.press('?')
    expect(await page.locator('dialog').count()).toBe(0)
    expect(pathOf(page)).toBe('/sidekiq')
    await page.close()
  })

  test('g and a letter lead to the tabs, / to the search, and ? lists them all', async () => {
    const page = await open('', true)
    await page.keyboard.press('?')
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    expect(await help.getByText('Pause or resume updates').isVisible()).toBe(true)
    await page.keyboard.press('g') // A dialog is open: its keys are its own.
    await page.keyboard.press('r')
    expect(pathOf(page)).toBe('/sidekiq')
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.keyboard.press('r')
    await page.waitForURL('**/sidekiq/retries')
    await page.keyboard.press('/')
    const field = page.locator('main input[type="search"]')
    if ((await field.count()) === 0) await page.waitForURL('**/sidekiq/search')
    await field.first().focus()
    await page.keyboard.type('grd?') // In a field, letters are letters.
    expect(await field.first().inputValue()).toBe('grd?')
    await page.close()
  })

  test('rows are walked, ticked, opened; the focus goes along', async () => {
    const page = await open('/retries', true)
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    const ticked = page.locator('tbody tr').nth(1).locator('.cell-tick input')
    expect(await ticked.isChecked()).toBe(true)
    await page.keyboard.press('k')
    expect(await page.locator('tbody tr').first().locator(':focus').count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/(retries|jobs)\/[^/]+$/u)
    await page.close()
  })

  test('a retry is done with Tab, Space and Enter alone, without any shortcut', async () => {
    const page = await open('/retries', false)
    await page.keyboard.press('Tab')
    expect(await page.locator('.skip-link:focus').count()).toBe(1)
    await page.keyboard.press('Enter')
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab')
      if ((await page.locator('button:focus', { hasText: 'Retry now' }).count()) === 1) break
    }
    await page.keyboard.press('Enter')
    await page.getByText('moved to queue export').waitFor()
    expect(await page.locator('tbody tr').count()).toBe(2)
    await page.close()
  })

  test('. pauses the updates, and lets them go on', async () => {
    const page = await open('/retries', true)
    await page.getByText('Live', { exact: true }).waitFor()
    await page.keyboard.press('.')
    await page.getByText('Updates paused', { exact: true }).waitFor()
    await page.keyboard.press('.')
    await page.getByText('Live', { exact: true }).waitFor()
    await page.close()
  })
})
