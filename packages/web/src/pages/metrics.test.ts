import { afterAll, beforeAll, expect, test } from 'vitest'
import { startConsole } from '../testing/fixture.ts'
import type { ConsoleFixture } from '../testing/fixture.ts'
import { seedSample } from '../testing/sample.ts'

let site: ConsoleFixture
beforeAll(async () => {
  site = await startConsole()
  await seedSample(site.redis)
  await seedTinyClasses()
  await seedDetails()
})
afterAll(() => site.stop())

function words(html: string): string {
  return html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ')
}

async function seedTinyClasses(): Promise<void> {
  for (const [index, name] of ['A', 'B', 'C', 'D', 'E', 'F'].entries()) {
    const at = new Date()
    const day = at.toISOString().slice(2, 10).replaceAll('-', '')
    const minute = `j|${day}|${at.getUTCHours()}:${String(at.getUTCMinutes()).padStart(2, '0')}`
    await site.redis.call('HSET', minute, `Tiny${name}|p`, 1, `Tiny${name}|ms`, index)
  }
}

/** What Howdah's processes write beside Sidekiq's numbers. */
async function seedDetails(): Promise<void> {
  const { keys } = site.redis
  const now = new Date()
  const day = now.toISOString().slice(2, 10).replaceAll('-', '')
  const hour = `${day}|${now.getUTCHours()}`
  const runs = [9_000, `${now.getTime()} failed slowjob`, 2_000, `${now.getTime()} done quickjob`]
  for (const bucket of [hour, day]) {
    await site.redis.call('ZADD', keys.slowestOf('BackupWorker', bucket), ...runs)
  }
  await site.redis.call('ZADD', keys.errorsOf('BackupWorker', hour), 3, 'Errno::ENOSPC')
  const minutes = String(now.getUTCMinutes()).padStart(2, '0').slice(0, 1)
  await site.redis.call('HSET', keys.runTimesOf(`${hour}:${minutes}`), 'BackupWorker|14', 5)
}

test('every class has its runs, failures and times, from the keys that Ruby writes too', async () => {
  const { html, status } = await site.get('/metrics')
  expect(site.errors).toEqual([])
  expect(status).toBe(200)
  expect(words(html)).toMatch(/BackupWorker \d+ 7 [\d.]+ % \d+ min/)
  expect(words(html)).toContain('DeliveryWorker')
  expect(html).toContain('v4.5.1')
  expect(html).toContain('data-chart="{&quot;x&quot;:[')
  expect(Buffer.byteLength(html)).toBeLessThan(60_000)
})

test('the filter keeps the classes that contain it, and says when there are none', async () => {
  const one = await site.get('/metrics?class=delivery')
  expect(words(one.html)).toContain('DeliveryWorker')
  expect(one.html).not.toContain('/metrics/BackupWorker')
  expect(words((await site.get('/metrics?class=nope')).html)).toContain('No class with “nope” ran')
  for (const period of ['8h', '24h', '72h', 'x"><']) {
    const { html, status } = await site.get(`/metrics?period=${encodeURIComponent(period)}`)
    expect(status).toBe(200)
    expect(Buffer.byteLength(html)).toBeLessThan(60_000)
  }
})

test('a class has medians, a histogram, and the way to its failures', async () => {
  const { html } = await site.get('/metrics/BackupWorker')
  expect(words(html)).toMatch(/p50 [\d.]+ s p95 [\d.]+ s/)
  expect(words(html)).toContain('Successful runs by their length')
  expect(html).toContain('/sidekiq/search?in=retry&amp;q=class%3ABackupWorker')
  expect(words((await site.get('/metrics/Nobody')).html)).toContain('No job of this class finished')
  expect(words((await site.get('/metrics/BackupWorker?period=24h')).html)).toContain(
    'Ruby’s histograms live for 8 hours',
  )
})

test('the classes that are ticked are drawn, five at most, and the address keeps them', async () => {
  const drawn = (html: string): readonly string[] =>
    [...html.matchAll(/name="line" value="([^"]+)" checked/g)].map(([, name = '']) => name)
  const { html } = await site.get('/metrics?period=8h&line=TinyA&line=TinyC&line=Nobody')
  expect(drawn(html).toSorted()).toEqual(['TinyA', 'TinyC'])
  expect(html.match(/chart-legend__\d/g)).toHaveLength(2)
  expect(html).toContain('?period=24h&amp;line=TinyA&amp;line=TinyC')
  const all = ['A', 'B', 'C', 'D', 'E', 'F'].map((name) => `line=Tiny${name}`).join('&')
  expect(drawn((await site.get(`/metrics?period=8h&${all}`)).html)).toHaveLength(5)
  expect(drawn((await site.get('/metrics?period=8h')).html)).toContain('BackupWorker')
})

test('a class that Howdah ran has its slowest runs and its errors, for long periods medians too', async () => {
  for (const period of ['1h', '24h']) {
    const { html } = await site.get(`/metrics/BackupWorker?period=${period}`)
    expect(words(html)).toMatch(/slowjob 9 s .* Failed quickjob 2 s .* Done/)
    expect(html).toContain('href="/sidekiq/jobs/slowjob"')
    expect(words(html)).toMatch(/Errno::ENOSPC 3 in Retries in Dead/)
    expect(words(html)).toMatch(/p50 [\d.]+ s/)
    expect(html).toContain('href="/sidekiq/limits/BackupWorker"')
  }
  expect(words((await site.get('/metrics/DeliveryWorker')).html)).toContain(
    'No process of Howdah ran this class in this time.',
  )
})
