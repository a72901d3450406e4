/** What screen readers are told, and pages written from right to left: in a real browser. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Language } from './language/languages.ts'
import { DEFAULT_PREFERENCES, preferencesCookie } from './language/preferences.ts'
import { bringAxe, violationsOf } from './testing/axe.ts'
import { findChromium, overflow } from './testing/browser.ts'
import { startBrowserSite } from './testing/browser-site.ts'
import type { BrowserSite } from './testing/browser-site.ts'
import type { TestServer } from './testing/browser.ts'
import type { ConsoleFixture } from './testing/fixture.ts'
import { SAMPLE_PAGES } from './testing/pages.ts'
import { SAMPLE_JIDS, seedSample } from './testing/sample.ts'

const path = findChromium()

describe.skipIf(path === null)('for everyone', { timeout: 120_000 }, () => {
  let site: ConsoleFixture
  let server: TestServer
  let browser: Browser
  let stop: BrowserSite['stop']
  let page: Page
  beforeAll(async () => {
    ;({ site, server, browser, stop } = await startBrowserSite())
    await seedSample(site.redis)
    page = await browser.newPage({ baseURL: server.origin })
  })
  afterAll(() => stop())

  test('landmarks, one heading, and the current tab have names', async () => {
    await page.goto('/sidekiq/retries')
    const snapshot = await page.locator('body').ariaSnapshot()
    for (const landmark of ['- banner', '- navigation "Console"', '- main', '- contentinfo']) {
      expect(snapshot).toContain(landmark)
    }
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    const current = page.getByRole('navigation', { name: 'Console' }).locator('[aria-current]')
    expect(await current.innerText()).toMatch(/^Retries/u)
  })

  test('a table has a name, its heads, and rows that are named by their job', async () => {
    await page.goto('/sidekiq/retries')
    const table = page.getByRole('table')
    expect(await table.locator('caption').textContent()).not.toBe('')
    expect(await table.getByRole('columnheader', { name: 'Error message' }).count()).toBe(1)
    const head = table.getByRole('rowheader', { name: /BackupWorker/u }).first()
    expect(await head.count()).toBe(1)
    expect(await table.getByRole('checkbox').first().getAttribute('aria-label')).not.toBeNull()
  })

  test('a button is named by its word and described by its row, also on a small screen', async () => {
    await page.setViewportSize({ width: 320, height: 800 })
    await page.goto('/sidekiq/retries')
    const row = page.getByRole('row').filter({ hasText: 'BackupWorker' }).first()
    const button = row.getByRole('button', { name: 'Retry now', exact: true })
    const id = (await button.getAttribute('aria-describedby')) ?? ''
    const about = await page.locator(`[id="${id}"]`).textContent()
    expect(about).toBe(`BackupWorker ${SAMPLE_JIDS.retried}`)
    await page.setViewportSize({ width: 1_280, height: 800 })
  })

  test('states are words too, and what changes by itself is in a status region', async () => {
    await page.goto('/sidekiq/queues')
    await page.getByText('Live', { exact: true }).waitFor()
    expect(await page.locator('main').getByText('Paused', { exact: true }).count()).toBe(1)
    expect(await page.getByRole('button', { name: 'Pause updates' }).count()).toBe(1)
  })

  test.each(['de', 'es', 'ja', 'ar'] as const)(
    'every page fits in %s, on a small screen and a wide one',
    async (language) => {
      const foreign = await inLanguage(language)
      for (const [name, address] of SAMPLE_PAGES) {
        await foreign.setViewportSize({ width: 320, height: 800 })
        await foreign.goto(`/sidekiq${address}`)
        expect(await foreign.locator('html').getAttribute('lang')).toBe(language)
        expect.soft(await overflow(foreign), `${name} at 320 px`).toBe(0)
        await foreign.setViewportSize({ width: 1_280, height: 800 })
        expect.soft(await overflow(foreign), `${name} at 1280 px`).toBe(0)
      }
      await foreign.context().close()
    },
  )

  test('Arabic runs from right to left', async () => {
    const arabic = await inLanguage('ar')
    await arabic.goto('/sidekiq/retries')
    expect(await arabic.locator('html').getAttribute('dir')).toBe('rtl')
    const heads = arabic.getByRole('columnheader')
    const [first, last] = [await heads.first().boundingBox(), await heads.last().boundingBox()]
    expect(first?.x ?? 0).toBeGreaterThan(last?.x ?? Infinity)
    await arabic.context().close()
  })

  test('in Arabic, the values of a card start at the same edge on a small screen', async () => {
    const arabic = await inLanguage('ar')
    await arabic.setViewportSize({ width: 320, height: 800 })
    for (const address of ['/retries', '/dead', '/scheduled', '/operations']) {
      await arabic.goto(`/sidekiq${address}`)
      const gaps = await arabic.evaluate<readonly number[]>(GAPS_AT_THE_START)
      expect(gaps.length).toBeGreaterThan(0)
      expect.soft(Math.max(...gaps), address).toBeLessThanOrEqual(1)
    }
    await arabic.context().close()
  })

  test('in Arabic, the box of a card covers none of its time on a small screen', async () => {
    const arabic = await inLanguage('ar')
    await arabic.setViewportSize({ width: 320, height: 800 })
    await arabic.goto('/sidekiq/dead')
    const row = arabic.locator('.table tbody tr').first()
    const box = await row.locator('.cell-tick input').boundingBox()
    const time = await row.locator('.cell-tick + * time').boundingBox()
    expect(time?.x).toBeGreaterThan((box?.x ?? 0) + (box?.width ?? 0))
    await arabic.close()
  })

  test('what is pressed on the page of a missing queue is easily hit in Arabic', async () => {
    const arabic = await inLanguage('ar')
    await arabic.goto('/sidekiq/queues/exprot')
    expect(await arabic.locator('h2 > a').count()).toBe(1)
    await bringAxe(arabic)
    for (const width of [320, 768, 1_280]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await arabic.setViewportSize({ width, height: 800 })
        await arabic.emulateMedia({ colorScheme })
        expect.soft(await violationsOf(arabic), `${colorScheme} ${width} px`).toEqual([])
      }
    }
    await arabic.context().close()
  })

  async function inLanguage(language: Language): Promise<Page> {
    const [pair = ''] = preferencesCookie({ ...DEFAULT_PREFERENCES, language }).split(';')
    const [name = '', ...value] = pair.split('=')
    const context = await browser.newContext({ baseURL: server.origin })
    await context.addCookies([{ name, value: value.join('='), url: server.origin }])
    return context.newPage()
  }
})

/** From right to left: how many pixels the text of each value is from where values start in its cell. */
const GAPS_AT_THE_START = `[...document.querySelectorAll('tbody [data-label] > bdi')].map((value) => {
  const { gridTemplateColumns, columnGap } = getComputedStyle(value.parentElement)
  const { right } = value.parentElement.getBoundingClientRect()
  const text = document.createRange()
  text.selectNodeContents(value)
  const start = right - parseFloat(gridTemplateColumns) - parseFloat(columnGap)
  return start - text.getBoundingClientRect().right
})`
