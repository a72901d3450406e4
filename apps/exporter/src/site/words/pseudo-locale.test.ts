/**
 * The site's pages in the pseudo-locale, which puts every text of a catalogue in brackets: what stands
 * outside of them comes from no catalogue, and must be data.
 */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ORIGIN,
  PEOPLE,
  type Person,
  type SiteWorld,
  startSiteWorld,
} from '../testing/site-world.ts'
import type { ExportState } from '../../ledger/types.ts'
import { EVERY_STATE, insertEveryState } from '../testing/every-state.ts'

let world: SiteWorld
let exports: ReadonlyMap<ExportState, string>
beforeAll(async () => {
  world = await startSiteWorld()
  const row = { accountId: '4200', username: 'ada', userId: '42', requestedBy: 'admin' } as const
  await world.finishedExport('ada', Buffer.from('zip'))
  await world.deps.ledger.request({ ...row, type: 'backup', reason: 'The court asks for it.' })
  const failed = await world.deps.ledger.request({ ...row, type: 'migration' })
  await sql`update howdah.exports set state = 'failed' where id = ${failed.export.id}`.execute(
    world.db,
  )
  exports = await insertEveryState(world.db)
  await world.cookieOf('ada')
  await world.post('/admin/users/42/sign-in-link', { how: 'send' }, 'owner')
  await sql`update howdah.sessions set proven_at = null`.execute(world.db)
})
afterAll(() => world.stop())

const PSEUDO = 'howdah_preferences=language=en-XA'

/** Elements whose text is data: names, addresses, ids, moments; and each language in its own name. */
const DATA =
  /<(bdi|code|pre|time|q|datalist)\b[^>]*>.*?<\/\1>|<(\w+)[^>]*\slang="\w+"[^>]*>.*?<\/\2>/gsu
/** Attributes that are read out or shown. */
const SPOKEN = /\s(?:aria-label|title|placeholder|data-label|alt)="([^"]*)"/gu
/** `2 MB`, or up to so much: `≤ 10 MB`, isolated. */
const SIZE = /^(?:\u2066≤ )?[\d.,\s]+(?:B|kB|MB|GB)\u2069?$/u

/** Texts with letters that stand outside of brackets. */
function unknownTexts(html: string): readonly string[] {
  const body = html.slice(html.indexOf('<body')).replaceAll(DATA, '')
  const attributes = [...body.matchAll(SPOKEN)].map(([, value]) => value ?? '')
  const texts = withoutBrackets(body.replaceAll(/<[^>]*>/gu, '\n')).split('\n')
  return [...texts, ...attributes.map(withoutBrackets)]
    .map((text) => text.trim())
    .filter((text) => /\p{L}/u.test(text) && !SIZE.test(text))
}

/** What is in brackets may hold brackets. */
function withoutBrackets(text: string): string {
  const inner = /⟦[^⟦⟧]*⟧/gu
  return inner.test(text) ? withoutBrackets(text.replaceAll(inner, '')) : text
}

async function pseudoPage(path: string, person: Person | null): Promise<string> {
  const cookie = person === null ? PSEUDO : `${await world.cookieOf(person)}; ${PSEUDO}`
  return (await world.get(path, null, { cookie })).text()
}

const PAGES: readonly (readonly [path: string, person: Person | null])[] = [
  ['/login', null],
  ['/login/link/nonsense', null],
  ['/settings/export', 'ada'],
  ['/settings/sessions', 'ada'],
  ['/settings/times', 'ada'],
  ['/settings/confirm?next=/settings/export', 'ada'],
  ['/settings/confirm?act=nonsense', 'ada'],
  ['/nowhere', 'ada'],
  ['/admin/users', 'owner'],
  ['/admin/users?q=nobody', 'owner'],
  ['/admin/users/42/edit', 'owner'],
  ['/admin/users/999/edit', 'owner'],
  ['/admin/exports', 'owner'],
  ['/admin/mail', 'owner'],
  ['/admin/doctor', 'owner'],
  ['/admin/audit', 'owner'],
  ['/admin/audit?who=nobody', 'owner'],
  ['/sidekiq/exports', 'owner'],
  ['/sidekiq/exports?view=agenda', 'owner'],
  ['/sidekiq/exports?q=nobody', 'owner'],
  ['/sidekiq/exports/999999', 'owner'],
  ['/sidekiq/exports/numbers', 'owner'],
  ['/sidekiq/exports/operations', 'owner'],
]

describe('in the pseudo-locale', () => {
  it.each(PAGES)('%s has no text that no catalogue knows', async (path, person) => {
    const html = await pseudoPage(path, person)
    expect(html).toContain('⟦')
    expect(unknownTexts(html)).toEqual([])
  })
  it.each(EVERY_STATE)('neither has the page of an export that is %s', async (state) => {
    const html = await pseudoPage(`/sidekiq/exports/${exports.get(state)}`, 'owner')
    expect(html).toContain(`@member_${state}`)
    expect(unknownTexts(html)).toEqual([])
  })
  it('neither has the page that asks before a file is deleted', async () => {
    const [done] = (await world.deps.ledger.forMember(PEOPLE.ada.userId)).filter(
      ({ state }) => state === 'done',
    )
    expect(unknownTexts(await pseudoPage(`/settings/exports/${done?.id}/delete`, 'ada'))).toEqual(
      [],
    )
  })
  it('neither have the questions before a request for many and the one-time link', async () => {
    const cookie = `${await world.cookieOf('owner')}; ${PSEUDO}`
    const post = async (path: string, fields: Record<string, string>): Promise<string> => {
      const headers = { cookie, 'sec-fetch-site': 'same-origin' }
      const body = new URLSearchParams(fields)
      const request = new Request(ORIGIN + path, { method: 'POST', body, headers })
      return (await world.site.fetch(request)).text()
    }
    const wish = { type: 'backup', reason: 'It closes.', hours: '12' }
    expect(unknownTexts(await post('/admin/exports/bulk', wish))).toEqual([])
    const link = await post('/admin/users/42/sign-in-link', { how: 'show' })
    expect(link).toContain('/login/link/')
    expect(unknownTexts(link)).toEqual([])
  })
  it('finds what is left of English', () => {
    expect(unknownTexts('<body><p title="x">⟦a~⟧ b</p><bdi>c</bdi>⟦d ⟦e⟧ f⟧ 2 MB')).toEqual([
      'b',
      'x',
    ])
  })
})
