import { afterAll, beforeAll, expect, test } from 'vitest'
import { startConsole } from '../testing/fixture.ts'
import type { ConsoleFixture } from '../testing/fixture.ts'
import { seedSample } from '../testing/sample.ts'

let site: ConsoleFixture
beforeAll(async () => {
  site = await startConsole()
  await seedSample(site.redis)
})
afterAll(() => site.stop())

function words(html: string): string {
  return html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ')
}

test('every class has its runs, failures and times, from the keys that Ruby writes too', async () => {
  const { html, status } = await site.get('/metrics')
  expect(site.errors).toEqual([])
  expect(status).toBe(200)
  expect(words(html)).toMatch(/BackupWorker \d+ 7 \([\d.]+ %\) \d+ min/)
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
    'kept for 8 hours',
  )
})
