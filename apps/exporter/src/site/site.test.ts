import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  emailOf,
  ORIGIN,
  PASSWORD,
  PEOPLE,
  type Person,
  type SiteWorld,
  startSiteWorld,
} from './testing/site-world.ts'

let world: SiteWorld

beforeAll(async () => {
  world = await startSiteWorld()
})
beforeEach(async () => {
  await sql`delete from howdah.exports`.execute(world.db)
  await sql`delete from howdah.log_in_failures`.execute(world.db)
  await world.redis.call('FLUSHDB')
})
afterAll(() => world.stop())

const textOf = async (response: Response): Promise<string> =>
  (await response.text()).replaceAll(/\s+/g, ' ')

const requestArchive = async (person: Person): Promise<string> => {
  await world.post('/settings/export', { type: 'backup' }, person)
  const active = await world.deps.ledger.active(PEOPLE[person].userId, 'backup')
  return active?.id ?? ''
}

describe('logging in', () => {
  it('opens a session with a cookie that scripts cannot read and answers 303', async () => {
    const response = await world.post('/login', {
      email: 'ADA@example.social ',
      password: PASSWORD,
    })
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('/settings/export')
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^howdah_session=.+; Path=\/; HttpOnly; SameSite=Lax$/,
    )
  })
  it('leads back to where the visitor wanted to go, and never elsewhere', async () => {
    const asked = await world.get('/sidekiq/queues?page=2')
    expect(asked.status).toBe(303)
    expect(asked.headers.get('location')).toBe('/login?next=%2Fsidekiq%2Fqueues%3Fpage%3D2')
    const login = { email: emailOf('owner'), password: PASSWORD }
    const back = await world.post('/login', { ...login, next: '/sidekiq/queues?page=2' })
    expect(back.headers.get('location')).toBe('/sidekiq/queues?page=2')
    const away = await world.post('/login', { ...login, next: '//evil.example/' })
    expect(away.headers.get('location')).toBe('/settings/export')
  })
  it('makes a new session id at each log-in and ends the old session', async () => {
    const first = await world.post('/login', { email: emailOf('bob'), password: PASSWORD })
    const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const second = await world.site.fetch(
      new Request(`${ORIGIN}/login`, {
        method: 'POST',
        body: new URLSearchParams({ email: emailOf('bob'), password: PASSWORD }),
        headers: { cookie, 'sec-fetch-site': 'same-origin' },
      }),
    )
    expect(second.headers.getSetCookie()[0]?.split(';')[0]).not.toBe(cookie)
    const old = await world.site.fetch(
      new Request(`${ORIGIN}/settings/export`, { headers: { cookie } }),
    )
    expect(old.status).toBe(303)
  })
  it('says the same to unknown users as to wrong passwords', async () => {
    const wrong = await world.post('/login', { email: emailOf('ada'), password: 'nope' })
    const unknown = await world.post('/login', { email: 'nobody@example.social', password: 'nope' })
    expect([wrong.status, unknown.status]).toEqual([422, 422])
    const strip = (text: string) => text.replaceAll(/(ada|nobody)@example.social|As of [^<]*/g, '')
    expect(strip(await wrong.text())).toBe(strip(await unknown.text()))
  })
  it('refuses after five wrong passwords with 429 and Retry-After, and the right one too', async () => {
    for (let n = 1; n <= 5; n += 1)
      await world.post('/login', { email: emailOf('bob'), password: 'nope' })
    const response = await world.post('/login', { email: emailOf('bob'), password: PASSWORD })
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  })
  it('refuses with a reason where two-factor is on, but only to who knows the password', async () => {
    await sql`update users set otp_required_for_login = true where id = 57`.execute(world.db)
    const login = (password: string) => world.post('/login', { email: emailOf('bob'), password })
    const right = await login(PASSWORD)
    expect(right.status).toBe(403)
    expect(await right.text()).toContain('two-factor authentication')
    expect(await (await login('nope')).text()).not.toContain('two-factor')
    await sql`update users set otp_required_for_login = false where id = 57`.execute(world.db)
  })
  it('ends every session of an old password', async () => {
    const login = await world.post('/login', { email: emailOf('bob'), password: PASSWORD })
    const cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const look = () =>
      world.site.fetch(new Request(`${ORIGIN}/settings/export`, { headers: { cookie } }))
    expect((await look()).status).toBe(200)
    const { rows } = await sql<{
      old: string
    }>`select encrypted_password as old from users where id = 57`.execute(world.db)
    await sql`update users set encrypted_password = 'changed' where id = 57`.execute(world.db)
    expect((await look()).status).toBe(303)
    await sql`update users set encrypted_password = ${rows[0]?.old} where id = 57`.execute(world.db)
  })
  it('ends the session at log-out', async () => {
    const login = await world.post('/login', { email: emailOf('bob'), password: PASSWORD })
    const cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const headers = {
      cookie,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
    }
    const out = await world.site.fetch(new Request(`${ORIGIN}/logout`, { method: 'POST', headers }))
    expect(out.status).toBe(303)
    const after = await world.site.fetch(
      new Request(`${ORIGIN}/settings/export`, { headers: { cookie } }),
    )
    expect(after.headers.get('location')).toContain('/login')
  })
})

