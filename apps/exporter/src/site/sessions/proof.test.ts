/** Proving again who one is, and the sessions that somebody sees and ends. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ORIGIN, PASSWORD, startSiteWorld, type SiteWorld } from '../testing/site-world.ts'
import { type Cast, insertStaff, newCookie, staffRoles } from '../testing/staff.ts'
import { startTestInstance, type TestInstance } from '../testing/test-instance.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const CLEAR = '/sidekiq/queues/export/clear'
const TYPED = { typed: 'export' }

let instance: TestInstance
let world: SiteWorld
beforeAll(async () => {
  instance = await startTestInstance()
  world = await startSiteWorld({
    roles: staffRoles(),
    signIn: { oauth: true, password: true, instanceUrl: instance.url, application: null },
  })
  await insertStaff(world)
})
beforeEach(async () => {
  await sql`delete from howdah.sessions`.execute(world.db)
  await sql`delete from howdah.log_in_failures`.execute(world.db)
  await world.redis.call('FLUSHDB')
  await world.redis.call('SADD', 'queues', 'export')
  await world.redis.call('LPUSH', 'queue:export', '{"class":"A","args":[],"jid":"a"}')
})
afterAll(async () => {
  await world.stop()
  await instance.stop()
})

/** A browser with its cookie, which a proof renews. */
class Browser {
  cookie: string
  constructor(cookie: string) {
    this.cookie = cookie
  }
  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send(path, { headers })
  }
  post(path: string, fields: Record<string, string> = {}): Promise<Response> {
    const headers = { 'sec-fetch-site': 'same-origin', 'user-agent': 'Firefox/140.0 Linux' }
    return this.#send(path, { method: 'POST', body: new URLSearchParams(fields), headers })
  }
  async #send(
    path: string,
    {
      headers,
      ...init
    }: { headers: Record<string, string>; method?: string; body?: URLSearchParams },
  ): Promise<Response> {
    const all = { ...headers, cookie: this.cookie }
    const response = await world.site.fetch(new Request(ORIGIN + path, { ...init, headers: all }))
    for (const one of response.headers.getSetCookie()) {
      const pair = one.split(';')[0] ?? ''
      if (pair.startsWith('howdah_oauth=')) this.cookie += `; ${pair}`
      if (pair.startsWith('howdah_session=')) this.cookie = pair
    }
    return response
  }
}

/** A browser of somebody who logged in an hour and a minute ago. */
async function oldBrowser(who: Cast): Promise<Browser> {
  const browser = new Browser(await newCookie(world, who))
  await sql`update howdah.sessions set proven_at = now() - interval '61 minutes',
    created_at = now() - interval '61 minutes'`.execute(world.db)
  return browser
}

const waiting = (): Promise<unknown> => world.redis.call('LLEN', 'queue:export')
const to = (response: Response): string => response.headers.get('location') ?? ''

