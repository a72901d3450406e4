/** Too much in a minute is refused before anything is done, and for nobody else. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { emailOf, ORIGIN, startSiteWorld, type SiteWorld } from '../testing/site-world.ts'

let world: SiteWorld
beforeAll(async () => {
  world = await startSiteWorld({}, { logIns: 8, acts: 3, searches: 2, files: 1 })
  // Logged in before anything is counted out.
  for (const person of ['owner', 'moderator', 'ada', 'bob'] as const) await world.cookieOf(person)
})
afterAll(() => world.stop())

/** A log-in from an address, as the server hands it over. */
function logIn(address: string, path = '/login'): Promise<Response> {
  const body = new URLSearchParams({ email: emailOf('ada'), password: 'correct horse' })
  return world.site.fetch(
    new Request(ORIGIN + path, { method: 'POST', body, headers: { origin: ORIGIN } }),
    { incoming: { socket: { remoteAddress: address } } },
  )
}

it('counts every log-in of an address, by password, by the instance and by link', async () => {
  const statuses: number[] = []
  for (let times = 0; times < 6; times += 1) statuses.push((await logIn('192.0.2.1')).status)
  statuses.push((await logIn('192.0.2.1', '/login/link/nonsense')).status)
  const oauth = new Request(`${ORIGIN}/login/oauth`)
  const bindings = { incoming: { socket: { remoteAddress: '192.0.2.1' } } }
  statuses.push((await world.site.fetch(oauth, bindings)).status)
  expect(statuses).not.toContain(429)
  const refused = await logIn('192.0.2.1')
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(refused.headers.getSetCookie()).toEqual([])
  expect((await world.site.fetch(oauth, bindings)).status).toBe(429)
  expect((await logIn('192.0.2.2')).status).toBe(303)
  // The form itself stays to be seen.
  expect((await world.site.fetch(new Request(`${ORIGIN}/login`), bindings)).status).toBe(200)
})

it('counts requests and other changes of a member, on pages and over the API', async () => {
  const ask = (): Promise<Response> => world.post('/settings/export', { type: 'backup' }, 'ada')
  const statuses = [await ask(), await ask(), await ask()].map(({ status }) => status)
  expect(statuses).not.toContain(429)
  expect((await ask()).status).toBe(429)
  const api = new Request(`${ORIGIN}/api/v1/exports`, {
    method: 'POST',
    headers: { cookie: await world.cookieOf('ada'), origin: ORIGIN },
  })
  const answer = await world.site.fetch(api)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    429,
    expect.stringContaining('application/json'),
  ])
  expect((await world.get('/settings/export', 'ada')).status).toBe(200)
  expect((await world.post('/settings/export', { type: 'backup' }, 'bob')).status).toBe(303)
})

it.each(['/admin/users?q=a', '/admin/audit?q=a'])('counts searches like %s', async (path) => {
  const person = path.startsWith('/admin/users') ? 'moderator' : 'owner'
  for (const status of [200, 200, 429]) expect((await world.get(path, person)).status).toBe(status)
  expect((await world.get(path.replace('?q=a', ''), person)).status).toBe(200)
})

it('counts a search in the schedule with the others', async () => {
  for (const path of ['/sidekiq/exports?q=ada', '/api/v1/admin/exports?q=ada']) {
    expect([path, (await world.get(path, 'owner')).status]).toEqual([path, 429])
  }
  expect((await world.get('/sidekiq/exports', 'owner')).status).toBe(200)
})

it('counts files', async () => {
  expect((await world.get('/admin/audit.csv', 'owner')).status).toBe(200)
  expect((await world.get('/admin/audit.csv', 'owner')).status).toBe(429)
  expect((await world.get('/settings/exports/follows.csv', 'owner')).status).toBe(429)
  expect((await world.get('/settings/exports/follows.csv', 'bob')).status).toBe(200)
})
