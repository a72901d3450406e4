/** Why nothing was done, to its reader and to programs. */
import { readerFor, writeFor } from '@howdah/web/views'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { unchanged, type WhyUnchanged } from '../../ledger/unchanged.ts'
import { ORIGIN, type SiteWorld, startSiteWorld } from '../testing/site-world.ts'
import { SITE_LANGUAGES } from './site-languages.ts'
import { whyUnchanged } from './unchanged.ts'

let world: SiteWorld
beforeAll(async () => {
  world = await startSiteWorld()
})
afterAll(() => world.stop())

const REASONS: readonly WhyUnchanged[] = [
  { kind: 'missing', id: '7' },
  { kind: 'wrong-state', id: '7', state: 'done', wanted: 'cancel' },
  { kind: 'time-over' },
  { kind: 'has-started' },
  { kind: 'in-mastodon' },
  { kind: 'other-active', type: 'backup', username: 'ada' },
]

it('every reason is said in every language', () => {
  const said = SITE_LANGUAGES.map((language) => {
    const headers = { cookie: `howdah_preferences=language=${language}` }
    const reader = readerFor(new Request(ORIGIN, { headers }))
    return writeFor(reader, () => REASONS.map(whyUnchanged))
  })
  for (const index of REASONS.keys()) {
    const texts = new Set(said.map((texts) => texts[index]))
    expect(texts.size).toBe(SITE_LANGUAGES.length)
  }
  expect(said[SITE_LANGUAGES.indexOf('de')]?.[1]).toBe(
    'Export 7 (Fertig) kann nicht abgebrochen werden.',
  )
})

it('a button says it to its reader, and the audit keeps English', async () => {
  await world.post('/settings/export', { type: 'backup' }, 'ada')
  const row = await world.deps.ledger.active('42', 'backup')
  await world.post(`/sidekiq/exports/${row?.id}/cancel`, {}, 'owner')
  const cookie = `${await world.cookieOf('owner')}; howdah_preferences=language=de`
  const answer = await world.site.fetch(
    new Request(`${ORIGIN}/sidekiq/exports/${row?.id}/cancel`, {
      method: 'POST',
      body: new URLSearchParams(),
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
    }),
  )
  expect(decodeURIComponent(answer.headers.getSetCookie().join())).toContain(
    '(Abgebrochen) kann nicht abgebrochen werden',
  )
  const [newest] = await world.deps.ledger.auditLog({ limit: 1 })
  const why = {
    kind: 'wrong-state',
    id: row?.id ?? '',
    state: 'cancelled',
    wanted: 'cancel',
  } as const
  expect(newest?.result).toBe(unchanged(why).reason)
  expect(newest?.result).toMatch(
    /^Export \d+ has already ended \(cancelled\) and cannot be cancelled\.$/u,
  )
})
