/**
 * What other programs leave in Redis: text that is no job, fields of the wrong kind, scores beyond all
 * dates, names that no address can have. Every page shows it, and every link on it leads somewhere.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addToSet, beat, enqueue, jobText, ORIGIN, startConsole } from '../testing/fixture.ts'
import type { ConsoleFixture } from '../testing/fixture.ts'

const BYTES = Buffer.from(
  '{"class":"Bytes","args":["\u00ff"],"jid":"b17e5b17e5b17e5b17e5b17e"}',
  'latin1',
)

const NO_JOBS = [
  'not json {{{',
  '',
  'null',
  '[]',
  '"text"',
  '12',
  '{}',
  '{"class":null,"args":null}',
]

const ODD_FIELDS: readonly Readonly<Record<string, unknown>>[] = [
  { class: 123, jid: 456, queue: 7, args: 'no list' },
  { args: { not: 'a list' } },
  { jid: '', queue: '' },
  { jid: 'x/y?z#"<b>', queue: 'a/../"<i>' },
  { error_message: { a: 1 }, error_class: ['x'], retry_count: 'many', failed_at: 'yesterday' },
  { error_class: 'E', error_message: 'm', error_backtrace: 'no base64' },
  { error_class: 'E', error_message: 'm', error_backtrace: ['a.rb:1', null, 3] },
  { created_at: 1e300, enqueued_at: -1e300, failed_at: 1e20, tags: [1, null, 'ok'], retry: 'odd' },
  { class: 'ActiveJob::QueueAdapters::SidekiqAdapter::JobWrapper', wrapped: 'Mailer', args: [] },
  { class: 'ActiveJob::QueueAdapters::SidekiqAdapter::JobWrapper', wrapped: {}, args: [null] },
]

describe('data of other programs', { timeout: 120_000 }, () => {
  let site: ConsoleFixture
  beforeAll(async () => {
    site = await startConsole()
    await seedOdd(site)
  }, 60_000)
  afterAll(() => site.stop())

  test('is on pages whose links all lead somewhere, without a number that is none', async () => {
    const { seen, faults } = await followLinks(site)
    expect(faults).toEqual([])
    expect(seen).toBeGreaterThan(60)
    expect(site.errors).toEqual([])
  })

  test.each(['inf', '-inf', '-5', '1e+30', '1e-7'])(
    'can be deleted at the score %s',
    async (score) => {
      const text = jobText({ jid: 'a11a11a11a11a11a11a11a11' })
      await site.redis.call('ZADD', 'dead', score, text)
      const key = `${score}-a11a11a11a11a11a11a11a11`
      expect((await site.get(`/dead/${encodeURIComponent(key)}`)).status).toBe(200)
      await site.act('/dead', { key, do: 'delete' })
      expect(await site.redis.call('ZSCORE', 'dead', text)).toBeNull()
    },
  )

  test('a job of a megabyte is a page of at most 60 KB, and whole as text', async () => {
    const long = 'x"<'.repeat(300_000)
    const failed = {
      error_class: long,
      error_message: long,
      error_backtrace: [`a.rb:${long}`, long],
    }
    const jid = 'b16b16b16b16b16b16b16b16'
    const key = await addToSet(site.redis, 'dead', -60, {
      ...failed,
      jid,
      args: [long],
      tags: [long],
    })
    const page = await site.get(`/jobs/${jid}?in=dead&key=${encodeURIComponent(key)}`)
    expect(page.status).toBe(200)
    expect(page.html.length).toBeLessThan(60_000)
    expect(page.html).toContain(`/jobs/${jid}/raw?`)
    const whole = await site.get(`/jobs/${jid}/raw?in=dead&key=${encodeURIComponent(key)}`)
    expect(whole.html).toContain(long.replaceAll('"', '\\"'))
    await site.act('/dead', { key, do: 'delete' })
  })

  test('a queue of any name is paused, cleared and its jobs deleted', async () => {
    const path = `/queues/${encodeURIComponent('sp ace/und?x')}`
    expect((await site.act(`${path}/pause`, { from: 'queue' })).status).toBe(200)
    expect(await site.redis.call('SMEMBERS', 'paused')).toEqual(['sp ace/und?x'])
    expect((await site.act(`${path}/resume`, { from: 'queue' })).status).toBe(200)
    expect((await site.get(`${path}/clear`)).status).toBe(200)
    await site.act(`${path}/clear`, { typed: 'sp ace/und?x' })
    expect(await site.redis.call('LLEN', 'queue:sp ace/und?x')).toBe(0)
  })
})

async function seedOdd({ redis }: ConsoleFixture): Promise<void> {
  await enqueue(redis, 'export', [...NO_JOBS, ...ODD_FIELDS.map((fields) => jobText(fields))])
  await redis.call('LPUSH', 'queue:export', BYTES)
  await enqueue(redis, 'sp ace/und?x', [jobText()])
  for (const name of ['100%', 'a/../"<i>', '7']) await enqueue(redis, name, [jobText()])
  await redis.call('SADD', 'queues', Buffer.from('caf\u00e9', 'latin1'))
  for (const [index, text] of NO_JOBS.entries()) await redis.call('ZADD', 'dead', index, text)
  for (const fields of ODD_FIELDS) await addToSet(redis, 'dead', -60, fields)
  await redis.call('ZADD', 'dead', -5, jobText(), '1e17', jobText(), '+inf', jobText())
  await redis.call('ZADD', 'retry', '+inf', jobText(), 1e14, jobText({ jid: '' }), 5, BYTES)
  await redis.call('ZADD', 'schedule', '-inf', jobText(), 1e12, jobText(), 9, 'no job')
  await beat(redis, 'web-1:4411:0a1b2c3d4e5f')
  const works = [
    { queue: 'export', payload: 'no job', run_at: 'never' },
    { queue: 'export', payload: jobText({ jid: '' }), run_at: 1e300 },
  ]
  for (const [index, one] of works.entries()) {
    await redis.call('HSET', 'web-1:4411:0a1b2c3d4e5f:work', `t${index}`, JSON.stringify(one))
  }
  await redis.call('HSET', 'web-1:4411:0a1b2c3d4e5f:work', 't9', 'no work')
}

const NONE = /\bNaN\b|\bundefined\b|\[object |Invalid Date|\bInfinity\b/

/** Goes to every address that a page names, from the dashboard on. */
async function followLinks(site: ConsoleFixture): Promise<{ seen: number; faults: string[] }> {
  const seen = new Set<string>()
  const todo = ['/']
  const faults: string[] = []
  for (let path = todo.pop(); path !== undefined && seen.size < 600; path = todo.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    const { status, html, headers } = await site.get(path)
    if (status >= 400) faults.push(`${path}: ${status}`)
    const odd = NONE.exec(html.replaceAll(/<[^>]*>/g, ' '))
    if (odd !== null) faults.push(`${path}: ${odd[0]}`)
    if (!(headers.get('content-type') ?? '').includes('html')) continue
    todo.push(...linksOf(html, path))
  }
  return { seen: seen.size, faults }
}

function linksOf(html: string, from: string): readonly string[] {
  return [...html.matchAll(/<a[^>]* href="([^"]+)"/g)]
    .map(([, href = '']) => href.replaceAll('&amp;', '&').replaceAll('&quot;', '"'))
    .map((href) => new URL(href, `${ORIGIN}/sidekiq${from}`))
    .filter(({ origin, pathname }) => origin === ORIGIN && pathname.startsWith('/sidekiq'))
    .map(({ pathname, search }) => pathname.slice('/sidekiq'.length) + search)
}
