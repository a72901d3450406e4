import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addToSet, beat, FAILED_TWICE, jobText, startConsole } from '../testing/fixture.ts'
import type { ConsoleFixture } from '../testing/fixture.ts'

let site: ConsoleFixture

beforeAll(async () => {
  site = await startConsole({ restartCommand: 'systemctl restart howdah' })
})
beforeEach(() => site.flush())
afterAll(() => site.stop())

function words(html: string): string {
  return html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ')
}

test('Scheduled shows the time under the head "At" in ISO form and how far away it is', async () => {
  const key = await addToSet(site.redis, 'schedule', 43_200)
  const { html } = await site.get('/scheduled')
  const iso = new Date(Number(key.split('-')[0]) * 1000).toISOString()
  expect(html).toMatch(/<th[^>]*>At<\/th>/)
  expect(html).toContain(`<time datetime="${iso}">${iso.slice(0, 19)}Z</time>`)
  expect(words(html)).toContain('in 12 h')
  expect(words(html)).not.toContain('overdue')
})

test('overdue jobs without a polling process name the command that helps', async () => {
  await addToSet(site.redis, 'schedule', -3_600)
  const { html } = await site.get('/scheduled')
  expect(words(html)).toContain('overdue, no process is polling')
  expect(html).toContain('systemctl restart howdah')
  expect(words((await site.get('')).html)).toContain('overdue, no process is polling')
})

test('Run now moves a scheduled job to its queue', async () => {
  const key = await addToSet(site.redis, 'schedule', 43_200)
  const after = await site.act('/scheduled', { do: `run-now ${key}` })
  expect(words(after.html)).toContain('Job moved to queue export.')
  expect(words(after.html)).toContain('No jobs are scheduled.')
  expect(await site.redis.call('LLEN', 'queue:export')).toBe(1)
  expect(site.actions).toMatchObject([
    { action: 'run-now', count: 1, from: 'schedule', to: 'queue:export' },
  ])
})

test('Retries shows error, attempts, next retry and the two buttons in the row', async () => {
  await addToSet(site.redis, 'retry', 1_080, FAILED_TWICE)
  const { html } = await site.get('/retries')
  const heads = [...html.matchAll(/<th role="columnheader"[^>]*>([^<]+)<\/th>/g)].map(
    (one) => one[1],
  )
  expect(heads).toEqual(['Next retry', 'Attempts', 'Queue', 'Job', 'Arguments', 'Error message'])
  expect(words(html)).toContain('2 of 5')
  expect(words(html)).toContain('Net::ReadTimeout: read timed out')
  expect(words(html)).toContain('in 18 min')
  expect(html).toMatch(/<button[^>]*>Retry now<\/button>/)
  expect(html).toMatch(/<button[^>]*>Delete<\/button>/)
})

test('Retry now moves the job to its queue', async () => {
  const key = await addToSet(site.redis, 'retry', 1_080, FAILED_TWICE)
  const after = await site.act('/retries', { do: `retry ${key}` })
  expect(words(after.html)).toContain('Job moved to queue export.')
  expect(await site.redis.call('ZCARD', 'retry')).toBe(0)
  expect(await site.redis.call('LLEN', 'queue:export')).toBe(1)
  expect(site.actions).toMatchObject([{ action: 'retry', from: 'retry', to: 'queue:export' }])
})

test('Delete takes the job away, and a second time says that it is gone', async () => {
  const key = await addToSet(site.redis, 'retry', 60, FAILED_TWICE)
  const once = await site.act('/retries', { do: `delete ${key}` })
  expect(words(once.html)).toContain('Job deleted.')
  const twice = await site.act('/retries', { do: `delete ${key}` })
  expect(words(twice.html)).toContain('not here any more')
  expect(site.actions).toHaveLength(1)
  expect(await site.redis.call('LLEN', 'queue:export')).toBe(0)
})

test('ticked rows are acted on together, and those gone meanwhile are counted', async () => {
  const keys = await Promise.all(
    [1, 2, 3].map((minute) => addToSet(site.redis, 'retry', minute * 60, FAILED_TWICE)),
  )
  await site.act('/retries', { do: `delete ${keys[0]}` })
  const after = await site.act('/retries', { do: 'kill', key: keys })
  expect(words(after.html)).toContain('2 jobs moved to Dead. 1 job was not here any more.')
  expect(await site.redis.call('ZCARD', 'dead')).toBe(2)
  expect(site.actions.at(-1)).toMatchObject({ action: 'kill', count: 2, to: 'dead' })
})

test('nothing ticked, an unknown verb or a malformed key change nothing', async () => {
  await addToSet(site.redis, 'retry', 60, FAILED_TWICE)
  expect(words((await site.act('/retries', { do: 'retry' })).html)).toContain(
    'Nothing was selected',
  )
  expect(words((await site.act('/retries', { do: 'explode x' })).html)).toContain('No such action')
  for (const key of ['', '-', 'x-y', '1e999-a', '1-nope', '"><img>']) {
    expect((await site.act('/retries', { do: `delete ${key}` })).status).toBe(200)
  }
  expect(await site.redis.call('ZCARD', 'retry')).toBe(1)
  expect(site.actions).toEqual([])
})