describe('who may see what', () => {
  const pages = [
    { path: '/settings/export', member: 200, moderator: 200, owner: 200 },
    { path: '/admin/users', member: 404, moderator: 200, owner: 200 },
    { path: '/admin/users/42/edit', member: 404, moderator: 200, owner: 200 },
    { path: '/admin/mail', member: 404, moderator: 404, owner: 200 },
    { path: '/admin/doctor', member: 404, moderator: 404, owner: 200 },
    { path: '/sidekiq', member: 404, moderator: 404, owner: 200 },
    { path: '/sidekiq/queues', member: 404, moderator: 404, owner: 200 },
    { path: '/sidekiq/exports', member: 404, moderator: 404, owner: 200 },
    { path: '/sidekiq/exports/999', member: 404, moderator: 404, owner: 404 },
    { path: '/nonsense', member: 404, moderator: 404, owner: 404 },
  ]
  it.each(pages)('$path', async ({ path, member, moderator, owner }) => {
    const visitor = await world.get(path)
    expect(visitor.status).toBe(303)
    expect(visitor.headers.get('location')).toBe(`/login?next=${encodeURIComponent(path)}`)
    expect((await world.get(path, 'ada')).status).toBe(member)
    expect((await world.get(path, 'moderator')).status).toBe(moderator)
    expect((await world.get(path, 'owner')).status).toBe(owner)
  })
  it('shows the administration menu only to whom it belongs, Sidekiq in a new tab', async () => {
    expect(await textOf(await world.get('/settings/export', 'ada'))).not.toContain('Administration')
    const moderator = await textOf(await world.get('/settings/export', 'moderator'))
    expect(moderator).toContain('href="/admin/users"')
    expect(moderator).not.toContain('/sidekiq')
    const owner = await textOf(await world.get('/settings/export', 'owner'))
    expect(owner).toMatch(/<a href="\/sidekiq" target="_blank"[^>]*>Sidekiq/)
  })
  it('takes the rights away from a frozen administrator, not the archive', async () => {
    await sql`update users set disabled = true where id = 1`.execute(world.db)
    expect((await world.get('/sidekiq', 'owner')).status).toBe(404)
    expect((await world.get('/settings/export', 'owner')).status).toBe(200)
    await sql`update users set disabled = false where id = 1`.execute(world.db)
  })
  it('shows what is wrong first, and the button mends it', async () => {
    const id = await requestArchive('ada')
    await sql`update howdah.exports set state = 'stuck'`.execute(world.db)
    const page = await textOf(await world.get('/admin/doctor?again', 'owner'))
    expect(page.indexOf('No export is stuck')).toBeGreaterThan(0)
    expect(page.indexOf('No export is stuck')).toBeLessThan(page.indexOf('Redis answers'))
    expect(page).toContain('1 export: @ada.')
    expect(page).toContain('systemctl start howdah-work')
    const mend = (person: Person) =>
      world.post('/admin/doctor/mend', { check: 'stuck-exports' }, person)
    expect((await mend('moderator')).status).toBe(404)
    expect((await world.deps.ledger.get(id))?.state).toBe('stuck')
    const answer = await mend('owner')
    expect(answer.headers.get('location')).toBe('/admin/doctor')
    expect((await world.deps.ledger.get(id))?.state).toBe('pending')
    expect(await textOf(await world.get('/admin/doctor', 'owner'))).not.toContain('1 export: @ada.')
    expect((await world.post('/admin/doctor/mend', { check: 'clock' }, 'owner')).status).toBe(404)
  })
  it('keeps what the doctor found for some seconds, says since when, and looks again when asked to', async () => {
    const id = await requestArchive('ada')
    const asOf = (page: string) => /As of [^.]*\./.exec(page)?.[0]
    const before = await textOf(await world.get('/admin/doctor?again', 'owner'))
    expect(before).not.toContain('1 export: @ada.')
    expect(asOf(before)).toMatch(/^As of 20\d\d-/)
    await sql`update howdah.exports set state = 'stuck' where id = ${id}`.execute(world.db)
    const kept = await textOf(await world.get('/admin/doctor', 'owner'))
    expect(kept).not.toContain('1 export: @ada.')
    expect(asOf(kept)).toBe(asOf(before))
    expect(kept).toContain('Check again')
    expect(await textOf(await world.get('/admin/doctor?again', 'owner'))).toContain(
      '1 export: @ada.',
    )
  })
  it('says what is wrong and what was done in the language of its reader, and to the audit in English', async () => {
    await requestArchive('bob')
    await sql`update howdah.exports set state = 'stuck'`.execute(world.db)
    const cookie = `${await world.cookieOf('owner')}; howdah_preferences=language=de`
    const page = await textOf(await world.get('/admin/doctor', null, { cookie }))
    expect(page).toContain('Kein Export hängt fest')
    expect(page).toContain('Ihre Jobs gingen verloren')
    expect(page).toContain('Erneut einreihen')
    const answer = await world.site.fetch(
      new Request(`${ORIGIN}/admin/doctor/mend`, {
        method: 'POST',
        body: new URLSearchParams({ check: 'stuck-exports' }),
        headers: { cookie, 'sec-fetch-site': 'same-origin' },
      }),
    )
    expect(decodeURIComponent(answer.headers.getSetCookie().join())).toContain('erneut eingereiht')
    const { rows } = await sql<{ detail: string }>`
      select detail from howdah.audit where action = 'mended' order by id desc limit 1`.execute(
      world.db,
    )
    expect(rows[0]?.detail).toMatch(/^stuck-exports: \d+ exports? (?:was|were) queued again\./)
  })
  it('sends the security headers with every answer', async () => {
    for (const path of ['/login', '/nonsense', '/settings/export', '/sidekiq', '/healthz']) {
      const response = await world.get(path, 'owner')
      expect(response.headers.get('content-security-policy'), path).toContain("default-src 'none'")
      expect(response.headers.get('x-frame-options'), path).toBe('DENY')
      expect(response.headers.get('cache-control'), path).toBe('private, no-store')
    }
  })
  it('writes nothing inline into any page', async () => {
    await requestArchive('ada')
    for (const path of [
      '/login',
      '/settings/export',
      '/admin/users',
      '/sidekiq/exports',
      '/nonsense',
    ])
      expect(await (await world.get(path, 'owner')).text(), path).not.toMatch(
        /<style|style="|<script>| on\w+="/,
      )
  })
})

