import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ORIGIN, type SiteWorld, startSiteWorld } from '../testing/site-world.ts'

let world: SiteWorld

beforeAll(async () => {
  world = await startSiteWorld()
})
beforeEach(async () => {
  await sql`delete from howdah.exports`.execute(world.db)
  await world.redis.call('FLUSHDB')
})
afterAll(() => world.stop())

const page = async (): Promise<string> =>
  (await (await world.get('/settings/export', 'ada')).text()).replaceAll(/\s+/g, ' ')

const api = async (
  init: RequestInit = {},
  headers: Record<string, string> = {},
): Promise<Response> =>
  world.site.fetch(
    new Request(`${ORIGIN}/api/v1/exports`, {
      ...init,
      headers: { cookie: await world.cookieOf('ada'), origin: ORIGIN, ...headers },
    }),
  )

const postJson = (type: string, more: object = {}): Promise<Response> =>
  api(
    { method: 'POST', body: JSON.stringify({ type, ...more }) },
    { 'content-type': 'application/json' },
  )

/** Ada has a post with five megabytes for a while. */
async function withMedia(look: () => Promise<void>): Promise<void> {
  await sql`insert into statuses (id, account_id, text, created_at, updated_at)
    values (1, 4200, 'x', now(), now())`.execute(world.db)
  await sql`insert into media_attachments (account_id, status_id, file_file_name, file_file_size,
      type, created_at, updated_at) values (4200, 1, 'a.png', 5000000, 0, now(), now())`.execute(
    world.db,
  )
  try {
    await look()
  } finally {
    await sql`truncate media_attachments, statuses cascade`.execute(world.db)
  }
}

describe('Import and export', () => {
  it('counts what there is, links the lists and offers both requests', async () => {
    const html = await page()
    for (const label of [
      'Media storage',
      'Posts',
      'Follows',
      'Lists',
      'Followers',
      'You mute',
      'You block',
      'Domain blocks',
      'Bookmarks',
    ])
      expect(html).toContain(`>${label}</th>`)
    expect(html).toContain('href="/settings/exports/follows.csv"')
    expect(html).toMatch(/<button type="submit"[^>]*>Request your archive<\/button>/)
    expect(html).not.toContain('http-equiv="refresh"')
  })
  it('answers a request with 303 and then shows where it stands, refreshing itself', async () => {
    const response = await world.post('/settings/export', { type: 'backup' }, 'ada')
    expect([response.status, response.headers.get('location')]).toEqual([303, '/settings/export'])
    const html = await page()
    expect(html).toContain('Waiting to start')
    expect(html).toContain('Nothing works on requests at the moment.')
    expect(html).not.toContain('>Request your archive</button>')
    expect(html).toMatch(/<noscript><meta http-equiv="refresh"/)
  })
  it('offers an archive without media, with both sizes, to who has media', async () => {
    expect(await page()).not.toContain('Without media')
    await withMedia(async () => {
      expect(await page()).toContain('Without media (about 20.7 kB instead of 5 MB)')
    })
  })
  it('asks for one without media, calls it so, and says when the other kind is under way', async () => {
    const ask = (fields: Record<string, string>): Promise<Response> =>
      world.post('/settings/export', { type: 'backup', ...fields }, 'ada')
    await ask({ 'without-media': '1' })
    const active = await world.deps.ledger.active('42', 'backup')
    expect(active?.includesMedia).toBe(false)
    expect(await page()).toContain('<h2>Archive without media</h2>')
    const answerOf = async (response: Response): Promise<string> => {
      const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
      const cookie = [await world.cookieOf('ada'), ...cookies].join('; ')
      return (await world.get('/settings/export', null, { cookie })).text()
    }
    expect(await answerOf(await ask({ 'without-media': '1' }))).toContain('One is enough.')
    expect(await answerOf(await ask({}))).toContain(
      'Your archive without media is already under way, so none with media was requested.',
    )
    await world.post(`/settings/exports/${active?.id}/cancel`, {}, 'ada')
    expect(await page()).toMatch(/<td[^>]*>Archive without media<\/td>/)
  })
  it('keeps the choice of regular archives', async () => {
    const fields = { type: 'backup', months: '1', 'without-media': '1' }
    await world.post('/settings/export/recurring', fields, 'ada')
    expect(await page()).toMatch(/name="without-media"[^>]* checked[^>]*\/?> without media/)
    await world.post('/settings/export/recurring', { type: 'backup', months: '' }, 'ada')
  })
  it('makes one active export of five raced requests, and one job', async () => {
    await Promise.all(
      Array.from({ length: 5 }, () => world.post('/settings/export', { type: 'backup' }, 'ada')),
    )
    const { counts } = await world.deps.ledger.list()
    expect(counts.pending).toBe(1)
    expect(await world.redis.call('LLEN', 'queue:export')).toBe(1)
  })
  it('cancels a request and lets the member ask again', async () => {
    await world.post('/settings/export', { type: 'backup' }, 'ada')
    const active = await world.deps.ledger.active('42', 'backup')
    await world.post(`/settings/exports/${active?.id}/cancel`, {}, 'ada')
    expect(await page()).toContain('Cancelled')
    expect(await page()).toContain('>Request your archive</button>')
    expect(await world.redis.call('LLEN', 'queue:export')).toBe(0)
  })
  it('tries a failed export again, and only a failed one', async () => {
    await world.post('/settings/export', { type: 'backup' }, 'ada')
    const active = await world.deps.ledger.active('42', 'backup')
    const id = active?.id ?? ''
    await world.post(`/settings/exports/${id}/retry`, {}, 'ada')
    expect((await world.deps.ledger.get(id))?.state).toBe('pending')
    await world.deps.ledger.failed(id, {
      run: null,
      attempt: 5,
      error: 'The disk is full.',
      errorClass: 'DiskFull',
      backtrace: [],
      stage: null,
      worker: 'w',
      retryAt: null,
    })
    expect(await page()).toContain(`action="/settings/exports/${id}/retry"`)
    expect((await world.post(`/settings/exports/${id}/retry`, {}, 'bob')).status).toBe(404)
    await world.post(`/settings/exports/${id}/retry`, {}, 'ada')
    expect((await world.deps.ledger.get(id))?.state).toBe('pending')
    expect((await world.deps.ledger.events(id)).at(-1)).toMatchObject({
      actor: 'member',
      action: 'queued again',
    })
  })
  it('lists a finished archive with size and date, and says when the next one is possible', async () => {
    const id = await world.finishedExport('ada', Buffer.alloc(2_000_000))
    const html = await page()
    expect(html).toContain(`href="/exports/${id}/download"`)
    expect(html).toContain('Download your archive')
    expect(html).toContain('2 MB')
    expect(html).toMatch(/You can request the next one on <time/)
  })
  it('says of a file in parts how to put it together, and deletes them together', async () => {
    const id = await world.finishedExport('ada', Buffer.alloc(3_000))
    expect(await page()).not.toContain('Each part is a zip file of its own.')
    const parts = [1, 2].map((number) => ({ fileName: `part-${number}.zip`, sizeBytes: 1_500 }))
    await sql`UPDATE howdah.exports SET parts = ${JSON.stringify(parts)} WHERE id = ${id}`.execute(
      world.db,
    )
    const html = await page()
    expect(html).toContain('Each part is a zip file of its own.')
    expect(html).toMatch(new RegExp(`href="/settings/exports/${id}/delete">Delete all parts</a>`))
  })
  it('promises mail only to a member who gets it', async () => {
    await world.post('/settings/export/mail', { mail: '' }, 'ada')
    expect(await page()).not.toMatch(/you (will )?get (an e-mail|a message) when/i)
    await world.post('/settings/export', { type: 'backup' }, 'ada')
    const html = await page()
    expect(html).toContain('Waiting to start')
    expect(html).toContain('the file will be here when it is ready')
    expect(html).not.toMatch(/you (will )?get (an e-mail|a message) when/i)
    await world.post('/settings/export/mail', { mail: '1' }, 'ada')
    expect(await page()).toContain('You will get an e-mail when it is ready')
  })
  it('deletes a file only after asking', async () => {
    const id = await world.finishedExport('ada', Buffer.from('zip'))
    const question = await world.get(`/settings/exports/${id}/delete`, 'ada')
    expect(await question.text()).toContain('Delete this file?')
    await world.post(`/settings/exports/${id}/delete`, {}, 'ada')
    expect((await world.get(`/exports/${id}/download`, 'ada')).status).toBe(410)
  })
  it('streams a list as CSV', async () => {
    const response = await world.get('/settings/exports/follows.csv', 'ada')
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="following_accounts.csv"',
    )
    expect(await response.text()).toContain('Account address,Show boosts')
    expect((await world.get('/settings/exports/secrets.csv', 'ada')).status).toBe(404)
    expect((await world.get('/settings/exports/constructor.csv', 'ada')).status).toBe(404)
  })
})

