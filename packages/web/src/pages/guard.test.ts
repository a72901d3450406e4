import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connectRedis } from '@howdah/engine'
import { createConsole } from '../index.ts'
import {
  addToSet,
  beat,
  enqueue,
  FAILED_TWICE,
  jobText,
  ORIGIN,
  startConsole,
  work,
} from '../testing/fixture.ts'
import type { ConsoleFixture } from '../testing/fixture.ts'
import { seedHostile } from '../testing/hostile.ts'
import { seedLimit, seedPeriodic } from '../testing/sample-more.ts'

const POSTS = [
  '/queues/export',
  '/queues/export/duplicates',
  '/queues/export/clear',
  '/queues/export/pause',
  '/queues/export/resume',
  '/jobs/0123456789abcdef01234567/cancel',
  '/scheduled',
  '/scheduled/all/delete',
  '/retries',
  '/retries/all/retry',
  '/retries/all/delete',
  '/dead',
  '/dead/all/retry',
  '/dead/all/delete',
  '/operations',
  '/operations/abc/abort',
  '/operations/abc/undo',
  '/busy/web-1:4411:0a1b2c3d4e5f/quiet',
  '/busy/web-1:4411:0a1b2c3d4e5f/stop',
  '/limits/BackupWorker',
  '/limits/BackupWorker/reset',
  '/periodic/nightly/pause',
  '/periodic/nightly/resume',
  '/periodic/nightly/run',
]

const PAGES = [
  '',
  '/queues',
  '/queues/export',
  '/scheduled',
  '/retries',
  '/dead',
  '/busy',
  '/metrics',
  '/limits',
  '/limits/BackupWorker',
  '/periodic',
  '/periodic/nightly',
  '/profiles',
]

/** What every form could want. */
const FORM = { typed: 'export', do: 'delete', total: '0' }

/** Everything in Redis, to see that nothing changed. */
async function dump({ redis }: ConsoleFixture): Promise<unknown> {
  return Promise.all([
    redis.call('LRANGE', 'queue:export', 0, -1),
    redis.call('ZRANGE', 'schedule', 0, -1),
    redis.call('ZRANGE', 'retry', 0, -1),
    redis.call('ZRANGE', 'dead', 0, -1),
    redis.call('EXISTS', 'web-1:4411:0a1b2c3d4e5f-signals'),
    redis.call('SMEMBERS', 'paused'),
    redis.call('HGETALL', 'howdah:limits'),
    redis.call('SMEMBERS', 'howdah:periodic-paused'),
    redis.call('LRANGE', 'howdah:periodic-runs:nightly', 0, -1),
  ])
}

async function seed(site: ConsoleFixture, fields: Record<string, unknown> = {}): Promise<void> {
  await enqueue(site.redis, 'export', [jobText(fields), jobText(fields)])
  await addToSet(site.redis, 'schedule', 3_600, fields)
  await addToSet(site.redis, 'retry', 60, { ...FAILED_TWICE, ...fields })
  await addToSet(site.redis, 'dead', -60, { ...FAILED_TWICE, ...fields })
  await seedLimit(site.redis, 'BackupWorker', fields)
  await seedPeriodic(site.redis, 'nightly', fields)
  await beat(site.redis, 'web-1:4411:0a1b2c3d4e5f')
  await work(site.redis, 'web-1:4411:0a1b2c3d4e5f', jobText(fields))
}

describe('who may act', () => {
  let site: ConsoleFixture
  beforeAll(async () => {
    site = await startConsole()
  })
  beforeEach(async () => {
    await site.flush()
    await seed(site)
  })
  afterAll(() => site.stop())

  test('a form from another site is refused everywhere and changes nothing', async () => {
    const before = await dump(site)
    for (const path of POSTS) {
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { 'sec-fetch-site': 'none' },
        { 'content-type': 'application/json' },
      ]) {
        expect((await site.post(path, FORM, headers)).status).toBe(403)
      }
    }
    expect(await dump(site)).toEqual(before)
    expect(site.actions).toEqual([])
  })

  test('a body beyond 64 KB is refused', async () => {
    expect((await site.post('/retries', { do: 'x'.repeat(70_000) })).status).toBe(413)
  })

  test('a body that does not say how long it is is read no further than that', async () => {
    let sentBytes = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sentBytes += 1_024
        if (sentBytes > 1_000_000) controller.close()
        else controller.enqueue(new Uint8Array(1_024).fill(97))
      },
    })
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
    }
    const init = { method: 'POST', headers, body, duplex: 'half' } as const
    const answer = await site.console.fetch(new Request(`${ORIGIN}/sidekiq/retries`, init))
    expect(answer.status).toBe(413)
    expect(sentBytes).toBeLessThan(100_000)
  })

  test('a GET never changes anything', async () => {
    const before = await dump(site)
    for (const path of [...PAGES, ...POSTS])
      await site.get(`${path}?do=delete&typed=export&total=0`)
    expect(await dump(site)).toEqual(before)
  })

  test('every page carries the security headers and nothing inline', async () => {
    for (const path of [...PAGES, '/nope', '/retries/all/delete', '/stats']) {
      const { headers, html } = await site.get(path)
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('cache-control')).toBe('private, no-store')
      expect(html).not.toMatch(/<[^>]+\s(style|on\w+)=/)
      expect(html).not.toMatch(/<script(?![^>]*src=)/)
    }
  })

  test('addresses that mean nothing are plain 404s', async () => {
    for (const path of [
      '/nope',
      '/queues/%E0%A4%A',
      '/retries/nokey',
      '/jobs/%22%3E',
      '/busy/x/y',
    ]) {
      expect((await site.get(path)).status, path).toBe(404)
    }
    expect((await site.post('/nope', {})).status).toBe(404)
  })

  test('Sidekiq’s own addresses still lead somewhere', async () => {
    expect((await site.get('/morgue')).headers.get('location')).toBe('/sidekiq/dead')
    expect((await site.get('/morgue/1-a')).headers.get('location')).toBe('/sidekiq/dead/1-a')
    expect((await site.get('/dashboard/stats')).headers.get('location')).toBe('/sidekiq/stats')
    expect((await site.get('/?poll=true')).status).toBe(200)
  })
})

