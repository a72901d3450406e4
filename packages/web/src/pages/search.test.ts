import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addToSet, enqueue, FAILED_TWICE, jobText, startConsole } from '../testing/fixture.ts'
import type { ConsoleFixture } from '../testing/fixture.ts'

let site: ConsoleFixture
beforeAll(async () => {
  // How far one answer comes must not depend on how busy this machine is.
  site = await startConsole({ searchMs: 60_000 })
})
beforeEach(() => site.flush())
afterAll(() => site.stop())

function words(html: string): string {
  return html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ')
}

function find(where: string, text: string): Promise<{ html: string; status: number }> {
  return site.get(`/search?${new URLSearchParams({ in: where, q: text }).toString()}`)
}

/** Fills the retry set with jobs of members 0, 1, 2 … */
async function fillRetries(count: number): Promise<void> {
  const jobs = Array.from({ length: count }, (_, id) => [
    id,
    jobText({ ...FAILED_TWICE, args: [{ user_id: id }] }),
  ])
  for (let at = 0; at < count; at += 1_000) {
    await site.redis.call('ZADD', 'retry', ...jobs.slice(at, at + 1_000).flat())
  }
}

test('a search is bounded, says how far it came, and goes on from there', async () => {
  await fillRetries(2_500)
  const first = await find('retry', 'args.user_id:2499')
  expect(words(first.html)).toContain('Searched all 2,500 jobs – 1 found.')
  const many = await find('retry', 'class:BackupWorker')
  expect(words(many.html)).toContain('Searched 25 of 2,500 – 25 found')
  expect(Buffer.byteLength(many.html)).toBeLessThan(60_000)
  const [, href = ''] = /href="\/sidekiq(\/search[^"]*from=25[^"]*)"/.exec(many.html) ?? []
  const next = await site.get(href.replaceAll('&amp;', '&'))
  expect(words(next.html)).toContain('Searched 50 of 2,500 – 50 found')
})

test('what fits can be acted on, and the search is where one comes back to', async () => {
  const key = await addToSet(site.redis, 'retry', 60, FAILED_TWICE)
  await addToSet(site.redis, 'retry', 70, { ...FAILED_TWICE, error_class: 'Errno::ENOSPC' })
  const { html } = await find('retry', 'error:Net::ReadTimeout')
  expect(html).toContain(`value="retry ${key}"`)
  expect(html).not.toContain('ENOSPC:')
  const [, back = ''] = /name="back" value="([^"]*)"/.exec(html) ?? []
  const after = await site.act('/retries', {
    do: `retry ${key}`,
    back: back.replaceAll('&amp;', '&'),
  })
  expect(words(after.html)).toContain('Job moved to queue export.')
  expect(words(after.html)).toContain('No job here fits.')
  const elsewhere = await site.post('/retries', { do: 'x', back: '//evil.example/search?x' })
  expect(elsewhere.headers.get('location')).toBe('/sidekiq/retries')
})

test('secrets cannot be found by guessing', async () => {
  await enqueue(site.redis, 'export', [jobText({ args: [{ token: 'hunter2', user_id: 7 }] })])
  for (const text of ['hunter2', 'args.token:hunter2', 'class:BackupWorker hunter']) {
    expect(words((await find('queue:export', text)).html)).toContain('No job here fits.')
  }
  expect(words((await find('queue:export', 'user:7')).html)).toContain('1 found')
})

test('suggestions come from the jobs that are there; Sidekiq’s address of a filter works', async () => {
  await addToSet(site.redis, 'dead', -60, FAILED_TWICE)
  const { html } = await site.get('/search?in=dead')
  for (const value of ['error:Net::ReadTimeout', 'class:BackupWorker', 'args.user_id:']) {
    expect(html).toContain(`<option value="${value}">`)
  }
  expect((await site.get('/dead?substr=abc')).headers.get('location')).toBe(
    '/sidekiq/search?in=dead&q=abc',
  )
})

test('failures are counted by error and time, each number a link to its jobs', async () => {
  await addToSet(site.redis, 'retry', 60, FAILED_TWICE)
  const yesterday = Date.now() - 20 * 3_600_000
  const old = { ...FAILED_TWICE, failed_at: yesterday, retried_at: yesterday }
  await addToSet(site.redis, 'retry', 70, old)
  await addToSet(site.redis, 'dead', -60, { ...old, error_class: 'Errno::ENOSPC' })
  const { html } = await site.get('/failures')
  expect(words(html)).toContain('Looked at all 2 retries and all 1 dead job.')
  expect(words(html)).toContain('Net::ReadTimeout Retries 1 2 2 2')
  expect(words(html)).toContain('Errno::ENOSPC Dead 0 1 1 1')
  const [, href = ''] = /href="\/sidekiq(\/search[^"]*since%3A1h[^"]*)"/.exec(html) ?? []
  const found = await site.get(href.replaceAll('&amp;', '&'))
  expect(words(found.html)).toContain('Searched all 2 jobs – 1 found.')
})
