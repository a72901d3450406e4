import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { listMail, readMail } from '../../mail/mailbox.ts'
import { ORIGIN, startSiteWorld, type SiteWorld } from '../testing/site-world.ts'
import { startTestInstance, type TestInstance } from '../testing/test-instance.ts'
import { SignInLinks } from './sign-in-links.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

/** Nothing answers there: Howdah reaches the instance inside of the server. */
const WEB_URL = 'https://example.social'
const ALL_BITS = String(2n ** 21n - 1n)
const OWNER = { id: '100', username: 'admin', permissions: ALL_BITS }
const ADA = { id: '4200', username: 'ada', permissions: '65536' }

let instance: TestInstance
let world: SiteWorld
beforeAll(async () => {
  instance = await startTestInstance()
  instance.webUrl = WEB_URL
  world = await startSiteWorld({
    https: true,
    signIn: { oauth: true, password: true, instanceUrl: instance.url, application: null },
  })
})
afterAll(async () => {
  await world.stop()
  await instance.stop()
})
beforeEach(() => {
  instance.account = ADA
  instance.isOld = false
})

function cookieOf(response: Response, name: string): string {
  const found = response.headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`))
  return found?.split(';')[0] ?? ''
}

function get(path: string, cookie: string): Promise<Response> {
  return world.site.fetch(new Request(ORIGIN + path, { headers: { cookie } }))
}

interface Visit {
  readonly callback: string
  readonly cookie: string
}

/** What a browser does up to the moment it comes back. */
async function visitInstance(next = '/settings/export'): Promise<Visit> {
  const begun = await world.get(`/login/oauth?next=${encodeURIComponent(next)}`)
  expect(begun.status).toBe(303)
  const shown = new URL(begun.headers.get('location') ?? '')
  expect(shown.origin).toBe(WEB_URL)
  const asked = await fetch(instance.url + shown.pathname + shown.search, { redirect: 'manual' })
  const back = new URL(asked.headers.get('location') ?? '')
  expect(back.origin).toBe(ORIGIN)
  return { callback: back.pathname + back.search, cookie: cookieOf(begun, 'howdah_oauth') }
}

async function logIn(): Promise<string> {
  const { callback, cookie } = await visitInstance()
  const response = await get(callback, cookie)
  expect(response.status).toBe(303)
  return cookieOf(response, 'howdah_session')
}

describe('the log-in over the instance', () => {
  it('logs a member in with PKCE, registers itself once, and keeps no token', async () => {
    const { callback, cookie } = await visitInstance('/settings/export?x=1')
    const response = await get(callback, cookie)
    expect(response.headers.get('location')).toBe('/settings/export?x=1')
    const page = await get('/settings/export', cookieOf(response, 'howdah_session'))
    expect(await page.text()).toContain('Request your archive')
    await logIn()
    expect(instance.registrations).toEqual([`${ORIGIN}/login/oauth/callback`])
    expect(instance.challenges.every((challenge) => challenge?.length === 43)).toBe(true)
    expect(instance.revoked).toHaveLength(2)
  })
  it('works without PKCE on instances that have none', async () => {
    instance.isOld = true
    expect(await logIn()).not.toBe('')
    expect(instance.challenges.at(-1)).toBeNull()
  })
  it('takes the role from the instance, and not more than our database says', async () => {
    instance.account = OWNER
    expect((await get('/admin/users', await logIn())).status).toBe(200)
    instance.account = { ...OWNER, permissions: '65536' }
    expect((await get('/admin/users', await logIn())).status).toBe(404)
    instance.account = { ...ADA, permissions: ALL_BITS }
    expect((await get('/admin/users', await logIn())).status).toBe(404)
  })
  it('refuses an answer of another browser, a changed state, and a code used twice', async () => {
    const { callback, cookie } = await visitInstance()
    expect((await get(callback, '')).status).toBe(403)
    const forged = callback.replace(/state=[^&]+/, `state=${'x'.repeat(43)}`)
    expect((await get(forged, cookie)).status).toBe(403)
    expect((await get(callback, cookie)).status).toBe(303)
    const again = await get(callback, cookie)
    expect(again.status).toBe(403)
    expect(cookieOf(again, 'howdah_session')).toBe('')
  })
  it('refuses a code whose secret is another browser’s', async () => {
    const [mine, theirs] = [await visitInstance(), await visitInstance()]
    const state = new URL(theirs.callback, ORIGIN).searchParams.get('state') ?? ''
    const crossed = mine.callback.replace(/state=[^&]+/, `state=${state}`)
    expect((await get(crossed, theirs.cookie)).status).toBe(403)
  })
  it('says why a suspended member is refused, and what helps', async () => {
    instance.account = { ...ADA, isRefused: true }
    const { callback, cookie } = await visitInstance()
    const response = await get(callback, cookie)
    expect(response.status).toBe(403)
    expect(await response.text()).toContain('one-time link')
  })
  it('refuses a no, and an account of another server', async () => {
    instance.account = null
    const no = await visitInstance()
    expect(await (await get(no.callback, no.cookie)).text()).toContain('did not confirm')
    instance.account = { ...ADA, username: 'somebody' }
    const other = await visitInstance()
    expect(await (await get(other.callback, other.cookie)).text()).toContain('HOWDAH_MASTODON_URL')
  })
  it('registers anew when the instance has forgotten it', async () => {
    instance.forgetApplications()
    const { callback, cookie } = await visitInstance()
    expect((await get(callback, cookie)).status).toBe(502)
    expect(await logIn()).not.toBe('')
    expect(instance.registrations).toHaveLength(2)
  })
  it('never leads away from this site', async () => {
    const { callback, cookie } = await visitInstance('//evil.example/')
    expect((await get(callback, cookie)).headers.get('location')).toBe('/settings/export')
  })
})

describe('the log-in page', () => {
  it('offers what is switched on', async () => {
    const html = await (await world.get('/login')).text()
    expect(html).toContain('href="/login/oauth?next=')
    expect(html).toContain('name="password"')
  })
})

async function makeLink(): Promise<string> {
  const fields = { how: 'show' }
  const response = await world.post('/admin/users/42/sign-in-link', fields, 'owner')
  const [, path = ''] =
    /http:\/\/127\.0\.0\.1:3000(\/login\/link\/[\w.-]+)/.exec(await response.text()) ?? []
  return path
}

describe('a one-time link', () => {
  it('opens the data of a suspended member once, and nothing else', async () => {
    await sql`update accounts set suspended_at = now() where id = 4200`.execute(world.db)
    const path = await makeLink()
    // A program that checks links does not use it up.
    expect((await world.get(path)).status).toBe(200)
    expect((await world.get(path)).status).toBe(200)
    const opened = await world.post(path, {})
    expect(opened.headers.get('location')).toBe('/settings/export')
    const cookie = cookieOf(opened, 'howdah_session')
    expect((await get('/settings/export', cookie)).status).toBe(200)
    expect((await world.post(path, {})).status).toBe(410)
    expect((await world.get(path)).status).toBe(410)
    await sql`update accounts set suspended_at = null where id = 4200`.execute(world.db)
  })
  it('gives no rights of the role', async () => {
    const { token } = await new SignInLinks(world.db).create('1', 'admin')
    const opened = await world.post(`/login/link/${token}`, {})
    const cookie = cookieOf(opened, 'howdah_session')
    expect((await get('/settings/export', cookie)).status).toBe(200)
    expect((await get('/admin/users', cookie)).status).toBe(404)
  })
  it('is used once, however often it is raced', async () => {
    const path = await makeLink()
    const all = await Promise.all(Array.from({ length: 5 }, () => world.post(path, {})))
    expect(all.filter(({ status }) => status === 303)).toHaveLength(1)
  })
  it('ends with its time, with a newer one, and with any change', async () => {
    const links = new SignInLinks(world.db)
    const old = await links.create('42', 'admin')
    const { token } = await links.create('42', 'admin')
    expect(await links.read(old.token)).toBeNull()
    expect(await links.read(token)).toMatchObject({ userId: '42' })
    expect(await links.read(token, new Date(Date.now() + 73 * 3_600_000))).toBeNull()
    expect(await links.use(token, new Date(Date.now() + 73 * 3_600_000))).toBeNull()
    expect(await links.read(token.replace(/^42/, '57'))).toBeNull()
    expect(await links.read('42.zzz.x.y')).toBeNull()
  })
  it('is sent to the member, and noted in the audit and in the story', async () => {
    await world.post('/settings/export', { type: 'backup' }, 'ada')
    await world.post('/admin/users/42/sign-in-link', { how: 'send' }, 'owner')
    const [mail] = await listMail(world.deps.config.mailDirectory)
    expect(mail).toMatchObject({ to: expect.stringContaining('ada@example.social') })
    const message = await readMail(world.deps.config.mailDirectory, mail?.id ?? '')
    const [path = ''] = /\/login\/link\/[\w.-]+/.exec(message?.text ?? '') ?? []
    expect((await world.post(path, {})).status).toBe(303)
    const active = await world.deps.ledger.active('42', 'backup')
    const story = await world.deps.ledger.events(active?.id ?? '')
    expect(story.slice(-2)).toMatchObject([
      { actor: 'admin', action: 'sent a one-time link', detail: '@ada (id 42)' },
      { actor: 'member', action: 'signed in by a one-time link' },
    ])
  })
  it('is not for every role to make', async () => {
    const path = '/admin/users/42/sign-in-link'
    expect((await world.post(path, { how: 'send' }, 'moderator')).status).toBe(403)
    expect((await world.post(path, { how: 'send' }, 'ada')).status).toBe(404)
    const page = await world.get('/admin/users/42/edit', 'moderator')
    expect(await page.text()).not.toContain('One-time link')
  })
})