describe('who may only look', () => {
  let site: ConsoleFixture
  beforeAll(async () => {
    site = await startConsole({ allow: async () => ({ name: 'reader', canAct: false }) })
    await seed(site)
  })
  afterAll(() => site.stop())

  test('pages load without buttons, every POST is refused', async () => {
    const before = await dump(site)
    for (const path of PAGES) {
      const { status, html } = await site.get(path)
      expect(status).toBe(200)
      expect(html).not.toContain('method="post"')
    }
    for (const path of POSTS) {
      expect((await site.post(path, FORM)).status).toBe(403)
    }
    expect((await site.get('/retries/all/delete')).status).toBe(403)
    expect(await dump(site)).toEqual(before)
  })
})

describe('who may not look', () => {
  let site: ConsoleFixture
  beforeAll(async () => {
    site = await startConsole({ allow: async () => null })
  })
  afterAll(() => site.stop())

  test('a stranger gets 404 for everything but the style sheet', async () => {
    for (const path of [...PAGES, '/stats', '/stats/queues', '/nope']) {
      expect((await site.get(path)).status).toBe(404)
    }
    for (const path of POSTS) expect((await site.post(path, {})).status).toBe(404)
    expect((await site.get('/assets/howdah.css')).status).toBe(200)
    expect((await site.get('/assets/nope.css')).status).toBe(404)
  })
})

describe('hostile jobs', () => {
  let site: ConsoleFixture
  beforeAll(async () => {
    site = await startConsole()
  })
  beforeEach(() => site.flush())
  afterAll(() => site.stop())

  test('stay text in every field of every page', async () => {
    await seedHostile(site.redis)
    for (const path of PAGES) {
      const { status, html } = await site.get(path)
      expect([path, status]).toEqual([path, 200])
      if (path !== '' && path !== '/operations') expect(html).toContain('&lt;img')
      expect(html).not.toContain('<img')
      expect(html).not.toMatch(/<\/pre>\s*<\/script/)
    }
  })

  test('that are not JSON, or not jobs, are listed and can be deleted', async () => {
    const texts = ['not json', '[]', '"x"', '{}', '{"class":1,"args":5}', '', '\u0000']
    await enqueue(site.redis, 'export', texts)
    for (const [index, text] of texts.entries()) await site.redis.call('ZADD', 'retry', index, text)
    for (const path of ['/queues', '/queues/export', '/retries']) {
      expect((await site.get(path)).status).toBe(200)
    }
    const { html } = await site.get('/queues/export')
    const [, fingerprint = ''] = /name="job" value="([^"]+)"/.exec(html) ?? []
    await site.act('/queues/export', { job: fingerprint })
    expect(await site.redis.call('LLEN', 'queue:export')).toBe(texts.length - 1)
  })

  test('of any size keep a page of 25 rows within 60 KB', async () => {
    const big = '"<&'.repeat(20_000)
    const fields = { ...FAILED_TWICE, args: [{ big }], error_message: big, error_backtrace: [big] }
    for (let index = 0; index < 25; index += 1) {
      await enqueue(site.redis, 'export', [jobText(fields)])
      await addToSet(site.redis, 'schedule', 3_600 + index, fields)
      await addToSet(site.redis, 'retry', 60 + index, fields)
      await addToSet(site.redis, 'dead', -60 - index, fields)
    }
    for (const path of PAGES) {
      const { html } = await site.get(path)
      expect(Buffer.byteLength(html), path).toBeLessThan(60_000)
    }
  })
})

describe('when Redis does not answer', () => {
  test('the page says so with 503, and the error reaches the host', async () => {
    const errors: unknown[] = []
    const redis = connectRedis('redis://127.0.0.1:1/0')
    const console = createConsole({
      redis,
      title: 'Sidekiq',
      allow: async () => ({ name: 'admin', canAct: true }),
      onError: (error) => void errors.push(error),
    })
    const response = await console.fetch(new Request(`${ORIGIN}/retries?page=2`))
    const html = await response.text()
    expect(response.status).toBe(503)
    expect(html).toContain('Redis does not answer')
    expect(html).toContain('href="/retries?page=2"')
    expect(errors.length).toBeGreaterThan(0)
    redis.disconnect()
  })
})
