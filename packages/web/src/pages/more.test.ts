/** Limits, periodic jobs and profiles: what the pages show, and what their buttons do. */
import { gzipSync } from 'node:zlib'
import { Limits, Periodic, readJobRecord } from '@howdah/engine/api'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { beat, startConsole } from '../testing/fixture.ts'
import type { ConsoleFixture } from '../testing/fixture.ts'
import { seedLimit, seedPeriodic, seedProfile } from '../testing/sample-more.ts'

let site: ConsoleFixture
beforeAll(async () => {
  site = await startConsole()
})
beforeEach(() => site.flush())
afterAll(() => site.stop())

function words(html: string): string {
  return html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
}

describe('limits', () => {
  test('are listed with what runs, what waits and who decides', async () => {
    expect(words((await site.get('/limits')).html)).toContain('There is no limit.')
    await seedLimit(site.redis, 'BackupWorker')
    await site.redis.call('HSET', 'howdah:limit-defaults', 'queue:pull', '0 - 1')
    const { html } = await site.get('/limits')
    expect(words(html)).toMatch(/BackupWorker 2 of 2 1 1 Set here Full/)
    expect(words(html)).toMatch(/queue:pull 0 of 0 any number 0 The code Stopped/)
    expect(html).toContain('href="/sidekiq/limits/queue%3Apull"')
  })

  test('say who holds a slot and what waits, each with its job', async () => {
    await beat(site.redis, 'web-1:4411:0a1b2c3d4e5f')
    await seedLimit(site.redis, 'BackupWorker')
    const { html } = await site.get('/limits/BackupWorker')
    const text = words(html)
    expect(text).toContain('The code says 3 at once, 1 with the same key')
    expect(text).toContain('remote0.example web-1:4411:0a1b2c3d4e5f')
    expect(text).toMatch(/remote1.example woken [^,]* ago, about to begin/)
    expect(text).toMatch(/BackupWorker remote0.example export .* ago/)
    expect(html).toMatch(/jobs\/[0-9a-f]{24}a\?in=running&amp;process=web-1%3A4411%3A0a1b2c3d4e5f"/)
    const [, jid] = /href="(\/jobs\/[0-9a-f]{24})"/.exec(html.replaceAll('/sidekiq', '')) ?? []
    expect((await site.get(jid ?? '')).html).toContain('href="/sidekiq/limits/BackupWorker"')
    expect((await site.get('/limits/Nobody')).status).toBe(404)
  })

  test('can be set, and given back to the code after a question', async () => {
    await seedLimit(site.redis, 'BackupWorker')
    const wrong = await site.act('/limits/BackupWorker', { total: '-1', 'per-key': '' })
    expect(words(wrong.html)).toContain('A limit is a whole number from 0, or empty.')
    const set = await site.act('/limits/BackupWorker', { total: '0', 'per-key': '7' })
    expect(words(set.html)).toContain('The limit BackupWorker is set. 0 waiting jobs were let go.')
    expect((await Limits.get(site.redis, 'BackupWorker')).rule).toEqual({ total: 0, perKey: 7 })
    const asked = await site.get('/limits/BackupWorker/reset')
    expect(words(asked.html)).toContain('The code says: 3 at once, 1 with the same key.')
    await site.act('/limits/BackupWorker/reset', {})
    expect((await Limits.get(site.redis, 'BackupWorker')).override).toBeNull()
    const again = await site.act('/limits/BackupWorker/reset', {})
    expect(words(again.html)).toContain('Nothing was set for BackupWorker')
    expect(site.actions.map(({ action, from }) => [action, from])).toEqual([
      ['limit', 'limit:BackupWorker'],
      ['reset-limit', 'limit:BackupWorker'],
    ])
  })

  test('stay within a hundred rows, however many hold and wait', async () => {
    await seedLimit(site.redis, 'BackupWorker')
    const { keys } = site.redis
    const slots = Array.from({ length: 300 }, (_, index) => [`holder${index}`, 'web-1:1:a#1 key'])
    await site.redis.call('HSET', keys.slots('BackupWorker'), ...slots.flat())
    for (let index = 0; index < 120; index += 1) {
      await site.redis.call('HSET', keys.parked('BackupWorker'), `w${index}`, '1 0 1 qj{}')
      await site.redis.call('ZADD', keys.parkedOrder('BackupWorker'), index, `w${index}`)
    }
    const { html } = await site.get('/limits/BackupWorker?size=200')
    expect(html.match(/<tr role="row" data-key/g)).toHaveLength(100)
    expect(words(html)).toContain('252 more hold one.')
    expect(words(html)).toContain('1–50 of 121')
  })
})

describe('periodic jobs', () => {
  test('are listed, and opened with their runs', async () => {
    expect(words((await site.get('/periodic')).html)).toContain('No program defines')
    await seedPeriodic(site.redis, 'nightly')
    await seedPeriodic(site.redis, 'resting')
    await site.redis.call('ZADD', 'howdah:periodic-seen', Date.now() - 90_000, 'resting')
    const list = words((await site.get('/periodic')).html)
    expect(list).toMatch(/nightly 30 2 \* \* \* Europe\/Berlin .* low Active Pause/)
    expect(list).toMatch(/resting .* Rests: no process defines it/)
    const { html } = await site.get('/periodic/nightly')
    expect(words(html)).toMatch(/1{24} .* the clock 0{24} .* hand/)
    expect(html).toContain('href="/sidekiq/metrics/CleanUpWorker"')
    expect((await site.get('/periodic/nobody')).status).toBe(404)
    expect((await site.get('/loops')).headers.get('location')).toBe('/sidekiq/periodic')
  })

  test('pause, go on, and run now into a job that leads back', async () => {
    await seedPeriodic(site.redis, 'nightly')
    const paused = await site.act('/periodic/nightly/pause', { from: 'page' })
    expect(words(paused.html)).toContain('its ticks pass without a job')
    expect(words(paused.html)).toContain('Resume')
    await site.act('/periodic/nightly/pause', {})
    expect((await new Periodic(site.redis, 'nightly').find())?.isPaused).toBe(true)
    await site.act('/periodic/nightly/resume', {})
    const ran = await site.act('/periodic/nightly/run', {})
    expect(words(ran.html)).toContain('The job of nightly is in its queue.')
    const [raw] = (await site.redis.call('LRANGE', 'queue:low', 0, -1)) as string[]
    const { jid, args } = readJobRecord(raw ?? '')
    expect(args).toEqual(['archives'])
    expect((await site.get(`/jobs/${jid}`)).html).toContain('href="/sidekiq/periodic/nightly"')
    expect(site.actions).toMatchObject([
      { action: 'pause', from: 'periodic:nightly', jids: [] },
      { action: 'resume', from: 'periodic:nightly' },
      { action: 'run-now', from: 'periodic:nightly', jids: [jid], to: 'queue:low' },
    ])
  })

  test('hide what is secret in their arguments', async () => {
    await seedPeriodic(site.redis, 'nightly', { args: [{ api_key: 'hunter2hunter2' }] })
    expect((await site.get('/periodic/nightly')).html).not.toContain('hunter2')
  })
})

describe('profiles', () => {
  test('are listed and downloaded, and no other key is', async () => {
    expect(words((await site.get('/profiles')).html)).toContain('No run was profiled')
    const profile = { token: 'slow', jid: 'aaaaaaaaaaaaaaaaaaaaaaaa', type: 'BackupWorker' }
    const key = await seedProfile(site.redis, profile)
    const { html } = await site.get('/profiles')
    expect(words(html)).toMatch(/BackupWorker a{24} slow 12 s 7 B Download/)
    expect(html).toContain(`href="/sidekiq/profiles/${key}"`)
    const file = await site.get(`/profiles/${key}`)
    expect(file.headers.get('content-disposition')).toContain('slow-aaaa')
    expect(file.html).toBe('gzipped')
    await site.redis.call('HSET', 'secrets', 'data', gzipSync('x'))
    expect((await site.get('/profiles/secrets')).status).toBe(404)
  })
})

test('the pages lie under one tab, which names the one that is open', async () => {
  const { html } = await site.get('/limits')
  expect(html).toMatch(/<summary class="more--current">.*?Limits.*?<\/summary>/s)
  for (const path of ['operations', 'limits', 'periodic', 'profiles']) {
    expect(html).toContain(`href="/sidekiq/${path}"`)
  }
})