describe('before a queue is cleared', () => {
  it('asks for the password, then clears it without another question', async () => {
    const browser = await oldBrowser('administrator')
    const asked = await browser.post(CLEAR, TYPED)
    expect([asked.status, to(asked)]).toEqual([
      303,
      expect.stringMatching(/^\/settings\/confirm\?act=/),
    ])
    expect(await waiting()).toBe(1)
    const page = await (await browser.get(to(asked))).text()
    expect(page).toContain('Clear queue export')
    const act = to(asked).split('=')[1] ?? ''
    const wrong = await browser.post('/settings/confirm', { act, password: 'nope' })
    expect([wrong.status, await waiting()]).toEqual([422, 1])
    const old = browser.cookie
    const done = await browser.post('/settings/confirm', { act, password: PASSWORD })
    expect([done.status, to(done), await waiting()]).toEqual([303, '/sidekiq/queues', 0])
    expect(browser.cookie).not.toBe(old)
    expect((await new Browser(old).get('/settings/export')).status).toBe(303)
    expect((await browser.get('/settings/export')).status).toBe(200)
    const again = await browser.post('/settings/confirm', { act, password: PASSWORD })
    expect(again.status).toBe(410)
  })

  it('does not ask within a quarter of an hour', async () => {
    const browser = new Browser(await newCookie(world, 'administrator'))
    expect(to(await browser.post(CLEAR, TYPED))).toBe('/sidekiq/queues')
    expect(await waiting()).toBe(0)
  })

  it('wants the name typed first, and the permission before all', async () => {
    const browser = await oldBrowser('administrator')
    expect((await browser.post(CLEAR, { typed: 'exprot' })).status).toBe(422)
    expect((await (await oldBrowser('viewer')).post(CLEAR, TYPED)).status).toBe(403)
  })

  it('does what this page asked for, not what another one asked for since', async () => {
    const browser = await oldBrowser('administrator')
    const first = to(await browser.post(CLEAR, TYPED)).split('=')[1] ?? ''
    await browser.post('/sidekiq/busy/all/stop')
    const late = await browser.post('/settings/confirm', { act: first, password: PASSWORD })
    expect([late.status, await waiting()]).toEqual([410, 1])
  })

  it('slows guesses down as the log-in does', async () => {
    const browser = await oldBrowser('administrator')
    const act = to(await browser.post(CLEAR, TYPED)).split('=')[1] ?? ''
    for (let n = 1; n <= 5; n += 1) await browser.post('/settings/confirm', { act, password: 'no' })
    const response = await browser.post('/settings/confirm', { act, password: PASSWORD })
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await waiting()).toBe(1)
  })

  it.each([
    ['/sidekiq/retries/all/delete', {}],
    ['/sidekiq/scheduled/all/delete', {}],
    ['/sidekiq/dead/all/delete', {}],
    ['/sidekiq/busy/all/stop', {}],
    ['/sidekiq/operations', { in: 'dead', do: 'delete', q: '', reason: 'why' }],
  ])('asks at %s too', async (path, fields) => {
    const browser = await oldBrowser('administrator')
    expect(to(await browser.post(path, fields))).toMatch(/^\/settings\/confirm\?act=/)
  })
})

describe('who logs in at the instance', () => {
  const goThere = async (browser: Browser, back: string): Promise<Response> => {
    const begun = await browser.get(`/login/oauth?proof=1&next=${encodeURIComponent(back)}`)
    expect(new URL(to(begun)).searchParams.get('force_login')).toBe('true')
    const asked = await fetch(to(begun), { redirect: 'manual' })
    const { pathname, search } = new URL(asked.headers.get('location') ?? '')
    return browser.get(pathname + search)
  }

  it('proves it there, and nothing is typed again', async () => {
    instance.account = { id: '100', username: 'admin', permissions: '1' }
    const browser = await oldBrowser('administrator')
    const asked = to(await browser.post(CLEAR, TYPED))
    expect(to(await goThere(browser, asked))).toBe(asked)
    expect(await waiting()).toBe(1)
    const page = await (await browser.get(asked)).text()
    expect(page).toContain('You have confirmed it. Now: Clear queue export.')
    expect(page).not.toContain('type="password"')
    await browser.post('/settings/confirm', { act: asked.split('=')[1] ?? '' })
    expect(await waiting()).toBe(0)
  })

  it('proves nothing as somebody else', async () => {
    instance.account = { id: '4200', username: 'ada', permissions: '65536' }
    const browser = await oldBrowser('administrator')
    const asked = to(await browser.post(CLEAR, TYPED))
    expect((await goThere(browser, asked)).status).toBe(403)
    const act = asked.split('=')[1] ?? ''
    expect((await browser.post('/settings/confirm', { act })).status).toBe(422)
    expect(await waiting()).toBe(1)
  })
})

