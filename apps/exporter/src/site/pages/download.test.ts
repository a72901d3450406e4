import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestS3 } from '../../testing/s3/s3-server.ts'
import { s3SettingsOf } from '../../testing/s3/settings.ts'
import { type Person, type SiteWorld, startSiteWorld } from '../testing/site-world.ts'

let world: SiteWorld
let path: string
let id: string
const CONTENT = Buffer.from(Array.from({ length: 10_000 }, (_, index) => index % 251))

beforeAll(async () => {
  world = await startSiteWorld()
  id = await world.finishedExport('ada', CONTENT)
  path = `/exports/${id}/download`
})
afterAll(() => world.stop())

const ask = (headers: Record<string, string> = {}, person: Person = 'ada'): Promise<Response> =>
  world.get(path, person, headers)
const bytes = async (response: Response): Promise<Buffer> =>
  Buffer.from(await response.arrayBuffer())

it('sends the whole file as an attachment and says that it can go on later', async () => {
  const response = await ask()
  expect(response.status).toBe(200)
  expect(response.headers.get('accept-ranges')).toBe('bytes')
  expect(response.headers.get('content-length')).toBe('10000')
  expect(response.headers.get('content-disposition')).toBe(
    `attachment; filename="archive-${id}.zip"`,
  )
  expect(response.headers.get('cache-control')).toBe('private, no-store')
  expect((await bytes(response)).equals(CONTENT)).toBe(true)
})
it('puts a file together from three parts', async () => {
  const parts: Buffer[] = []
  for (const range of ['bytes=0-3999', 'bytes=4000-4000', 'bytes=4001-']) {
    const response = await ask({ range })
    expect(response.status).toBe(206)
    parts.push(await bytes(response))
  }
  expect(Buffer.concat(parts).equals(CONTENT)).toBe(true)
})
it('answers the last bytes, and 416 beyond the end', async () => {
  const last = await ask({ range: 'bytes=-5' })
  expect(last.headers.get('content-range')).toBe('bytes 9995-9999/10000')
  const beyond = await ask({ range: 'bytes=10000-' })
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10000'])
})
it('sends the whole file when the part in hand is of another one', async () => {
  const etag = (await ask()).headers.get('etag') ?? ''
  expect((await ask({ range: 'bytes=5-', 'if-range': etag })).status).toBe(206)
  expect((await ask({ range: 'bytes=5-', 'if-range': '"other"' })).status).toBe(200)
  expect((await ask({ 'if-none-match': etag })).status).toBe(304)
})
it('answers HEAD with the size and no body', async () => {
  const cookie = await world.cookieOf('ada')
  const request = new Request(`http://127.0.0.1:3000${path}`, {
    method: 'HEAD',
    headers: { cookie },
  })
  const response = await world.site.fetch(request)
  expect([response.status, response.headers.get('content-length')]).toEqual([200, '10000'])
  expect(await response.text()).toBe('')
})
it("serves the same file by the id of Mastodon's own row", async () => {
  const row = await world.deps.ledger.get(id)
  const response = await world.get(`/backups/${row?.backupId}/download`, 'ada')
  expect((await bytes(response)).equals(CONTENT)).toBe(true)
})
it('is for its member; an administrator leaves a trace, everybody else finds nothing', async () => {
  expect((await ask({}, 'bob')).status).toBe(404)
  expect((await ask({}, 'moderator')).status).toBe(404)
  expect((await world.get(path)).status).toBe(303)
  expect((await ask({}, 'owner')).status).toBe(200)
  const events = await world.deps.ledger.events(id)
  expect(events.at(-1)).toMatchObject({ actor: 'admin', action: 'downloaded' })
})
it('finds nothing under ids that are none', async () => {
  for (const wrong of ['0', '99999', 'abc', '1e9', '9'.repeat(40)])
    expect((await world.get(`/exports/${wrong}/download`, 'ada')).status, wrong).toBe(404)
})
it('sends each of several files, whole and in part, and shows their links', async () => {
  const split = await world.finishedExport('bob', CONTENT)
  const row = await world.deps.ledger.get(split)
  const contents = [CONTENT.subarray(0, 4_000), CONTENT.subarray(4_000)]
  const parts = contents.map((content, index) => ({
    fileName: `archive-part-${index + 1}-of-2.zip`,
    storageKey: `exports/${split}/archive-part-${index + 1}-of-2.zip`,
    sizeBytes: content.length,
    sha256: `${index}`.repeat(64),
    backupId: String(9_001 + index),
  }))
  for (const [index, { storageKey }] of parts.entries()) {
    const file = await world.deps.storage.create(storageKey)
    await file.handle.writeFile(contents[index] ?? '')
    await file.publish()
  }
  await sql`UPDATE howdah.exports SET parts = ${JSON.stringify(parts)}, sha256 = NULL,
    part_backup_ids = '{9001,9002}' WHERE id = ${split}`.execute(world.db)
  const path = `/exports/${split}/download`
  for (const [index, content] of contents.entries()) {
    const whole = await world.get(`${path}?part=${index + 1}`, 'bob')
    expect(whole.headers.get('content-disposition')).toContain(`archive-part-${index + 1}-of-2.zip`)
    const etag = whole.headers.get('etag') ?? ''
    expect((await bytes(whole)).equals(content)).toBe(true)
    const headers = { range: 'bytes=1000-', 'if-range': etag }
    const rest = await world.get(`/backups/${9_001 + index}/download`, 'bob', headers)
    expect(rest.status).toBe(206)
    expect((await bytes(rest)).equals(content.subarray(1_000))).toBe(true)
  }
  for (const wrong of [path, `${path}?part=3`, `${path}?part=x`]) {
    expect((await world.get(wrong, 'bob')).headers.get('location')).toBe('/settings/export')
  }
  expect((await world.get(`${path}?part=2`, 'ada')).status).toBe(404)
  const page = await (await world.get('/settings/export', 'bob')).text()
  expect(page).toContain(`href="${path}?part=2"`)
  expect(page).not.toContain(`href="${path}"`)
  const detail = await (await world.get(`/sidekiq/exports/${split}`, 'owner')).text()
  expect(detail).toContain('1'.repeat(64))
  expect(await (await world.get('/api/v1/exports', 'bob')).json()).toMatchObject([
    { parts: [{ size: 4_000 }, { size: 6_000, download_url: expect.stringMatching(/part=2$/) }] },
  ])
  expect(row?.parts).toEqual([])
})
it('sends a file that lies in a bucket, in parts, and says when the bucket is away', async () => {
  const s3 = await startTestS3()
  const media = { root: '/nowhere', rootUrl: '/system', s3: s3SettingsOf(s3) }
  const cloud = await startSiteWorld({ media })
  const key = 'backups/dumps/000/000/001/original/archive-1.zip'
  await s3.put(key, CONTENT)
  const stored = await cloud.finishedExport('ada', CONTENT)
  await sql`UPDATE howdah.exports SET storage_key = ${key}, sha256 = ${'a'.repeat(64)}`.execute(
    cloud.db,
  )
  const path = `/exports/${stored}/download`
  // The connection to the bucket breaks once: the member does not notice.
  let isBroken = false
  s3.accident = ({ method }) => {
    if (isBroken || method !== 'GET') return null
    isBroken = true
    return { kind: 'cut', afterBytes: 3_000 }
  }
  const whole = await cloud.get(path, 'ada')
  expect((await bytes(whole)).equals(CONTENT)).toBe(true)
  const etag = whole.headers.get('etag') ?? ''
  const rest = await cloud.get(path, 'ada', { range: 'bytes=9000-', 'if-range': etag })
  expect([rest.status, rest.headers.get('content-range')]).toEqual([206, 'bytes 9000-9999/10000'])
  expect((await bytes(rest)).equals(CONTENT.subarray(9_000))).toBe(true)
  // The bucket still says that it is there, but not what is in it: no download.
  s3.accident = ({ method }) =>
    method === 'GET' ? { kind: 'refuse', status: 403, code: 'AccessDenied' } : null
  expect((await cloud.get(path, 'ada')).status).toBe(503)
  expect(await cloud.deps.ledger.get(stored)).toMatchObject({ downloads: 1 })
  s3.accident = () => ({ kind: 'refuse', status: 403, code: 'AccessDenied' })
  const away = await cloud.get(path, 'ada')
  expect([away.status, away.headers.get('retry-after')]).toEqual([503, '30'])
  expect(await away.text()).not.toContain('AccessDenied')
  await cloud.stop()
  await s3.stop()
})
it('says that a newer archive took the place of a file', async () => {
  const older = await world.finishedExport('ada', Buffer.from('older'))
  await world.deps.ledger.replace(older, id)
  const response = await world.get(`/exports/${older}/download`, 'ada')
  expect(response.status).toBe(410)
  expect(await response.text()).toContain('A newer archive of yours has replaced this file')
})
it('says that an expired file is gone', async () => {
  await world.deps.ledger.expire(id, 'howdah')
  const response = await ask()
  expect(response.status).toBe(410)
  expect(await response.text()).toContain('You can request a new one')
})
