/**
 * Hostile text in every field of every page of the site, in a real browser whose Content-Security-Policy is
 * switched off: what is not escaped would run.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, launchBrowser } from '@howdah/web/testing/browser'
import { harmIn, HOSTILE, seedHostile } from './testing/hostile.ts'
import { becomes, startSiteServer, type SiteServer } from './testing/site-server.ts'
import { PEOPLE, type Person, startSiteWorld, type SiteWorld } from './testing/site-world.ts'

const IN_QUERY = encodeURIComponent(HOSTILE)

/** Pages, and whether the text is on them. */
const PAGES: readonly (readonly [person: Person | null, path: string, shows: boolean])[] = [
  [null, `/login?next=${IN_QUERY}`, false],
  [null, '/login?next=javascript:window.ran=1', false],
  [null, `/login/link/${IN_QUERY}`, false],
  ['ada', '/settings/export', true],
  ['ada', '/settings/sessions', true],
  ['owner', '/settings/sessions', true],
  ['owner', '/admin/users', true],
  ['owner', `/admin/users?q=${IN_QUERY}`, true],
  ['owner', `/admin/users/${PEOPLE.ada.userId}/edit`, true],
  ['owner', `/admin/users/${PEOPLE.moderator.userId}/edit`, true],
  ['owner', '/admin/exports', false],
  ['owner', '/admin/audit', true],
  ['owner', `/admin/audit?who=${IN_QUERY}&what=${IN_QUERY}&target=${IN_QUERY}&q=${IN_QUERY}`, true],
  ['owner', '/admin/mail', true],
  ['owner', '/admin/doctor', true],
  ['owner', '/sidekiq', false],
  ['owner', '/sidekiq/exports', true],
  ['owner', '/sidekiq/exports?view=agenda', true],
  ['owner', `/sidekiq/exports?q=${IN_QUERY}`, true],
  ['owner', '/sidekiq/exports?state=failed', true],
  ['owner', '/sidekiq/queues/export', true],
  ['owner', '/sidekiq/retries', true],
  ['owner', '/sidekiq/busy', true],
  ['owner', '/sidekiq/search?in=retry&q=ran', true],
  ['owner', `/nowhere/${IN_QUERY}`, false],
]

const chromium = findChromium()

describe.skipIf(chromium === null)('hostile text', { timeout: 120_000 }, () => {
  let server: SiteServer
  let world: SiteWorld
  let browser: Browser
  let ids: readonly string[]
  const pages = new Map<Person | null, Page>()
  const foreign: string[] = []

  beforeAll(async () => {
    server = await startSiteServer()
    world = await startSiteWorld({
      publicUrl: server.origin,
      restartCommand: HOSTILE,
    })
    server.site = world.site
    browser = await launchBrowser(chromium ?? '')
    for (const person of [null, 'ada', 'owner'] as const) pages.set(person, await pageOf(person))
    ids = await seedHostile(world)
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await world?.stop()
  })

  async function pageOf(person: Person | null): Promise<Page> {
    const { origin } = server
    const context: BrowserContext = await browser.newContext({ baseURL: origin, bypassCSP: true })
    if (person !== null) await becomes(context, world, { person, origin })
    const page = await context.newPage()
    page.on('request', (request) => {
      const url = new URL(request.url())
      // `src=x` would ask for an address that ends in it.
      if (url.origin !== origin || url.pathname.endsWith('/x')) foreign.push(request.url())
    })
    return page
  }

  async function look(person: Person | null, path: string, shows: boolean): Promise<Page> {
    const page = pages.get(person)
    if (page === undefined) throw new Error('Nobody has this page.')
    await page.goto(path)
    expect(await harmIn(page), path).toEqual([])
    if (shows) expect(await page.content(), path).toContain('window.ran=1')
    expect(foreign).toEqual([])
    return page
  }

  it('would be seen if it ran', async () => {
    const page = await browser.newPage()
    await page.setContent(`<a href="javascript:1">a</a><p title="${HOSTILE}</p>`)
    await expect.poll(() => harmIn(page)).toContain('it ran')
    expect(await harmIn(page)).toEqual(expect.arrayContaining(['onerror', 'javascript:1']))
    await page.close()
  })

  it.each(PAGES)('is inert for %s on %s', async (person, path, shows) => {
    await look(person, path, shows)
  })

  it('is inert on the page of every export, where its file is deleted, and in mails', async () => {
    for (const id of ids) await look('owner', `/sidekiq/exports/${id}`, true)
    await look('owner', `/sidekiq/exports/${ids[1]}/delete-file`, true)
    await look('ada', `/settings/exports/${ids[1]}/delete`, false)
    const mail = await look('owner', '/admin/mail', true)
    await mail.locator('a[href^="/admin/mail/"]').first().click()
    await mail.getByText('Source').first().waitFor()
    expect(await harmIn(mail)).toEqual([])
    expect(await mail.content()).toContain('window.ran=1')
  })

  it('is inert in what an action says', async () => {
    const page = await look('owner', `/sidekiq/exports/${ids[2]}`, true)
    await page.locator('form[action$="/cancel"] button').click()
    await page.getByText('is cancelled').first().waitFor()
    expect(await harmIn(page)).toEqual([])
    expect(await page.getByText('is cancelled').first().textContent()).toContain('window.ran=1')
    expect(foreign).toEqual([])
  })
})
