/** Administration → Mail says which way messages leave. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Config } from '../../config/config.ts'
import { createSite } from '../site.tsx'
import { ORIGIN, type SiteWorld, startSiteWorld } from '../testing/site-world.ts'

let world: SiteWorld
beforeAll(async () => {
  world = await startSiteWorld()
})
afterAll(() => world.stop())

async function note(change: Partial<Config>): Promise<string> {
  const site = createSite({ ...world.deps, config: { ...world.deps.config, ...change } })
  const headers = { cookie: await world.cookieOf('owner') }
  const page = await (await site.fetch(new Request(`${ORIGIN}/admin/mail`, { headers }))).text()
  return /page-head__note">([^<]*)/.exec(page)?.[1] ?? ''
}

it('through a server, through the program sendmail, or not at all', async () => {
  expect(await note({ sendmail: '/usr/sbin/sendmail' })).toBe(
    'Messages leave through the program /usr/sbin/sendmail, so there is nothing to read here.',
  )
  const smtp = {
    host: 'mail.example',
    port: 587,
    login: null,
    password: null,
  } as unknown as Config['smtp']
  expect(await note({ smtp })).toContain('through the mail server mail.example')
  expect(await note({})).toContain('No mail server is configured')
})