describe('the JSON API', () => {
  it('accepts a request with 202, repeats it with 409 and lists it', async () => {
    const accepted = await postJson('backup')
    expect(accepted.status).toBe(202)
    const created: unknown = await accepted.json()
    expect(created).toMatchObject({
      id: expect.any(String),
      type: 'backup',
      state: 'pending',
      progress: null,
      size: null,
      runs_at: null,
      expires_at: null,
      download_url: null,
    })
    const again = await postJson('backup')
    expect(again.status).toBe(409)
    expect(await again.json()).toMatchObject({ id: (created as { id: string }).id })
    expect(await (await api()).json()).toHaveLength(1)
  })
  it('takes without_media of a backup, and of nothing else', async () => {
    expect((await postJson('migration', { without_media: true })).status).toBe(422)
    expect((await postJson('backup', { without_media: 'yes' })).status).toBe(422)
    const accepted = await postJson('backup', { without_media: true })
    expect(accepted.status).toBe(202)
    expect(await accepted.json()).toMatchObject({ type: 'backup', without_media: true })
    const other = await postJson('backup', { without_media: false })
    expect([other.status, await other.json()]).toMatchObject([409, { without_media: true }])
  })
  it('says when the next one is possible with 429 and Retry-After', async () => {
    await world.finishedExport('ada', Buffer.from('zip'))
    const response = await postJson('backup')
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(5 * 86_400)
    expect(await response.json()).toEqual({ error: expect.stringContaining('can be requested at') })
  })
  it('answers mistakes in JSON', async () => {
    expect((await postJson('everything')).status).toBe(422)
    const visitor = await world.site.fetch(new Request(`${ORIGIN}/api/v1/exports`))
    expect([visitor.status, await visitor.json()]).toEqual([401, { error: expect.any(String) }])
    const cross = await api({ method: 'POST', body: '{}' }, { origin: 'https://evil.example' })
    expect([cross.status, await cross.json()]).toEqual([403, { error: expect.any(String) }])
    expect((await world.get('/api/v1/nonsense', 'ada')).status).toBe(404)
  })
})
