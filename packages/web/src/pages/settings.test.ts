import { afterAll, beforeAll, expect, test } from 'vitest'
import { addToSet, startConsole } from '../testing/fixture.ts'
import type { ConsoleFixture } from '../testing/fixture.ts'

let site: ConsoleFixture
beforeAll(async () => {
  site = await startConsole({ allow: async () => ({ name: 'guest', canAct: false }) })
})
afterAll(() => site.stop())

const CHOICES = { time: 'local', zone: 'Asia/Tokyo', theme: 'dark', rows: '50', shortcuts: 'on' }

test('whoever may look may save, and every page is as they chose', async () => {
  const answer = await site.post('/settings', CHOICES)
  expect(answer.status).toBe(303)
  const [pair = ''] = /howdah_preferences=[^;]+/u.exec(answer.headers.get('set-cookie') ?? '') ?? []
  for (let count = 0; count < 30; count += 1) await addToSet(site.redis, 'schedule', 60)
  const { html } = await site.get('/scheduled', { cookie: pair })
  expect(html).toContain('data-theme="dark"')
  expect(html).toContain('GMT+9')
  expect(html).toContain('shortcuts.js')
  expect(html.match(/<tr role="row" data-key/gu)).toHaveLength(30)
  const settings = await site.get('/settings', { cookie: pair })
  expect(settings.html).toMatch(/<option value="50" selected/u)
  expect(settings.html).toContain('value="Asia/Tokyo"')
})

test('nonsense is as by default, and a form of another site changes nothing', async () => {
  const odd = await site.post('/settings', {
    time: 'x',
    zone: 'Mars/Base',
    theme: '"',
    rows: '1e9',
  })
  expect(odd.headers.get('set-cookie')).toContain('time=utc&zone=&theme=auto&rows=25')
  const foreign = await site.post('/settings', CHOICES, { 'sec-fetch-site': 'cross-site' })
  expect(foreign.status).toBe(403)
  expect(foreign.headers.get('set-cookie')).toBeNull()
})
