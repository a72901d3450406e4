/** Live pages in a real browser: told by the server, and never in a reader's way. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findChromium, launchBrowser, serveConsole } from './testing/browser.ts'
import type { TestServer } from './testing/browser.ts'
import { addToSet, enqueue, FAILED_TWICE, jobText, startConsole } from './testing/fixture.ts'
import type { ConsoleFixture } from './testing/fixture.ts'

const path = findChromium()
let site: ConsoleFixture
let server: TestServer
beforeAll(async () => {
  site = await startConsole()
  server = await serveConsole(site.console)
})
beforeEach(() => site.flush())
afterAll(async () => {
  await server.stop()
  await site.stop()
})

test('the stream names what has changed and nothing else, and few may listen', async () => {
  const leave = new AbortController()
  const response = await fetch(`${server.origin}/sidekiq/events`, { signal: leave.signal })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  // The first look only learns what there is: jobs come until one of them is news.
  const pushing = setInterval(() => void addToSet(site.redis, 'retry', 60, FAILED_TWICE), 300)
  let text = ''
  while (!text.includes('event: changed')) text += (await reader?.read())?.value ?? ''
  clearInterval(pushing)
  expect(text).toMatch(/event: changed\ndata: retry\n/)
  const streams = Array.from({ length: 9 }, () =>
    fetch(`${server.origin}/sidekiq/events`, { signal: leave.signal }),
  )
  await Promise.all(streams)
  expect((await fetch(`${server.origin}/sidekiq/events`)).status).toBe(429)
  leave.abort()
})

test('a page that is left makes room for the next one before anything changes', async () => {
  for (let pages = 0; pages < 30; pages += 1) {
    const leave = new AbortController()
    const { signal } = leave
    await expect
      .poll(async () => (await fetch(`${server.origin}/sidekiq/events`, { signal })).status)
      .toBe(200)
    leave.abort()
  }
})

describe.skipIf(path === null)('in a browser', { timeout: 120_000 }, () => {
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    browser = await launchBrowser(path ?? '')
  })
  beforeEach(async () => {
    page = await browser.newPage()
    page.setDefaultTimeout(60_000)
  })
  afterAll(() => browser.close())

  test('ticks hold updates back; new rows are announced and come when asked for', async () => {
    await addToSet(site.redis, 'retry', 600, FAILED_TWICE)
    await page.goto(`${server.origin}/sidekiq/retries`)
    await page.getByText('Live', { exact: true }).waitFor()
    await page.locator('.cell-tick input').check()
    await page.getByText('Updates paused while rows are selected').waitFor()
    await addToSet(site.redis, 'retry', 30, { ...FAILED_TWICE, class: 'NewWorker' })
    await page.locator('.cell-tick input').uncheck()
    const news = page.getByRole('status').filter({ hasText: '1 new row: show' })
    await news.waitFor()
    expect(await page.getByText('NewWorker').count()).toBe(0)
    await news.click()
    await page.getByText('NewWorker').first().waitFor()
    await page.close()
  })

  test('what is open stays open while numbers change, and the tabs follow', async () => {
    await enqueue(site.redis, 'export', [jobText()])
    await page.goto(`${server.origin}/sidekiq/queues/export`)
    await page.getByText('Live', { exact: true }).waitFor()
    await page.locator('details.json summary').click()
    await addToSet(site.redis, 'dead', -60, FAILED_TWICE)
    await site.redis.call('SADD', 'paused', 'export')
    await page.getByText('by another program').waitFor()
    expect(await page.locator('details.json[open]').count()).toBe(1)
    await page.getByRole('link', { name: 'Dead 1' }).waitFor()
    await page.close()
  })

  test('the open page of a job says that the job has left Redis, and finds it again', async () => {
    const jid = 'abcdefabcdefabcdefabcdef'
    await enqueue(site.redis, 'export', [jobText({ jid })])
    await page.goto(`${server.origin}/sidekiq/jobs/${jid}`)
    await page.getByText('Live', { exact: true }).waitFor()
    await site.redis.call('DEL', 'queue:export')
    await page.getByRole('heading', { name: 'Job not found' }).waitFor()
    expect(await page.getByText('It waits in queue').count()).toBe(0)
    expect(await page.locator('[data-live-on]').getAttribute('data-live-on')).toBe('')
    await enqueue(site.redis, 'export', [jobText({ jid })])
    await page.getByRole('button', { name: 'Pause updates' }).click()
    await page.getByRole('button', { name: 'Resume updates' }).click()
    await page.getByText('It waits in queue').waitFor()
    expect(await page.locator('[data-live-on]').getAttribute('data-live-on')).toContain('queues')
    await page.close()
  })

  test('updates can be switched off in the settings', async () => {
    await wish('live=0')
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.goto(`${server.origin}/sidekiq/retries`)
    await page.getByText('Updates are off').waitFor()
    expect(await page.getByRole('button', { name: 'Pause updates' }).count()).toBe(0)
    expect(asked).not.toContain('/sidekiq/events')
    await page.close()
  })

  test('the script speaks the language of the page, and counts as it does', async () => {
    await wish('language=ar')
    await addToSet(site.redis, 'retry', 600, FAILED_TWICE)
    await page.goto(`${server.origin}/sidekiq/retries`)
    await page.getByText('مباشر', { exact: true }).waitFor()
    await page.locator('.cell-tick input').check()
    for (const seconds of [20, 30]) await addToSet(site.redis, 'retry', seconds, FAILED_TWICE)
    await page.locator('.cell-tick input').uncheck()
    await page.getByRole('status').filter({ hasText: 'صفان جديدان: عرض' }).waitFor()
    await page.close()
  })

  /** Preferences as the settings page would keep them. */
  async function wish(preferences: string): Promise<void> {
    const cookie = { name: 'howdah_preferences', value: preferences, url: server.origin }
    await page.context().addCookies([cookie])
  }
})
