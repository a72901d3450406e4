import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConsoleLook } from '../index.ts'
import { addToSet, enqueue, FAILED_TWICE, jobText, startConsole } from '../testing/fixture.ts'
import type { ConsoleFixture } from '../testing/fixture.ts'

let site: ConsoleFixture
beforeAll(async () => {
  site = await startConsole({ allow: async () => ({ name: 'guest', canAct: false }) })
})
afterAll(() => site.stop())

const CHOICES = {
  language: 'en',
  time: 'local',
  zone: 'Asia/Tokyo',
  live: '30',
  rows: '50',
  arguments: 'hidden',
  shortcuts: 'on',
  theme: 'dark',
}

test('whoever may look may save, and every page is as they chose', async () => {
  const answer = await site.post('/settings', CHOICES)
  expect(answer.status).toBe(303)
  const [pair = ''] = /howdah_preferences=[^;]+/u.exec(answer.headers.get('set-cookie') ?? '') ?? []
  for (let count = 0; count < 30; count += 1) await addToSet(site.redis, 'schedule', 60)
  const { html } = await site.get('/scheduled', { cookie: pair })
  expect(html).toContain('data-theme="dark"')
  expect(html).toContain('GMT+9')
  expect(html).toContain('shortcuts.js')
  expect(html).toContain('data-seconds="30"')
  expect(html.match(/<tr role="row" data-key/gu)).toHaveLength(30)
  const settings = await site.get('/settings', { cookie: pair })
  expect(settings.html).toMatch(/<option value="50" selected/u)
  expect(settings.html).toContain('value="Asia/Tokyo"')
  for (const value of ['en', '30', 'hidden', 'on', 'dark', 'local']) {
    expect(settings.html).toContain(`<option value="${value}" selected`)
  }
})

test('nonsense is as by default, and a form of another site changes nothing', async () => {
  const odd = await site.post('/settings', {
    time: 'x',
    zone: 'Mars/Base',
    theme: '"',
    rows: '1e9',
  })
  expect(odd.headers.get('set-cookie')).toContain('time=utc&zone=&theme=auto&rows=25&live=5')
  const foreign = await site.post('/settings', CHOICES, { 'sec-fetch-site': 'cross-site' })
  expect(foreign.status).toBe(403)
  expect(foreign.headers.get('set-cookie')).toBeNull()
})

test('hidden arguments are in no list, nobody is told of a look at them, and a job’s page has them', async () => {
  const looks: ConsoleLook[] = []
  const other = await startConsole({ onLook: async (look) => void looks.push(look) })
  const key = await addToSet(other.redis, 'retry', 60, { ...FAILED_TWICE, args: ['cerulean'] })
  await enqueue(other.redis, 'export', [jobText({ args: ['cerulean'] })])
  const cookie = 'howdah_preferences=arguments=hidden'
  for (const path of ['/retries', '/queues/export', '/search?in=retry&q=BackupWorker']) {
    expect((await other.get(path)).html).toContain('cerulean')
    const { html } = await other.get(path, { cookie })
    expect(html).not.toContain('cerulean')
    expect(html).toContain('>Show<span class="visually-hidden"> BackupWorker')
  }
  expect(looks).toHaveLength(3)
  expect((await other.get(`/retries/${key}`, { cookie })).html).toContain('cerulean')
  expect(looks).toHaveLength(4)
  await other.stop()
})

test('the languages of the host can be chosen, each under its own name', async () => {
  expect((await site.get('/settings')).html).toContain('<option value="ja">日本語</option>')
  const other = await startConsole({ languages: ['en', 'de'] })
  const { html } = await other.get('/settings')
  expect(html).toContain('<option value="de">Deutsch</option>')
  expect(html).not.toContain('日本語')
  await other.stop()
})

test('what the server decides can be read', async () => {
  const { html } = await site.get('/settings')
  expect(html).toContain('<dt>What you may do</dt><dd>Look</dd>')
  expect(html).toContain('<dt>Actions</dt><dd>Recorded</dd>')
  expect(html).toContain('<dt>Looks at arguments</dt><dd>Not recorded</dd>')
  expect(html).toContain('<dd>At most 10,000 a minute each</dd>')
})
