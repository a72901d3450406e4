/** The clock that a member reads times by: chosen on any page, kept in the browser, without scripts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SiteWorld, startSiteWorld } from '../testing/site-world.ts'

let world: SiteWorld
beforeAll(async () => {
  world = await startSiteWorld()
  await world.finishedExport('ada', Buffer.from('zip'))
})
afterAll(() => world.stop())

/** A page as a member sees it who has chosen something before. */
async function page(path: string, preferences = 'language=en'): Promise<string> {
  const cookie = `${await world.cookieOf('ada')}; howdah_preferences=${preferences}`
  return (await (await world.get(path, null, { cookie })).text()).replaceAll(/\s+/gu, ' ')
}

const LINK = '<a href="/settings/times?next=%2Fsettings%2Fexport">'

describe('the choice of a clock', () => {
  it('is at the foot of a member’s pages, and not of a visitor’s', async () => {
    expect(await page('/settings/export')).toContain(`Times: ${LINK}in UTC</a>`)
    const berlin = await page('/settings/export', 'time=local&zone=Europe/Berlin')
    expect(berlin).toContain(`${LINK}<bdi>Europe/Berlin</bdi></a>`)
    expect(await page('/settings/export', 'time=relative')).toContain(`${LINK}as distances</a>`)
    expect(await (await world.get('/login')).text()).not.toContain('/settings/times')
  })
  it('shows what is chosen, with every zone to choose from', async () => {
    const html = await page('/settings/times?next=/settings/sessions', 'time=local&zone=Asia/Tokyo')
    expect(html).toContain('name="next" value="/settings/sessions"')
    expect(html).toContain('<option value="local" selected')
    expect(html).toMatch(/name="zone"[^>]*value="Asia\/Tokyo"/u)
    expect(html).toContain('<option value="America/Bogota">')
    expect(html).not.toContain('<script')
  })
  it('is kept for this browser beside the other choices, and leads back', async () => {
    const cookie = `${await world.cookieOf('ada')}; howdah_preferences=language=de&theme=dark&rows=50`
    const answer = await world.site.fetch(
      new Request('http://127.0.0.1:3000/settings/times', {
        method: 'POST',
        body: new URLSearchParams({
          time: 'local',
          zone: ' Europe/Berlin ',
          next: '/settings/sessions',
        }),
        headers: { cookie, 'sec-fetch-site': 'same-origin' },
      }),
    )
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/settings/sessions'])
    expect(answer.headers.getSetCookie().join('\n')).toMatch(
      /howdah_preferences=language=de&time=local&zone=Europe%2FBerlin&theme=dark&rows=50/u,
    )
  })
  it('says what is wrong with a zone and changes nothing', async () => {
    const choose = (zone: string): Promise<Response> =>
      world.post('/settings/times', { time: 'local', zone, next: '//evil.example' }, 'ada')
    const unknown = await choose('Mars/Base')
    expect(unknown.status).toBe(422)
    expect(unknown.headers.get('set-cookie')).toBeNull()
    const html = await unknown.text()
    expect(html).toContain('There is no time zone of this name.')
    expect(html).toContain('value="Mars/Base"')
    expect(html).toContain('name="next" value="/settings/export"')
    expect(await (await choose('')).text()).toContain('Name the time zone, or choose UTC.')
  })
  it('is what days and times of the member’s exports follow', async () => {
    expect(await page('/settings/export')).toMatch(/the next one on <time [^>]*>\w+, \d/u)
    const tokyo = await page('/settings/export', 'time=local&zone=Asia/Tokyo')
    expect(tokyo).toMatch(/the next one on <time .*, after \d\d:\d\d GMT\+9\./u)
    const distances = await page('/settings/export', 'time=relative')
    expect(distances).toMatch(/the next one <time [^>]*>in [67] days<\/time>\./u)
    expect(distances).toMatch(/<time [^>]*title="[^"]+">in 7 days<\/time> *<\/td>/u)
    const german = await page('/settings/export', 'language=de&time=relative')
    expect(german).toMatch(/Das nächste kannst du <time [^>]*>in [67] Tagen<\/time> anfordern\./u)
  })
})
