/**
 * Hostile text in every field of every page, in a real browser whose Content-Security-Policy is switched off:
 * what is not escaped would run.
 */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium } from './testing/browser.ts'
import { startBrowserSite } from './testing/browser-site.ts'
import type { BrowserSite } from './testing/browser-site.ts'
import type { TestServer } from './testing/browser.ts'
import { enqueue, jobText } from './testing/fixture.ts'
import type { ConsoleFixture } from './testing/fixture.ts'
import { HOSTILE, HOSTILE_ADDRESS, HOSTILE_JID, seedHostile } from './testing/hostile.ts'
import { harmIn } from './testing/harm.ts'

const IN_QUERY = encodeURIComponent(HOSTILE)

/** Pages, and whether the text is on them. */
const PAGES: readonly (readonly [path: string, shows: boolean])[] = [
  ['', false],
  ['/queues', true],
  ['/queues/export', true],
  [`/queues/${IN_QUERY}`, true],
  ['/queues/export/clear', false],
  ['/scheduled', true],
  ['/retries', true],
  ['/retries/all/delete', false],
  ['/dead', true],
  ['/busy', true],
  [`/jobs/${HOSTILE_JID}`, true],
  [`/jobs/${HOSTILE_JID}/raw`, true],
  ['/failures', true],
  ['/metrics', true],
  [`/metrics/${IN_QUERY}`, true],
  ['/search', false],
  [`/search?in=retry&q=${IN_QUERY}`, true],
  [`/search?in=queue%3Aexport&q=class%3A%22${encodeURIComponent('"><img')}%22`, false],
  [`/search?in=${IN_QUERY}&q=ran`, true],
  ['/operations', true],
  ['/operations/hostile', true],
  [`/operations/new?in=retry&do=kill&q=${IN_QUERY}`, true],
  ['/periodic', true],
  ['/periodic/nightly', true],
  ['/limits', true],
  ['/limits/BackupWorker', true],
  ['/profiles', true],
  ['/settings', false],
  [`/nowhere/${IN_QUERY}`, false],
]

const path = findChromium()

describe.skipIf(path === null)('hostile text', { timeout: 180_000 }, () => {
  let site: ConsoleFixture
  let server: TestServer
  let browser: Browser
  let stop: BrowserSite['stop']
  let page: Page
  const foreign: string[] = []
  beforeAll(async () => {
    ;({ site, server, browser, stop } = await startBrowserSite({
      title: `Sidekiq ${HOSTILE}`,
      environment: HOSTILE,
      restartCommand: HOSTILE,
      workCommand: HOSTILE,
      allow: async () => ({ name: HOSTILE, canAct: true }),
      describeJob: async (jobs) =>
        new Map(
          jobs.map(({ jid }) => [jid, { label: HOSTILE, href: '/members/1', duplicateKey: 'k' }]),
        ),
      tabs: [
        {
          label: HOSTILE,
          path: '/exports',
          handle: (_request, frame) => frame.page({ title: HOSTILE, children: HOSTILE }),
        },
      ],
    }))
    await seedHostile(site.redis)
    const context = await browser.newContext({ baseURL: server.origin, bypassCSP: true })
    page = await context.newPage()
    page.on('request', (request) => {
      const url = new URL(request.url())
      // `src=x` would ask for an address that ends in it.
      if (url.origin !== server.origin || url.pathname.endsWith('/x')) foreign.push(request.url())
    })
    page.on('dialog', (dialog) => {
      foreign.push(dialog.message())
      void dialog.dismiss()
    })
  })
  afterAll(() => stop())

  test('would be seen if it ran', async () => {
    const open = await browser.newPage()
    await open.setContent(`<a href="javascript:1">a</a><p title="${HOSTILE}</p>`)
    await expect.poll(() => harmIn(open)).toContain('it ran')
    expect(await harmIn(open)).toEqual(expect.arrayContaining(['onerror', 'javascript:1']))
    await open.close()
  })

  test('is inert in rows that come by live updates', async () => {
    await page.goto('/sidekiq/queues')
    await page.getByText('Live', { exact: true }).waitFor({ timeout: 60_000 })
    await enqueue(site.redis, `fresh ${HOSTILE}`, [jobText({ class: HOSTILE_ADDRESS })])
    await page.getByText('fresh ').first().waitFor({ timeout: 60_000 })
    expect(await harmIn(page)).toEqual([])
    expect(foreign).toEqual([])
  })

  test.each([...PAGES, ['/exports', true] as const])('is inert on %s', async (address, shows) => {
    await page.goto(`/sidekiq${address}`)
    expect(await harmIn(page), address).toEqual([])
    if (shows) expect(await page.content()).toContain('window.ran=1')
    expect(foreign).toEqual([])
  })

  test('is inert in what an action says', async () => {
    await page.goto('/sidekiq/retries')
    await page.getByRole('button', { name: 'Retry now', exact: true }).first().click()
    await page.getByText('Job moved to queue').waitFor()
    expect(await page.getByText('Job moved to queue').textContent()).toContain('window.ran=1')
    expect(await harmIn(page)).toEqual([])
    expect(foreign).toEqual([])
  })
})
