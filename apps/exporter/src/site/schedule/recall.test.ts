import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { PEOPLE, startSiteWorld, type SiteWorld } from '../testing/site-world.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let world: SiteWorld
beforeAll(async () => {
  world = await startSiteWorld()
})
afterAll(() => world.stop())

it('a job that Redis has forgotten leads to the export that it made', async () => {
  const { userId, username } = PEOPLE.ada
  const member = { userId, accountId: `${userId}00`, username }
  const asked = await world.deps.exports.request(member, 'backup', 'member')
  const id = asked.kind === 'accepted' ? asked.export.id : ''
  const row = await world.deps.ledger.get(id)
  await world.redis.call('FLUSHDB')
  const answer = await world.get(`/sidekiq/jobs/${row?.jid}`, 'owner')
  expect(answer.status).toBe(404)
  const html = await answer.text()
  expect(html).toContain(`href="/sidekiq/exports/${id}"`)
  expect(html).toContain(`Export ${id} of @ada`)
  const german = { 'accept-language': 'de' }
  const inGerman = await world.get(`/sidekiq/jobs/${row?.jid}`, 'owner', german)
  expect(await inGerman.text()).toContain(`Export ${id} von @ada`)
})
