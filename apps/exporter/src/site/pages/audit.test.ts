/** The audit's page and its CSV, as a browser asks for them. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { staffRoles, insertStaff, newCookie } from '../testing/staff.ts'
import { ORIGIN, startSiteWorld, type SiteWorld } from '../testing/site-world.ts'

let world: SiteWorld
beforeAll(async () => {
  world = await startSiteWorld({ roles: staffRoles() })
  await insertStaff(world)
  await sql`INSERT INTO howdah.audit (at, actor, action, target, reason, result, detail, page, subjects)
    VALUES ('2026-01-05T12:00Z', 'root', 'cancelled', 'export 7 (@ada)', '=1+1', 'done', '+x', NULL, '{}'),
      ('2026-01-06T12:00Z', 'root', 'retried', 'export 8 (@bob)', NULL, 'It runs.', NULL, NULL, '{}'),
      ('2026-01-07T12:00Z', 'mod', 'looked at addresses', '@ada, @bob', NULL, 'done',
        'cara@example.social → dan@example.social', '/admin/users', '{@ada,@bob}')`.execute(
    world.db,
  )
})
afterAll(() => world.stop())

async function get(path: string, cookie: string): Promise<Response> {
  return world.site.fetch(new Request(ORIGIN + path, { headers: { cookie } }))
}

const owner = async (path: string): Promise<string> => {
  const response = await world.get(path, 'owner')
  expect([path, response.status]).toEqual([path, 200])
  return response.text()
}

/** What of the three lines is on a page, by its day. */
function days(html: string): readonly string[] {
  return [...html.matchAll(/datetime="2026-01-0(\d)T/g)].map(([, day]) => day ?? '')
}

it.each([
  ['?who=root', ['6', '5']],
  ['?who=%40mod', ['7']],
  ['?what=cancelled', ['5']],
  ['?target=%40ada', ['7', '5']],
  ['?target=export+8', ['6']],
  ['?result=refused', ['6']],
  ['?from=2026-01-06&to=2026-01-07', ['7', '6']],
  ['?to=2026-01-05', ['5']],
  ['?q=IT+RUNS', ['6']],
  ['?who=root&result=done&from=2026-01-01&to=2026-01-31&q=ada', ['5']],
  ['?who=nobody', []],
])('shows of %s what fits', async (query, expected) => {
  const html = await owner(`/admin/audit${query}`)
  expect(days(html)).toEqual(expected)
  expect(html).toContain(`href="/admin/audit.csv?`)
})

it('keeps the filters in its form and in the way to the next page', async () => {
  await sql`INSERT INTO howdah.audit (at, actor, action)
    SELECT '2025-05-05T00:00Z', 'cron', 'ticked' FROM generate_series(1, 120)`.execute(world.db)
  const html = await owner('/admin/audit?who=cron&from=2025-05-01&what=ticked')
  expect(html).toMatch(/<option value="ticked" selected/)
  expect(html).toMatch(/type="date" value="2025-05-01"/)
  const next = /href="([^"]+)" rel="next"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  expect(next).toMatch(/^\/admin\/audit\?who=cron&what=ticked&from=2025-05-01&before=\d+$/)
  expect(await owner(next)).toMatch(/rel="next"/)
})

it('exports all lines of a view, with cells that no spreadsheet runs, and says so in the audit', async () => {
  const csv = await owner('/admin/audit.csv?from=2026-01-01&to=2026-01-31')
  const [head, seventh, , fifth] = csv.trim().split('\n')
  expect(csv.trim().split('\n')).toHaveLength(4)
  expect(head).toBe('at,who,what,target,reason,result,detail,page,subjects,id')
  expect(fifth).toMatch(
    /^2026-01-05T12:00:00.000Z,root,cancelled,export 7 \(@ada\),'=1\+1,done,'\+x,"","",\d+$/,
  )
  expect(seventh).toContain(`,"'@ada, @bob",`)
  expect(await owner('/admin/audit.csv?who=cron')).toMatch(/^(.*\n){121}$/)
  const [export2, export1] = await world.deps.ledger.auditLog({ action: 'exported the audit' })
  expect([export1?.detail, export2?.detail]).toEqual([
    '?from=2026-01-01&to=2026-01-31',
    '?who=cron',
  ])
  expect(export2).toMatchObject({ actor: 'admin', page: '/admin/audit.csv' })
})

it('is for those who may see it, and hides addresses from those who may not see members', async () => {
  const auditor = await newCookie(world, 'auditor')
  const page = await get('/admin/audit?who=mod', auditor)
  const csv = await get('/admin/audit.csv?who=mod', auditor)
  for (const text of [await page.text(), await csv.text()]) {
    expect(text).toContain('c•••@example.social → d•••@example.social')
    expect(text).not.toContain('cara@')
  }
  expect(await owner('/admin/audit?who=mod')).toContain('cara@example.social')
  const [look] = await world.deps.ledger.auditLog({ action: 'looked at addresses', limit: 1 })
  expect(look).toMatchObject({ actor: 'admin', page: '/admin/audit' })
  for (const who of ['members', 'jobs', 'exports', 'member'] as const) {
    const cookie = await newCookie(world, who)
    for (const path of ['/admin/audit', '/admin/audit.csv']) {
      expect([who, (await get(path, cookie)).status]).toEqual([who, 404])
    }
  }
})

it('is found from the pages of jobs by those who may see it', async () => {
  const dashboard = await (await world.get('/sidekiq', 'owner')).text()
  expect(dashboard).toContain('href="/admin/audit"')
  const there = await world.get('/sidekiq/audit?who=admin', 'owner')
  expect([there.status, there.headers.get('location')]).toEqual([303, '/admin/audit?who=admin'])
  expect(await (await world.get('/sidekiq', 'operator')).text()).not.toContain('/admin/audit')
  expect((await world.get('/sidekiq/audit', 'operator')).status).not.toBe(303)
})
