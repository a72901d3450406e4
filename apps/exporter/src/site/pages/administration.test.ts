/** What administrators and members choose about exports: pages and API, as a browser sends them. */
import { Limits, Queue, ScheduledSet } from '@howdah/engine/api'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { estimateSize } from '../../ledger/policy.ts'
import { EXPORT_LIMIT_NAME } from '../../ledger/export-queue.ts'
import {
  ORIGIN,
  PEOPLE,
  type Person,
  startSiteWorld,
  type SiteWorld,
} from '../testing/site-world.ts'

let world: SiteWorld
beforeAll(async () => {
  world = await startSiteWorld()
})
afterAll(() => world.stop())

const text = async (path: string, person: Person): Promise<string> =>
  (await (await world.get(path, person)).text()).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

const json = async (path: string, person: Person): Promise<unknown> =>
  (await world.get(path, person)).json()

describe('an administrator', () => {
  it('requests an export for a suspended member, who is told with the reason', async () => {
    const { userId } = PEOPLE.ada
    await sql`UPDATE accounts SET suspended_at = now() WHERE username = 'ada'`.execute(world.db)
    const path = `/admin/users/${userId}/request-export`
    const empty = await world.post(path, { type: 'backup', reason: ' ' }, 'owner')
    expect(empty.status).toBe(303)
    expect(await world.deps.ledger.active(userId, 'backup')).toBeNull()
    await world.post(path, { type: 'backup', reason: 'Court order <7>' }, 'owner')
    const row = await world.deps.ledger.active(userId, 'backup')
    expect(row).toMatchObject({ requestedBy: 'admin', reason: 'Court order <7>', state: 'pending' })
    expect(await text('/settings/export', 'ada')).toContain(
      'The administrators of this server requested it for you. Their reason: Court order &lt;7&gt;',
    )
    const { jobs } = await new Queue(world.redis, 'export').page({ offset: 0, limit: 10 })
    expect(jobs.map((job) => [job.class, job.args])).toContainEqual([
      'ExportMailWorker',
      [{ export_id: Number(row?.id), news: 'requested' }],
    ])
    expect((await world.post(path, { type: 'backup', reason: 'x' }, 'moderator')).status).toBe(404)
    expect(await text('/admin/audit?q=court', 'moderator')).toMatch(
      /admin requested a backup export \d+ \(@ada\) Court order/,
    )
    const csv = await (await world.get('/admin/audit.csv?who=admin', 'owner')).text()
    expect(csv).toMatch(
      /^at,who,what,target,reason,result,detail,page,subjects,id\n(?:.*\n)*.*,admin,requested a backup,/,
    )
  })

  it('turns limit and retention while Howdah runs, and resets them', async () => {
    const set = (fields: Record<string, string>) =>
      world.post('/admin/exports/settings', fields, 'owner')
    await set({ name: 'limit', value: '2' })
    expect((await Limits.get(world.redis, EXPORT_LIMIT_NAME)).rule.total).toBe(2)
    await set({ name: 'retention-days', value: '14' })
    await set({ name: 'retention-days', value: '-3' })
    expect(await text('/admin/exports', 'owner')).toContain('Set here; configured: 7.')
    await set({ name: 'limit', value: '2', reset: '1' })
    expect((await Limits.get(world.redis, EXPORT_LIMIT_NAME)).rule.total).toBeNull()
    expect((await set({ name: 'nonsense', value: '1' })).status).toBe(303)
  })

  it('asks for many only after the number was shown and confirmed', async () => {
    await sql`UPDATE users SET approved = true`.execute(world.db)
    const wish = {
      type: 'migration',
      within: '30',
      suspended: '1',
      hours: '12',
      reason: 'We close.',
    }
    const question = await world.post('/admin/exports/bulk', wish, 'owner')
    expect([question.status, await new ScheduledSet(world.redis).size()]).toEqual([200, 0])
    expect(await question.text()).toContain('Request 5 migration exports?')
    const done = await world.post('/admin/exports/bulk', { ...wish, confirm: '5' }, 'owner')
    expect(done.headers.get('location')).toBe('/sidekiq/exports?state=scheduled')
    // The page there takes it away under its own path; under another it would come back for half a minute.
    expect(done.headers.getSetCookie()[0]).toContain('Path=/sidekiq;')
    expect((await world.deps.ledger.countStates()).scheduled).toBeGreaterThanOrEqual(4)
    expect((await world.post('/admin/exports/bulk', wish, 'operator')).status).toBe(404)
  })

  it('says before a request for many how much it takes, what is free and when the last one starts', async () => {
    await sql`UPDATE users SET approved = true`.execute(world.db)
    await sql`INSERT INTO account_stats (account_id, statuses_count, created_at, updated_at)
      SELECT id, 100000, now(), now() FROM accounts ON CONFLICT DO NOTHING`.execute(world.db)
    const wish = { type: 'backup', within: '', hours: '48', reason: 'We close.' }
    const html = async (): Promise<string> =>
      (await (await world.post('/admin/exports/bulk', wish, 'owner')).text()).replaceAll(
        /\s+/g,
        ' ',
      )
    const page = await html()
    const forecast = await world.deps.bulk.foresee({
      type: 'backup',
      includesMedia: true,
      filter: { activeWithinDays: null, includesSuspended: false },
      spreadSeconds: 48 * 3_600,
    })
    const members = forecast.members
    expect(forecast.estimatedBytes).toBe(
      members *
        estimateSize({ type: 'backup', includesMedia: true }, { posts: 100_000, mediaBytes: 0 }),
    )
    expect(page).toMatch(/Together they take about [\d.]+ MB\. [\d.,]+ [A-Z]B are free now\./)
    // All but the last step of two days.
    const hours = ((forecast.lastAt?.getTime() ?? 0) - Date.now()) / 3_600_000
    expect(Math.round(hours)).toBe(Math.round((48 * (members - 1)) / members))
    expect(page).toContain('The last one starts about <time')
    expect(page).not.toContain('That is more than there is room for')
    await sql`UPDATE account_stats SET statuses_count = 9000000000000`.execute(world.db)
    expect(await html()).toContain('That is more than there is room for')
    await sql`DELETE FROM account_stats`.execute(world.db)
  })

  it('reads the schedule as JSON, with the reasons and estimates of its page', async () => {
    expect(await json('/api/v1/admin/exports?state=pending', 'operator')).toMatchObject({
      total: expect.any(Number),
      exports: [
        {
          username: expect.any(String),
          waiting: { position: 1, reasons: [{ kind: 'no-process', words: expect.any(String) }] },
        },
      ],
    })
    const asked = await world.site.fetch(
      new Request(`${ORIGIN}/api/v1/admin/exports`, {
        method: 'POST',
        headers: {
          cookie: await world.cookieOf('owner'),
          origin: ORIGIN,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ user_id: PEOPLE.bob.userId, type: 'backup', reason: 'He asked.' }),
      }),
    )
    expect(asked.status).toBe(202)
    const { id } = (await asked.json()) as { id: string }
    expect(await json(`/api/v1/admin/exports/${id}`, 'operator')).toMatchObject({
      reason: 'He asked.',
    })
    expect(await json(`/api/v1/exports/${id}`, 'bob')).toMatchObject({
      requested_by: 'administrators',
      waiting: { reasons: [{ words: expect.stringContaining('Nothing works on requests') }, {}] },
    })
    expect((await world.get(`/api/v1/exports/${id}`, 'ada')).status).toBe(404)
    expect((await world.get('/api/v1/admin/exports', 'bob')).status).toBe(404)
  })
})

describe('a member', () => {
  it('chooses regular exports and reads when the next one comes', async () => {
    expect(await text('/settings/export', 'bob')).toContain(
      'month every 2 months every 6 months Off.',
    )
    await world.post('/settings/export/recurring', { type: 'backup', months: '6' }, 'bob')
    expect(await text('/settings/export', 'bob')).toContain('The next one:')
    const bad = await world.post(
      '/settings/export/recurring',
      { type: 'backup', months: '7' },
      'bob',
    )
    expect(bad.status).toBe(400)
    await world.post('/settings/export/recurring', { type: 'backup', months: '' }, 'bob')
    expect(await text('/settings/export', 'bob')).not.toContain('The next one:')
  })

  it('turns messages off and on', async () => {
    const isChecked = async () =>
      /name="mail" value="1" checked/.test(
        await (await world.get('/settings/export', 'bob')).text(),
      )
    expect(await isChecked()).toBe(true)
    await world.post('/settings/export/mail', {}, 'bob')
    expect(await isChecked()).toBe(false)
    await world.post('/settings/export/mail', { mail: '1' }, 'bob')
    expect(await isChecked()).toBe(true)
  })
})
