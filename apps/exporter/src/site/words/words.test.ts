/** The site's pages in the language of their reader. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ORIGIN, type Person, type SiteWorld, startSiteWorld } from '../testing/site-world.ts'

let world: SiteWorld
beforeAll(async () => {
  world = await startSiteWorld()
})
afterAll(() => world.stop())

const inLanguage = (language: string): Record<string, string> => ({
  cookie: `howdah_preferences=language=${language}`,
})

/** A page for a member who chose a language. */
async function pageIn(language: string, path: string): Promise<string> {
  const cookie = `${await world.cookieOf('ada')}; ${inLanguage(language)['cookie']}`
  return (await world.get(path, null, { cookie })).text()
}

describe('the choice of a language', () => {
  it('is kept for this browser with what else was chosen, for visitors too', async () => {
    const request = new Request(`${ORIGIN}/language`, {
      method: 'POST',
      body: new URLSearchParams({ language: 'de', next: '/login?next=%2Fadmin%2Fusers' }),
      headers: { cookie: 'howdah_preferences=theme=dark', 'sec-fetch-site': 'same-origin' },
    })
    const answer = await world.site.fetch(request)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/login?next=%2Fadmin%2Fusers')
    expect(answer.headers.get('set-cookie')).toMatch(
      /^howdah_preferences=language=de&.*theme=dark/u,
    )
  })
  it('never leads to another site, and is none of a language that is not spoken', async () => {
    const away = await world.post('/language', { language: 'de', next: '//evil.example/' })
    expect(away.headers.get('location')).toBe('/settings/export')
    for (const language of ['tlh', 'en-XA', '']) {
      expect((await world.post('/language', { language })).status).toBe(400)
    }
  })
  it('writes the page in it, from right to left where it is written so', async () => {
    const arabic = await (await world.get('/login', null, inLanguage('ar'))).text()
    expect(arabic).toContain('<html lang="ar" dir="rtl"')
    expect(arabic).toMatch(/value="ar" lang="ar"[^>]*aria-current="true"/u)
    expect(await pageIn('de', '/nowhere')).toContain('Hier ist nichts')
  })
  it('is needed only by who wants another than Mastodon and the browser say', async () => {
    const ask = (language: string, person: Person | null = null): Promise<Response> =>
      world.get('/nowhere', person, { 'accept-language': language })
    const visitor = await world.get('/login', null, { 'accept-language': 'fr, ja;q=0.5' })
    expect(await visitor.text()).toContain('<html lang="ja"')
    expect(await (await ask('es-MX, en;q=0.8', 'ada')).text()).toContain('<html lang="es"')
    await sql`update users set locale = 'de' where id = 42`.execute(world.db)
    expect(await (await ask('es', 'ada')).text()).toContain('<html lang="de"')
    expect(await pageIn('en', '/nowhere')).toContain('<html lang="en"')
    await sql`update users set locale = null where id = 42`.execute(world.db)
  })
  it('does not touch what programs read', async () => {
    const cookie = `${await world.cookieOf('ada')}; ${inLanguage('de')['cookie']}`
    const answer = await world.get('/api/v1/nonsense', null, { cookie })
    expect(await answer.json()).toEqual({
      error: 'The page does not exist, or it is not yours to see.',
    })
  })
})
