/** Administration → Overview: each number on real data, and only for those who may see it. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SiteWorld, startSiteWorld } from '../testing/site-world.ts'

let world: SiteWorld
beforeAll(async () => {
  world = await startSiteWorld()
})
afterAll(() => world.stop())

/** Label, number and note of each card. */
async function cards(person: 'owner' | 'operator'): Promise<string[]> {
  const html = (await (await world.get('/admin', person)).text()).replaceAll(/\s+/g, ' ')
  return [...html.matchAll(/<a class="stat[^>]*>(.*?)<\/a>/g)].map(([, inner]) =>
    (inner ?? '').replaceAll(/<[^>]+>/g, '').trim(),
  )
}

test('says what wants attention, and what does not', async () => {
  expect((await cards('owner')).slice(0, 3)).toEqual([
    'Exports needing attention 0 failed or stuck',
    'Failed in 24 hours 0 exports that gave up',
    'Queues without workers 0 every queue with jobs has workers',
  ])
  await sql`insert into howdah.exports (user_id, account_id, username, type, state, requested_by, finished_at)
    values (42, 4200, 'ada', 'backup', 'failed', 'member', now()),
      (43, 4300, 'eve', 'backup', 'failed', 'member', now() - interval '2 days'),
      (44, 4400, 'fay', 'backup', 'stuck', 'member', null)`.execute(world.db)
  await world.redis.call('SADD', 'queues', 'export', 'empty')
  await world.redis.call(
    'LPUSH',
    'queue:export',
    '{"class":"A","args":[],"jid":"a","queue":"export"}',
  )
  const [attention, failed, queues, disk] = await cards('owner')
  expect(attention).toBe('Exports needing attention 3 failed or stuck')
  expect(failed).toBe('Failed in 24 hours 1 exports that gave up')
  expect(queues).toBe('Queues without workers 1 nobody listens to export')
  expect(disk).toMatch(/^Disk free [\d.,]+ [kMGT]?B where archives lie$/)
})

test('is in the menu of staff, and leads those without numbers to what they can do', async () => {
  expect(await (await world.get('/settings/export', 'operator')).text()).toContain('href="/admin"')
  expect(await (await world.get('/settings/export', 'ada')).text()).not.toContain('href="/admin"')
  const moderator = await world.get('/admin', 'moderator')
  expect(moderator.headers.get('location')).toBe('/admin/users')
  expect((await world.get('/admin', 'ada')).status).toBe(404)
})

test('is shown while Redis is away', async () => {
  await world.stopRedis()
  expect((await cards('owner'))[2]).toBe('Queues without workers Unknown Redis does not answer')
})
