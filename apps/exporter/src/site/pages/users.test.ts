import { mkdir, writeFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SiteWorld, startSiteWorld } from '../testing/site-world.ts'

let world: SiteWorld

beforeAll(async () => {
  world = await startSiteWorld()
})
afterAll(() => world.stop())

const page = async (path: string, person: 'owner' | 'moderator' = 'owner'): Promise<string> =>
  (await (await world.get(path, person)).text()).replaceAll(/\s+/g, ' ')

describe('Users', () => {
  it('finds a member by name, by address and by id', async () => {
    for (const search of ['ad', '@ada', 'ADA', 'DA@Example', '42']) {
      const html = await page(`/admin/users?q=${encodeURIComponent(search)}`)
      expect(html, search).toContain('href="/admin/users/42/edit"')
    }
    expect(await page('/admin/users?q=zzz')).toContain('No users match')
  })
  it('says how many exports each has had, and leads to them', async () => {
    await world.finishedExport('ada', new Uint8Array([1]))
    expect(await page('/admin/users?q=ada')).toMatch(/href="\/sidekiq\/exports\?q=%40ada">1 ?</)
    expect(await page('/admin/users?q=bob')).toMatch(/data-label="Exports">0</)
  })
})

describe('Edit user', () => {
  it('shows the address in a field and changes it, noted in the audit', async () => {
    expect(await page('/admin/users/57/edit')).toMatch(/<input[^>]*value="bob@example.social"/)
    const response = await world.post(
      '/admin/users/57/edit',
      { email: 'Robert@example.social' },
      'owner',
    )
    expect(response.headers.get('location')).toBe('/admin/users/57/edit')
    expect(await page('/admin/users/57/edit')).toContain('value="robert@example.social"')
    const [latest] = await world.deps.ledger.auditLog({ limit: 1 })
    expect(latest).toMatchObject({ actor: 'admin', action: 'changed an e-mail address' })
    await sql`update users set email = 'bob@example.social' where id = 57`.execute(world.db)
  })
  it('refuses what is no address and what belongs to somebody else, and keeps what was typed', async () => {
    const wrong = await world.post('/admin/users/57/edit', { email: '"><script>' }, 'owner')
    expect(wrong.status).toBe(422)
    const html = await wrong.text()
    expect(html).toContain('This is not an e-mail address.')
    expect(html).not.toContain('"><script>')
    const taken = await world.post('/admin/users/57/edit', { email: 'ada@example.social' }, 'owner')
    expect([taken.status, await taken.text()]).toEqual([
      422,
      expect.stringContaining('Another user has this address.'),
    ])
  })
  it('lets a moderator look, but not take an account over by its address', async () => {
    const html = await page('/admin/users/1/edit', 'moderator')
    expect(html).toContain('admin@example.social')
    expect(html).toMatch(/<input[^>]*readonly/)
    const response = await world.post(
      '/admin/users/1/edit',
      { email: 'mine@example.social' },
      'moderator',
    )
    expect(response.status).toBe(403)
  })
  it('says when there is no such user', async () => {
    expect((await world.get('/admin/users/999/edit', 'owner')).status).toBe(404)
    expect((await world.get('/admin/users/x/edit', 'owner')).status).toBe(404)
  })
})

describe('Mail', () => {
  it('says what will appear, lists messages and shows one as text', async () => {
    expect(await page('/admin/mail')).toContain('No messages yet')
    const directory = world.deps.config.mailDirectory
    await mkdir(directory, { recursive: true })
    const text =
      'Subject: Your archive is ready\nTo: ada@example.social\nFrom: n@localhost\n\n<b>https://example.social/exports/1/download</b>\n'
    await writeFile(`${directory}/20261123T140000000Z-abcdef.eml`, text)
    expect(await page('/admin/mail')).toContain('href="/admin/mail/20261123T140000000Z-abcdef"')
    const message = await page('/admin/mail/20261123T140000000Z-abcdef')
    expect(message).toContain('&lt;b&gt;<a href="https://example.social/exports/1/download"')
    expect((await world.get('/admin/mail/..%2F..%2Fetc%2Fpasswd', 'owner')).status).toBe(404)
  })
})
