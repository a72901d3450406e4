/** The list of the schedule in a real browser: what its rows leave to references and to the script. */
import { sql } from 'kysely'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, launchBrowser } from '@howdah/web/testing/browser'
import { type SiteServer, startSiteServer } from '../testing/site-server.ts'
import { type SiteWorld, startSiteWorld } from '../testing/site-world.ts'

const path = findChromium()

describe.skipIf(path === null)('in a browser', { timeout: 120_000 }, () => {
  let world: SiteWorld
  let browser: Browser
  let server: SiteServer
  let page: Page
  beforeAll(async () => {
    world = await startSiteWorld()
    await sql`insert into howdah.exports (user_id, account_id, username, type, state, requested_by)
      values (42, 4200, 'ada', 'backup', 'failed', 'member')`.execute(world.db)
    server = await startSiteServer()
    server.site = world.site
    browser = await launchBrowser(path ?? '')
    page = await browser.newPage({ baseURL: server.origin })
    await page.setExtraHTTPHeaders({ cookie: await world.cookieOf('owner') })
    await page.goto('/sidekiq/exports')
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await world?.stop()
  })

  async function textsNamedBy(element: Locator, attribute: string): Promise<readonly string[]> {
    const ids = (await element.getAttribute(attribute))?.split(' ') ?? []
    const texts = ids.map((id) => page.locator(`[id="${id}"]`).textContent())
    return (await Promise.all(texts)).map((text) => text?.trim() ?? '')
  }

  it('names each tick box, menu and button by its row', async () => {
    await page.getByRole('checkbox', { name: '@ada', exact: true }).waitFor()
    const menu = page.locator('tbody .menu > summary')
    expect(await textsNamedBy(menu, 'aria-labelledby')).toEqual(['Actions:', '@ada'])
    const retry = page.locator('.runs-at').getByRole('button', { name: 'Retry now', exact: true })
    expect(await textsNamedBy(retry, 'aria-describedby')).toEqual(['@ada'])
  })
  it('draws the shared icon, and a dash where a cell is empty', async () => {
    const width = "document.querySelector('tbody .badge use').getBBox().width"
    expect(await page.evaluate<number>(width)).toBeGreaterThan(0)
    const dash = `getComputedStyle(document.querySelector('td[data-label="Expires"]'), '::after').content`
    expect(await page.evaluate<string>(dash)).toBe('"–"')
  })
  it('takes the banner of an outage away when it is over, though rows are new', async () => {
    await page.getByText('Live', { exact: true }).waitFor()
    // As the page stands that was fetched while Redis was silent.
    await page.evaluate(`document.querySelector('main [data-live] .stack, main [data-live]')
      .insertAdjacentHTML('afterbegin', '<div data-away>Redis does not answer</div>')`)
    await sql`insert into howdah.exports (user_id, account_id, username, type, state, requested_by)
      values (57, 5700, 'bob', 'backup', 'failed', 'member')`.execute(world.db)
    await page.getByRole('button', { name: 'Pause updates' }).click()
    await page.getByRole('button', { name: 'Resume updates' }).click()
    await page.locator('[data-away]').waitFor({ state: 'detached' })
    await page.getByRole('checkbox', { name: '@bob', exact: true }).waitFor()
    await sql`delete from howdah.exports where user_id = 57`.execute(world.db)
    await page.goto('/sidekiq/exports')
  })
  it('adds the entry that copies the link when a menu is opened, once', async () => {
    const menu = page.locator('tbody details.menu')
    const copy = menu.getByRole('button', { name: 'Copy link' })
    expect(await copy.count()).toBe(0)
    for (const count of [1, 0, 1]) {
      await menu.locator('summary').click()
      await expect.poll(() => copy.filter({ visible: true }).count()).toBe(count)
    }
    expect(await menu.locator('.menu__list > *').last().textContent()).toBe('Copy link')
  })
})