describe('a POST', () => {
  it('is accepted by Origin alone, as browsers send it over plain http', async () => {
    const request = new Request(`${ORIGIN}/settings/export`, {
      method: 'POST',
      body: new URLSearchParams({ type: 'backup' }),
      headers: { cookie: await world.cookieOf('ada'), origin: ORIGIN },
    })
    expect((await world.site.fetch(request)).status).toBe(303)
  })
  it('is refused as JSON outside the API, and above 64 KB everywhere', async () => {
    const cookie = await world.cookieOf('ada')
    const json = new Request(`${ORIGIN}/settings/export`, {
      method: 'POST',
      body: '{"type":"backup"}',
      headers: { cookie, origin: ORIGIN, 'content-type': 'application/json' },
    })
    expect((await world.site.fetch(json)).status).toBe(403)
    const large = await world.post(
      '/settings/export',
      { type: 'backup', more: 'x'.repeat(70_000) },
      'ada',
    )
    expect(large.status).toBe(413)
  })
})

describe('the character U+0000, which no column can hold', () => {
  it.each([
    '/admin/users?q=%00',
    '/admin/audit?q=a%00b',
    '/admin/audit.csv?who=%00',
    '/sidekiq/exports?q=%00',
    '/api/v1/admin/exports?q=%00',
  ])('makes no sense in %s', async (path) => {
    expect((await world.get(path, 'owner')).status).toBe(400)
  })
  it('makes no sense in a form or in JSON', async () => {
    const login = await world.post('/login', { email: 'a\0@b.example', password: 'x' })
    expect(login.status).toBe(400)
    const wish = { user_id: PEOPLE.ada.userId, type: 'backup', reason: 'a\0b' }
    const request = new Request(`${ORIGIN}/api/v1/admin/exports`, {
      method: 'POST',
      body: JSON.stringify(wish),
      headers: {
        cookie: await world.cookieOf('owner'),
        origin: ORIGIN,
        'content-type': 'application/json',
      },
    })
    const response = await world.site.fetch(request)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error: expect.stringContaining('not valid') })
  })
})
