import { afterAll, beforeAll, expect, it } from 'vitest'
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
it('says that an expired file is gone', async () => {
  await world.deps.ledger.expire(id, 'howdah')
  const response = await ask()
  expect(response.status).toBe(410)
  expect(await response.text()).toContain('You can request a new one')
})
