/**
 * Forms of other sites, in a real browser: refused by the site and by the console, over plain HTTP, where
 * browsers send no `Sec-Fetch-Site`, and to a trustworthy address, where they do. Our own forms work.
 */
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findChromium, launchBrowser } from '@howdah/web/testing/browser'
import { becomes, startSiteServer, type SiteServer } from './testing/site-server.ts'
import { PEOPLE, startSiteWorld, type SiteWorld } from './testing/site-world.ts'

const chromium = findChromium()

describe.skipIf(chromium === null)('a form', { timeout: 120_000 }, () => {
  let server: SiteServer
  let world: SiteWorld
  let evil: Server
  let evilPort: number
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let posts: Request[] = []

  beforeAll(async () => {
    server = await startSiteServer()
    world = await startSiteWorld({ publicUrl: `http://admin.test:${server.port}` })
    server.site = world.site
    evil = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>Prizes</title>')
    })
    evil.listen(0, '127.0.0.1')
    await once(evil, 'listening')
    evilPort = (evil.address() as AddressInfo).port
    browser = await launchBrowser(chromium ?? '', ['--host-resolver-rules=MAP *.test 127.0.0.1'])
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    evil?.close()
    await server?.stop()
    await world?.stop()
  })
  beforeEach(async () => {
    await world.redis.call('FLUSHALL')
    await world.redis.call('SADD', 'queues', 'export')
    await world.redis.call('LPUSH', 'queue:export', '{"class":"A","jid":"a","args":[]}')
    await context?.close()
    context = await browser.newContext()
    for (const host of ['admin.test', '127.0.0.1']) {
      await becomes(context, world, { person: 'owner', origin: `http://${host}:${server.port}` })
    }
    page = await context.newPage()
    posts = []
    page.on('request', (request) => {
      if (request.method() === 'POST') posts.push(request)
    })
  })

  /** What a browser says of the page that a form came from. */
  async function lastPost(): Promise<{
    origin: string | null
    site: string | null
    cookie: boolean
  }> {
    const headers = (await posts.at(-1)?.allHeaders()) ?? {}
    return {
      origin: headers['origin'] ?? null,
      site: headers['sec-fetch-site'] ?? null,
      cookie: headers['cookie'] !== undefined,
    }
  }

  async function submitFrom(origin: string, target: string, enctype: string): Promise<number> {
    await page.goto(origin)
    const answer = page.waitForResponse((response) => response.request().method() === 'POST')
    await page.locator('body').evaluate(
      (body, form) => {
        body.innerHTML = `<form method="post" enctype="${form.enctype}" action="${form.target}">
          <input name="mail" value="0"><input name="reason" value="x"></form>`
        body.querySelector('form')?.submit()
      },
      { target, enctype },
    )
    await page.waitForURL(target)
    return (await answer).status()
  }

  const TARGETS = ['/settings/export/mail', '/sidekiq/queues/export/pause', '/logout']

  it.each([
    ['another site', 'http://evil.test', false],
    ['a neighbour that gets the cookie sent', 'http://shop.admin.test', true],
  ])('of %s is refused over plain HTTP by its Origin', async (_, host, hasCookie) => {
    for (const path of TARGETS) {
      for (const enctype of [
        'application/x-www-form-urlencoded',
        'multipart/form-data',
        'text/plain',
      ]) {
        const target = `http://admin.test:${server.port}${path}`
        expect([path, enctype, await submitFrom(`${host}:${evilPort}`, target, enctype)]).toEqual([
          path,
          enctype,
          403,
        ])
        expect(await lastPost()).toEqual({
          origin: `${host}:${evilPort}`,
          site: null,
          cookie: hasCookie,
        })
      }
    }
    await expectNothingChanged()
  })

  it('of another port of a trustworthy host is refused by Sec-Fetch-Site', async () => {
    for (const path of TARGETS) {
      const target = `http://127.0.0.1:${server.port}${path}`
      const enctype = 'application/x-www-form-urlencoded'
      expect(await submitFrom(`http://127.0.0.1:${evilPort}`, target, enctype)).toBe(403)
      expect(await lastPost()).toMatchObject({ site: 'same-site', cookie: true })
    }
    await expectNothingChanged()
  })

  async function expectNothingChanged(): Promise<void> {
    expect(await world.redis.call('SMEMBERS', 'paused')).toEqual([])
    expect((await world.get('/settings/export', 'owner')).status).toBe(200)
    const { rows } = await choices()
    expect(rows).toEqual([])
  }

  const choices = () =>
    world.db
      .selectFrom('howdah.member_choices')
      .select('mail')
      .where('user_id', '=', PEOPLE.owner.userId)
      .execute()
      .then((rows) => ({ rows }))

  it.each([
    ['over plain HTTP', 'admin.test', null],
    ['to a trustworthy host', '127.0.0.1', 'same-origin'],
  ])('of our own works %s, on the site and in the console', async (_, host, site) => {
    const origin = `http://${host}:${server.port}`
    await page.goto(`${origin}/sidekiq/queues/export`)
    await page.locator('form[action$="/pause"] button').first().click()
    await expect.poll(() => world.redis.call('SMEMBERS', 'paused')).toEqual(['export'])
    expect(await lastPost()).toEqual({ origin, site, cookie: true })
    await page.goto(`${origin}/settings/export`)
    const mail = page.locator('form[action="/settings/export/mail"]')
    await mail.getByRole('button').click()
    await expect.poll(async () => (await choices()).rows.length).toBe(1)
    expect(await lastPost()).toEqual({ origin, site, cookie: true })
    await world.db
      .deleteFrom('howdah.member_choices')
      .where('user_id', '=', PEOPLE.owner.userId)
      .execute()
  })
})
