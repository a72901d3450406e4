import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { startSiteWorld, type SiteWorld } from '../testing/site-world.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let world: SiteWorld
beforeAll(async () => {
  world = await startSiteWorld()
})
beforeEach(async () => {
  await sql`delete from howdah.exports`.execute(world.db)
})
afterAll(() => world.stop())

const NOW = new Date('2026-03-10T12:00:00Z')

interface Ended {
  readonly state: 'done' | 'expired' | 'failed' | 'cancelled'
  readonly at: string
  readonly minutes?: number
  readonly bytes?: number
}

async function insert({ state, at, minutes = 1, bytes }: Ended): Promise<void> {
  const requested = new Date(Date.parse(at) - minutes * 60_000).toISOString()
  await sql`insert into howdah.exports
    (user_id, account_id, username, type, state, requested_by, requested_at, finished_at, size_bytes, max_attempts)
    values (42, 4200, 'ada', 'backup', ${state}, 'member', ${requested}::timestamptz,
      ${at}::timestamptz, ${bytes ?? null}, 5)`.execute(world.db)
}

it('counts each day’s ends, the sizes of archives and the time until they were ready', async () => {
  await insert({ state: 'done', at: '2026-03-10T01:00:00Z', minutes: 10, bytes: 999_999 })
  await insert({ state: 'expired', at: '2026-03-10T23:30:00+02:00', minutes: 30, bytes: 2e9 })
  await insert({ state: 'failed', at: '2026-03-10T03:00:00Z', minutes: 600 })
  await insert({ state: 'cancelled', at: '2026-03-08T03:00:00Z' })
  await insert({ state: 'done', at: '2026-03-08T03:00:00Z', minutes: 20, bytes: 2e10 })
  await insert({ state: 'done', at: '2026-03-07T23:59:00Z', minutes: 5, bytes: 5 })
  const { value: numbers } = await world.deps.ledger.numbers(3, NOW)
  expect(
    numbers.days.map(({ day, done, failed, cancelled }) => [day, done, failed, cancelled]),
  ).toEqual([
    ['2026-03-08', 1, 0, 1],
    ['2026-03-09', 0, 0, 0],
    ['2026-03-10', 2, 1, 0],
  ])
  expect(numbers.days[2]).toMatchObject({ p50Seconds: 1_200, p95Seconds: 1_740 })
  expect(numbers.days[1]).toMatchObject({ p50Seconds: null, p95Seconds: null })
  expect(numbers.p50Seconds).toBe(1_200)
  expect(numbers.sizes.map(({ count }) => count)).toEqual([1, 0, 0, 0, 1, 1])
})

it('is a page that Metrics links to, each chart with its table', async () => {
  const empty = await (await world.get('/sidekiq/exports/numbers', 'owner')).text()
  expect(empty).toContain('No export ended in this time.')
  const today = new Date().toISOString()
  await insert({ state: 'done', at: today, minutes: 10, bytes: 3e6 })
  await insert({ state: 'failed', at: today })
  const metrics = await (await world.get('/sidekiq/metrics', 'owner')).text()
  expect(metrics).toContain('href="/sidekiq/exports/numbers"')
  const html = await (await world.get('/sidekiq/exports/numbers', 'owner')).text()
  const text = html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
  expect(text).toContain(`${today.slice(0, 10)} 1 0 1`)
  expect(text).toContain('Half were ready within 10 min, 95 % within 10 min.')
  expect(text).toContain(`${today.slice(0, 10)} 10 min 10 min`)
  expect(text).toMatch(/≤ 10(\.0)? MB\u2069 1/)
  expect(html.match(/<rect class="chart__failed"/g)).toHaveLength(30)
})