describe('before an archive leaves the server', () => {
  it('asks an administrator for another’s, and a member whose session is an hour old', async () => {
    const id = await world.finishedExport('ada', Buffer.from('0123456789'))
    const path = `/exports/${id}/download`
    for (const who of ['administrator', 'member'] as const) {
      const browser = await oldBrowser(who)
      const wall = `/settings/confirm?next=${encodeURIComponent(path)}`
      expect(to(await browser.get(path)), who).toBe(wall)
      expect((await browser.get(path, { range: 'bytes=1-' })).status, who).toBe(303)
      const answer = await browser.post('/settings/confirm', { next: path, password: PASSWORD })
      expect(to(answer)).toBe(path)
      expect(await (await browser.get(path)).text()).toBe('0123456789')
      await sql`update howdah.sessions set proven_at = now() - interval '3 hours'`.execute(world.db)
      expect((await browser.get(path)).status, who).toBe(303)
      // What has begun goes on.
      expect((await browser.get(path, { range: 'bytes=4-' })).status, who).toBe(206)
    }
  })

  it('asks before another’s file is deleted, and not before one’s own', async () => {
    const id = await world.finishedExport('ada', Buffer.from('x'))
    const staff = await oldBrowser('administrator')
    const wall = await staff.post(`/sidekiq/exports/${id}/delete-file`)
    expect(to(wall)).toMatch(/^\/settings\/confirm\?act=/)
    const member = await oldBrowser('member')
    expect(to(await member.post(`/settings/exports/${id}/delete`))).toBe('/settings/export')
    expect((await world.deps.ledger.get(id))?.state).toBe('expired')
  })
})

describe('sessions', () => {
  const login = async (userAgent: string): Promise<Browser> => {
    const response = await world.site.fetch(
      new Request(`${ORIGIN}/login`, {
        method: 'POST',
        body: new URLSearchParams({ email: 'ada@example.social', password: PASSWORD }),
        headers: { 'sec-fetch-site': 'same-origin', 'user-agent': userAgent },
      }),
    )
    return new Browser(response.headers.getSetCookie()[0]?.split(';')[0] ?? '')
  }
  const isIn = async (browser: Browser): Promise<boolean> =>
    (await browser.get('/settings/export')).status === 200

  it('are listed with browser and address, and each can be ended, or all others', async () => {
    const here = await login('Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0')
    const phone = await login('Mozilla/5.0 (iPhone) AppleWebKit/605.1 Version/18.0 Safari/604.1')
    const third = await login('<img src=x onerror=alert(1)>')
    const page = await (await here.get('/settings/sessions')).text()
    expect(page).toContain('Firefox on Linux <strong>(this one)</strong>')
    expect(page).toContain('Safari on iOS')
    expect(page).toContain('Unknown program')
    const { rows } = await sql<{ id: string }>`select id::text from howdah.sessions
      where user_agent like '%iPhone%'`.execute(world.db)
    const id = rows[0]?.id ?? ''
    await (await oldBrowser('viewer')).post(`/settings/sessions/${id}/end`)
    expect(await isIn(phone)).toBe(true)
    await here.post(`/settings/sessions/${id}/end`)
    expect([await isIn(here), await isIn(phone), await isIn(third)]).toEqual([true, false, true])
    await here.post('/settings/sessions/end-others')
    expect([await isIn(here), await isIn(third)]).toEqual([true, false])
  })

  it('of a member are ended by an administrator, and the audit says so', async () => {
    const ada = await login('Firefox/140.0')
    const staff = new Browser(await newCookie(world, 'administrator'))
    expect(await (await staff.get('/admin/users/42/edit')).text()).toContain(
      '/admin/users/42/sessions/',
    )
    await staff.post('/admin/users/42/sessions/all/end')
    expect(await isIn(ada)).toBe(false)
    expect(await world.deps.ledger.auditLog({ actor: 'admin', limit: 1 })).toMatchObject([
      { action: 'ended sessions', target: '@ada (id 42)', detail: '1 session' },
    ])
  })
})
