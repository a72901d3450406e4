/** The site's pages in every language in a real browser: long words fit a phone, in both directions. */
import { sql } from 'kysely'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExportState } from '../../ledger/types.ts'
import { findChromium, launchBrowser, overflow } from '@howdah/web/testing/browser'
import { type SiteServer, startSiteServer } from '../testing/site-server.ts'
import { type Person, type SiteWorld, startSiteWorld } from '../testing/site-world.ts'
import { insertEveryState } from '../testing/every-state.ts'
import { SITE_LANGUAGES } from './site-languages.ts'

const path = findChromium()

const PAGES: readonly (readonly [path: string, person: Person | null])[] = [
  ['/login', null],
  ['/settings/export', 'ada'],
  ['/settings/sessions', 'ada'],
  ['/settings/times', 'ada'],
  ['/nowhere', 'ada'],
  ['/admin/users', 'owner'],
  ['/admin/users/42/edit', 'owner'],
  ['/admin/exports', 'owner'],
  ['/admin/mail', 'owner'],
  ['/admin/doctor', 'owner'],
  ['/admin/audit', 'owner'],
  ['/sidekiq/exports', 'owner'],
  ['/sidekiq/exports?view=agenda', 'owner'],
  ['/sidekiq/exports/numbers', 'owner'],
]

describe.skipIf(path === null)('in a browser', { timeout: 180_000 }, () => {
  let world: SiteWorld
  let browser: Browser
  let server: SiteServer
  let exports: ReadonlyMap<ExportState, string>
  beforeAll(async () => {
    world = await startSiteWorld()
    await world.finishedExport('ada', Buffer.from('zip'))
    await world.post('/settings/export', { type: 'migration' }, 'ada')
    await world.post('/admin/users/42/sign-in-link', { how: 'send' }, 'owner')
    exports = await insertEveryState(world.db)
    await sql`update howdah.exports set missing_files = 3 where state = 'done'`.execute(world.db)
    await sql`update howdah.exports set includes_media = false
      where type = 'backup' and performer = 'howdah' and state <> 'pending'`.execute(world.db)
    // Who has media is offered to leave them out.
    await sql`insert into statuses (id, account_id, text, created_at, updated_at)
      values (1, 4200, 'x', now(), now())`.execute(world.db)
    await sql`insert into media_attachments (account_id, status_id, file_file_name, file_file_size,
        type, created_at, updated_at) values (4200, 1, 'a.png', 1900000000, 0, now(), now())`.execute(
      world.db,
    )
    server = await startSiteServer()
    server.site = world.site
    browser = await launchBrowser(path ?? '')
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await world?.stop()
  })

  it.each(SITE_LANGUAGES)('every page fits in %s', async (language) => {
    const page = await browser.newPage({ baseURL: server.origin })
    const pages = [...exports.values()].map((id) => [`/sidekiq/exports/${id}`, 'owner'] as const)
    for (const [address, person] of [...PAGES, ...pages]) {
      const session = person === null ? '' : await world.cookieOf(person)
      const cookie = `howdah_preferences=language=${language}; ${session}`
      await page.setExtraHTTPHeaders({ cookie })
      await page.setViewportSize({ width: 320, height: 800 })
      await page.goto(address)
      expect(await page.locator('html').getAttribute('lang'), address).toBe(language)
      expect(await overflow(page), `${address} at 320 px`).toBe(0)
      await page.setViewportSize({ width: 1_280, height: 800 })
      expect(await overflow(page), `${address} at 1280 px`).toBe(0)
    }
    await page.close()
  })
})
