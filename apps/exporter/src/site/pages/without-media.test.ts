/** An archive without media in a real browser: a member chooses it, administrators choose it for others. */
import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bringAxe, violationsOf } from '@howdah/web/testing/axe'
import { findChromium, launchBrowser } from '@howdah/web/testing/browser'
import { becomes, type SiteServer, startSiteServer } from '../testing/site-server.ts'
import { ORIGIN, type Person, type SiteWorld, startSiteWorld } from '../testing/site-world.ts'

const path = findChromium()
const BOTH_SIZES = 'Without media (about 20.7 kB instead of 5 MB)'

async function startWorld(mode: 'own' | 'watch'): Promise<SiteWorld> {
  const world = await startSiteWorld({ adopt: { mode, stuckPolicy: 'offer' } })
  await sql`insert into statuses (id, account_id, text, created_at, updated_at)
    values (1, 4200, 'x', now(), now())`.execute(world.db)
  await sql`insert into media_attachments (account_id, status_id, file_file_name, file_file_size,
      type, created_at, updated_at) values (4200, 1, 'a.png', 5000000, 0, now(), now())`.execute(
    world.db,
  )
  return world
}

describe.skipIf(path === null)('in a browser', { timeout: 120_000 }, () => {
  let world: SiteWorld
  let browser: Browser
  let server: SiteServer
  beforeAll(async () => {
    world = await startWorld('own')
    server = await startSiteServer()
    server.site = world.site
    browser = await launchBrowser(path ?? '')
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await world?.stop()
  })

  async function pageOf(person: Person): Promise<Page> {
    const { origin } = server
    const context = await browser.newContext({ baseURL: origin })
    await becomes(context, world, { person, origin })
    return context.newPage()
  }

  async function expectNoBarriers(page: Page): Promise<void> {
    await bringAxe(page)
    expect(await violationsOf(page)).toEqual([])
  }

  it('is chosen by a member, who then reads of it what it is', async () => {
    const page = await pageOf('ada')
    await page.goto('/settings/export')
    await expectNoBarriers(page)
    await page.getByLabel(BOTH_SIZES).check()
    await page.getByRole('button', { name: 'Request your archive' }).click()
    await page.getByText('Archive without media requested.').waitFor()
    await page.getByRole('heading', { name: 'Archive without media' }).waitFor()
    expect(await world.deps.ledger.active('42', 'backup')).toMatchObject({ includesMedia: false })
    await page.getByRole('button', { name: 'Cancel this request' }).click()
    await page.getByRole('cell', { name: 'Archive without media' }).waitFor()
    await page.context().close()
  })

  it('is chosen for a member by an administrator, and is told from others in the schedule', async () => {
    const page = await pageOf('owner')
    await page.goto('/admin/users/42/edit')
    await expectNoBarriers(page)
    await page.getByLabel(BOTH_SIZES).check()
    await page.getByLabel('Reason').fill('Asked by mail.')
    await page.getByRole('button', { name: 'Request', exact: true }).click()
    await page.getByRole('cell', { name: 'backup without media' }).first().waitFor()
    await page.getByLabel('Reason').fill('Asked by mail.')
    await page.getByRole('button', { name: 'Request', exact: true }).click()
    await page.getByText('Nothing was requested: @ada has one without media under way').waitFor()
    await page.goto('/sidekiq/exports')
    await page.getByRole('cell', { name: 'backup without media' }).first().waitFor()
    await page.getByRole('link', { name: '@ada' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Backup without media for @ada' }).waitFor()
    await page.context().close()
  })

  it('is chosen for many members', async () => {
    const page = await pageOf('owner')
    await page.goto('/admin/exports')
    await page.getByLabel(/Archives without media/).check()
    await page.getByLabel('Reason').fill('We close.')
    await page.getByRole('button', { name: 'Continue…' }).click()
    await page.getByRole('heading', { name: /^Request \d archives without media\?$/ }).waitFor()
    await page.getByRole('button', { name: /^Request \d$/ }).click()
    await page.getByText(/exports requested/).waitFor()
    expect(await world.deps.ledger.active('57', 'backup')).toMatchObject({
      includesMedia: false,
      reason: 'We close.',
    })
    await page.context().close()
  })
})

describe('where Mastodon’s own workers build archives', () => {
  it('it is not offered, and not accepted', async () => {
    const world = await startWorld('watch')
    try {
      for (const [address, person] of [
        ['/settings/export', 'ada'],
        ['/admin/users/42/edit', 'owner'],
        ['/admin/exports', 'owner'],
      ] as const) {
        expect(await (await world.get(address, person)).text()).not.toContain('ithout media')
      }
      const fields = { type: 'backup', 'without-media': '1' }
      await world.post('/settings/export', fields, 'ada')
      await world.post('/admin/users/42/request-export', { ...fields, reason: 'R.' }, 'owner')
      const many = { ...fields, reason: 'R.', within: '', hours: '', suspended: '', confirm: '5' }
      await world.post('/admin/exports/bulk', many, 'owner')
      const api = await world.site.fetch(
        new Request(`${ORIGIN}/api/v1/exports`, {
          method: 'POST',
          body: '{"type":"backup","without_media":true}',
          headers: {
            cookie: await world.cookieOf('ada'),
            origin: ORIGIN,
            'content-type': 'application/json',
          },
        }),
      )
      expect([api.status, await api.json()]).toEqual([
        422,
        { error: 'On this server archives are always made with media.' },
      ])
      expect((await world.deps.ledger.list()).total).toBe(0)
    } finally {
      await world.stop()
    }
  })
})