test('acting on all asks first and names the number', async () => {
  for (const minute of [1, 2, 3]) await addToSet(site.redis, 'retry', minute * 60, FAILED_TWICE)
  expect((await site.get('/retries')).html).toContain('Retry all 3')
  const asked = await site.get('/retries/all/retry')
  expect(words(asked.html)).toContain('Retry all 3 retries?')
  expect(await site.redis.call('ZCARD', 'retry')).toBe(3)
  const after = await site.act('/retries/all/retry', {})
  expect(words(after.html)).toContain('3 retries moved to their queues.')
  expect(await site.redis.call('LLEN', 'queue:export')).toBe(3)
  expect(site.actions).toMatchObject([{ action: 'retry', count: 3, from: 'retry' }])
  expect((await site.get('/retries/all/explode')).status).toBe(404)
})

test('Dead opens to the whole error payload and offers both buttons', async () => {
  const key = await addToSet(site.redis, 'dead', -7_200, {
    ...FAILED_TWICE,
    error_class: 'Errno::ENOSPC',
    error_message: 'No space left on device',
    retry_count: 4,
    error_backtrace: ['app/a.rb:1', 'app/b.rb:2'],
  })
  const { html } = await site.get('/dead')
  const [, payload = ''] = /Errno::ENOSPC: No space[^]*?<pre[^>]*>([^]*?)<\/pre>/.exec(html) ?? []
  expect(JSON.parse(payload.replaceAll('&quot;', '"'))).toMatchObject({
    error_class: 'Errno::ENOSPC',
    error_message: 'No space left on device',
    retry_count: 4,
    backtrace: ['app/a.rb:1', 'app/b.rb:2'],
  })
  expect(words(html)).toContain('5 of 5')
  const after = await site.act('/dead', { do: `retry ${key}` })
  expect(words(after.html)).toContain('Job moved to queue export.')
})

test('an entry has a page, and the page of one that left leads to where it is', async () => {
  const key = await addToSet(site.redis, 'retry', 60, FAILED_TWICE)
  const page = await site.get(`/retries/${key}`)
  expect(site.errors).toEqual([])
  expect(words(page.html)).toContain('read timed out')
  await site.act('/retries', { do: `retry ${key}` })
  const moved = await site.get(`/retries/${key}`)
  expect(moved.status).toBe(303)
  expect(moved.headers.get('location')).toBe(`/sidekiq/jobs/${key.split('-')[1]}?in=queue%3Aexport`)
  const jid = key.split('-')[1] ?? ''
  expect(words((await site.get(`/jobs/${jid}`)).html)).toContain('It waits in queue export')
  expect((await site.get('/jobs/ffffffffffffffffffffffff')).status).toBe(404)
})

test('Busy shows processes and running jobs, and can quiet and stop', async () => {
  const identity = 'web-1:4411:0a1b2c3d4e5f'
  await beat(site.redis, identity)
  const { work } = await import('../testing/fixture.ts')
  await work(site.redis, identity, jobText(), 187)
  const { html } = await site.get('/busy')
  expect(words(html)).toContain('web-1 :4411'.replace(' :', ':'))
  expect(words(html)).toContain('3 min 7 s')
  expect(words((await site.get(`/busy/${identity}/stop`)).html)).toContain('Stop web-1:4411?')
  await site.act(`/busy/${identity}/quiet`, {})
  expect(await site.redis.call('LRANGE', `${identity}-signals`, 0, -1)).toEqual(['TSTP'])
  expect((await site.get('/busy/nobody:1:2/stop')).status).toBe(404)
})

test('Busy marks orphans and silent processes, offers to cancel, and turns pages', async () => {
  const identity = 'web-1:4411:0a1b2c3d4e5f'
  const { work } = await import('../testing/fixture.ts')
  await beat(site.redis, identity)
  await beat(site.redis, 'web-2:1:1a1b2c3d4e5f')
  const jid = 'cccccccccccccccccccccccc'
  await work(site.redis, identity, jobText({ jid }), 187)
  await site.redis.call('HSET', identity, 'beat', Date.now() / 1000 - 45)
  const gone = { queues: ['export'], place: null, pid: 7, reapedAtMs: null }
  await site.redis.call('HSET', 'howdah:processes', 'web-9:7:abc#1', JSON.stringify(gone))
  await site.redis.call('LPUSH', 'howdah:inflight:web-9:7:abc#1:export', jobText({ class: 'Lost' }))
  const { html } = await site.get('/busy')
  expect(words(html)).toMatch(/Lost .* Orphan: its process is gone/)
  expect(words(html)).toContain('Its process is silent')
  expect(html).toContain(`/sidekiq/jobs/${jid}/cancel`)
  expect(words((await site.get('/busy?only=processes')).html)).not.toContain('Running jobs')
  expect(words((await site.get('/busy?page=2')).html)).toContain('No job is running')
  expect(words((await site.act('/busy/all/quiet', {})).html)).toContain('2 processes were told to')
  expect(await site.redis.call('LRANGE', `${identity}-signals`, 0, -1)).toEqual(['TSTP'])
})
