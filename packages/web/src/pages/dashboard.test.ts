import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addToSet, beat, enqueue, FAILED_TWICE, jobText, startConsole } from '../testing/fixture.ts'
import type { ConsoleFixture } from '../testing/fixture.ts'

let site: ConsoleFixture
let tabRequests: string[] = []

beforeAll(async () => {
  site = await startConsole({
    environment: 'production',
    backTo: { label: 'Back to Mastodon', href: '/' },
    tabs: [
      {
        label: 'Exports',
        path: '/exports',
        count: async () => 2,
        handle: async (request, frame) => {
          tabRequests.push(`${request.method} ${new URL(request.url).pathname}`)
          return frame.page({ title: 'Exports', children: 'the schedule' })
        },
      },
      {
        label: 'Broken',
        path: '/broken',
        count: async () => Promise.reject(new Error('database down')),
        handle: async () => Promise.reject(new Error('database down')),
      },
    ],
  })
})
beforeEach(async () => {
  await site.flush()
  tabRequests = []
})
afterAll(() => site.stop())

function words(html: string): string {
  return html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
}

test('the dashboard shows the seven numbers under Sidekiq’s names', async () => {
  await site.redis.call('SET', 'stat:processed', 1204)
  await site.redis.call('SET', 'stat:failed', 31)
  await enqueue(site.redis, 'export', [jobText(), jobText(), jobText()])
  await addToSet(site.redis, 'retry', 60, FAILED_TWICE)
  await addToSet(site.redis, 'dead', -60, FAILED_TWICE)
  const text = words((await site.get('')).html)
  expect(text).toContain('Processed 1,204 Failed 31 Busy 0 Enqueued 3 Retries 1 Scheduled 0 Dead 1')
  expect(text).toContain('No process is running.')
  expect(text).toContain('1 job has given up')
})

test('work is shown by minutes, hours and days, as the address asks', async () => {
  const now = new Date()
  const day = now.toISOString().slice(2, 10).replaceAll('-', '')
  const minute = `${now.getUTCHours()}:${String(now.getUTCMinutes()).padStart(2, '0')}`
  for (const key of [`j|${day}|${minute}`, `j|${day}|${minute.slice(0, -1)}`]) {
    await site.redis.call('HSET', key, 'A|p', 7, 'A|f', 2, 'B|p', 1)
  }
  await site.redis.call('SET', `stat:processed:${now.toISOString().slice(0, 10)}`, 90)
  for (const [period, bars, total] of [
    ['1h', 12, '8 jobs'],
    ['24h', 24, '8 jobs'],
    ['7d', 7, '90 jobs'],
    ['30d', 30, '90 jobs'],
  ] as const) {
    const { html } = await site.get(`?period=${period}`)
    expect(html.match(/class="chart__ok"/g), period).toHaveLength(bars)
    expect(html).toContain(`aria-label="${total} processed`)
    expect(html).toMatch(new RegExp(`href="\\?period=${period}" aria-current`))
  }
  expect((await site.get('?period=x"')).html).toContain('href="?period=30d" aria-current')
})

test('an idle server is told that all is well', async () => {
  await beat(site.redis, 'web-1:4411:0a1b2c3d4e5f')
  expect(words((await site.get('')).html)).toContain('All is well')
})

test('a queue with jobs that nobody listens to is named', async () => {
  await beat(site.redis, 'web-1:4411:0a1b2c3d4e5f', { queues: ['default'] })
  await enqueue(site.redis, 'export', [jobText()])
  const text = words((await site.get('')).html)
  expect(text).toContain('No process listens to export')
  await beat(site.redis, 'web-2:1:0a1b2c3d4e5f', { queues: ['export'] }, true)
  expect(words((await site.get('')).html)).toContain('No process listens to export')
})

test('the tabs carry counts, and a failing count is left out', async () => {
  await enqueue(site.redis, 'export', [jobText(), jobText()])
  const { html } = await site.get('/queues')
  const [tabs = ''] = /<nav class="tabs"[^]*?<\/nav>/.exec(html) ?? []
  expect(words(tabs).trim()).toBe(
    'Dashboard Exports 2 Broken Queues 2 Scheduled 0 Retries 0 Dead 0 Busy 0 Metrics Failures Search ⋯ More pages Operations Limits Periodic jobs Profiles',
  )
  expect(tabs).toContain('<a href="/sidekiq/queues" aria-current="page">')
  expect(words(html)).toContain('production')
  expect(words(html)).toContain('Back to Mastodon')
})

test('a tab of the host owns its path and below, in the frame', async () => {
  const { html, status } = await site.get('/exports/1093')
  expect(status).toBe(200)
  expect(html).toContain('the schedule')
  expect(html).toContain('<a href="/sidekiq/exports" aria-current="page">')
  expect((await site.post('/exports', {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  await site.post('/exports/1093', {})
  expect(tabRequests).toEqual(['GET /sidekiq/exports/1093', 'POST /sidekiq/exports/1093'])
  expect((await site.get('/exportsx')).status).toBe(404)
})

test('a tab that fails gives a page that says so, and the error reaches the host', async () => {
  const { status, html } = await site.get('/broken')
  expect(status).toBe(500)
  expect(html).not.toContain('database down')
  expect(site.errors).toContainEqual(new Error('database down'))
})

test('/stats has Sidekiq’s names', async () => {
  await site.redis.call('SET', 'stat:processed', 7)
  await enqueue(site.redis, 'export', [jobText(), jobText()])
  await enqueue(site.redis, 'default', [jobText()])
  const stats: unknown = JSON.parse((await site.get('/stats')).html)
  expect(stats).toMatchObject({
    sidekiq: {
      processed: 7,
      failed: 0,
      busy: 0,
      processes: 0,
      enqueued: 3,
      scheduled: 0,
      retries: 0,
      dead: 0,
      default_latency: expect.any(Number) as number,
    },
    redis: { redis_version: expect.stringMatching(/^\d+\./) as string },
    server_utc_time: expect.stringMatching(/^\d\d:\d\d:\d\d UTC$/) as string,
  })
  const queues = (await site.get('/stats/queues')).html
  expect(queues).toBe('{"export":2,"default":1}')
})
