import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectDatabase } from '../database.ts'
import { createSite } from './site.tsx'
import { ORIGIN, type SiteWorld, startSiteWorld } from './testing/site-world.ts'

let world: SiteWorld

beforeAll(async () => {
  world = await startSiteWorld()
  await world.cookieOf('owner')
  await world.cookieOf('ada')
  await world.finishedExport('ada', Buffer.from('zip'))
  await world.deps.ledger.request({
    userId: '57',
    accountId: '57',
    username: 'bob',
    type: 'backup',
    requestedBy: 'member',
  })
  await world.get('/sidekiq/exports', 'owner')
  await world.stopRedis()
})
afterAll(() => world.stop())

describe('without Redis', () => {
  it('goes on showing members their exports and downloads', async () => {
    const page = await world.get('/settings/export', 'ada')
    expect(page.status).toBe(200)
    const path = /href="(\/exports\/\d+\/download)"/.exec(await page.text())?.[1] ?? ''
    expect((await world.get(path, 'ada')).status).toBe(200)
  })
  it('shows the schedule from the ledger under a banner', async () => {
    const page = await world.get('/sidekiq/exports', 'owner')
    expect(page.status).toBe(200)
    const html = await page.text()
    expect(html).toContain('Live queue state unavailable')
    expect(html).toContain('<div data-away')
    expect(html).toContain('@ada</a>')
    expect(html).toMatch(/Live queue state unavailable since <time datetime="\d{4}-/)
    expect(html).toMatch(/<fieldset[^>]* disabled/)
    expect(html).toContain('(last known)')
    expect(html).not.toMatch(/Done<\/span>[^@]*\(last known\)<\/small><\/td>/)
    const detail = /href="(\/sidekiq\/exports\/\d+)"/.exec(html)?.[1] ?? ''
    expect(await (await world.get(detail, 'owner')).text()).toContain(
      'Live queue state unavailable',
    )
  })
  it('says of the queues that Redis does not answer', async () => {
    expect((await world.get('/sidekiq/queues', 'owner')).status).toBe(503)
  })
  it('takes no request that it cannot keep', async () => {
    const response = await world.post('/settings/export', { type: 'migration' }, 'ada')
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30'])
    expect(await response.text()).toContain('Nothing was kept of it')
    expect(await world.deps.ledger.active('42', 'migration')).toBeNull()
  })
})

describe('without the database', () => {
  it('says so on a page of its own, and in JSON', async () => {
    const { database } = world.deps.config
    const db = connectDatabase({ ...database, url: 'postgres://nobody@127.0.0.1:1/none' })
    const site = createSite({ ...world.deps, db })
    const headers = { cookie: await world.cookieOf('ada') }
    const page = await site.fetch(new Request(`${ORIGIN}/settings/export`, { headers }))
    expect(page.status).toBe(503)
    expect(await page.text()).toContain('The database does not answer')
    const json = await site.fetch(new Request(`${ORIGIN}/api/v1/exports`, { headers }))
    expect([json.status, await json.json()]).toEqual([503, { error: expect.any(String) }])
    expect((await site.fetch(new Request(`${ORIGIN}/healthz`))).status).toBe(200)
    await db.destroy()
  })

  it('says so as well when the database is there and silent', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const settings = {
      ...world.deps.config.database,
      url: `postgres://nobody@127.0.0.1:${port}/none`,
    }
    const db = connectDatabase({ ...settings, connectTimeoutMs: 60_000 })
    const headers = { cookie: await world.cookieOf('ada') }
    const startedAt = performance.now()
    const site = createSite({ ...world.deps, db })
    const page = await site.fetch(new Request(`${ORIGIN}/sidekiq`, { headers }))
    expect(page.status).toBe(503)
    expect(await page.text()).toContain('The database does not answer')
    expect(performance.now() - startedAt).toBeLessThan(15_000)
    silent.close()
  }, 30_000)
})
