/** The schedule as list and as agenda, the menu of a row, and choosing another time. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ORIGIN, PEOPLE, type SiteWorld, startSiteWorld } from '../testing/site-world.ts'

let world: SiteWorld
beforeAll(async () => {
  world = await startSiteWorld()
})
beforeEach(async () => {
  await sql`delete from howdah.exports`.execute(world.db)
  await world.redis.call('FLUSHDB')
})
afterAll(() => world.stop())

const PREFERENCES = 'howdah_preferences=time=local&zone=Europe/Berlin'

async function page(path: string, preferences = ''): Promise<string> {
  const cookie = `${await world.cookieOf('owner')}; ${preferences}`
  const response = await world.site.fetch(new Request(ORIGIN + path, { headers: { cookie } }))
  return (await response.text()).replaceAll(/\s+/g, ' ')
}

const textOf = (html: string): string => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

interface Row {
  readonly name: string
  readonly state: string
  readonly runsAt?: Date
  readonly endedAt?: Date
  readonly attempts?: number
}

async function insert({ name, state, runsAt, endedAt, attempts = 0 }: Row): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into howdah.exports (user_id, account_id, username, type, state, requested_by, runs_at,
      finished_at, attempts)
    values (42, 4200, ${name}, ${state === 'scheduled' ? 'migration' : 'backup'}, ${state}, 'member',
      ${runsAt?.toISOString() ?? null}, ${endedAt?.toISOString() ?? null}, ${attempts})
    returning id`.execute(world.db)
  return rows[0]?.id ?? ''
}

const inHours = (hours: number): Date => new Date(Date.now() + hours * 3_600_000)
const namesIn = (html: string): string[] =>
  [...html.matchAll(/data-key="\d+">.*?@(\w+)/g)].map(([, name]) => name ?? '')

test('what is active comes first by when it runs, then what has ended, the newest first', async () => {
  await insert({ name: 'old', state: 'cancelled', endedAt: inHours(-48) })
  await insert({ name: 'fresh', state: 'failed', endedAt: inHours(-1), attempts: 5 })
  await insert({ name: 'later', state: 'scheduled', runsAt: inHours(30) })
  await insert({ name: 'waiting', state: 'pending' })
  expect(namesIn(await page('/sidekiq/exports'))).toEqual(['waiting', 'later', 'fresh', 'old'])
  expect(namesIn(await page('/sidekiq/exports?sort=tries'))[0]).toBe('fresh')
})

test('an agenda puts each export under its day, in the zone of the reader', async () => {
  await insert({ name: 'waiting', state: 'pending' })
  await insert({ name: 'planned', state: 'scheduled', runsAt: new Date('2999-07-01T22:30:00Z') })
  await insert({ name: 'ended', state: 'expired', endedAt: new Date('2020-01-04T12:00:00Z') })
  const html = await page('/sidekiq/exports?view=agenda', PREFERENCES)
  const headings = [...html.matchAll(/<h2 id="day-\d+">(.*?)<\/h2>/g)].map(([, text]) => text)
  expect(headings).toEqual(['Now', 'Tue, Jul 2, 2999', 'Ended on Sat, Jan 4, 2020'])
  expect(html).toContain('>00:30</time>')
  expect(textOf(html)).toContain('time zone Europe/Berlin')
  expect(await page('/sidekiq/exports?view=agenda')).toContain('>22:30</time>')
})

test('the menu of a row offers what its state allows, and only links to who may only look', async () => {
  const id = await insert({ name: 'ada', state: 'scheduled', runsAt: inHours(1) })
  const menuIn = (html: string): string =>
    /<details class="menu">(.*?)<\/details>/.exec(html)?.[1] ?? ''
  const menu = menuIn(await page('/sidekiq/exports'))
  expect(textOf(menu).trim()).toBe('⋯ Open Run now Reschedule… Cancel User’s exports')
  expect(menu).toContain(`formaction="/sidekiq/exports/${id}/run"`)
  await sql`update howdah.exports set state = 'done'`.execute(world.db)
  expect(textOf(menuIn(await page('/sidekiq/exports')))).toContain('Open Delete file User’s')
})

test('a button of the list leads back to the list as it was', async () => {
  const id = await insert({ name: 'ada', state: 'pending' })
  const fields = { back: '?state=pending&view=agenda' }
  const response = await world.post(`/sidekiq/exports/${id}/cancel`, fields, 'owner')
  expect(response.headers.get('location')).toBe('/sidekiq/exports?state=pending&view=agenda')
  const elsewhere = await world.post(
    `/sidekiq/exports/${id}/cancel`,
    { back: 'https://evil.example' },
    'owner',
  )
  expect(elsewhere.headers.get('location')).toBe(`/sidekiq/exports/${id}`)
})

test('another time is chosen by the clock of the reader, with a reason for the audit', async () => {
  const { userId, username } = PEOPLE.ada
  const member = { userId, username, accountId: `${userId}00` }
  const asked = await world.deps.exports.request(member, 'backup', 'member', { runsAt: inHours(1) })
  const id = asked.kind === 'accepted' ? asked.export.id : ''
  const form = await page(`/sidekiq/exports/${id}/reschedule`, PREFERENCES)
  expect(form).toContain('name="zone" value="Europe/Berlin"')
  const path = `/sidekiq/exports/${id}/reschedule`
  const fields = { at: '2999-07-01T02:00', zone: 'Europe/Berlin', reason: 'A quiet night' }
  for (const wrong of [
    { at: 'soon' },
    { at: '2020-01-01T00:00' },
    { reason: ' ' },
    { zone: 'X' },
  ]) {
    expect((await world.post(path, { ...fields, ...wrong }, 'owner')).status).toBe(422)
  }
  const response = await world.post(path, fields, 'owner')
  expect(response.headers.get('location')).toBe(`/sidekiq/exports/${id}`)
  const runsAt = new Date('2999-07-01T00:00:00Z')
  expect(await world.deps.ledger.get(id)).toMatchObject({ state: 'scheduled', runsAt })
  const scores = await world.redis.call('ZRANGE', 'schedule', '0', '-1', 'WITHSCORES')
  expect(scores).toEqual([expect.any(String), String(runsAt.getTime() / 1_000)])
  expect(await page(`/sidekiq/exports/${id}`)).toContain('Reason: A quiet night')
})

test('a full page stays small, with every button and reason on it', async () => {
  await sql`insert into accounts (id, username, public_key, created_at, updated_at)
    select 900000000 + n, 'a_name_of_thirty_characters_' || n, '', now(), now()
    from generate_series(1, 60) n`.execute(world.db)
  await sql`insert into users (id, email, account_id, created_at, updated_at)
    select 100900 + n, 'a.long.name.and.a.number.' || n || '@mail.members.example', 900000000 + n, now(), now()
    from generate_series(1, 60) n`.execute(world.db)
  await sql`insert into howdah.exports (user_id, account_id, username, type, state, requested_by, jid,
      runs_at, attempts, error, estimated_bytes)
    select 100900 + n, 900000000 + n, 'a_name_of_thirty_characters_' || n, 'backup',
      (array['pending', 'scheduled', 'retrying', 'stuck'])[1 + n % 4], 'member', md5(n::text),
      case when n % 4 in (1, 2) then now() + interval '1 hour' end, 3, repeat('e', 500), 123456789
    from generate_series(1, 60) n`.execute(world.db)
  // Letters of Arabic take two bytes each, in words that every row has.
  const languages = { en: 60_000, de: 60_000, es: 60_000, ja: 60_000, ar: 64_000 }
  for (const [language, most] of Object.entries(languages)) {
    const html = await page('/sidekiq/exports', `howdah_preferences=language=${language}`)
    expect(html.match(/data-key=/g), language).toHaveLength(25)
    expect(html.match(/@mail\.members\.example/g)).toHaveLength(25)
    expect(Buffer.byteLength(html), language).toBeLessThan(most)
  }
  const agenda = await page('/sidekiq/exports?view=agenda')
  expect(agenda.match(/data-key=/g)).toHaveLength(25)
  expect(Buffer.byteLength(agenda)).toBeLessThan(40_000)
})

test('has as many rows as its reader has chosen, and goes on behind them', async () => {
  await sql`insert into howdah.exports (user_id, account_id, username, type, state, requested_by, requested_at)
    select 42, 4200, 'ada', 'backup', 'cancelled', 'member', now() - make_interval(mins => n)
    from generate_series(1, 130) n`.execute(world.db)
  const keysOf = (html: string): readonly string[] => html.match(/data-key="\d+"/g) ?? []
  const first = await page('/sidekiq/exports', 'howdah_preferences=rows=100')
  expect(keysOf(first)).toHaveLength(100)
  expect(textOf(first)).toContain('100 exports on this page of 130')
  const next = /href="([^"]+)" rel="next"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const second = await page(next, 'howdah_preferences=rows=100')
  expect(new Set([...keysOf(first), ...keysOf(second)]).size).toBe(130)
  expect(second).not.toContain('rel="next"')
  expect(
    keysOf(await page('/sidekiq/exports?view=agenda', 'howdah_preferences=rows=50')),
  ).toHaveLength(50)
})

test('the title says which part of the schedule it is', async () => {
  expect(await page('/sidekiq/exports')).toContain('<title>Exports – Sidekiq – example.social')
  const counts = await world.deps.ledger.countStates()
  expect(await page('/sidekiq/exports?state=stuck')).toContain(
    `<title>Stuck exports (${counts.stuck}) – Sidekiq – example.social</title>`,
  )
})
