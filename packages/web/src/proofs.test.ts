/**
 * What administrators do on a bad night, in a real browser: a queue grows under the mouse, two of them
 * act on the same rows, Redis goes away and comes back.
 */
import { connectRedis } from '@howdah/engine'
import { startTestRedis } from '@howdah/engine/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createConsole } from './index.ts'
import { findChromium, serveConsole } from './testing/browser.ts'
import { startBrowserSite } from './testing/browser-site.ts'
import type { BrowserSite } from './testing/browser-site.ts'
import type { TestServer } from './testing/browser.ts'
import { addToSet, enqueue, FAILED_TWICE, jobText } from './testing/fixture.ts'
import type { ConsoleFixture } from './testing/fixture.ts'

const path = findChromium()

describe.skipIf(path === null)('on a bad night', { timeout: 120_000 }, () => {
  let site: ConsoleFixture
  let server: TestServer
  let browser: Browser
  let stop: BrowserSite['stop']
  beforeAll(async () => {
    ;({ site, server, browser, stop } = await startBrowserSite())
  })
  beforeEach(() => site.flush())
  afterAll(() => stop())

  async function open(address: string, origin = server.origin, isLive = true): Promise<Page> {
    const page = await browser.newPage({ baseURL: origin, javaScriptEnabled: isLive })
    page.setDefaultTimeout(60_000)
    await page.goto(address)
    return page
  }

  test('a set that grows under the mouse leaves each row where it is', async () => {
    const keys = [
      await addToSet(site.redis, 'retry', 600, { ...FAILED_TWICE, class: 'FirstWorker' }),
      await addToSet(site.redis, 'retry', 700, { ...FAILED_TWICE, class: 'SecondWorker' }),
    ]
    const page = await open('/sidekiq/retries')
    await page.getByText('Live', { exact: true }).waitFor()
    const button = page.locator('tr', { hasText: 'FirstWorker' }).getByRole('button', {
      name: 'Delete',
    })
    await button.hover()
    const before = await button.boundingBox()
    // They are due sooner than what is on the page, so they would come above it.
    for (let count = 0; count < 5; count += 1) {
      await addToSet(site.redis, 'retry', 60 + count, { ...FAILED_TWICE, class: 'NewWorker' })
    }
    await page.getByRole('status').filter({ hasText: '5 new rows: show' }).waitFor()
    expect(await button.boundingBox()).toEqual(before)
    await page.mouse.click((before?.x ?? 0) + 5, (before?.y ?? 0) + 5)
    await page.getByText('deleted', { exact: false }).first().waitFor()
    expect(site.actions.at(-1)).toMatchObject({ action: 'delete', count: 1 })
    const left = await site.redis.call('ZRANGE', 'retry', 0, -1)
    expect(String(left)).not.toContain('FirstWorker')
    expect(String(left).split('NewWorker')).toHaveLength(6)
    expect(keys).toHaveLength(2)
    await page.close()
  })

  test('a queue that grows keeps the rows that are on the page', async () => {
    await enqueue(site.redis, 'export', [jobText({ class: 'OldestWorker' }), jobText()])
    const page = await open('/sidekiq/queues/export')
    await page.getByText('Live', { exact: true }).waitFor()
    const row = page.locator('tr', { hasText: 'OldestWorker' })
    const before = await row.boundingBox()
    await enqueue(site.redis, 'export', [jobText(), jobText(), jobText()])
    await page.getByRole('link', { name: 'Queues 5' }).waitFor()
    expect(await row.boundingBox()).toEqual(before)
    await page.close()
  })

  test('of two administrators who act on the same row, the second is told', async () => {
    await addToSet(site.redis, 'retry', 600, { ...FAILED_TWICE, class: 'SharedWorker' })
    const one = await open('/sidekiq/retries')
    // Without live updates, so that the row is still there to be pressed.
    const other = await open('/sidekiq/retries', server.origin, false)
    await one.getByRole('button', { name: 'Retry now' }).click()
    await one.getByText('moved to queue export').waitFor()
    await other.getByRole('button', { name: 'Delete', exact: true }).click()
    const told = other.locator('.notice').first()
    await told.waitFor()
    expect(await told.innerText()).toContain('That job is not here any more')
    expect(await site.redis.call('LLEN', 'queue:export')).toBe(1)
    await one.close()
    await other.close()
  })

  test('Redis stops and starts: the last known state, a word about it, and recovery', async () => {
    const first = await startTestRedis()
    const redis = connectRedis(first.url)
    const console = createConsole({
      redis,
      title: 'Sidekiq',
      allow: async () => ({ name: 'admin', canAct: true }),
    })
    const mounted = await serveConsole(console)
    await addToSet(redis, 'retry', 600, { ...FAILED_TWICE, class: 'BeforeWorker' })
    const page = await open('/retries', mounted.origin)
    await page.getByText('Live', { exact: true }).waitFor()
    const ticked = await open('/retries', mounted.origin)
    await ticked.locator('.cell-tick input').last().check()
    await ticked.getByText('Updates paused while rows are selected').waitFor()
    await first.stop()
    for (const one of [page, ticked]) {
      await one.getByText('Redis does not answer; this is what was last known').waitFor()
    }
    expect(await page.getByText('BeforeWorker').count()).toBeGreaterThan(0)
    const stranded = await open('/retries', mounted.origin)
    await stranded.getByRole('heading', { name: 'Redis does not answer' }).waitFor()

    const second = await startTestRedis({ port: Number(new URL(first.url).port) })
    await addToSet(redis, 'retry', 600, { ...FAILED_TWICE, class: 'AfterWorker' })
    await page.getByText('Live', { exact: true }).waitFor()
    await page.getByRole('status').filter({ hasText: '1 new row: show' }).click()
    await page.getByText('AfterWorker').first().waitFor()
    await ticked.getByText('Updates paused while rows are selected').waitFor()
    expect(await ticked.locator('.cell-tick input').last().isChecked()).toBe(true)
    await stranded.getByRole('link', { name: 'Try again' }).click()
    await stranded.getByText('AfterWorker').first().waitFor()

    for (const one of [page, ticked, stranded]) await one.close()
    await mounted.stop()
    console.close()
    await redis.close()
    await second.stop()
  })
})
